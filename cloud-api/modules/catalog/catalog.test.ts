import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { CATALOG_ROUTES } from '../../../src-shared/contract/catalog-routes.ts';
import { officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { catalogRoutes } from './routes.ts';

const SET_UP_MS = 60_000;
const SQL = "Robert'); DROP TABLE change_log; --";

let served: ServedRoutes;
let place: Place;
let token: string;
beforeAll(async () => {
  served = await ServedRoutes.start(embeddedDatabase(), catalogRoutes);
  place = await served.merchant();
  token = officeToken(place);
}, SET_UP_MS);
afterAll(() => served.stop());

const product = (productId: string, more: Partial<Product> = {}): Product => ({
  productId,
  sku: `sku-${productId}`,
  plu: null,
  barcodes: [],
  name: { fr: `Article ${productId}` },
  categoryId: null,
  taxGroupId: 'standard',
  unit: 'piece',
  weighed: false,
  unitPriceMinor: 12_000,
  priceIncludesTax: true,
  image: null,
  ...more,
});
const put = (row: Product, base: number | null = null, as = token) =>
  served.call('PUT', `/v1/products/${encodeURIComponent(row.productId)}`, as, { base, row });
const versionOf = (answer: { readonly body: { readonly [member: string]: unknown } }) => Number(answer.body['version']);
const search = async (query: string, as = token) => {
  const { body } = await served.call('GET', `/v1/products?${query}`, as);
  return (body['items'] as { row: Product }[]).map(({ row }) => row.productId); // A list's items are rows.
};
const put2 = (path: string, row: object, base: number | null = null) => served.call('PUT', path, token, { base, row });
const category = (categoryId: string) => ({ categoryId, name: { fr: categoryId }, colour: 'red', position: 0 });

describe('a product', () => {
  test('is made, read, changed on what was read, and deleted', async () => {
    const made = await put(product('tea'));
    expect(made).toMatchObject({ status: 200, body: { row: product('tea') } });
    const dearer = product('tea', { unitPriceMinor: 13_000 });
    const changed = await put(dearer, versionOf(made));
    expect(versionOf(changed)).toBeGreaterThan(versionOf(made));
    expect(await served.call('GET', '/v1/products/tea', token)).toMatchObject({ status: 200, body: { row: dearer } });
    expect(await put(product('tea'), versionOf(made))).toMatchObject({
      status: 409,
      body: { code: 'conflict', version: versionOf(changed) },
    });
    expect((await served.call('DELETE', `/v1/products/tea?base=${versionOf(made)}`, token)).status).toBe(409);
    expect((await served.call('DELETE', `/v1/products/tea?base=${versionOf(changed)}`, token)).status).toBe(200);
    expect((await served.call('GET', '/v1/products/tea', token)).status).toBe(404);
    expect(versionOf(await put(product('tea')))).toBeGreaterThan(versionOf(changed));
  });

  test('that is there is not made again, nor one that is not there changed', async () => {
    await put(product('once'));
    expect((await put(product('once'))).status).toBe(409);
    expect((await put(product('never'), 1)).status).toBe(404);
  });

  test('edited by eight at once on one version is changed by one of them', async () => {
    const base = versionOf(await put(product('fought-over')));
    const edits = Array.from({ length: 8 }, (_, n) => put(product('fought-over', { unitPriceMinor: n }), base));
    expect((await Promise.all(edits)).map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
  });

  test.each([
    ['sku', { sku: 'S-1' }],
    ['plu', { plu: '44' }],
    ['barcode', { barcodes: ['6130000000015'] }],
  ] as const)('with another’s %s is a conflict that names the other, until that one lets go of it', async (kind, code) => {
    const holder = `holder-${kind}`;
    const made = await put(product(holder, { ...code, barcodes: [...('barcodes' in code ? code.barcodes : [])] }));
    const rival = product(`rival-${kind}`, { ...code, barcodes: [...('barcodes' in code ? code.barcodes : [])] });
    expect(await put(rival)).toMatchObject({ status: 409, body: { code: 'conflict', kind, takenBy: holder } });
    expect((await served.call('GET', `/v1/products/rival-${kind}`, token)).status).toBe(404);
    await put(product(holder), versionOf(made));
    expect((await put(rival)).status).toBe(200);
  });

  test('may have a code that a product of another merchant has', async () => {
    const other = officeToken(await served.merchant());
    await put(product('mine', { sku: 'SHARED' }));
    expect((await put(product('theirs', { sku: 'SHARED' }), null, other)).status).toBe(200);
  });

  test('keeps SQL and markup in its texts as they are', async () => {
    const row = product('sql', { name: { fr: SQL, ar: '<script>؛</script>' }, sku: SQL.slice(0, 60), barcodes: ["';--"] });
    await put(row);
    expect((await served.call('GET', '/v1/products/sql', token)).body['row']).toEqual(row);
    expect(await search(`search=${encodeURIComponent('robert')}`)).toEqual(['sql']);
    expect(await search(`search=${encodeURIComponent("' | 'x':* \\ & !")}`)).toEqual([]);
    expect(await search(`code=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
  });

  test('refers to a category that is there', async () => {
    expect(await put(product('lost', { categoryId: 'nowhere' }))).toMatchObject({ status: 422, body: { at: 'categoryId' } });
  });

  test.each([
    ['another id than the address', { ...product('other') }],
    ['a price below zero', { ...product('bad'), unitPriceMinor: -1 }],
    ['a price that is no whole number', { ...product('bad'), unitPriceMinor: 1.5 }],
    ['no name', { ...product('bad'), name: {} }],
    ['a NUL in its name', { ...product('bad'), name: { fr: 'a\0b' } }],
    ['half of a surrogate pair in its code', { ...product('bad'), sku: '\ud800' }],
    ['fifty-one barcodes', { ...product('bad'), barcodes: Array.from({ length: 51 }, (_, n) => `b${n}`) }],
    ['an unknown unit', { ...product('bad'), unit: 'barrel' }],
  ])('with %s is refused', async (_, row) => {
    expect(await served.call('PUT', '/v1/products/bad', token, { base: null, row })).toMatchObject({
      status: 400,
      body: { code: 'request.malformed' },
    });
  });
});

describe('the list of products', () => {
  test('is paged by id without a gap or a double, and searched by words and codes of every language', async () => {
    const own = officeToken(await served.merchant());
    const rows = Array.from({ length: 25 }, (_, n) => product(`p${String(n).padStart(2, '0')}`, { barcodes: [`61300000${n}`] }));
    rows[7] = product('p07', { name: { fr: 'Thé à la menthe', ar: 'شاي بالنعناع' }, plu: '4011' });
    expect((await served.call('POST', '/v1/products/bulk', own, { products: rows })).body).toEqual({ changed: 25 });
    const seen: string[] = [];
    for (let query = ''; ; ) {
      const { body } = await served.call('GET', `/v1/products?limit=10${query}`, own);
      seen.push(...(body['items'] as { row: Product }[]).map(({ row }) => row.productId)); // A list's items are rows.
      const next = body['next'];
      if (typeof next !== 'string') break;
      query = `&cursor=${next}`;
    }
    expect(seen).toEqual(rows.map(({ productId }) => productId));
    for (const query of ['search=the menth', 'search=شاي', 'search=4011', 'code=4011'])
      expect(await search(query, own), query).toEqual(['p07']);
    expect(await search('search=article 0', own)).not.toContain('p07');
  });

  test('shows nothing of another merchant, whose edits find nothing either', async () => {
    const other = officeToken(await served.merchant());
    const made = await put(product('private', { name: { fr: 'Secret' } }));
    expect(await search('search=secret', other)).toEqual([]);
    expect(await search('code=sku-private', other)).toEqual([]);
    expect((await served.call('GET', '/v1/products/private', other)).status).toBe(404);
    expect((await put(product('private'), versionOf(made), other)).status).toBe(404);
    expect((await served.call('DELETE', `/v1/products/private?base=${versionOf(made)}`, other)).status).toBe(404);
  });

  test.each(['cursor=nonsense', 'cursor=bnVsbA', 'limit=0', 'limit=100000', `search=${'x'.repeat(201)}`, 'search=%00'])(
    'refuses %s',
    async (query) => {
      expect((await served.call('GET', `/v1/products?${query}`, token)).status).toBe(400);
    },
  );
});

describe('a bulk', () => {
  test('is taken whole or, on a conflict, not at all', async () => {
    await put(product('first', { barcodes: ['taken'] }));
    const products = [product('fine'), product('clash', { barcodes: ['taken'] })];
    expect(await served.call('POST', '/v1/products/bulk', token, { products })).toMatchObject({
      status: 409,
      body: { productId: 'clash', takenBy: 'first' },
    });
    expect((await served.call('GET', '/v1/products/fine', token)).status).toBe(404);
  });

  test('lets two products pass a code on, and two of its own not have one', async () => {
    const own = officeToken(await served.merchant());
    const bulk = (products: Product[]) => served.call('POST', '/v1/products/bulk', own, { products });
    await bulk([product('a', { barcodes: ['x'] }), product('b', { barcodes: ['y'] })]);
    expect((await bulk([product('a', { barcodes: ['y'] }), product('b', { barcodes: ['x'] })])).body).toEqual({ changed: 2 });
    expect((await bulk([product('c', { barcodes: ['z'] }), product('d', { barcodes: ['z'] })])).status).toBe(409);
  });

  test('sent again changes nothing', async () => {
    const products = Array.from({ length: 1_200 }, (_, n) => product(`again-${n}`));
    expect((await served.call('POST', '/v1/products/bulk', token, { products })).body).toEqual({ changed: 1_200 });
    expect((await served.call('POST', '/v1/products/bulk', token, { products })).body).toEqual({ changed: 0 });
  });
});

describe('an import', () => {
  const send = async (body: string, type = 'application/x-ndjson') => {
    const response = await served.fetch('POST', '/v1/products/import', token, { body, headers: { 'content-type': type } });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('takes the good lines and tells the others with their reason', async () => {
    await put(product('holder', { barcodes: ['held'] }));
    const lines = [
      JSON.stringify(product('i1', { name: { ar: 'حليب' } })),
      'not json',
      JSON.stringify({ ...product('i3'), unitPriceMinor: -4 }),
      JSON.stringify(product('i4', { barcodes: ['held'] })),
      JSON.stringify(product('i5', { categoryId: 'nowhere' })),
      JSON.stringify(product('i6', { name: { fr: 'a\0' } })),
      JSON.stringify(product('i7')),
    ];
    expect(await send(lines.join('\n'))).toEqual({
      status: 200,
      body: {
        lines: 7,
        changed: 2,
        refused: 5,
        told: expect.arrayContaining([
          { line: 2, code: 'request.malformed', at: '' },
          { line: 3, code: 'request.malformed', at: 'unitPriceMinor' },
          { line: 4, code: 'conflict', at: 'barcode' },
          { line: 5, code: 'row.unknown-reference', at: 'categoryId' },
          { line: 6, code: 'request.malformed', at: '' },
        ]) as unknown,
      },
    });
    expect((await served.call('GET', '/v1/products/i1', token)).body).toMatchObject({ row: { name: { ar: 'حليب' } } });
  });

  test('of several batches changes each product once', async () => {
    const body = Array.from({ length: 2_500 }, (_, n) => JSON.stringify(product(`many-${n}`))).join('\r\n');
    expect((await send(body)).body).toMatchObject({ lines: 2_500, changed: 2_500, refused: 0 });
    expect((await send(body)).body).toMatchObject({ changed: 0 });
  });

  test('of another type, or with a line longer than any product, is refused', async () => {
    expect((await send('{}', 'text/csv')).status).toBe(415);
    expect((await send('x'.repeat(200_000))).status).toBe(400);
  });
});

describe('categories and quick keys', () => {
  test('are laid out, and a category in use is not deleted', async () => {
    const made = await put2('/v1/categories/drinks', category('drinks'));
    await put(product('cola', { categoryId: 'drinks' }));
    await put(product('water'));
    const layOut = (keys: object[]) => served.call('PUT', '/v1/categories/drinks/quick-keys', token, { keys });
    const key = (productId: string, position: number) => ({ productId, position });
    expect((await layOut([key('cola', 0), key('water', 4)])).body).toEqual({ changed: 2 });
    expect((await layOut([key('water', 4), key('cola', 1)])).body).toEqual({ changed: 2 });
    expect((await served.call('GET', '/v1/categories/drinks/quick-keys', token)).body['items']).toEqual([
      { productId: 'cola', categoryId: 'drinks', position: 1 },
      { productId: 'water', categoryId: 'drinks', position: 4 },
    ]);
    expect((await layOut([key('cola', 0), key('water', 0)])).status).toBe(400);
    expect((await layOut([key('unknown', 0)])).status).toBe(422);
    expect(await search('categoryId=drinks')).toEqual(['cola']);
    expect(await served.call('DELETE', `/v1/categories/drinks?base=${versionOf(made)}`, token)).toMatchObject({
      status: 409,
      body: { code: 'row.in-use' },
    });
    const water = await served.call('GET', '/v1/products/water', token);
    await served.call('DELETE', `/v1/products/water?base=${versionOf(water)}`, token);
    expect((await served.call('GET', '/v1/categories/drinks/quick-keys', token)).body['items']).toHaveLength(1);
    await layOut([]);
    const cola = await served.call('GET', '/v1/products/cola', token);
    await put(product('cola'), versionOf(cola));
    expect((await served.call('DELETE', `/v1/categories/drinks?base=${versionOf(made)}`, token)).status).toBe(200);
    expect((await layOut([])).status).toBe(404);
  });
});

test.each(Object.entries(CATALOG_ROUTES))('%s asks for its right', async (_, { method, path, access }) => {
  const address = path.replaceAll(/:\w+/g, 'x');
  const without = officeToken(place, ['merchant.read', access === 'catalog.edit' ? 'catalog.read' : 'catalog.edit']);
  const body = method === 'GET' || method === 'DELETE' ? undefined : {};
  expect(await served.call(method, address, without, body)).toMatchObject({ status: 403, body: { right: access } });
  expect((await served.call(method, address, 'nobody', body)).status).toBe(401);
});
