import type { CodeKind } from './catalog-schema.ts';
import { PRODUCT_COLUMNS, type ProductRow } from './product-row.ts';

export type NumberedRow = ProductRow & { readonly product_no: number };

export const SELECT_PRODUCT = `SELECT product_no, ${PRODUCT_COLUMNS} FROM product`;

/** What finds a product by a kind of code, in the order in which they are asked. Each is one descent of one index. */
export const FINDERS: Readonly<Record<CodeKind, readonly string[]>> = {
  barcode: [
    `${SELECT_PRODUCT} WHERE barcode = ?`,
    `${SELECT_PRODUCT} WHERE product_no = (SELECT product_no FROM more_barcode WHERE barcode = ?)`,
  ],
  sku: [`${SELECT_PRODUCT} WHERE sku = ?`, `${SELECT_PRODUCT} WHERE product_id = ? AND sku IS NULL`],
  plu: [`${SELECT_PRODUCT} WHERE plu = ?`],
  productId: [`${SELECT_PRODUCT} WHERE product_id = ?`],
};
