import { z } from 'zod';
import { wellFormedSchema } from '../text/well-formed.ts';

/**
 * Who an invoice is made out to. Personal data: it is kept beside the journal and never in it, so that a person can be erased without
 * breaking a chain; the journal holds `buyerId` and a salted hash of the rest.
 */
export const buyerSchema = z.object({
  name: wellFormedSchema.trim().min(1).max(120),
  /** Lines as they stand on an envelope. */
  address: z.array(wellFormedSchema.trim().min(1).max(120)).max(4),
  phone: wellFormedSchema.trim().min(1).max(32).nullable(),
  /** Numbers an authority gave the buyer, by the labels the shop's own numbers have: RC, NIF, NIS, AI in Algeria. */
  identifiers: z.array(z.object({ label: wellFormedSchema.trim().min(1).max(16), value: wellFormedSchema.trim().min(1).max(64) })).max(12),
});
export type Buyer = z.infer<typeof buyerSchema>;
