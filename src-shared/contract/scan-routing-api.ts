import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';
import { refusalSchema } from './refusal.ts';

/** How long a screen's claim on scans stands without being renewed. */
export const SCAN_CLAIM_LEASE_MS = 10_000;

const screenIdSchema = wellFormedSchema.min(1).max(64);
const nothing = z.object({});

/**
 * Scanners that main listens to (serial, HID) obey the same rule as those that type: a part of a screen that takes codes has them first. A
 * screen on which there is one claims the scans; main then offers each to the last screen that claimed, and rings up only what is not
 * accepted in time.
 */
export const SCAN_ROUTING_API = {
  /** Claims the scans, or renews the claim. It lapses after `SCAN_CLAIM_LEASE_MS`: a screen that is gone swallows none. */
  'scan.claim': { request: z.object({ screenId: screenIdSchema }), response: nothing },
  'scan.release': { request: z.object({ screenId: screenIdSchema }), response: nothing },
  /** Takes an offered scan over. Refused as `scan.offer-gone` when main has rung it up meanwhile: the screen then leaves it alone. */
  'scan.accept': { request: z.object({ offerId: screenIdSchema }), response: nothing },
} as const;

/** What became of a device's scan: rung up, refused, or given to a screen to say where it goes. */
export const deviceScanResultSchema = <Outcome extends z.ZodType>(outcome: Outcome) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done'), outcome }),
    z.object({ kind: z.literal('refused'), refusal: refusalSchema }),
    z.object({ kind: z.literal('offered'), offerId: z.string(), screenId: z.string() }),
  ]);
