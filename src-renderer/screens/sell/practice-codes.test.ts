import { expect, test } from 'vitest';
import { parseLabelPattern } from '../../../src-shared/barcode/label-pattern.ts';
import { interpretScan } from '../../../src-shared/barcode/resolve.ts';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { practiceCodes } from './practice-codes.ts';

const PATTERN = '21PPPPPWWWWWC';

function product(over: Partial<Product>): Product {
  return {
    productId: 'p',
    sku: 'S',
    plu: null,
    barcodes: [],
    name: { fr: 'Lait' },
    categoryId: null,
    taxGroupId: 'exempt',
    unit: 'piece',
    weighed: false,
    unitPriceMinor: 2_500,
    priceIncludesTax: true,
    image: null,
    ...over,
  };
}

const MILK = product({ productId: 'milk', barcodes: ['6139990015542'] });
const POTATOES = product({ productId: 'potatoes', plu: '01001', unit: 'kg', weighed: true });

/** As the terminal reads a scan. */
function read(code: string) {
  const pattern = parseLabelPattern(PATTERN, { currencyDecimals: 2 });
  if (!pattern.ok) throw new Error('the pattern of the demo shop is wrong');
  return interpretScan(
    { text: code, symbology: null },
    { patterns: [pattern.value], referenceYear: 2026, currencyDecimals: 2, receiptPrefix: null },
  );
}

test('the weighed label is read as 750 g of the product with that number', () => {
  const label = practiceCodes([MILK, POTATOES], [PATTERN]).find(({ kind }) => kind === 'weight-label');
  expect(read(label?.code ?? '')).toMatchObject({ kind: 'label', label: { kind: 'weight', quantityMilli: 750 } });
  expect(label?.product).toBe(POTATOES);
});

test('the unknown code is a good code of none of the goods, and the misread one has a wrong check digit', () => {
  const codes = practiceCodes([MILK, POTATOES], [PATTERN]);
  const unknown = codes.find(({ kind }) => kind === 'unknown')?.code ?? '';
  const misread = codes.find(({ kind }) => kind === 'misread')?.code ?? '';
  expect(read(unknown)).toMatchObject({ kind: 'gtin' });
  expect(MILK.barcodes).not.toContain(unknown);
  expect(read(misread)).toMatchObject({ kind: 'refused', reason: 'bad-check-digit' });
});

test('a shop without labels and without barcodes still has a code that is not found', () => {
  expect(practiceCodes([POTATOES], []).map(({ kind }) => kind)).toEqual(['unknown']);
});
