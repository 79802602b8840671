import type { RowPlace } from '../changes/service.ts';

/** The catalog is the same in all stores of a merchant. */
export function productsOf(merchantId: string): RowPlace {
  return { merchantId, kind: 'product', storeId: null };
}

export function categoriesOf(merchantId: string): RowPlace {
  return { merchantId, kind: 'category', storeId: null };
}
