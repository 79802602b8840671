import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import pg from 'pg';
import { buildSnapshot } from '../src-main/catalog/changes/build-snapshot.ts';
import { TestTerminal } from '../src-main/ledger/testing/test-terminal.ts';
import { CloudClient, type OpenedStream } from '../src-main/sync/cloud-client.ts';
import { enrolTerminal } from '../src-main/sync/enrol.ts';
import { ACCEPTED_ENCODINGS, SnapshotReader } from '../src-main/sync/pull/snapshot-stream.ts';
import { TokenKeeper } from '../src-main/sync/token-keeper.ts';
import type { Product } from '../src-shared/catalog/product.ts';
import { prepareCodes, startCloudProcess, urlOf, withDatabase } from './cloud-process.ts';
import { atLeast, atMost, type Figure, shown } from './figure.ts';
import { syntheticProducts } from './synthetic-products.ts';

/**
 * What a new terminal waits for its catalog: the snapshot from PostgreSQL over HTTP into a catalog file with its codes and search index,
 * against bare upserts of the same products into SQLite (one table, found by SKU and by barcode), and the stream alone against the bare SELECT
 * of the same rows. The cloud runs in a process of its own.
 *
 *     npm run bench -- pull [--products 1000000]
 */
const READY_SECONDS_BAR = 60;
const RATIO_BAR = 1 / 3;
const BATCH = 5_000;
const LONGEST_MS = 600_000;
const OPTIONS = { products: { type: 'string', default: '1000000' } } as const;

interface Line {
  /** A stream of the snapshot, as it comes. */
  open(): Promise<OpenedStream>;
  /** Of the cloud's process. */
  memoryMb(): Promise<number>;
}

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const products = Number(values.products);
  const folder = mkdtempSync(join(tmpdir(), 'contacto-bench-'));
  try {
    return await withDatabase(async (database) => {
      const [code = ''] = await prepareCodes(database, 1);
      await fill(urlOf(database), products);
      const select = await timed(() => selectBare(urlOf(database)));
      const upsert = await timed(() => {
        upsertBare(join(folder, 'bare.db'), products);
        return Promise.resolve();
      });
      return await withTerminal(urlOf(database), code, async (line) => {
        const before = await line.memoryMb();
        let bytes = 0;
        const stream = await timed(async () => {
          for await (const chunk of (await line.open()).stream) bytes += (chunk as Buffer).length; // A stream of bytes.
        });
        const ready = await timed(() => build(folder, line));
        const grown = (await line.memoryMb()) - before;
        const rate = (seconds: number): number => Math.round(products / seconds);
        return [
          atMost('a new terminal has its products', ready, 's', READY_SECONDS_BAR),
          atLeast('from the cloud to a catalog against bare upserts', upsert / ready, 'of the rate', RATIO_BAR),
          shown('products', products, ''),
          shown('from the cloud to a catalog', rate(ready), 'rows/s'),
          shown('bare upserts into SQLite', rate(upsert), 'rows/s'),
          shown('the stream alone', rate(stream), 'rows/s'),
          shown('bare SELECT of the same rows', rate(select), 'rows/s'),
          shown('over the line', bytes / 1e6, 'MB'),
          shown('the cloud’s memory grew by', grown, 'MB'),
        ];
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** Straight into the table, as the API's own bulk leaves it: how products come there is not what is measured. */
async function fill(url: string, count: number): Promise<void> {
  await onServer(url, async (client) => {
    for (const batch of batchesOf(syntheticProducts(count))) {
      await client.query(
        `INSERT INTO change_log (merchant_id, scope, kind, row_id, row)
         SELECT merchant_id, merchant_id, 'product', row ->> 'productId', row FROM merchant, jsonb_array_elements($1::jsonb) AS row`,
        [JSON.stringify(batch)],
      );
    }
    await client.query('VACUUM ANALYZE change_log');
  });
}

function* batchesOf(products: Iterable<Product>): Generator<readonly Product[]> {
  let batch: Product[] = [];
  for (const product of products) {
    batch.push(product);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function selectBare(url: string): Promise<void> {
  await onServer(url, async (client) => {
    await client.query('BEGIN');
    await client.query('DECLARE bare NO SCROLL CURSOR FOR SELECT row::text FROM change_log');
    for (let rows = 1; rows > 0; ) rows = (await client.query(`FETCH ${BATCH} FROM bare`)).rows.length;
    await client.query('COMMIT');
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** WAL and NORMAL, one transaction, prepared; no checks, no search. */
function upsertBare(path: string, count: number): void {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE product (product_id TEXT NOT NULL, sku TEXT PRIMARY KEY, barcode TEXT, name TEXT, category TEXT, tax_group TEXT,
    unit TEXT, weighed INTEGER, price INTEGER, price_includes_tax INTEGER, image TEXT) STRICT`);
  db.exec('CREATE UNIQUE INDEX product_by_barcode ON product (barcode)');
  const upsert = db.prepare(`INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (sku) DO UPDATE SET name = excluded.name, price = excluded.price`);
  db.transaction(() => {
    for (const { productId, sku, barcodes, name, categoryId, taxGroupId, unit, unitPriceMinor, image } of syntheticProducts(count)) {
      upsert.run(productId, sku, barcodes[0] ?? null, JSON.stringify(name), categoryId, taxGroupId, unit, 0, unitPriceMinor, 1, image);
    }
  })();
  db.close();
}

async function withTerminal<T>(databaseUrl: string, code: string, work: (line: Line) => Promise<T>): Promise<T> {
  const terminal = new TestTerminal();
  const ledger = terminal.open();
  const cloud = await startCloudProcess(databaseUrl);
  try {
    const client = new CloudClient(cloud.address);
    const signal = AbortSignal.timeout(LONGEST_MS);
    const enrolled = await enrolTerminal(client, ledger, { code, cloudUrl: cloud.address, programVersion: 'bench', signal });
    if (!enrolled.ok) throw new Error(JSON.stringify(enrolled.error));
    const keeper = new TokenKeeper({ ledger, client, now: () => new Date() });
    return await work({
      open: async () => {
        const token = await keeper.token(signal);
        if (!token.ok) throw new Error(JSON.stringify(token.error));
        const opened = await client.open('snapshot', { token: token.value, signal, accept: ACCEPTED_ENCODINGS });
        if (!opened.ok) throw new Error(JSON.stringify(opened.error));
        return opened.value;
      },
      memoryMb: async () => {
        const metrics = await (await fetch(`${cloud.address}/metrics`)).text();
        return Number(/^\S*process_resident_memory_bytes\S* (\S+)$/m.exec(metrics)?.[1]) / 1e6;
      },
    });
  } finally {
    await cloud.stop();
    ledger.close();
    terminal.remove();
  }
}

async function build(folder: string, line: Line): Promise<void> {
  const reader = new SnapshotReader(await line.open(), () => undefined);
  const feed = { origin: 'bench', batches: reader.batches(), verdict: reader.verdict };
  const built = await buildSnapshot({ folder }, feed, new Date().toISOString());
  if (!built.ok) throw new Error(JSON.stringify(built.error));
}
