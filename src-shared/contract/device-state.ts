import { z } from 'zod';

/** What can be wrong with a serial line, by stable code; the screen says it in the person's language. */
export const LINE_FAULTS = [
  /** The serial module of this machine does not load: the program lacks a file for this system. */
  'line.no-driver',
  /** There is no port of that name: the cable is out, or the adapter has got another name. */
  'line.not-found',
  /** The system does not let this account use the port (on Linux: not in the group `dialout`). */
  'line.denied',
  /** The port does not open: another program holds it, or it is no serial port. */
  'line.refused',
  /** It was open and went away: unplugged. */
  'line.lost',
  /** The device takes no bytes: switched off, or its flow control says so. */
  'line.stalled',
] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** What can be wrong with a scale whose line is open. */
export const SCALE_FAULTS = [
  /** It answers nothing: switched off, not connected to this port, or set to another protocol. */
  'scale.silent',
  /** What it answers cannot be read: speed, data bits or parity differ. */
  'scale.garbled',
  /** Readable, and not as its protocol has it: set to another protocol or another number of decimals. */
  'scale.format',
  /** It weighs in pounds. Nothing is converted: a weight on a receipt is the one on the scale. */
  'scale.wrong-unit',
  /** It turned the question down. */
  'scale.refused',
  /** It says that it is out of order. */
  'scale.error',
  /** Dialog 06 with its checksum on, which takes the maker's secret: to be turned off on the scale. */
  'scale.checksum-required',
  /** Dialog 06 weighs only against a price per kilogram, and none was given. */
  'scale.price-needed',
  /** ... and this one does not fit in its six digits. */
  'scale.price-too-large',
] as const;
export type ScaleFault = (typeof SCALE_FAULTS)[number];

const lineFaultSchema = z.enum(LINE_FAULTS);
const scaleFaultSchema = z.enum([...LINE_FAULTS, ...SCALE_FAULTS]);
export type ScaleTrouble = z.infer<typeof scaleFaultSchema>;

const weightMilliKgSchema = z.int().min(0).max(999_999);

/** The scale at this moment, by state. Only `stable` carries a weight that may be sold, and that weight can be sold once. */
export const scaleViewSchema = z.discriminatedUnion('state', [
  /** No scale is set up. */
  z.object({ state: z.literal('none') }),
  /** Opening, or asked and not yet answered. */
  z.object({ state: z.literal('waiting') }),
  z.object({
    state: z.literal('stable'),
    /** Goes with this load: send it with `catalog.add`. It holds until the load changes, is sold, or the scale falls silent. */
    readingId: z.string(),
    /** Net, thousandths of a kilogram. Never 0. */
    weightMilliKg: weightMilliKgSchema.min(1),
    tareMilliKg: weightMilliKgSchema,
  }),
  /** Nothing lies on it, or nothing but the tare. */
  z.object({ state: z.literal('empty'), tareMilliKg: weightMilliKgSchema }),
  z.object({ state: z.literal('motion') }),
  /** Less lies on it than its zero or the tare: something was taken off, or the tare is another one's. */
  z.object({ state: z.literal('negative'), tareMilliKg: weightMilliKgSchema }),
  z.object({ state: z.literal('overload') }),
  /** It found no zero when switched on: clear the pan and set it to zero on the scale. */
  z.object({ state: z.literal('outside-zero') }),
  /** Too little to be weighed by law on this scale. */
  z.object({ state: z.literal('below-minimum') }),
  /** The weight of this load has been sold: lift it. */
  z.object({ state: z.literal('used') }),
  z.object({ state: z.literal('fault'), fault: scaleFaultSchema }),
]);
export type ScaleView = z.infer<typeof scaleViewSchema>;

/** `ready` as far as is known: a scanner and a display never say how they are, only whether their port is there. */
const deviceStateSchema = z.enum(['none', 'connecting', 'ready', 'trouble']);

export const scaleStatusSchema = z.object({
  name: z.string().nullable(),
  state: deviceStateSchema,
  /** `scale.outside-zero` too: it weighs nothing until somebody sets it to zero. */
  fault: z.enum([...LINE_FAULTS, ...SCALE_FAULTS, 'scale.outside-zero']).nullable(),
});
export type ScaleStatus = z.infer<typeof scaleStatusSchema>;

export const customerDisplayStatusSchema = z.object({ state: deviceStateSchema, fault: lineFaultSchema.nullable() });
export type CustomerDisplayStatus = z.infer<typeof customerDisplayStatusSchema>;

export const scannerStatusSchema = z.object({
  scannerId: z.string(),
  name: z.string(),
  state: deviceStateSchema,
  /** `scanner.no-suffix`: codes come in without the ending the settings name, and are not taken. */
  fault: z.enum([...LINE_FAULTS, 'scanner.no-suffix']).nullable(),
});
export type ScannerStatus = z.infer<typeof scannerStatusSchema>;

/** A serial port of this machine. */
export const serialPortSchema = z.object({
  path: z.string(),
  /** A name that stays with the device wherever it is plugged in; null where the system has none. */
  stablePath: z.string().nullable(),
  manufacturer: z.string().nullable(),
  serialNumber: z.string().nullable(),
});
export type SerialPortInfo = z.infer<typeof serialPortSchema>;

/** What the virtual scale can suffer from, beside a weight that lies on it. */
export const VIRTUAL_TROUBLES = ['motion', 'negative', 'overload', 'outside-zero', 'silence'] as const;

/** Practice: what lies on the virtual scale. */
export const virtualLoadSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('weight'), weightMilliKg: weightMilliKgSchema.max(99_999) }),
  z.object({ kind: z.enum(VIRTUAL_TROUBLES) }),
]);
export type VirtualLoad = z.infer<typeof virtualLoadSchema>;
