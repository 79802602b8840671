import { z } from 'zod';
import { amountMinorSchema, currencyCodeSchema } from '../money/amount.ts';
import { approvalSchema } from '../people/approval.ts';
import { cartEventSchema, cartTenderSchema, discountSchema, noteSchema } from '../sale/cart.ts';
import { pricedLineSchema, taxTotalSchema, ticketTotalsSchema } from '../sale/priced-cart.ts';
import { languageSchema } from '../text/localized-text.ts';
import { hashSchema } from './entry.ts';

const idSchema = z.string().min(1).max(64);
const approval = approvalSchema.nullable();

/**
 * A ticket rung up for practice. It has a number of its own sequence, no place among receipts, no perpetual total and no rows: no figure of
 * the shop knows of it, and nobody can pass it off as a sale.
 */
const trainingSaleV1 = z.object({
  cartId: idSchema,
  /** Gapless within the terminal's practice tickets. */
  trainingSeq: z.int().min(1),
  trainingNumber: z.string().min(1).max(32),
  businessDate: z.iso.date(),
  openedAt: z.iso.datetime(),
  currency: currencyCodeSchema,
  tillId: idSchema,
  language: languageSchema,
  lines: z.array(pricedLineSchema).min(1),
  discount: discountSchema.nullable(),
  note: noteSchema.nullable(),
  taxes: z.array(taxTotalSchema),
  totals: ticketTotalsSchema,
  tenders: z.array(cartTenderSchema),
  events: z.array(cartEventSchema),
});
export type TrainingSale = z.infer<typeof trainingSaleV1>;

/** What is done to the journal itself, and what is done beside it for practice. */
export const JOURNAL_BODIES = {
  /** Somebody had the whole journal checked. `fault` null: it holds; else the first thing found, with its entry. */
  'journal.verified': {
    1: z.object({
      entries: z.int().min(0),
      fault: z.object({ code: z.string().max(64), epoch: z.int().min(0), seq: z.int().min(0) }).nullable(),
      approval,
    }),
  },
  /** A signed archive was written. `month` null: the whole journal. */
  'journal.exported': {
    1: z.object({
      month: z
        .string()
        .regex(/^\d{4}-\d{2}$/)
        .nullable(),
      entries: z.int().min(0),
      first: z.object({ epoch: z.int().min(1), seq: z.int().min(0) }).nullable(),
      last: z.object({ epoch: z.int().min(1), seq: z.int().min(0), hash: hashSchema }).nullable(),
      approval,
    }),
  },
  'training.switched': { 1: z.object({ tillId: idSchema, on: z.boolean(), approval }) },
  'training.sale': { 1: trainingSaleV1 },
  'training.ticket-voided': {
    1: z.object({ cartId: idSchema, tillId: idSchema, currency: currencyCodeSchema, totalMinor: amountMinorSchema, lines: z.int().min(0) }),
  },
} as const satisfies Record<string, Record<number, z.ZodType>>;
