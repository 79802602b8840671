import type { Database } from '../../platform/database.ts';

/** Makes a merchant with a first store. */
export function createMerchant(
  database: Database,
  newId: () => string,
  names: { readonly merchant: string; readonly store: string },
): Promise<{ readonly merchantId: string; readonly storeId: string }> {
  return database.all.transaction().execute(async (tx) => {
    const merchantId = newId();
    const storeId = newId();
    await tx.insertInto('merchant').values({ merchant_id: merchantId, name: names.merchant }).execute();
    await tx.insertInto('store').values({ merchant_id: merchantId, store_id: storeId, name: names.store }).execute();
    return { merchantId, storeId };
  });
}
