import { generateKeyPairSync, type KeyObject, sign, verify as verifySignature } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { prepareAckedReads } from '../src-main/ledger/acked-table.ts';
import { prepareCheckpointReads } from '../src-main/ledger/checkpoint-table.ts';
import { openReadable } from '../src-main/ledger/database.ts';
import { prepareEntryReads } from '../src-main/ledger/entry-table.ts';
import { prepareFactReads } from '../src-main/ledger/fact-tables.ts';
import { plainProtector } from '../src-main/ledger/identity.ts';
import { JournalChecker } from '../src-main/ledger/journal-checker.ts';
import type { Ledger } from '../src-main/ledger/ledger.ts';
import { openLedger } from '../src-main/ledger/open-ledger.ts';
import { prepareSaleReads } from '../src-main/ledger/sale-tables.ts';
import { sampleSale } from '../src-main/ledger/testing/sample-sale.ts';
import { verifyFolder } from '../src-main/ledger/verify.ts';
import { atLeast, atMost, type Figure, shown } from './figure.ts';

/**
 * The whole check of a journal, twice: chain and derived rows without signatures, and with every signature, against a bare loop that only
 * verifies as many Ed25519 signatures, on as many threads.
 *
 *     npm run bench -- verify [--entries 50000] [--folder DIR]
 */
const CHAIN_PER_SECOND = 50_000;
const SIGNED_RATIO = 1.3;
const BATCH = 200;
const APPENDED_AT_ONCE = 500;
const HASH_BYTES = 32;
/** Tickets have some fifteen rows each to be compared with: their check is told apart. */
const TICKETS = 2_000;

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const options = { entries: { type: 'string', default: '50000' }, folder: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-'));
  try {
    return await measure(folder, Number(values.entries));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, entries: number): Promise<readonly Figure[]> {
  await fill(folder, entries);
  const chainMs = timed(() => {
    checkChain(join(folder, 'ledger.db'));
  });
  const start = performance.now();
  const report = await verifyFolder(folder, { quickCheck: false });
  const signedMs = performance.now() - start;
  if (report.fault !== null) throw new Error(`The bench's journal does not hold: ${report.fault.code}`);
  const bareMs = await bareSignatures(entries);
  const tickets = join(folder, 'tickets');
  await fillTickets(tickets, TICKETS);
  const ticketsMs = timed(() => {
    checkChain(join(tickets, 'ledger.db'));
  });
  return [
    atLeast('entries a second: chain and derived rows', (entries * 1_000) / chainMs, '/s', CHAIN_PER_SECOND),
    atMost('with every signature, against bare Ed25519 verifications', signedMs / bareMs, 'ratio', SIGNED_RATIO),
    shown('entries a second with every signature', (entries * 1_000) / signedMs, '/s'),
    shown('bare verifications a second', (entries * 1_000) / bareMs, '/s'),
    shown('chain and rows of tickets of five lines, a second', (TICKETS * 1_000) / ticketsMs, '/s'),
    shown('entries', entries, ''),
  ];
}

async function fillTickets(folder: string, count: number): Promise<void> {
  const ledger = openBenchLedger(folder);
  for (let done = 0; done < count; done += 1) {
    const sold = ledger.completeSale(sampleSale(uuidv7()));
    if (!sold.ok) throw new Error(sold.error.code);
    if (done % BATCH === 0) await new Promise(setImmediate);
  }
  ledger.close();
}

function openBenchLedger(folder: string): Ledger {
  const opened = openLedger({
    folder,
    clock: { nowMs: () => Date.now(), monoMs: () => Math.floor(performance.now()), bootId: uuidv7() },
    protector: plainProtector,
    programVersion: 'bench',
    createIfMissing: true,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

async function fill(folder: string, entries: number): Promise<void> {
  const ledger = openBenchLedger(folder);
  for (let done = 0; done < entries; done += APPENDED_AT_ONCE) {
    const acts = Array.from({ length: APPENDED_AT_ONCE }, () => ({
      type: 'drawer.opened' as const,
      v: 1 as const,
      body: { tillId: 'till-1', reason: 'change' },
    }));
    const recorded = ledger.record({ actor: 'amina', acts });
    if (!recorded.ok) throw new Error(recorded.error.code);
    // The high-water mark is written between acts, as in the program.
    await new Promise(setImmediate);
  }
  ledger.close();
}

/** Everything of a whole check but the signatures. */
function checkChain(path: string): void {
  const db = openReadable(path);
  try {
    db.exec('BEGIN');
    const checker = new JournalChecker({
      sales: prepareSaleReads(db),
      facts: prepareFactReads(db),
      checkpoints: prepareCheckpointReads(db),
      acked: prepareAckedReads(db).read(),
    });
    const reads = prepareEntryReads(db);
    for (let position = 0; ; ) {
      const batch = reads.after(position, BATCH);
      for (const row of batch) {
        const fault = checker.check(row);
        if (fault !== null) throw new Error(fault.code);
      }
      const last = batch.at(-1);
      if (last === undefined) break;
      position = last.position;
    }
    if (checker.checkRest() !== null) throw new Error('rows without an entry');
  } finally {
    db.close();
  }
}

/** As many verifications as entries, and nothing else, on the threads of Node's pool: as the check spreads them. */
async function bareSignatures(count: number): Promise<number> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const message = Buffer.alloc(HASH_BYTES, 7);
  const signature = sign(null, message, privateKey);
  const start = performance.now();
  for (let done = 0; done < count; done += BATCH) {
    await Promise.all(Array.from({ length: Math.min(BATCH, count - done) }, () => verifyInPool(publicKey, message, signature)));
  }
  return performance.now() - start;
}

function verifyInPool(key: KeyObject, message: Buffer, signature: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verifySignature(null, message, key, signature, (error, isValid) => {
      if (error === null && isValid) resolve(true);
      else reject(error ?? new Error('A signature of our own does not hold'));
    });
  });
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
