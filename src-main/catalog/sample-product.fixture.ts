import type { Product } from '../../src-shared/catalog/product.ts';

/** A product of tests: a piece for 1.00 without any code but its id, unless told otherwise. */
export function sampleProduct(productId: string, changes: Partial<Product> = {}): Product {
  return {
    productId,
    sku: productId,
    plu: null,
    barcodes: [],
    name: { fr: `Produit ${productId}` },
    categoryId: null,
    taxGroupId: 'standard',
    unit: 'piece',
    weighed: false,
    unitPriceMinor: 100,
    priceIncludesTax: true,
    image: null,
    ...changes,
  };
}
