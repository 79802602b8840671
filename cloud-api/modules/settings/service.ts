import { storeWideProblem } from '../../../src-shared/settings/check-settings.ts';
import { type StoreWideSettings, storeWideSettingsSchema } from '../../../src-shared/settings/store-wide-settings.ts';
import { asMerchant, type Database } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { type Acting, audit } from '../audit/service.ts';
import { type Held, lockEdits, putRow, type RowPlace, readRow } from '../changes/service.ts';

/** One row for each store. */
function settingsOf(merchantId: string, storeId: string): RowPlace {
  return { merchantId, kind: 'store-settings', storeId };
}

/** @throws Problem `not-found` for a store that is not there or has no settings yet */
export async function readSettings(database: Database, merchantId: string, storeId: string): Promise<Held<StoreWideSettings>> {
  const held = await asMerchant(database, merchantId, (tx) => readRow(tx, settingsOf(merchantId, storeId), storeId));
  if (held === null) throw new Problem('not-found');
  return { version: held.version, row: storeWideSettingsSchema.parse(held.row) };
}

/** @throws Problem `not-found`, `conflict`; `row.not-held` with the path of what does not hold together */
export function putSettings(
  database: Database,
  acting: Acting,
  storeId: string,
  { row, base }: { readonly row: StoreWideSettings; readonly base: number | null },
): Promise<Held<StoreWideSettings>> {
  const at = storeWideProblem(row);
  if (at !== null) throw new Problem('row.not-held', { at });
  const { merchantId } = acting.caller;
  return asMerchant(database, merchantId, async (tx) => {
    await lockEdits(tx, merchantId);
    const store = await tx
      .selectFrom('store')
      .select('store_id')
      .where('merchant_id', '=', merchantId)
      .where('store_id', '=', storeId)
      .executeTakeFirst();
    if (store === undefined) throw new Problem('not-found');
    const place = settingsOf(merchantId, storeId);
    const before = await readRow(tx, place, storeId);
    const held = await putRow(tx, place, { id: storeId, base, row });
    await audit(tx, acting, { act: 'settings.changed', subject: storeId, before: before?.row, after: row });
    return held;
  });
}
