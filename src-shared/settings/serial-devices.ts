import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const MAX_SCANNERS = 8;
const MAX_PATH_LENGTH = 4_096;
/** Two-line displays show this many characters a line. */
export const DISPLAY_COLUMNS = 20;

/** How the bits of a serial line are framed. Both ends must agree, or what arrives is garbage. */
export const lineFormatSchema = z.object({
  baudRate: z.int().min(300).max(921_600),
  dataBits: z.union([z.literal(7), z.literal(8)]),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.union([z.literal(1), z.literal(2)]),
  flowControl: z.enum(['none', 'rts-cts', 'xon-xoff']),
});
export type LineFormat = z.infer<typeof lineFormatSchema>;

/** What most serial devices are shipped with: 9600 8N1, no flow control. */
const PLAIN_LINE = { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flowControl: 'none' } as const satisfies LineFormat;

/** Where a device is plugged in. `virtual` is the one built into the program, for practice. */
const connectionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('virtual') }),
  z.object({
    kind: z.literal('serial'),
    /** `/dev/ttyUSB0`, better `/dev/serial/by-id/…`, which stays with the device; `COM3` on Windows. */
    path: wellFormedSchema.min(1).max(MAX_PATH_LENGTH),
    /** Null: the one usual for the device's protocol. */
    format: lineFormatSchema.nullable(),
  }),
]);
export type DeviceConnection = z.infer<typeof connectionSchema>;

export const SCALE_PROTOCOLS = ['toledo-8217', 'cas', 'dialog-06'] as const;
export type ScaleProtocolName = (typeof SCALE_PROTOCOLS)[number];

/** What the makers' manuals give as the factory setting of each protocol. */
export const USUAL_SCALE_FORMATS: Readonly<Record<ScaleProtocolName, LineFormat>> = {
  'toledo-8217': { ...PLAIN_LINE, dataBits: 7, parity: 'even' },
  cas: PLAIN_LINE,
  'dialog-06': { ...PLAIN_LINE, dataBits: 7, parity: 'odd' },
};
export const USUAL_FORMAT: LineFormat = PLAIN_LINE;

export const scaleSettingsSchema = z.object({
  name: wellFormedSchema.min(1).max(64),
  protocol: z.enum(SCALE_PROTOCOLS),
  connection: connectionSchema,
});
export type ScaleSettings = z.infer<typeof scaleSettingsSchema>;

export const DISPLAY_CODE_PAGES = ['ascii', 'cp437', 'cp858', 'windows-1252'] as const;
export type DisplayCodePage = (typeof DISPLAY_CODE_PAGES)[number];

const displayLineSchema = wellFormedSchema.max(DISPLAY_COLUMNS);

export const customerDisplaySettingsSchema = z.object({
  protocol: z.enum(['cd5220', 'epson-dm-d']),
  connection: connectionSchema,
  /** The character table the display shows. `ascii` is right on every one of them, and loses the accents. */
  codePage: z.enum(DISPLAY_CODE_PAGES),
  /** Of the words on it. These displays have no Arabic letters. */
  language: z.enum(['fr', 'en']),
  /** What stands on it between two customers; null: the shop's name. */
  idle: z.object({ upper: displayLineSchema, lower: displayLineSchema }).nullable(),
});
export type CustomerDisplaySettings = z.infer<typeof customerDisplaySettingsSchema>;

export const serialScannerSettingsSchema = z.object({
  scannerId: wellFormedSchema.min(1).max(64),
  name: wellFormedSchema.min(1).max(64),
  path: wellFormedSchema.min(1).max(MAX_PATH_LENGTH),
  /** Null: 9600 8N1. */
  format: lineFormatSchema.nullable(),
  /** What the scanner sends after a code. `any`: CR, LF or TAB. `silence`: nothing, so that a pause ends the code. */
  suffix: z.enum(['any', 'cr', 'lf', 'tab', 'silence']),
  /** Characters the scanner is programmed to put before a code; taken off. */
  prefix: wellFormedSchema.max(16),
});
export type SerialScannerSettings = z.infer<typeof serialScannerSettingsSchema>;

/** The serial devices of a store's settings. A file from before they existed has none. */
export const serialDevicesShape = {
  scale: scaleSettingsSchema.nullable().default(null),
  customerDisplay: customerDisplaySettingsSchema.nullable().default(null),
  serialScanners: z
    .array(serialScannerSettingsSchema)
    .max(MAX_SCANNERS)
    .refine((scanners) => new Set(scanners.map((scanner) => scanner.scannerId)).size === scanners.length, { message: 'two of one id' })
    .default([]),
};
