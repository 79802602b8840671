import { type Product, UNITS, type Unit } from '../../src-shared/catalog/product.ts';
import type { LocalizedText } from '../../src-shared/text/localized-text.ts';

/** Names by language as columns. */
export type NameColumns = { readonly name_fr: string | null; readonly name_ar: string | null; readonly name_en: string | null };

/** The ids of tax groups and categories by the numbers that stand for them in a file. A join would make reading a product six times slower. */
export type NumberedIds = { readonly taxGroups: ReadonlyMap<number, string>; readonly categories: ReadonlyMap<number, string> };

/**
 * A row of `product`. Rows are not parsed again: the file is STRICT, carries this program's schema
 * version, and is written by `catalog-writer.ts` alone, whose tests hold what it writes to the product's schema.
 */
export type ProductRow = NameColumns & {
  readonly product_id: string;
  readonly sku: string | null;
  readonly plu: string | null;
  readonly barcode: string | null;
  readonly category_no: number | null;
  readonly tax_group_no: number;
  readonly unit: number;
  readonly weighed: number;
  readonly unit_price_minor: number | null;
  readonly price_includes_tax: number;
  readonly image: string | null;
};

export const PRODUCT_COLUMNS = `product_id, sku, plu, barcode, name_fr, name_ar, name_en, category_no, tax_group_no, unit, weighed,
  unit_price_minor, price_includes_tax, image`;

/** Those after the first, which is in the product's row. */
export const SELECT_MORE_BARCODES = 'SELECT barcode FROM more_barcode WHERE product_no = ? ORDER BY place';

export function namesOf(row: NameColumns): LocalizedText {
  return {
    ...(row.name_fr !== null && { fr: row.name_fr }),
    ...(row.name_ar !== null && { ar: row.name_ar }),
    ...(row.name_en !== null && { en: row.name_en }),
  };
}

/** @param moreBarcodes those after the first. */
export function productOf(row: ProductRow, moreBarcodes: readonly string[], ids: NumberedIds): Product {
  return {
    productId: row.product_id,
    sku: row.sku ?? row.product_id,
    plu: row.plu,
    barcodes: row.barcode === null ? [] : [row.barcode, ...moreBarcodes],
    name: namesOf(row),
    categoryId: row.category_no === null ? null : idAt(ids.categories, row.category_no),
    taxGroupId: idAt(ids.taxGroups, row.tax_group_no),
    unit: unitAt(row.unit),
    weighed: row.weighed === 1,
    unitPriceMinor: row.unit_price_minor,
    priceIncludesTax: row.price_includes_tax === 1,
    image: row.image,
  };
}

export function unitNumber(unit: Unit): number {
  return UNITS.indexOf(unit);
}

function idAt(ids: ReadonlyMap<number, string>, number: number): string {
  const id = ids.get(number);
  if (id === undefined) throw new Error(`A product row has the number ${number}, which stands for nothing`);
  return id;
}

function unitAt(number: number): Unit {
  const unit = UNITS[number];
  if (unit === undefined) throw new Error(`A product row has unit ${number}`);
  return unit;
}
