import { z } from 'zod';
import { approvalSchema } from '../people/approval.ts';
import { PRINT_JOB_KINDS } from '../receipt/print-job-kind.ts';

const idSchema = z.string().min(1).max(64);

/** A paper that is no receipt, printed once more and marked so: an order ticket, a report. Receipts have `receipt.duplicated`. */
const documentDuplicatedV1 = z.object({
  kind: z.enum(PRINT_JOB_KINDS),
  title: z.string().max(200),
  /** Of an order ticket, the sale it belongs to. */
  saleId: idSchema.nullable(),
  /** The print job this one stands in for. */
  replacesJobId: idSchema,
  /** 2 for the first duplicate. */
  copy: z.int().min(2),
});

/** A technician had a page printed that shows what a printer does. The drawer it opens is an entry of its own. */
const printerSelfTestedV1 = z.object({ printerId: idSchema, jobId: idSchema, approval: approvalSchema.nullable() });

export const PRINTING_BODIES = {
  'document.duplicated': { 1: documentDuplicatedV1 },
  'printer.self-tested': { 1: printerSelfTestedV1 },
} as const satisfies Record<string, Record<number, z.ZodType>>;
