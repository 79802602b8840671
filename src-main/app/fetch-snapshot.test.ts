import { copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Product } from '../../src-shared/catalog/product.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { ownCatalogPath } from '../catalog/catalog-files.ts';
import { openCatalog } from '../catalog/open-catalog.ts';
import { replaceCatalog } from '../catalog/replace-catalog.ts';
import { sampleProduct as product } from '../catalog/sample-product.fixture.ts';
import { fetchSnapshot } from './fetch-snapshot.ts';

const AT = '2026-11-20T10:00:00.000Z';
const ORIGIN = 'merchant/store';

let folder: string;
let server: Server;
let answer: { readonly status?: number; readonly encoding?: string; readonly body: Buffer; readonly cutAfter?: number };
const open: Catalog[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-snapshot-'));
  server = createServer((_request, response) => {
    const { status = 200, encoding = 'gzip', body, cutAfter } = answer;
    response.writeHead(status, { 'content-encoding': encoding });
    if (cutAfter === undefined) response.end(body);
    else response.write(body.subarray(0, cutAfter), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const catalog of open.splice(0)) catalog.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const row = (id: string, changes: Partial<Product> = {}) => ({ kind: 'product', id, version: 3, row: product(id, changes) });

function snapshotText(rows: readonly unknown[], counted = rows.length): string {
  return [{ format: 1, cursor: 'c9', rows: counted }, ...rows, { end: true, rows: counted }]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

function take(maxBytes?: number): ReturnType<typeof fetchSnapshot> {
  const { port } = server.address() as AddressInfo;
  const order = { folder, cloudUrl: `http://127.0.0.1:${port}`, token: 't', origin: ORIGIN, at: AT };
  return fetchSnapshot(maxBytes === undefined ? order : { ...order, maxBytes }, new AbortController().signal, () => undefined);
}

function opened(): Catalog {
  const catalog = openCatalog({ folder });
  if (!catalog.ok) throw new Error(catalog.error.code);
  open.push(catalog.value);
  return catalog.value;
}

async function sellOwn(): Promise<void> {
  const filled = await replaceCatalog({ folder }, { categories: [], products: [product('own')], quickKeys: [] });
  if (!filled.ok) throw new Error(filled.error.code);
}

/** The till sells what it sold before, asks for a snapshot again, and nothing lies about. */
function expectAsBefore(): void {
  const catalog = opened();
  expect(catalog.count()).toBe(1);
  expect(catalog.productById('own')).not.toBeNull();
  expect(catalog.changes.cursor(ORIGIN)).toBeNull();
  catalog.close();
  open.splice(0);
  expect(readdirSync(folder).filter((name) => name !== 'import.lock')).toEqual(['catalog-1.db']);
}

describe('a snapshot', () => {
  test('of a cloud with a single product takes the place of the till’s own goods, whose file is kept', async () => {
    await sellOwn();
    answer = { encoding: 'identity', body: Buffer.from(snapshotText([row('a')])) };
    expect(opened().isOwn).toBe(true);
    expect(await take()).toEqual({ ok: true, value: null });
    const catalog = opened();
    expect([catalog.isOwn, catalog.productById('own')]).toEqual([false, null]);
    copyFileSync(ownCatalogPath(folder), join(folder, 'catalog-9.db'));
    expect(opened().productById('own')?.productId).toBe('own');
  });

  test.each([
    ['gzip', gzipSync],
    ['zstd', zstdCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ] as const)('in %s takes the place of the catalog together with its cursor', async (encoding, compress) => {
    await sellOwn();
    const rows = [
      // A product may come before its category, and name one that never comes.
      row('a', { barcodes: ['6130002000075'], categoryId: 'k' }),
      row('b', { categoryId: 'none' }),
      { kind: 'category', id: 'k', version: 1, row: { categoryId: 'k', name: { fr: 'Rayon' }, colour: 'red', position: 0 } },
      { kind: 'quick-key', id: 'q', version: 1, row: { productId: 'a', categoryId: 'k', position: 0 } },
      { kind: 'person', id: 'p', version: 2, row: { name: 'Samir' } },
      { kind: 'stock', id: 'a', version: 2, row: { productId: 'a', onHandThousandths: 5, countedEpoch: 1, countedSeq: 2 } },
    ];
    answer = { encoding, body: compress(snapshotText(rows)) };
    expect(await take()).toEqual({ ok: true, value: null });
    const catalog = opened();
    expect(catalog.count()).toBe(2);
    expect(catalog.lookup('6130002000075')?.categoryId).toBe('k');
    expect(catalog.productById('b')?.categoryId).toBeNull();
    expect(catalog.quickKeys('k').map(({ productId }) => productId)).toEqual(['a']);
    expect(catalog.changes.inbox('person', 5)).toEqual([{ kind: 'person', id: 'p', version: 2, row: { name: 'Samir' } }]);
    expect(catalog.changes.stock('a')?.onHandMilli).toBe(5);
    expect(catalog.changes.cursor(ORIGIN)).toBe('c9');
  });

  test('puts aside what cannot be read or has another’s code, counts it, and takes the rest', async () => {
    const text = snapshotText([
      row('a', { plu: '7' }),
      row('b', { plu: '7' }),
      row('a'),
      { ...row('c'), row: { productId: 'c' } },
      { no: 'row' },
      row('d'),
    ]);
    answer = { body: gzipSync(text.replace('{"no":"row"}', '{"no')) };
    expect(await take()).toEqual({ ok: true, value: null });
    const catalog = opened();
    expect(catalog.count()).toBe(2);
    const { count, rows } = catalog.changes.asides(10);
    expect(count).toBe(4);
    expect(rows.map(({ id, reason }) => [id, reason]).sort()).toEqual([
      ['5', 'row-unreadable'],
      ['a', 'code-taken'],
      ['b', 'code-taken'],
      ['c', 'row-unreadable'],
    ]);
  });
});

test('a snapshot that was killed before it took its place leaves the catalog as it was, and the next one goes through', async () => {
  await sellOwn();
  answer = { body: gzipSync(snapshotText([row('a')])) };
  expect(await take()).toEqual({ ok: true, value: null });
  // What lies there when the program ends between the last byte and the rename: both files, the catalog not yet by its name.
  renameSync(join(folder, 'catalog-2.db'), join(folder, 'catalog-2.db.building'));
  const filled = await replaceCatalog({ folder: join(folder, 'before') }, { categories: [], products: [product('own')], quickKeys: [] });
  expect(filled.ok).toBe(true);
  renameSync(join(folder, 'before', 'catalog-1.db'), join(folder, 'catalog-1.db'));
  const killed = opened();
  expect([killed.count(), killed.productById('own')?.productId, killed.changes.cursor(ORIGIN)]).toEqual([1, 'own', null]);
  answer = { body: gzipSync(snapshotText([row('b'), row('c')])) };
  expect(await take()).toEqual({ ok: true, value: null });
  expect(killed.refresh()).toEqual({ ok: true, value: true });
  expect([killed.count(), killed.productById('own'), killed.changes.cursor(ORIGIN)]).toEqual([2, null, 'c9']);
});

describe('what is no whole snapshot leaves the catalog as it was', () => {
  test('a stream cut at any place', async () => {
    await sellOwn();
    const body = gzipSync(snapshotText(Array.from({ length: 20 }, (_, n) => row(`p${n}`))));
    for (let cutAfter = 0; cutAfter < body.length; cutAfter += 7) {
      answer = { body, cutAfter };
      const taken = await take();
      expect(taken.ok).toBe(false);
      expect(taken).toMatchObject({ error: { kind: expect.stringMatching(/^(cut|garbled|unreachable)$/) as string } });
    }
    expectAsBefore();
  });

  const whole = snapshotText([row('a'), row('b')]);
  test.each([
    ['without its end', whole.slice(0, whole.lastIndexOf('{"end"')), 'cut'],
    ['that ends within a line', whole.slice(0, -1), 'cut'],
    ['with fewer rows than it says', snapshotText([row('a')], 2), 'garbled'],
    ['with more rows than it says', snapshotText([row('a'), row('b')], 1), 'garbled'],
    ['that goes on after its end', `${whole}${JSON.stringify(row('c'))}\n`, 'garbled'],
    ['without a head', whole.slice(whole.indexOf('\n') + 1), 'garbled'],
    ['of a format to come', whole.replace('"format":1', '"format":2'), 'garbled'],
    ['with a line longer than any row', `${whole.slice(0, 60)}${'x'.repeat(2_000_000)}`, 'garbled'],
    ['of nothing', '', 'cut'],
  ])('%s', async (_case, text, kind) => {
    await sellOwn();
    answer = { body: gzipSync(text) };
    const taken = await take();
    expect(taken.ok ? null : taken.error.kind).toMatch(kind === 'garbled' ? /cut|garbled/ : kind);
    expectAsBefore();
  });

  test.each([
    ['bytes that are not gzip', { body: Buffer.from(whole) }],
    ['bytes that are not UTF-8', { encoding: 'identity', body: Buffer.concat([Buffer.from(whole), Buffer.from([0xff, 0xfe])]) }],
  ])('%s', async (_case, given) => {
    await sellOwn();
    answer = given;
    expect((await take()).ok).toBe(false);
    expectAsBefore();
  });

  test('a refusal is told by the cloud’s own code', async () => {
    await sellOwn();
    answer = { status: 403, encoding: 'identity', body: Buffer.from('{"code":"terminal.suspended"}') };
    expect(await take()).toMatchObject({ ok: false, error: { kind: 'refused', status: 403, code: 'terminal.suspended' } });
    expectAsBefore();
  });

  test('a disk that fills up while it is built', async () => {
    await sellOwn();
    answer = { body: gzipSync(snapshotText(Array.from({ length: 3_000 }, (_, n) => row(`p${n}`)))) };
    expect(await take(200_000)).toMatchObject({ ok: false, error: { kind: 'disk', code: 'import.disk-full' } });
    expectAsBefore();
    expect(await take()).toEqual({ ok: true, value: null });
    expect(opened().count()).toBe(3_000);
  });
});
