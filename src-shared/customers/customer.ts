import { z } from 'zod';
import { languageSchema } from '../text/localized-text.ts';
import { wellFormedSchema } from '../text/well-formed.ts';
import { customerIdSchema } from './customer-id.ts';

const MAX_IDENTIFIERS = 8;

/** A number an authority gave a customer, as an invoice names it: RC, NIF, NIS, AI … */
const buyerIdentifierSchema = z.object({ label: wellFormedSchema.min(1).max(16), value: wellFormedSchema.min(1).max(64) });

const optionalText = (longest: number) => wellFormedSchema.trim().max(longest);

/** What a person writes down of a customer. An empty text is one that is not known. */
export const customerInputSchema = z.object({
  name: wellFormedSchema.trim().min(1).max(120),
  phone: optionalText(32),
  address: optionalText(300),
  identifiers: z.array(buyerIdentifierSchema).max(MAX_IDENTIFIERS),
  language: languageSchema.nullable(),
  note: optionalText(1_000),
  /** She has said that she may be written to. */
  marketing: z.boolean(),
});
export type CustomerInput = z.infer<typeof customerInputSchema>;

/** Personal data: kept beside the journal, which knows the id alone, so that all of it can be changed and erased. */
export const customerSchema = customerInputSchema.extend({
  customerId: customerIdSchema,
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  /** When she last said yes or no to being written to; null: she was never asked. */
  marketingAt: z.iso.datetime().nullable(),
});
export type Customer = z.infer<typeof customerSchema>;

export const CUSTOMER_FIELDS = [
  'name',
  'phone',
  'address',
  'identifiers',
  'language',
  'note',
  'marketing',
] as const satisfies readonly (keyof CustomerInput)[];

/** The names of what differs: the journal tells which fields were changed, never what they say. */
export function changedFields(before: CustomerInput, after: CustomerInput): (typeof CUSTOMER_FIELDS)[number][] {
  return CUSTOMER_FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** A new customer of what was written down. */
export function newCustomer(customerId: string, input: CustomerInput, nowIso: string): Customer {
  return { ...input, customerId, createdAt: nowIso, changedAt: nowIso, marketingAt: input.marketing ? nowIso : null };
}

/** The customer after a change. */
export function changeCustomer(before: Customer, input: CustomerInput, nowIso: string): Customer {
  const marketingAt = input.marketing === before.marketing ? before.marketingAt : nowIso;
  return { ...before, ...input, changedAt: nowIso, marketingAt };
}
