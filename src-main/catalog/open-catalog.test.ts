import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Category, Product, QuickKey } from '../../src-shared/catalog/product.ts';
import type { Catalog } from './catalog.ts';
import { CATALOG_SCHEMA_VERSION, CODE_KINDS } from './catalog-schema.ts';
import { openCatalog } from './open-catalog.ts';
import { FINDERS } from './product-finders.ts';
import { replaceCatalog } from './replace-catalog.ts';
import { sampleProduct as product } from './sample-product.fixture.ts';

let folder: string;
const open: Catalog[] = [];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'contacto-catalog-')), 'catalog');
});
afterEach(() => {
  for (const catalog of open.splice(0)) catalog.close();
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

async function fill(
  products: readonly Product[],
  categories: readonly Category[] = [],
  quickKeys: readonly QuickKey[] = [],
): Promise<void> {
  const replaced = await replaceCatalog({ folder }, { categories, products, quickKeys });
  if (!replaced.ok) throw new Error(replaced.error.code);
}

function opened(): Catalog {
  const result = openCatalog({ folder });
  if (!result.ok) throw new Error(result.error.code);
  open.push(result.value);
  return result.value;
}

const DRINKS: Category = { categoryId: 'drinks', name: { fr: 'Boissons', ar: 'مشروبات' }, colour: 'blue', position: 1 };
const BREAD: Category = { categoryId: 'bread', name: { fr: 'Pain' }, colour: 'brown', position: 0 };

describe('a catalog', () => {
  test('gives back each product as it was put in, by its id, its SKU, its PLU and each of its barcodes', async () => {
    const tea = product('id-1', {
      sku: 'TEA',
      plu: '7',
      barcodes: ['6130002000075', 'BOX 12/A', '96385074'],
      name: { fr: 'Thé', ar: 'شاي', en: 'Tea' },
      categoryId: 'drinks',
      unit: 'kg',
      weighed: true,
      unitPriceMinor: null,
      priceIncludesTax: false,
      image: 'tea.png',
    });
    await fill([product('other'), tea], [DRINKS]);
    const catalog = opened();
    const found = [
      catalog.productById('id-1'),
      catalog.bySku('TEA'),
      catalog.byPlu('7'),
      ...tea.barcodes.map((code) => catalog.byBarcode(code)),
    ];
    for (const each of found) expect(each).toEqual(tea);
    expect(catalog.count()).toBe(2);
    expect(catalog.version()).toEqual({ schema: CATALOG_SCHEMA_VERSION, generation: 1 });
  });

  test('keeps apart what a code is: an id is no SKU, an SKU no PLU, a PLU no barcode', async () => {
    await fill([product('id-1', { sku: 'S', plu: '7', barcodes: ['B'] })]);
    const catalog = opened();
    expect([catalog.productById('S'), catalog.bySku('id-1'), catalog.byPlu('S'), catalog.byBarcode('7'), catalog.lookup('id-1')]).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });

  test.each([
    ['a UPC-A by its 12 digits', '0036000291452', '036000291452'],
    ['a UPC-A by its GTIN-14', '0036000291452', '00036000291452'],
    ['a UPC-A by its UPC-E', '0042100005264', '04252614'],
    ['an EAN-8 by its 13 digits', '96385074', '0000096385074'],
  ])('finds %s', async (_case, stored, scanned) => {
    await fill([product('p', { barcodes: [stored] })]);
    expect(opened().lookup(scanned)?.productId).toBe('p');
  });

  test('finds a barcode before an SKU before a PLU', async () => {
    await fill([product('plu', { plu: '55' }), product('sku', { sku: '55' }), product('barcode', { barcodes: ['55'] })]);
    const catalog = opened();
    expect([catalog.lookup('55')?.productId, catalog.bySku('55')?.productId, catalog.byPlu('55')?.productId]).toEqual([
      'barcode',
      'sku',
      'plu',
    ]);
  });

  test('finds by every kind of code without reading the products one by one', async () => {
    await fill([product('a')]);
    const db = new Database(join(folder, 'catalog-1.db'), { readonly: true });
    const plans = Object.values(FINDERS)
      .flat()
      .flatMap((sql) => db.prepare<[string], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all('x'))
      .map((step) => step.detail);
    db.close();
    expect(plans.filter((detail) => detail.startsWith('SEARCH')).length).toBeGreaterThanOrEqual(CODE_KINDS.length);
    expect(plans.filter((detail) => detail.startsWith('SCAN'))).toEqual([]);
  });

  test('gives categories and quick keys in their order', async () => {
    const keys = [
      { categoryId: 'drinks', productId: 'b', position: 0 },
      { categoryId: 'drinks', productId: 'a', position: 1 },
      { categoryId: 'bread', productId: 'a', position: 0 },
    ];
    await fill([product('a'), product('b')], [DRINKS, BREAD], keys);
    const catalog = opened();
    expect(catalog.categories()).toEqual([BREAD, DRINKS]);
    const ids = (categoryId: string | null): readonly string[] => catalog.quickKeys(categoryId).map((each) => each.productId);
    expect([ids('drinks'), ids('bread'), ids('none'), ids(null)]).toEqual([['b', 'a'], ['a'], [], ['a', 'b']]);
  });

  test('of a folder without one, or that is not there, is empty and makes nothing', () => {
    const catalog = opened();
    expect([catalog.count(), catalog.lookup('1'), catalog.categories(), catalog.version().generation]).toEqual([0, null, [], 0]);
    expect(() => readdirSync(folder)).toThrow('ENOENT');
  });

  test('opens in a folder that cannot be written', async () => {
    await fill([product('a')]);
    chmodSync(folder, 0o555);
    const found = opened().lookup('a')?.productId;
    chmodSync(folder, 0o755);
    expect(found).toBe('a');
    expect(readdirSync(folder).toSorted()).toEqual(['catalog-1.db', 'import.lock']);
  });
});

describe('a catalog that another one replaces', () => {
  test('goes on unchanged until it is refreshed', async () => {
    await fill([product('old')]);
    const catalog = opened();
    expect(catalog.refresh()).toEqual({ ok: true, value: false });
    await fill([product('new')]);
    expect([catalog.lookup('old')?.productId, catalog.lookup('new')]).toEqual(['old', null]);
    expect(catalog.search('produit', { language: 'fr', limit: 5 }).hits).toHaveLength(1);
    expect(catalog.refresh()).toEqual({ ok: true, value: true });
    expect([catalog.lookup('old'), catalog.lookup('new')?.productId]).toEqual([null, 'new']);
    expect(catalog.search('produit', { language: 'fr', limit: 5 }).hits.map((hit) => hit.product.productId)).toEqual(['new']);
    expect(readdirSync(folder).filter((name) => name.endsWith('.db'))).toEqual(['catalog-2.db']);
  });

  test('is there from the first one on', async () => {
    const catalog = opened();
    await fill([product('new')]);
    expect(catalog.refresh()).toEqual({ ok: true, value: true });
    expect(catalog.count()).toBe(1);
  });

  test('goes on where the new one cannot be read', async () => {
    await fill([product('old')]);
    const catalog = opened();
    writeFileSync(join(folder, 'catalog-2.db'), 'x'.repeat(5_000));
    expect(catalog.refresh()).toMatchObject({ ok: false, error: { code: 'catalog.damaged' } });
    expect(catalog.lookup('old')?.productId).toBe('old');
  });
});

describe('a catalog that cannot be opened says why', () => {
  const change = (sql: string): void => {
    const db = new Database(join(folder, 'catalog-1.db'));
    db.exec(sql);
    db.close();
  };

  test.each([
    [
      'a newer program',
      `PRAGMA user_version = ${CATALOG_SCHEMA_VERSION + 1}`,
      { code: 'catalog.schema-newer', found: CATALOG_SCHEMA_VERSION + 1 },
    ],
    [
      'an older program',
      `PRAGMA user_version = ${CATALOG_SCHEMA_VERSION - 1}`,
      { code: 'catalog.schema-older', expected: CATALOG_SCHEMA_VERSION },
    ],
    ['another program', 'PRAGMA application_id = 1', { code: 'catalog.damaged' }],
    ['a writer that did not finish', 'DELETE FROM meta', { code: 'catalog.damaged' }],
  ])('written by %s', async (_case, sql, error) => {
    await fill([product('a')]);
    change(sql);
    expect(openCatalog({ folder })).toMatchObject({ ok: false, error });
  });

  test('and is made anew by the next import', async () => {
    await fill([product('a')]);
    change('PRAGMA user_version = 99');
    await fill([product('b')]);
    expect(opened().lookup('b')?.productId).toBe('b');
  });

  test('where the folder is a file', async () => {
    writeFileSync(folder, '');
    expect(openCatalog({ folder })).toMatchObject({ ok: false, error: { code: 'catalog.unreadable' } });
    await Promise.resolve();
  });
});

describe('a content that is no catalog changes nothing', () => {
  test.each<[string, readonly Product[], readonly QuickKey[], object]>([
    [
      'one barcode for two products',
      [product('a', { barcodes: ['1'] }), product('b', { barcodes: ['1'] })],
      [],
      { code: 'catalog.code-taken', kind: 'barcode', productIds: ['a', 'b'] },
    ],
    ['one SKU for two products', [product('a', { sku: 'S' }), product('b', { sku: 'S' })], [], { code: 'catalog.code-taken', kind: 'sku' }],
    ['a category that is not', [product('a', { categoryId: 'none' })], [], { code: 'catalog.category-unknown', categoryId: 'none' }],
    [
      'a quick key of no product',
      [product('a')],
      [{ categoryId: 'drinks', productId: 'x', position: 0 }],
      { code: 'catalog.product-unknown' },
    ],
    [
      'a quick key of no category',
      [product('a')],
      [{ categoryId: 'x', productId: 'a', position: 0 }],
      { code: 'catalog.category-unknown' },
    ],
  ])('%s', async (_case, products, quickKeys, error) => {
    await fill([product('old')]);
    expect(await replaceCatalog({ folder }, { categories: [DRINKS], products, quickKeys })).toMatchObject({ ok: false, error });
    expect(opened().lookup('old')?.productId).toBe('old');
    expect(readdirSync(folder).toSorted()).toEqual(['catalog-1.db', 'import.lock']);
  });
});
