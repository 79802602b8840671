import { isDeepStrictEqual } from 'node:util';
import { CUSTOMER_FIELDS, type Customer, type CustomerInput } from '../../src-shared/customers/customer.ts';

export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

/** A customer as the cloud has her; `unsent`: fields changed at this till that the cloud has not yet heard of. */
export interface PulledCustomer {
  readonly customerId: string;
  /** Null: erased there. */
  readonly customer: Customer | null;
  readonly unsent: ReadonlySet<CustomerField>;
}

/**
 * A customer of what the till and the cloud know, field by field. A field that only one of them has changed since they last agreed is that
 * one's; where both have, the till's word stands until the cloud has heard of it, and from then on the cloud's.
 *
 * @param base the cloud's row of before; null where none ever came.
 */
export function mergeCustomer(local: Customer, base: Customer | null, pulled: Customer, unsent: ReadonlySet<CustomerField>): Customer {
  const isLocal = (field: CustomerField): boolean => {
    if (unsent.has(field)) return true;
    return base !== null && isDeepStrictEqual(pulled[field], base[field]) && !isDeepStrictEqual(local[field], base[field]);
  };
  const { name, phone, address, identifiers, language, note, marketing } = local;
  const own: CustomerInput = { name, phone, address, identifiers, language, note, marketing };
  const kept = Object.fromEntries(CUSTOMER_FIELDS.filter(isLocal).map((field) => [field, own[field]]));
  const changedAt = local.changedAt > pulled.changedAt ? local.changedAt : pulled.changedAt;
  return { ...pulled, ...kept, changedAt, marketingAt: isLocal('marketing') ? local.marketingAt : pulled.marketingAt };
}
