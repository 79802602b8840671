import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

const MAX_SCANNERS = 8;
const MAX_AFFIX = 16;
/** Below this a machine's own hiccups break a scan; above, every quick pair of keys would be taken for one. Milliseconds. */
const MIN_GAP_MS = 20;
const MAX_GAP_MS = 300;

/**
 * A scanner that types, as the technician taught it. A page cannot tell two keyboards apart, so what was learnt of each is tried on every
 * burst of keys, and the one that fits is the scanner it came from.
 */
export const wedgeScannerSettingsSchema = z
  .object({
    scannerId: wellFormedSchema.min(1).max(64),
    name: wellFormedSchema.min(1).max(64),
    /** Characters it is programmed to type before a code, as the code's own keyboard has them; taken off. Empty: none. */
    prefix: wellFormedSchema.max(MAX_AFFIX),
    /** The same, after a code and before its ending key. */
    suffix: wellFormedSchema.max(MAX_AFFIX),
    /** The key that ends a code. `silence`: none, so that a pause ends it; only with a prefix, or a person's typing would be a code. */
    ending: z.enum(['enter', 'tab', 'silence']),
    /** `us`: it presses the keys of a United States keyboard, whatever the machine's. `system`: it is programmed for the machine's layout. */
    keyboard: z.enum(['us', 'system']),
    /** The longest pause between two of its keys. Milliseconds. */
    maxGapMs: z.int().min(MIN_GAP_MS).max(MAX_GAP_MS),
    /** Characters of the shortest code, without prefix and suffix. */
    minLength: z.int().min(1).max(64),
    /** It sends AIM identifiers, such as `]E0` before an EAN-13. */
    sendsAim: z.boolean(),
  })
  .refine(({ prefix, ending }) => ending !== 'silence' || prefix !== '', { path: ['ending'], message: 'silence only with a prefix' });
export type WedgeScannerSettings = z.infer<typeof wedgeScannerSettingsSchema>;

/** The typing scanners of a terminal's settings. A file from before they existed has none, and the till goes by the rhythm alone. */
export const wedgeScannersShape = {
  wedgeScanners: z
    .array(wedgeScannerSettingsSchema)
    .max(MAX_SCANNERS)
    .refine((scanners) => new Set(scanners.map(({ scannerId }) => scannerId)).size === scanners.length, { message: 'two of one id' })
    .default([]),
};
