import type { CustomerEdit } from '../../../src-shared/contract/customers-office-routes.ts';
import {
  CUSTOMER_FIELDS,
  type Customer,
  type CustomerInput,
  changeCustomer,
  customerInputSchema,
} from '../../../src-shared/customers/customer.ts';

export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

export interface Merged {
  readonly customer: Customer;
  /** Fields that somebody else has changed meanwhile to something else than is wanted: they are as they are held. */
  readonly conflicts: readonly CustomerField[];
}

/**
 * Takes an edit into what is held, field by field. A field goes to what it is wanted to be when it still is what the edit was made on; one that
 * is so already is agreed on; any other is a conflict.
 */
export function mergeCustomer(held: Customer, { was, is }: CustomerEdit, nowIso: string): Merged {
  const edited = CUSTOMER_FIELDS.filter((field) => field in is && !isSame(held[field], is[field]));
  const conflicts = edited.filter((field) => !isSame(held[field], was[field]));
  const taken = edited.filter((field) => !conflicts.includes(field));
  if (taken.length === 0) return { customer: held, conflicts };
  const input: CustomerInput = customerInputSchema.parse({ ...held, ...Object.fromEntries(taken.map((field) => [field, is[field]])) });
  return { customer: changeCustomer(held, input, nowIso), conflicts };
}

/** The values are texts, truths and lists of flat records whose members zod puts in one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
