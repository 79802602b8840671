import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';
import { printJobSchema } from './terminal-state.ts';

const idSchema = wellFormedSchema.min(1).max(64);
const nothing = z.object({});

/** Everything a virtual printer can be told to suffer. */
const VIRTUAL_FAULTS = ['none', 'offline', 'paper-out', 'cover-open', 'cutter', 'paper-low', 'silent'] as const;

/** What a screen may ask of the printers, and of the built-in ones of practice. */
export const PRINTING_API = {
  'print.jobs': { request: nothing, response: z.object({ jobs: z.array(printJobSchema) }) },
  /** The person's word on a job that is unconfirmed or failed: it did print, print it again, or give it up. */
  'print.resolve': {
    request: z.object({ jobId: idSchema, word: z.enum(['printed', 'again', 'give-up']) }),
    response: z.object({ job: printJobSchema }),
  },
  /**
   * Prints a page that shows what a printer does: widths, code pages, both scripts, symbols, darkness, the cut; and opens its drawer, where
   * the profile knows of one. The job comes back queued, and goes on like every other: its states come as `print-jobs` events. Needs
   * `devices.manage`. Refused with `print.not-possible` for a printer that is not in the settings or whose profile cannot be read.
   */
  'printer.self-test': { request: z.object({ printerId: idSchema }), response: z.object({ job: printJobSchema }) },
  /** Pages the virtual printers have put out, newest first, as PNG in base64. */
  'virtual-printer.pages': {
    request: z.object({ limit: z.int().min(1).max(20) }),
    response: z.object({
      pages: z.array(
        z.object({
          pageId: z.string(),
          printerId: z.string(),
          title: z.string(),
          printedAt: z.iso.datetime(),
          widthPx: z.int(),
          heightPx: z.int(),
          pngBase64: z.string(),
        }),
      ),
      drawerOpenings: z.int(),
    }),
  },
  /** Practice: what a virtual printer pretends to suffer from; all of them when none is named. */
  'virtual-printer.fault': {
    request: z.object({ fault: z.enum(VIRTUAL_FAULTS), printerId: idSchema.optional() }),
    response: nothing,
  },
  /** Practice: the drawer on the virtual printers shuts at once, as if pushed, or stays open once it has sprung open. */
  'virtual-printer.drawer': { request: z.object({ behaviour: z.enum(['shuts', 'stays-open']) }), response: nothing },
} as const satisfies Record<string, { request: z.ZodType; response: z.ZodType }>;
