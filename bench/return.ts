import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { neutralSettings } from '../src-main/app/neutral-shop.ts';
import { startTerminal, type Terminal } from '../src-main/app/terminal.ts';
import { createSigner } from '../src-main/ledger/entry-crypto.ts';
import { plainProtector, readIdentity, readKey } from '../src-main/ledger/identity.ts';
import { sampleSale } from '../src-main/ledger/testing/sample-sale.ts';
import { findReceipt } from '../src-main/services/returns/find-receipt.ts';
import type { Till } from '../src-main/services/till.ts';
import { canonicalJson } from '../src-shared/ledger/canonical.ts';
import type { Entry } from '../src-shared/ledger/entry.ts';
import type { EntrySigner } from '../src-shared/ledger/seal.ts';
import { receiptQrData } from '../src-shared/receipt/receipt-qr.ts';
import { type Figure, quantile, shown, under } from './figure.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * To find a receipt among a million, by its QR and by its number as it is typed: the whole of `return.find`, from the text to what the screen
 * shows, on tickets of five lines. Beside it, in turns, a bare look-up of the same row by its unique index, which reads the bytes and does
 * nothing with them.
 *
 * The journal is filled past the ledger: copies of one real ticket, each with its own id, number and place in the chain, under a checkpoint
 * that lets the terminal start on them. Only the last is signed, as a start checks; who looks a receipt up checks none.
 *
 *     npm run bench -- return [--receipts 1000000] [--finds 2000] [--folder DIR]
 */
const BAR_MS = 5;
const LINES = 5;
const WARM_UP = 200;
const ROWS_PER_TRANSACTION = 20_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Template {
  readonly entry: Entry;
  readonly position: number;
}

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...args],
    options: { receipts: { type: 'string', default: '1000000' }, finds: { type: 'string', default: '2000' }, folder: { type: 'string' } },
  });
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-return-'));
  try {
    const template = await setUp(folder);
    const saleIds = fill(folder, template, Number(values.receipts));
    return await measure(folder, saleIds, Number(values.finds));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function open(root: string): Promise<{ readonly terminal: Terminal; readonly till: () => Till }> {
  const started = await startTerminal({ root, protector: plainProtector, log: silent, checkAfterMs: 3_600_000 });
  if (!started.ok) throw new Error(started.error.code);
  const till = (): Till => {
    const now = started.value.till();
    if (now === null) throw new Error('the bench shop is not set up');
    return now;
  };
  return { terminal: started.value, till };
}

/** A shop with one ticket, from which the others are made. */
async function setUp(root: string): Promise<Template> {
  const { terminal, till } = await open(root);
  const nobody = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: 'A1', personName: null };
  const set = terminal.setUp(neutralSettings({ ...nobody, currency: 'DZD' }), 'bench');
  if (!set.ok) throw new Error(set.error.code);
  const sold = till().ledger.completeSale({ ...sampleSale(uuidv7(), { lines: LINES }), printJobs: () => [] });
  if (!sold.ok) throw new Error(sold.error.code);
  const { entry } = sold.value;
  await terminal.close();
  return { entry, position: entry.epoch * 2 ** 32 + entry.seq };
}

function signerOf(root: string): EntrySigner {
  const identity = readIdentity(root);
  const key = identity.ok ? readKey(root, identity.value, plainProtector) : null;
  if (key?.ok !== true) throw new Error('the key of the bench shop cannot be read');
  return createSigner(key.value);
}

/** Appends tickets until there are so many; answers their ids, by receipt number less one. */
function fill(root: string, template: Template, receipts: number): readonly string[] {
  const signer = signerOf(root);
  const db = new Database(join(root, 'ledger.db'));
  db.pragma('synchronous = OFF');
  const entryRow = db.prepare(
    `INSERT INTO entry (position, id, type, v, at, bytes, hash, sig, key_id) VALUES (?, ?, 'sale.completed', 1, ?, ?, ?, ?, ?)`,
  );
  const columns = (db.pragma('table_info(sale)') as readonly { readonly name: string }[]).map(({ name }) => name);
  const sample = db.prepare<[], Record<string, string | number>>('SELECT * FROM sale').get() ?? {};
  const saleRow = db.prepare(`INSERT INTO sale (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const { hash: first, sig: _sig, ...unsealed } = template.entry;
  const body = unsealed.body as { readonly saleId: string; readonly totals: { readonly totalMinor: number } };
  const saleIds = [body.saleId];
  let prev = first;
  const append = (receiptSeq: number): void => {
    const [saleId, receiptNumber, position] = [uuidv7(), `A1-${String(receiptSeq).padStart(6, '0')}`, template.position + receiptSeq - 1];
    const entry = {
      ...unsealed,
      id: uuidv7(),
      seq: unsealed.seq + receiptSeq - 1,
      prev,
      body: { ...body, saleId, receiptNumber, receiptSeq },
    };
    const bytes = Buffer.from(canonicalJson(entry));
    prev = createHash('sha256').update(bytes).digest('hex');
    entryRow.run(
      position,
      entry.id,
      entry.at,
      bytes,
      Buffer.from(prev, 'hex'),
      receiptSeq === receipts ? Buffer.from(signer.sign(prev), 'base64') : randomBytes(64),
      entry.keyId,
    );
    const own: Record<string, string | number> = {
      receipt_seq: receiptSeq,
      sale_id: saleId,
      receipt_number: receiptNumber,
      seq: entry.seq,
    };
    saleRow.run(...columns.map((column) => own[column] ?? sample[column]));
    saleIds.push(saleId);
  };
  for (let receiptSeq = 2; receiptSeq <= receipts; ) {
    const end = Math.min(receipts, receiptSeq + ROWS_PER_TRANSACTION);
    db.transaction(() => {
      for (; receiptSeq <= end; receiptSeq += 1) append(receiptSeq);
    })();
  }
  const entries = template.entry.seq + receipts - 1;
  const gross = body.totals.totalMinor * receipts;
  db.prepare('INSERT INTO checkpoint VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?)').run(
    template.position + receipts - 1,
    Buffer.from(prev, 'hex'),
    entries,
    receipts,
    gross,
    receipts,
    gross,
    gross,
    receipts,
  );
  db.close();
  return saleIds;
}

async function measure(root: string, saleIds: readonly string[], finds: number): Promise<readonly Figure[]> {
  const { terminal, till } = await open(root);
  const signedIn = till().settings.people[0];
  if (signedIn === undefined) throw new Error('nobody works in the bench shop');
  till().person = signedIn;
  const bareDb = new Database(join(root, 'ledger.db'), { readonly: true });
  const bare = bareDb.prepare('SELECT bytes FROM sale JOIN entry ON entry.position = (sale.epoch << 32) + sale.seq WHERE sale_id = ?');
  const random = seededRandom(7);
  const [byQr, byNumber, bareOnes]: [number[], number[], number[]] = [[], [], []];
  for (let index = 0; index < WARM_UP + finds; index += 1) {
    const at = Math.floor(random() * saleIds.length);
    const other = Math.floor(random() * saleIds.length);
    const third = Math.floor(random() * saleIds.length);
    const saleId = saleIds[at] ?? '';
    const qr = receiptQrData({ terminal: 'bench', receiptNumber: `A1-${at + 1}`, saleId, totalMinor: 1, signature: 'abcdefgh' }, null);
    byQr.push(timeMs(() => found(till(), qr)));
    byNumber.push(timeMs(() => found(till(), String(other + 1))));
    bareOnes.push(timeMs(() => bare.get(saleIds[third])));
  }
  bareDb.close();
  await terminal.close();
  for (const samples of [byQr, byNumber, bareOnes]) samples.splice(0, WARM_UP);
  return [
    under('a receipt by QR, p95', quantile(byQr, 0.95), 'ms', BAR_MS),
    under('a receipt by number, p95', quantile(byNumber, 0.95), 'ms', BAR_MS),
    shown('a receipt by QR, p99', quantile(byQr, 0.99), 'ms'),
    shown('bare look-up of its bytes, p99', quantile(bareOnes, 0.99), 'ms'),
    shown('a receipt by QR, median', quantile(byQr, 0.5), 'ms'),
    shown('a receipt by number, median', quantile(byNumber, 0.5), 'ms'),
    shown('bare look-up of its bytes, median', quantile(bareOnes, 0.5), 'ms'),
    shown('by QR against bare, median', quantile(byQr, 0.5) / quantile(bareOnes, 0.5), '×'),
  ];
}

function found(till: Till, text: string): void {
  const answer = findReceipt(till, text);
  if (!answer.ok || answer.value.kind !== 'found') throw new Error(`${text} was not found`);
}

function timeMs(act: () => void): number {
  const begin = performance.now();
  act();
  return performance.now() - begin;
}
