import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Category, Product, QuickKey } from '../../../src-shared/catalog/product.ts';
import type { Change } from '../../../src-shared/contract/pull-api.ts';
import type { Catalog } from '../catalog.ts';
import { openCatalog } from '../open-catalog.ts';
import { replaceCatalog } from '../replace-catalog.ts';
import { sampleProduct as product } from '../sample-product.fixture.ts';
import { foldChanges } from './fold-changes.ts';

const ORIGIN = 'shop';
const AT = '2026-11-20T10:00:00.000Z';

let folders: string[] = [];
let open: Catalog[] = [];
beforeEach(() => {
  folders = [];
  open = [];
});
afterEach(() => {
  end();
});
function end(): void {
  for (const catalog of open.splice(0)) catalog.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'contacto-changes-'));
  folders.push(folder);
  return folder;
}

function opened(folder: string): Catalog {
  const result = openCatalog({ folder });
  if (!result.ok) throw new Error(result.error.code);
  open.push(result.value);
  return result.value;
}

type Shop = { readonly products: readonly Product[]; readonly categories: readonly Category[]; readonly quickKeys: readonly QuickKey[] };

async function fill(folder: string, shop: Shop): Promise<void> {
  const filled = await replaceCatalog({ folder }, shop);
  if (!filled.ok) throw new Error(JSON.stringify(filled.error));
}

let versions = 0;
function change(kind: string, id: string, row: unknown): Change {
  versions += 1;
  return { kind, id, version: versions, row };
}

function pull(catalog: Catalog, changes: readonly Change[], cursor = 'c1'): void {
  catalog.keepPage({ changes, cursor, origin: ORIGIN }, AT);
}

const DRINKS: Category = { categoryId: 'drinks', name: { fr: 'Boissons' }, colour: 'blue', position: 1 };
const COFFEE = product('coffee', { barcodes: ['6130002000075'], name: { fr: 'Café moulu' }, categoryId: 'drinks' });

describe('a pulled change', () => {
  test('is sold by at once, and after a restart, without another catalog file', async () => {
    const folder = newFolder();
    await fill(folder, { products: [COFFEE], categories: [DRINKS], quickKeys: [] });
    const catalog = opened(folder);
    const dearer = { ...COFFEE, unitPriceMinor: 999, name: { fr: 'Café en grains' } };
    pull(catalog, [change('product', 'coffee', dearer), change('product', 'tea', product('tea', { plu: '7' }))]);
    for (const each of [catalog, opened(folder)]) {
      expect(each.lookup('6130002000075')).toEqual(dearer);
      expect(each.byPlu('7')?.productId).toBe('tea');
      expect(each.search('grains', { language: 'fr', limit: 5 }).hits.map((hit) => hit.product)).toEqual([dearer]);
      expect(each.search('moulu', { language: 'fr', limit: 5 }).hits).toEqual([]);
      expect(each.count()).toBe(2);
      expect(each.version().generation).toBe(1);
      expect(each.changes.cursor(ORIGIN)).toBe('c1');
      expect(each.changes.cursor('another shop')).toBeNull();
    }
  });

  test('older than the one that is kept changes nothing', () => {
    const catalog = opened(newFolder());
    const [first, second] = [
      change('product', 'a', product('a', { unitPriceMinor: 1 })),
      change('product', 'a', product('a', { unitPriceMinor: 2 })),
    ];
    pull(catalog, [second]);
    pull(catalog, [first], 'c2');
    expect(catalog.productById('a')?.unitPriceMinor).toBe(2);
    expect(catalog.changes.cursor(ORIGIN)).toBe('c2');
  });

  test('that cannot be read is put aside with its place, the others are taken, and the next version of it mends it', () => {
    const catalog = opened(newFolder());
    pull(catalog, [
      change('product', 'a', { ...product('a'), unit: 'stone' }),
      change('horoscope', 'h', {}),
      change('product', 'b', product('other')),
      change('product', 'c', product('c')),
    ]);
    const { count, rows } = catalog.changes.asides(10);
    expect(count).toBe(3);
    expect(rows.map(({ id, reason, detail }) => [id, reason, detail]).sort()).toEqual([
      ['a', 'row-unreadable', 'unit'],
      ['b', 'id-mismatch', 'other'],
      ['h', 'kind-unknown', 'horoscope'],
    ]);
    expect(catalog.productById('c')).not.toBeNull();
    pull(catalog, [change('product', 'a', product('a'))]);
    expect(catalog.changes.asides(10).count).toBe(2);
    expect(catalog.productById('a')).not.toBeNull();
  });

  test('gives a code to the product changed last until the other has let go of it', async () => {
    const folder = newFolder();
    await fill(folder, { products: [product('old', { barcodes: ['X'] })], categories: [], quickKeys: [] });
    const catalog = opened(folder);
    pull(catalog, [change('product', 'new', product('new', { barcodes: ['X'] }))]);
    expect(catalog.lookup('X')?.productId).toBe('new');
    pull(catalog, [change('product', 'new', product('new'))]);
    expect(catalog.lookup('X')?.productId).toBe('old');
  });

  test('of stock is the figure and what is counted in it', () => {
    const catalog = opened(newFolder());
    pull(catalog, [change('stock', 'a', { productId: 'a', onHandThousandths: -2_000, countedEpoch: 1, countedSeq: 42 })]);
    expect(catalog.changes.stock('a')).toEqual({ onHandMilli: -2_000, countedEpoch: 1, countedSeq: 42 });
    pull(catalog, [change('stock', 'a', null)]);
    expect(catalog.changes.stock('a')).toBeNull();
  });
});

test('a file of changes that is spoilt is begun anew, and asks for a snapshot', async () => {
  const folder = newFolder();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(folder, 'catalog-changes-0.db'), 'no database at all, and longer than the header of one is wide');
  const catalog = opened(folder);
  expect(catalog.changes.cursor(ORIGIN)).toBeNull();
  pull(catalog, [change('product', 'a', product('a'))]);
  expect(opened(folder).productById('a')).not.toBeNull();
});

test('a search of more matches than are ranked takes those that one index of all would take', async () => {
  // Names of many lengths: which two hundred are ranked is told by their length, in the file and among the changes alike.
  const named = (n: number, filler: string): Product => product(`p${n}`, { name: { fr: `café ${filler.repeat(n % 37)} ${n}` } });
  const base = Array.from({ length: 500 }, (_, n) => named(n, 'x'));
  const changed = Array.from({ length: 320 }, (_, n) => named(n * 2, 'yz'));
  const [folder, fresh] = [newFolder(), newFolder()];
  await fill(folder, { products: base, categories: [], quickKeys: [] });
  const end_ = new Map([...base, ...changed].map((each) => [each.productId, each]));
  await fill(fresh, { products: [...end_.values()], categories: [], quickKeys: [] });
  const catalog = opened(folder);
  pull(
    catalog,
    changed.map((each) => change('product', each.productId, each)),
  );
  for (const query of ['café', 'caf', 'cafe 3', 'caffe', 'ca']) {
    for (const limit of [5, 150, 300]) {
      expect(catalog.search(query, { language: 'fr', limit })).toEqual(opened(fresh).search(query, { language: 'fr', limit }));
    }
  }
});

test('changes beyond what a start should read ask to be folded, and no more are taken until they are', async () => {
  const folder = newFolder();
  const catalog = opened(folder);
  for (let page = 0; page < 20; page += 1) {
    pull(
      catalog,
      Array.from({ length: 1_000 }, (_, n) => change('product', `p${page}-${n}`, product(`p${page}-${n}`))),
    );
    expect(catalog.changes.needsFold).toBe(page >= 3);
  }
  expect(catalog.changes.isFull).toBe(true);
  const folded = await foldChanges({ folder });
  if (!folded.ok) throw new Error(JSON.stringify(folded));
  pull(catalog, [change('product', 'late', product('late'))]);
  // The terminal that looks now and then has moved before it hears what was folded: what is in both places is the same.
  catalog.refresh();
  expect(catalog.count()).toBe(20_001);
  catalog.refresh(folded.value);
  expect([catalog.count(), catalog.changes.isFull, catalog.changes.needsFold]).toEqual([20_001, false, false]);
  expect(opened(folder).productById('late')).not.toBeNull();
});

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const WORDS = ['café', 'thé', 'lait', 'sucre', 'moulu', 'vert', 'قهوة'];
const CATEGORY_IDS = ['k1', 'k2', 'k3'];

const names = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
/** Codes are made of the id, so that no end state has one twice; what a product goes by changes all the same. */
const productRow = (id: string): fc.Arbitrary<Product> =>
  fc
    .record({
      name: names,
      codes: fc.subarray(['1', '2', '3']),
      plu: fc.boolean(),
      sku: fc.boolean(),
      price: fc.nat(9),
      category: fc.constantFrom(null, ...CATEGORY_IDS),
    })
    .map(({ name, codes, plu, sku, price, category }) =>
      product(id, {
        name: { fr: name },
        barcodes: codes.map((code) => `${id}${code}`),
        plu: plu ? `${id}9` : null,
        sku: sku ? `S${id}` : id,
        unitPriceMinor: price,
        categoryId: category,
      }),
    );
const categoryRow = (categoryId: string): fc.Arbitrary<Category> =>
  fc
    .record({ position: fc.nat(3), name: names })
    .map(({ position, name }) => ({ categoryId, name: { fr: name }, colour: 'blue' as const, position }));
const keyRow = fc.record({ productId: fc.constantFrom(...IDS), categoryId: fc.constantFrom(...CATEGORY_IDS), position: fc.nat(3) });

type Step =
  | { readonly kind: 'fold' }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'product' | 'category' | 'quick-key'; readonly id: string; readonly row: unknown };
const deletable = <T>(row: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(row, { freq: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(...IDS).chain((id) => deletable(productRow(id)).map((row) => ({ kind: 'product' as const, id, row }))),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...CATEGORY_IDS)
      .chain((id) => deletable(categoryRow(id)).map((row) => ({ kind: 'category' as const, id, row }))),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom('q1', 'q2', 'q3'), deletable(keyRow)).map(([id, row]) => ({ kind: 'quick-key' as const, id, row })),
  },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: 'fold' }, { kind: 'reopen' }) },
);
const baseShop = fc
  .subarray(IDS)
  .chain((ids) => fc.tuple(...ids.map(productRow)))
  .map(
    (products): Shop => ({
      products: products.map((each) => ({ ...each, categoryId: each.categoryId === 'k1' ? 'k1' : null })),
      categories: [{ ...DRINKS, categoryId: 'k1' }],
      quickKeys: [],
    }),
  );

/** What the cloud ends with, in the order in which a terminal came to know of it. */
class EndState {
  readonly products: Map<string, Product | null>;
  readonly categories: Map<string, Category | null>;
  readonly keys = new Map<string, QuickKey>();

  constructor(base: Shop) {
    this.products = new Map(base.products.map((each) => [each.productId, each]));
    this.categories = new Map(base.categories.map((each) => [each.categoryId, each]));
  }

  apply(taken: Extract<Step, { id: string }>): void {
    if (taken.kind === 'product') this.products.set(taken.id, taken.row as Product | null);
    else if (taken.kind === 'category') this.categories.set(taken.id, taken.row as Category | null);
    else if (taken.row === null) this.keys.delete(taken.id);
    else this.keys.set(taken.id, taken.row as QuickKey);
  }

  /** After a fold nothing is left of what was deleted: should it come back, it comes last. */
  fold(): void {
    for (const rows of [this.products, this.categories]) for (const [id, row] of [...rows]) if (row === null) rows.delete(id);
  }

  shop(): Shop {
    const categories = [...this.categories.values()].filter((each) => each !== null);
    const isKnown = (categoryId: string | null): boolean => categories.some((each) => each.categoryId === categoryId);
    const products = [...this.products.values()]
      .filter((each) => each !== null)
      .map((each) => ({ ...each, categoryId: isKnown(each.categoryId) ? each.categoryId : null }));
    const isThere = (key: QuickKey): boolean => isKnown(key.categoryId) && products.some((each) => each.productId === key.productId);
    return { products, categories, quickKeys: [...this.keys.values()].filter(isThere) };
  }
}

function behaviour(catalog: Catalog): unknown {
  const codes = IDS.flatMap((id) => [id, `S${id}`, `${id}1`, `${id}2`, `${id}3`, `${id}9`]);
  const queries = [...WORDS, 'caf', 'cafe moulu', 'the v', 'mouul', 'lait sucre', 'q'];
  return {
    count: catalog.count(),
    byCode: codes.map((code) => [
      catalog.productById(code),
      catalog.byBarcode(code),
      catalog.bySku(code),
      catalog.byPlu(code),
      catalog.lookup(code),
    ]),
    categories: catalog.categories(),
    search: queries.flatMap((query) => [1, 3, 50].map((limit) => catalog.search(query, { language: 'fr', limit }))),
    quickKeys: [null, ...CATEGORY_IDS].map((categoryId) => new Set(catalog.quickKeys(categoryId).map((each) => each.productId))),
  };
}

test('a catalog with any changes over it behaves as one built from what they come to, folded or not, and after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(baseShop, fc.array(step, { maxLength: 25 }), async (base, steps) => {
      const folder = newFolder();
      await fill(folder, base);
      const end_ = new EndState(base);
      let catalog = opened(folder);
      for (const taken of steps) {
        if (taken.kind === 'fold') {
          const folded = await foldChanges({ folder });
          if (!folded.ok) throw new Error(JSON.stringify(folded));
          expect(catalog.refresh(folded.value)).toEqual({ ok: true, value: true });
          end_.fold();
        } else if (taken.kind === 'reopen') catalog = opened(folder);
        else {
          pull(catalog, [change(taken.kind, taken.id, taken.row)]);
          end_.apply(taken);
        }
      }
      const fresh = newFolder();
      await fill(fresh, end_.shop());
      expect(behaviour(catalog)).toEqual(behaviour(opened(fresh)));
      end();
    }),
    { numRuns: 60 },
  );
});
