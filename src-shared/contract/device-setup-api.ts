import { z } from 'zod';
import { PRINT_FAULTS } from '../receipt/print-fault.ts';
import { hidScannerSettingsSchema } from '../settings/hid-scanners.ts';
import { customerDisplaySettingsSchema, scaleSettingsSchema, serialScannerSettingsSchema } from '../settings/serial-devices.ts';
import { printerSettingsSchema, storeSettingsSchema } from '../settings/store-settings.ts';
import { wedgeScannerSettingsSchema } from '../settings/wedge-scanners.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { LINE_FAULTS, serialPortSchema } from './device-state.ts';
import { terminalStateSchema } from './terminal-state.ts';

/** What the technician's screen asks of the terminal: finding devices, setting them up, testing them, and seeing what was said on the wire. */
const idSchema = wellFormedSchema.min(1).max(64);
const nothing = z.object({});

/** Addresses looked at in one go: a shop's network of one class C. */
export const MAX_SCANNED_ADDRESSES = 256;
export const MAX_EXCHANGES = 100;

/** `printer:ID`, `drawer:ID` (the drawer behind that printer), `scale`, `display`, `scanner:ID`, `wedge:ID`: one name for each device of the settings, whatever its kind. */
const deviceIdSchema = wellFormedSchema.min(1).max(80);

const foundPrinterSchema = z.object({
  /** Where it is, as the settings would hold it. */
  transport: printerSettingsSchema.shape.transport,
  /** What to call it: its own name where it told one, else its address. */
  label: z.string(),
  /** Its address, as a technician reads it. */
  where: z.string(),
  /** `escpos`: it answered as a receipt printer does. `silent`: the port is open and nothing was said. `not-asked`: asking is not safe here. */
  answer: z.enum(['escpos', 'silent', 'not-asked']),
  /** What it suffers from, where it said so. */
  fault: z.enum(PRINT_FAULTS).nullable(),
  /** The capability profile that fits its name, or the generic one. */
  profileId: z.string(),
  /** A printer of the settings already stands there: it was not asked. */
  usedBy: z.string().nullable(),
});
export type FoundPrinter = z.infer<typeof foundPrinterSchema>;

/** Why a list that the machine keeps is empty. `no-subsystem`: it has none of the kind. `no-answer`: it did not tell. */
const listFaultSchema = z.enum(['no-subsystem', 'no-answer']).nullable();

const networkSearchSchema = z.object({
  state: z.enum(['none', 'searching', 'done', 'cancelled']),
  looked: z.int(),
  total: z.int(),
  found: z.array(foundPrinterSchema),
  /** Addresses that would have answered but refused: there is a machine, and nothing on that port. */
  refused: z.int(),
});
export type NetworkSearch = z.infer<typeof networkSearchSchema>;

const profileSchema = z.object({
  profileId: z.string(),
  name: z.string(),
  /** `shop`: a file the technician put into the data folder. */
  from: z.enum(['program', 'shop']),
  widthDots: z.int(),
  columns: z.int(),
  cuts: z.boolean(),
  hasDrawer: z.boolean(),
});

const deviceCheckSchema = z.object({
  /** `passed` or `failed` by a person's word. A device that was changed since is `untested` again. */
  result: z.enum(['untested', 'passed', 'failed']),
  at: z.iso.datetime().nullable(),
});
export type DeviceCheck = z.infer<typeof deviceCheckSchema>;

const overviewSchema = z.object({
  /** By device id; every device of the settings is in it. How each is at this moment is in the terminal's status. */
  checks: z.record(z.string(), deviceCheckSchema),
  profiles: z.array(profileSchema),
  /** Files in the shop's profile folder that cannot be used, with the line and what is wrong there. */
  brokenProfiles: z.array(z.object({ file: z.string(), findings: z.array(z.string()) })),
  /** Where a profile of one's own goes. */
  profileFolder: z.string(),
});
export type DeviceOverview = z.infer<typeof overviewSchema>;

/** One change to the devices of this terminal. It is checked, journalled and in force when the call answers. */
export const deviceChangeSchema = z.discriminatedUnion('kind', [
  /** Adds a printer, or puts it in the place of the one of the same id. The first one prints the receipts. */
  z.object({ kind: z.literal('printer.put'), printer: printerSettingsSchema }),
  z.object({ kind: z.literal('printer.remove'), printerId: idSchema }),
  z.object({ kind: z.literal('receipt-printer.set'), printerId: idSchema.nullable() }),
  /** Orders, labels, stand-ins, the drawer's switch. */
  z.object({ kind: z.literal('printing.set'), printing: storeSettingsSchema.shape.printing.unwrap() }),
  z.object({ kind: z.literal('scale.set'), scale: scaleSettingsSchema.nullable() }),
  z.object({ kind: z.literal('display.set'), display: customerDisplaySettingsSchema.nullable() }),
  z.object({ kind: z.literal('serial-scanner.put'), scanner: serialScannerSettingsSchema }),
  z.object({ kind: z.literal('serial-scanner.remove'), scannerId: idSchema }),
  z.object({ kind: z.literal('hid-scanner.put'), scanner: hidScannerSettingsSchema }),
  z.object({ kind: z.literal('hid-scanner.remove'), scannerId: idSchema }),
  z.object({ kind: z.literal('wedge-scanner.put'), scanner: wedgeScannerSettingsSchema }),
  z.object({ kind: z.literal('wedge-scanner.remove'), scannerId: idSchema }),
  /** Practice: the built-in printer, scale and display, where there is none of the kind; off takes just those away. */
  z.object({
    kind: z.literal('practice.set'),
    on: z.boolean(),
    names: z.object({ printer: printerSettingsSchema.shape.name, scale: scaleSettingsSchema.shape.name }),
  }),
]);
export type DeviceChange = z.infer<typeof deviceChangeSchema>;

/** What bytes on a wire mean, by stable code: the screen says it under `hardware:meanings.<code>` with `params`. */
const meaningSchema = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });
export type Meaning = z.infer<typeof meaningSchema>;

const exchangeSchema = z.object({
  at: z.iso.datetime(),
  /** The last time the same was said; a device that is asked every moment fills no list. */
  lastAt: z.iso.datetime(),
  times: z.int(),
  direction: z.enum(['sent', 'received', 'note']),
  /** The first bytes in hex, two digits each, a space between. */
  hex: z.string(),
  byteCount: z.int(),
  meanings: z.array(meaningSchema),
});
export type Exchange = z.infer<typeof exchangeSchema>;

export const DEVICE_SETUP_API = {
  'devices.overview': { request: nothing, response: overviewSchema },
  'devices.change': { request: z.object({ change: deviceChangeSchema }), response: terminalStateSchema },
  /** A person's word on a test: of a printer's page, the drawer behind it, the scale, the display or a scanner. */
  'devices.check': {
    request: z.object({ deviceId: deviceIdSchema, result: z.enum(['passed', 'failed']) }),
    response: overviewSchema,
  },
  /** What this machine itself knows: its ports, its USB printers, its print queues. */
  'discovery.local': {
    request: nothing,
    response: z.object({
      serial: z.object({ ports: z.array(serialPortSchema), fault: z.enum(LINE_FAULTS).nullable() }),
      usb: z.object({ found: z.array(foundPrinterSchema), fault: listFaultSchema }),
      queues: z.object({ found: z.array(foundPrinterSchema), fault: listFaultSchema }),
    }),
  },
  /** Looks at the addresses typed and at no others. Refused as `devices.addresses` with what about them is wrong. One search at a time. */
  'discovery.search': { request: z.object({ addresses: wellFormedSchema.max(2_000) }), response: networkSearchSchema },
  'discovery.progress': { request: nothing, response: networkSearchSchema },
  'discovery.cancel': { request: nothing, response: networkSearchSchema },
  /** Opens the drawer behind that printer; booked as an opening without a sale. */
  'drawer.test': { request: z.object({ printerId: idSchema, reason: wellFormedSchema.min(1).max(200) }), response: nothing },
  /** Shows two lines on the customer display until the next sale or for ten seconds. */
  'display.test': { request: z.object({ upper: z.string().max(20), lower: z.string().max(20) }), response: nothing },
  /** The last exchanges with one device, oldest first. */
  'devices.exchanges': {
    request: z.object({ deviceId: deviceIdSchema }),
    response: z.object({ exchanges: z.array(exchangeSchema).max(MAX_EXCHANGES) }),
  },
  /** Writes a diagnostics file into the data folder and hands it out: gzipped JSON, no secrets, no people, no text of receipts. */
  'devices.diagnostics': {
    request: nothing,
    response: z.object({ path: z.string(), fileName: z.string(), gzipBase64: z.string() }),
  },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
