import { gtinOfPayload } from '../src-shared/barcode/gtin.ts';
import type { Product } from '../src-shared/catalog/product.ts';

/** A 13-digit code of the prefix that GS1 gave to Algeria: that of the product of that number. */
export function syntheticBarcode(index: number): string {
  return gtinOfPayload(`613${String(index).padStart(9, '0')}`);
}

/** Goods sold by the piece, named in French and Arabic, without a tax of any country. */
export function* syntheticProducts(count: number): Generator<Product> {
  for (let index = 0; index < count; index++) {
    yield {
      productId: `p${index}`,
      sku: `S${index}`,
      plu: null,
      barcodes: [syntheticBarcode(index)],
      name: { fr: `Article numéro ${index}`, ar: `منتج رقم ${index}` },
      categoryId: null,
      taxGroupId: 'exempt',
      unit: 'piece',
      weighed: false,
      unitPriceMinor: 100 + (index % 100_000),
      priceIncludesTax: true,
      image: null,
    };
  }
}
