import { v7 as uuidv7 } from 'uuid';
import type { Store } from '../../../src-shared/contract/merchants-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { type Acting, audit } from '../audit/service.ts';

interface MadeMerchant {
  readonly merchantId: string;
  readonly storeId: string;
}

/** Makes a merchant with a first store. */
export function createMerchant(
  database: Database,
  newId: () => string,
  names: { readonly merchant: string; readonly store: string },
): Promise<MadeMerchant> {
  return database.all.transaction().execute((tx) => insertMerchant(tx, newId, names));
}

/** The same, in the transaction that gives it its owner. */
export async function insertMerchant(
  tx: Tx,
  newId: () => string,
  names: { readonly merchant: string; readonly store: string },
): Promise<MadeMerchant> {
  const merchantId = newId();
  const storeId = newId();
  await tx.insertInto('merchant').values({ merchant_id: merchantId, name: names.merchant }).execute();
  await tx.insertInto('store').values({ merchant_id: merchantId, store_id: storeId, name: names.store }).execute();
  return { merchantId, storeId };
}

export function readMerchant(database: Database, merchantId: string) {
  return asMerchant(database, merchantId, (tx) => selectMerchant(tx, merchantId));
}

export function editMerchant(
  database: Database,
  { caller, request }: Acting,
  change: { readonly name?: string | undefined; readonly ownerTotpRequired?: boolean | undefined },
) {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    const before = await selectMerchant(tx, merchantId);
    const after = {
      ...before,
      name: change.name ?? before.name,
      ownerTotpRequired: change.ownerTotpRequired ?? before.ownerTotpRequired,
    };
    await tx
      .updateTable('merchant')
      .set({ name: after.name, owner_totp_required: after.ownerTotpRequired })
      .where('merchant_id', '=', merchantId)
      .execute();
    await audit(tx, { caller, request }, { act: 'merchant.edited', subject: merchantId, before, after });
    return after;
  });
}

export function listStores(database: Database, merchantId: string): Promise<Store[]> {
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await stores(tx, merchantId).orderBy('name').orderBy('store_id').execute();
    return rows.map(storeOf);
  });
}

export function createStore(database: Database, { caller, request }: Acting, name: string): Promise<Store> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    const storeId = uuidv7();
    await tx.insertInto('store').values({ merchant_id: merchantId, store_id: storeId, name }).execute();
    await audit(tx, { caller, request }, { act: 'store.opened', subject: storeId, after: { name } });
    return { storeId, name, closedAt: null };
  });
}

/** @throws Problem `not-found` */
export function renameStore(database: Database, { caller, request }: Acting, storeId: string, name: string): Promise<Store> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    const before = await selectStore(tx, merchantId, storeId);
    await tx.updateTable('store').set({ name }).where('merchant_id', '=', merchantId).where('store_id', '=', storeId).execute();
    await audit(tx, { caller, request }, { act: 'store.renamed', subject: storeId, before: { name: before.name }, after: { name } });
    return { ...before, name };
  });
}

/** Closes a store; one that is closed stays as it is. @throws Problem `not-found`, `store.has-terminals` */
export function closeStore(database: Database, { caller, request }: Acting, storeId: string, at: Date): Promise<Store> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    const store = await selectStore(tx, merchantId, storeId);
    if (store.closedAt !== null) return store;
    const terminal = await tx
      .selectFrom('terminal')
      .select('terminal_id')
      .where('merchant_id', '=', merchantId)
      .where('store_id', '=', storeId)
      .where('state', '!=', 'revoked')
      .limit(1)
      .executeTakeFirst();
    if (terminal !== undefined) throw new Problem('store.has-terminals');
    await tx.updateTable('store').set({ closed_at: at }).where('merchant_id', '=', merchantId).where('store_id', '=', storeId).execute();
    await audit(tx, { caller, request }, { act: 'store.closed', subject: storeId }, at);
    return { ...store, closedAt: at.toISOString() };
  });
}

async function selectMerchant(tx: Tx, merchantId: string) {
  const row = await tx
    .selectFrom('merchant')
    .select(['merchant_id', 'name', 'owner_totp_required'])
    .where('merchant_id', '=', merchantId)
    .executeTakeFirstOrThrow();
  return { merchantId: row.merchant_id, name: row.name, ownerTotpRequired: row.owner_totp_required };
}

/** Locked: it is about to be changed. */
async function selectStore(tx: Tx, merchantId: string, storeId: string): Promise<Store> {
  const row = await stores(tx, merchantId).where('store_id', '=', storeId).forUpdate().executeTakeFirst();
  if (row === undefined) throw new Problem('not-found');
  return storeOf(row);
}

function stores(tx: Tx, merchantId: string) {
  return tx.selectFrom('store').select(['store_id', 'name', 'closed_at']).where('merchant_id', '=', merchantId);
}

function storeOf(row: { readonly store_id: string; readonly name: string; readonly closed_at: Date | null }): Store {
  return { storeId: row.store_id, name: row.name, closedAt: row.closed_at?.toISOString() ?? null };
}
