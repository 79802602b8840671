import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { CUSTOMERS_OFFICE_ROUTES, CustomerConflict, CustomerEdit } from '../../../src-shared/contract/customers-office-routes.ts';
import { CUSTOMER_FIELDS, type Customer, type CustomerInput, customerSchema, newCustomer } from '../../../src-shared/customers/customer.ts';
import { phoneDigits, phoneKey } from '../../../src-shared/customers/phone.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { type Page, pageOfRows, readCursor } from '../../platform/page.ts';
import { Problem } from '../../platform/problem.ts';
import { type Acting, audit } from '../audit/service.ts';
import { type Held, lockEdits, putRow, type RowPlace, readRow, recordChanges } from '../changes/service.ts';
import { type CustomerField, mergeCustomer } from './merge.ts';

const fieldSchema = z.enum(CUSTOMER_FIELDS);

export interface CustomerParts {
  readonly database: Database;
  readonly now: () => Date;
}

/** Customers are known in all stores of a merchant. */
export function customersOf(merchantId: string): RowPlace {
  return { merchantId, kind: 'customer', storeId: null };
}

/** @throws Problem `not-found` */
export async function readCustomer(database: Database, merchantId: string, customerId: string): Promise<Held<Customer>> {
  return heldCustomer(await asMerchant(database, merchantId, (tx) => readRow(tx, customersOf(merchantId), customerId)));
}

/** @throws Problem `conflict` when there is one of this id */
export function createCustomer(
  { database, now }: CustomerParts,
  merchantId: string,
  customerId: string,
  input: CustomerInput,
): Promise<Held<Customer>> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const row = newCustomer(customerId, input, now().toISOString());
    return putRow(tx, customersOf(merchantId), { id: customerId, base: null, row, foundBy: foundBy(row) });
  });
}

/** @throws Problem `not-found` */
export function editCustomer(
  { database, now }: CustomerParts,
  merchantId: string,
  customerId: string,
  edit: CustomerEdit,
): Promise<Held<Customer> & { conflicts: CustomerField[] }> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const held = heldCustomer(await readRow(tx, customersOf(merchantId), customerId));
    return merge(tx, merchantId, held, edit, now());
  });
}

async function merge(
  tx: Tx,
  merchantId: string,
  held: Held<Customer>,
  edit: CustomerEdit,
  now: Date,
): Promise<Held<Customer> & { conflicts: CustomerField[] }> {
  const { customer: row, conflicts } = mergeCustomer(held.row, edit, now.toISOString());
  const id = row.customerId;
  for (const field of conflicts) await keepConflict(tx, merchantId, { id, field, wanted: edit.is[field], now });
  const { version } = await putRow(tx, customersOf(merchantId), { id, base: held.version, row, foundBy: foundBy(row) });
  return { version, row, conflicts: [...conflicts] };
}

async function keepConflict(
  tx: Tx,
  merchantId: string,
  { id, field, wanted, now }: { readonly id: string; readonly field: CustomerField; readonly wanted: unknown; readonly now: Date },
): Promise<void> {
  await tx
    .insertInto('customer_conflict')
    .values({
      merchant_id: merchantId,
      conflict_id: uuidv7({ msecs: now.getTime() }),
      customer_id: id,
      field,
      wanted: JSON.stringify(wanted),
      at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Erases what is known of a customer: the row, and what was wanted of it. One who is not there is erased already. */
export async function eraseCustomer(database: Database, acting: Acting, customerId: string): Promise<void> {
  const { merchantId } = acting.caller;
  await asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    await erase(tx, merchantId, customerId);
    await audit(tx, acting, { act: 'customer.erased', subject: customerId });
  });
}

async function erase(tx: Tx, merchantId: string, customerId: string): Promise<void> {
  const { kind, storeId } = customersOf(merchantId);
  await tx.deleteFrom('customer_conflict').where('merchant_id', '=', merchantId).where('customer_id', '=', customerId).execute();
  await recordChanges(tx, merchantId, [{ kind, id: customerId, storeId, row: null }]);
}

type PushedEdits = z.infer<(typeof CUSTOMERS_OFFICE_ROUTES)['pushCustomers']['body']>['edits'];

/**
 * Takes what a till wrote down, in its order. A customer it made who is here already is merged with what is held; an edit of one who was
 * erased meanwhile is dropped, for she asked not to be known.
 * @returns how many fields are kept for a person.
 */
export function takeCustomers({ database, now }: CustomerParts, merchantId: string, edits: PushedEdits): Promise<number> {
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    let conflicts = 0;
    for (const edit of edits) conflicts += await takeEdit(tx, merchantId, edit, now());
    return conflicts;
  });
}

async function takeEdit(tx: Tx, merchantId: string, edit: PushedEdits[number], now: Date): Promise<number> {
  const place = customersOf(merchantId);
  const id = edit.kind === 'created' ? edit.customer.customerId : edit.customerId;
  if (edit.kind === 'erased') {
    if ((await readRow(tx, place, id)) !== null) await erase(tx, merchantId, id);
    return 0;
  }
  const found = await readRow(tx, place, id);
  if (found !== null) {
    const change = edit.kind === 'created' ? { was: {}, is: fieldsOf(edit.customer) } : edit;
    return (await merge(tx, merchantId, heldCustomer(found), change, now)).conflicts.length;
  }
  if (edit.kind === 'created' && !(await wasErased(tx, merchantId, id))) {
    await putRow(tx, place, { id, base: null, row: edit.customer, foundBy: foundBy(edit.customer) });
  }
  return 0;
}

async function wasErased(tx: Tx, merchantId: string, customerId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM change_log
    WHERE merchant_id = ${merchantId} AND scope = ${merchantId} AND kind = 'customer' AND row_id = ${customerId} AND row IS NULL`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Fields that wait for a person to decide, the oldest first. */
export function listConflicts(
  database: Database,
  merchantId: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<CustomerConflict>> {
  const after = readCursor(cursor, z.uuid());
  return asMerchant(database, merchantId, async (tx) => {
    let found = tx
      .selectFrom('customer_conflict as conflict')
      .innerJoin('change_log as held', (join) =>
        join
          .onRef('held.merchant_id', '=', 'conflict.merchant_id')
          .onRef('held.scope', '=', 'conflict.merchant_id')
          .onRef('held.row_id', '=', 'conflict.customer_id')
          .on('held.kind', '=', 'customer'),
      )
      .select(['conflict.conflict_id', 'conflict.customer_id', 'conflict.field', 'conflict.wanted', 'conflict.at', 'held.row'])
      .where('conflict.merchant_id', '=', merchantId);
    if (after !== null) found = found.where('conflict.conflict_id', '>', after);
    const rows = await found
      .orderBy('conflict.conflict_id')
      .limit(limit + 1)
      .execute();
    const itemOf = (row: (typeof rows)[number]): CustomerConflict => {
      const field = fieldSchema.parse(row.field);
      const { conflict_id: conflictId, customer_id: customerId, wanted } = row;
      return { conflictId, customerId, field, held: customerSchema.parse(row.row)[field], wanted, at: row.at.toISOString() };
    };
    return pageOfRows(rows, limit, itemOf, (row) => row.conflict_id);
  });
}

/** @throws Problem `not-found` */
export async function resolveConflict(
  { database, now }: CustomerParts,
  merchantId: string,
  conflictId: string,
  take: 'held' | 'wanted',
): Promise<void> {
  await asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const decided = await tx
      .deleteFrom('customer_conflict')
      .where('merchant_id', '=', merchantId)
      .where('conflict_id', '=', conflictId)
      .returning(['customer_id', 'field', 'wanted'])
      .executeTakeFirst();
    if (decided === undefined) throw new Problem('not-found');
    if (take === 'held') return;
    const held = heldCustomer(await readRow(tx, customersOf(merchantId), decided.customer_id));
    const field = fieldSchema.parse(decided.field);
    await merge(tx, merchantId, held, { was: { [field]: held.row[field] }, is: { [field]: decided.wanted } }, now());
  });
}

function heldCustomer(found: { readonly version: number; readonly row: unknown } | null): Held<Customer> {
  if (found === null) throw new Problem('not-found');
  return { version: found.version, row: customerSchema.parse(found.row) };
}

function fieldsOf(customer: Customer): Partial<CustomerInput> {
  return Object.fromEntries(CUSTOMER_FIELDS.map((field) => [field, customer[field]]));
}

function foundBy({ name, phone, identifiers }: Customer): readonly string[] {
  const key = phoneKey(phone);
  return [name, phoneDigits(phone), ...(key === null ? [] : [key]), ...identifiers.map(({ value }) => value)];
}
