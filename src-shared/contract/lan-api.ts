import { z } from 'zod';
import { cartSchema } from '../sale/cart.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { pushedEntrySchema } from './cloud-api.ts';
import { heldCartSchema } from './held-cart.ts';

/**
 * The wire between the tills of one store: each question is a POST of JSON to `/lan/<version>/<question>` over TLS 1.3, and both sides parse.
 * A till asks and answers; none sends what it was not asked for. What it says of sales are signed entries, verbatim.
 */
export const LAN_VERSION = 1;
export const MAX_QUESTION_BYTES = 64_000;
/** The largest entry there can be, and the frame around it. */
export const MAX_ANSWER_BYTES = 8_000_000;
/** Entries in one answer: a receipt comes back in at most so many parts, and news has further pages. */
export const MAX_LAN_ENTRIES = 200;

const idSchema = wellFormedSchema.min(1).max(64);
const entriesSchema = z.array(pushedEntrySchema).max(MAX_LAN_ENTRIES);

/** How a hand-over ended, as the taker tells its owner. */
export const handOverEndSchema = z.enum(['taken', 'withdrawn']);
export type HandOverEnd = z.infer<typeof handOverEndSchema>;

export const LAN_QUESTIONS = {
  /**
   * How the till is: the tickets it holds, and its entries after a place that give back what another till sold, oldest first. `through` is the
   * place to ask from next time.
   */
  news: {
    question: z.strictObject({ after: z.int().min(0) }),
    answer: z.object({ held: z.array(heldCartSchema).max(200), entries: entriesSchema, through: z.int().min(0), more: z.boolean() }),
  },
  /**
   * What the till's own journal says of a ticket: the sale, where it is its own, and everything that came back of it, voided or invoiced it.
   * `claim`: the asking till is about to take its goods back. The till that sold lets one till at a time do so: `isClaimed` false says that
   * another is at it.
   */
  receipt: {
    question: z.strictObject({
      by: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('sale'), saleId: idSchema }),
        z.strictObject({ kind: z.literal('number'), receiptNumber: wellFormedSchema.min(1).max(32) }),
      ]),
      claim: z.boolean(),
    }),
    answer: z.object({ entries: entriesSchema, isClaimed: z.boolean() }),
  },
  /** Asks for a held ticket. Asked again under the same id by the same till, the same is answered. */
  take: {
    question: z.strictObject({ handOverId: z.uuid(), cartId: idSchema }),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('given'), cart: cartSchema, held: heldCartSchema }),
      z.object({ kind: z.literal('gone') }),
    ]),
  },
  /** Tells the owner that the taker has the ticket on its own disk, or that it will never take it under this id. */
  settle: {
    question: z.strictObject({ handOverId: z.uuid(), cartId: idSchema, end: handOverEndSchema }),
    answer: z.object({}),
  },
  /** Asks the taker how a hand-over stands with it. `unknown`: it knows of none, and so has not taken it and never will. */
  standing: {
    question: z.strictObject({ handOverId: z.uuid() }),
    answer: z.object({ standing: z.enum(['asking', 'taken', 'withdrawing', 'unknown']) }),
  },
} as const satisfies Readonly<Record<string, { readonly question: z.ZodType; readonly answer: z.ZodType }>>;

export type LanQuestion = keyof typeof LAN_QUESTIONS;
export type LanAsked<Q extends LanQuestion> = z.infer<(typeof LAN_QUESTIONS)[Q]['question']>;
export type LanAnswer<Q extends LanQuestion> = z.infer<(typeof LAN_QUESTIONS)[Q]['answer']>;
