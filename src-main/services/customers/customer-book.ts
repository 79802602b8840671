import type { CustomerCard } from '../../../src-shared/contract/customers-api.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import { type Customer, type CustomerInput, changeCustomer, changedFields, newCustomer } from '../../../src-shared/customers/customer.ts';
import { phoneKey } from '../../../src-shared/customers/phone.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { toWesternDigits } from '../../../src-shared/text/digits.ts';
import { authorize } from '../authorize.ts';
import { errorFields } from '../log.ts';
import { signedIn, type Till } from '../till.ts';
import { accountsOf } from './account-views.ts';
import { layawaysOf } from './layaway-views.ts';

/** Who is found, those who came last first. */
export function searchCustomers(till: Till, query: string, limit: number): Result<{ customers: Customer[]; more: boolean }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const { customers, more } = till.customers.search(query, limit);
  return ok({ customers: [...customers], more });
}

/** A customer with her accounts. Refused with `customer.unknown`, also when she was erased. */
export function cardOf(till: Till, customerId: string): Result<CustomerCard, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const customer = till.customers.find(customerId);
  if (customer === null) return fail(refusal('customer.unknown'));
  return ok({ customer, accounts: accountsOf(till, customerId), layaways: layawaysOf(till, customerId) });
}

type Creation = { readonly kind: 'created'; readonly card: CustomerCard } | { readonly kind: 'duplicates'; readonly customers: Customer[] };

/** Writes a customer down. Those of the same phone are offered first, and never refused. */
export function createCustomer(till: Till, input: CustomerInput, acceptDuplicate: boolean): Result<Creation, Refusal> {
  const readable = readableInput(input);
  if (!readable.ok) return readable;
  const duplicates = acceptDuplicate ? [] : till.customers.withPhone(readable.value.phone);
  if (duplicates.length > 0) return ok({ kind: 'duplicates', customers: [...duplicates] });
  const right = authorize(till, 'customer.edit', { name: readable.value.name });
  if (!right.ok) return right;
  const customer = newCustomer(till.newId(), readable.value, till.now().toISOString());
  const body = { customerId: customer.customerId, fields: changedFields(NOTHING, customer), approval: right.value.approval };
  const kept = keep(till, () => {
    till.customers.add(customer);
  });
  if (!kept.ok) return kept;
  const entry = till.ledger.append({ type: 'customer.created', v: 1, body }, right.value.person.personId);
  if (!entry.ok) {
    keep(till, () => {
      till.customers.erase(customer.customerId);
    });
    return entry;
  }
  const card = cardOf(till, customer.customerId);
  return card.ok ? ok({ kind: 'created', card: card.value }) : card;
}

/** Changes what is known of a customer. What is the same as before is no change and leaves no entry. */
export function editCustomer(till: Till, customerId: string, input: CustomerInput): Result<CustomerCard, Refusal> {
  const readable = readableInput(input);
  if (!readable.ok) return readable;
  const before = till.customers.find(customerId);
  if (before === null) return fail(refusal('customer.unknown'));
  const fields = changedFields(before, readable.value);
  if (fields.length === 0) return cardOf(till, customerId);
  const right = authorize(till, 'customer.edit', { name: before.name });
  if (!right.ok) return right;
  const after = changeCustomer(before, readable.value, till.now().toISOString());
  const kept = keep(till, () => {
    till.customers.replace(after);
  });
  if (!kept.ok) return kept;
  const body = { customerId, fields, approval: right.value.approval };
  const entry = till.ledger.append({ type: 'customer.changed', v: 1, body }, right.value.person.personId);
  if (entry.ok) return cardOf(till, customerId);
  keep(till, () => {
    till.customers.replace(before);
  });
  return entry;
}

/**
 * Erases a customer's data for good. The journal says so first: a program that ends in between leaves somebody who can be erased again, never
 * one who is gone without a trace of who did it.
 */
export function eraseCustomer(till: Till, customerId: string, reason: string | null): Result<Record<string, never>, Refusal> {
  const customer = till.customers.find(customerId);
  if (customer === null) return fail(refusal('customer.unknown'));
  const right = authorize(till, 'customer.edit', { name: customer.name });
  if (!right.ok) return right;
  const body = { customerId, reason, approval: right.value.approval };
  const entry = till.ledger.append({ type: 'customer.erased', v: 1, body }, right.value.person.personId);
  if (!entry.ok) return entry;
  const erased = keep(till, () => {
    till.customers.erase(customerId);
  });
  return erased.ok ? ok({}) : erased;
}

const NOTHING: CustomerInput = { name: '', phone: '', address: '', identifiers: [], language: null, note: '', marketing: false };

/** Digits are kept in the form every machine dials; a phone of letters only is a slip of the hand. */
function readableInput(input: CustomerInput): Result<CustomerInput, Refusal> {
  const phone = toWesternDigits(input.phone);
  return phone !== '' && phoneKey(phone) === null ? fail(refusal('customer.phone-unreadable')) : ok({ ...input, phone });
}

/** Writes to the customers' file; a disk that refuses is said, and nothing was changed. */
function keep(till: Till, write: () => void): Result<null, Refusal> {
  try {
    write();
    return ok(null);
  } catch (error) {
    till.log.error('the customers could not be written', errorFields(error));
    return fail(refusal('customers.unwritable'));
  }
}
