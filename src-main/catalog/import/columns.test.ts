import { describe, expect, test } from 'vitest';
import { recogniseColumns, usedHeaders } from './columns.ts';
import type { ImportOptions } from './import-options.ts';

const OPTIONS: Pick<ImportOptions, 'mapping' | 'mode' | 'defaults'> = {
  mapping: {},
  mode: 'replace',
  defaults: { taxGroupId: 'standard', priceIncludesTax: true, unit: 'piece', language: 'fr', currencyMinorDigits: 2 },
};

function used(header: string, options: Partial<typeof OPTIONS> = {}): unknown {
  const columns = recogniseColumns(header.split('|'), { ...OPTIONS, ...options });
  return columns.ok ? usedHeaders(columns.value) : columns.error.code;
}

describe('headers are recognised', () => {
  test.each([
    [
      'Open Food Facts',
      'code|product_name|product_name_ar|categories',
      { barcode: ['code'], name: ['product_name'], 'name.ar': ['product_name_ar'], category: ['categories'] },
    ],
    [
      'Odoo',
      'External ID|Name|Internal Reference|Barcode|Sales Price|Product Category|Unit of Measure|Customer Taxes',
      {
        productId: ['External ID'],
        name: ['Name'],
        sku: ['Internal Reference'],
        barcode: ['Barcode'],
        unitPrice: ['Sales Price'],
        category: ['Product Category'],
        unit: ['Unit of Measure'],
        taxGroup: ['Customer Taxes'],
      },
    ],
    [
      'Loyverse',
      'Handle|SKU|Name|Category|Sold by weight|Default price|Cost|Barcode',
      {
        sku: ['SKU'],
        name: ['Name'],
        category: ['Category'],
        weighed: ['Sold by weight'],
        unitPrice: ['Default price'],
        barcode: ['Barcode'],
      },
    ],
    [
      'a French shop',
      'Référence|Désignation|Code-barres|Prix de vente TTC|Famille|TVA|Unité',
      {
        sku: ['Référence'],
        name: ['Désignation'],
        barcode: ['Code-barres'],
        unitPrice: ['Prix de vente TTC'],
        category: ['Famille'],
        taxGroup: ['TVA'],
        unit: ['Unité'],
      },
    ],
    [
      'an Arabic shop',
      'الباركود|اسم المنتج|السعر|الفئة|الوحدة',
      {
        barcode: ['الباركود'],
        name: ['اسم المنتج'],
        unitPrice: ['السعر'],
        category: ['الفئة'],
        unit: ['الوحدة'],
      },
    ],
    ['capitals, spaces and marks', '  CODE BARRE |LIBELLÉ | P.U. ', { barcode: ['CODE BARRE'], name: ['LIBELLÉ'] }],
  ])('%s', (_case, header, columns) => {
    expect(used(header)).toMatchObject(columns);
  });

  test('"code" holds barcodes, unless another column does: then the codes of the shop', () => {
    expect(used('Code|Nom')).toEqual({ barcode: ['Code'], name: ['Nom'] });
    expect(used('Code|EAN|Nom')).toEqual({ sku: ['Code'], barcode: ['EAN'], name: ['Nom'] });
    expect(used('Code|EAN|SKU|Nom')).toEqual({ sku: ['SKU'], barcode: ['EAN'], name: ['Nom'] });
  });

  test('all columns of barcodes count', () => {
    expect(used('EAN|UPC|Nom')).toEqual({ barcode: ['EAN', 'UPC'], name: ['Nom'] });
  });

  test.each([
    [true, 'Prix TTC'],
    [false, 'Prix HT'],
  ])('of two prices, the one that is as the prices of the shop are (with tax: %s)', (priceIncludesTax, header) => {
    const columns = recogniseColumns(['Nom', 'Prix HT', 'Prix TTC'], { ...OPTIONS, defaults: { ...OPTIONS.defaults, priceIncludesTax } });
    expect(columns.ok && [usedHeaders(columns.value).unitPrice, columns.value.priceIncludesTax]).toEqual([[header], priceIncludesTax]);
  });
});

describe('the mapping', () => {
  test('stands above what is recognised, and finds a header whatever its case', () => {
    expect(used('Nom|Nom court|EAN', { mapping: { name: 'nom COURT' } })).toEqual({ name: ['Nom court'], barcode: ['EAN'] });
  });

  test('to a header that is not there is said', () => {
    expect(used('Nom|EAN', { mapping: { name: 'Titre' } })).toBe('import.mapping-unknown');
  });
});

test('a new catalog needs names; an update does with codes', () => {
  expect(used('EAN|Prix')).toBe('import.header-missing');
  expect(used('EAN|Prix', { mode: 'merge' })).toEqual({ barcode: ['EAN'], unitPrice: ['Prix'] });
  expect(used('3017620422003|Nutella', { mode: 'merge' })).toBe('import.header-missing');
});
