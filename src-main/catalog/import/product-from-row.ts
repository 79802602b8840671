import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { foldForSearch } from '../../../src-shared/text/fold.ts';
import { LANGUAGES, type LocalizedText } from '../../../src-shared/text/localized-text.ts';
import type { ImportOptions } from './import-options.ts';
import type { RowFields } from './row-fields.ts';

const NAME_CODE_DIGITS = 16;

/** Whether a row has any code to know its product by. */
export function hasCode(fields: RowFields): boolean {
  return fields.productId !== null || fields.sku !== null || fields.plu !== null || fields.barcodes.length > 0;
}

/**
 * The product of a row that stands alone. Without an id of its own it goes by its SKU, else by its first barcode, its PLU, or a code made of
 * its name: the same at every import, so that quick keys and past sales still mean it. The row has a name.
 */
export function newProduct(fields: RowFields, categoryId: string | null, defaults: ImportOptions['defaults']): Product {
  const [firstBarcode = null] = fields.barcodes;
  const ownCode = fields.sku ?? fields.productId ?? firstBarcode ?? fields.plu ?? codeFromName(fields.name);
  const unit = fields.unit ?? defaults.unit;
  return {
    productId: fields.productId ?? ownCode,
    sku: ownCode,
    plu: fields.plu,
    barcodes: [...fields.barcodes],
    name: fields.name,
    categoryId,
    taxGroupId: fields.taxGroupId ?? defaults.taxGroupId,
    unit,
    weighed: fields.weighed ?? unit !== 'piece',
    unitPriceMinor: fields.unitPriceMinor,
    priceIncludesTax: fields.priceIncludesTax ?? defaults.priceIncludesTax,
    image: fields.image,
  };
}

/** A product of the catalog before, with what a row says in the place of what it was. Barcodes are added to, never taken away. */
export function updatedProduct(product: Product, fields: RowFields, categoryId: string | null): Product {
  const unit = fields.unit ?? product.unit;
  return {
    productId: product.productId,
    sku: fields.sku ?? product.sku,
    plu: fields.plu ?? product.plu,
    barcodes: [...new Set([...product.barcodes, ...fields.barcodes])],
    name: { ...product.name, ...fields.name },
    categoryId: categoryId ?? product.categoryId,
    taxGroupId: fields.taxGroupId ?? product.taxGroupId,
    unit,
    weighed: fields.weighed ?? (fields.unit === null ? product.weighed : unit !== 'piece'),
    unitPriceMinor: fields.unitPriceMinor ?? product.unitPriceMinor,
    priceIncludesTax: fields.priceIncludesTax ?? product.priceIncludesTax,
    image: fields.image ?? product.image,
  };
}

/** Whether all that a row says, barcodes apart, is what the product already is. */
export function saysTheSame(product: Product, fields: RowFields, categoryId: string | null): boolean {
  return isDeepStrictEqual(updatedProduct(product, { ...fields, barcodes: [] }, categoryId), product);
}

function codeFromName(name: LocalizedText): string {
  const folded = LANGUAGES.map((language) => foldForSearch(name[language] ?? '') || (name[language] ?? '')).join('\n');
  return `n-${createHash('sha256').update(folded).digest('hex').slice(0, NAME_CODE_DIGITS)}`;
}
