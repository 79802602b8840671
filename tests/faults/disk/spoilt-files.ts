import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readMark } from '../../../src-main/ledger/high-water-mark.ts';
import type { Ledger, LedgerHead } from '../../../src-main/ledger/ledger.ts';
import { recoverLedger } from '../../../src-main/ledger/recover.ts';
import { restoreLedger } from '../../../src-main/ledger/restore.ts';
import { sell, TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import { compareHeads } from '../../../src-main/sync/compare-heads.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';

/** Sales that lie in the database, are in the backup, and lie in the WAL. */
const IN_DATABASE = 12;
const IN_BACKUP = 16;
const ALL = 24;
const SPOILT = ['ledger.db-wal', 'ledger.db-wal', 'ledger.db', 'ledger.mark'] as const;
const MOST_SPOILT_FILES = 2;
const SECTOR_BYTES = 512;
const PAGE_BYTES = 4_096;
const LOOK_MS = 5;

/** Files of a crashed terminal’s folder are damaged at random: its WAL mostly, the database, the mark. */
export const spoiltFiles: FaultCase = {
  name: 'spoilt-files',
  fault: 'WAL truncated, bits flipped',
  passes: 'a loss is noticed by the start, the whole check or the cloud’s heads; from backup and numbers that were seen the till sells on',
  shortTimes: 30,
  longTimes: 1_000,
  run: spoilFolders,
};

/** Whether the mark is whole, and receipt numbers that were given a second time where it is not. */
interface Numbers {
  readonly marked: boolean;
  readonly repeats: number[];
}

/** How the damage came to be known: nothing was lost; the start refused; the check of the whole journal found it; only the cloud knew. */
type Noticed = 'harmless' | 'start' | 'check' | 'cloud';

async function spoilFolders({ times, seed, say }: FaultRun): Promise<FaultOutcome> {
  const crashed = await crashedFolder();
  const tally: Record<Noticed, number> = { harmless: 0, start: 0, check: 0, cloud: 0 };
  const violations: string[] = [];
  const repeats: number[] = [];
  for (let world = seed; world < seed + times; world += 1) {
    const terminal = new TestTerminal(mkdtempSync(join(tmpdir(), 'contacto-spoilt-')));
    cpSync(crashed.folder, terminal.folder, { recursive: true });
    const damage = spoil(terminal.folder, randomFrom(world));
    const marked = !damage.some((each) => each.endsWith('ledger.mark'));
    const seen = await look(terminal, crashed.head, { marked, repeats });
    if (typeof seen === 'string') tally[seen] += 1;
    else violations.push(...seen.map((violation) => `seed ${world} (${damage.join(', ')}): ${violation}`));
    terminal.remove();
    if ((world - seed) % 100 === 99) say(`${world - seed + 1} folders`);
  }
  rmSync(crashed.folder, { recursive: true });
  if (tally.start === 0) violations.push('no start has refused anything: nothing was really damaged');
  const did =
    'WAL, database and mark of a crashed terminal were cut, bits turned in them, sectors and pages of them emptied, or taken away: ' +
    `${tally.start} times the start refused, ${tally.check} times the check of the whole journal found it, ${tally.cloud} times (WAL and mark ` +
    `at once) only the cloud’s heads told, ${tally.harmless} times nothing that counts was hit. ${repeats.length} times, each with WAL or database ` +
    'and mark hit at once and before the cloud was asked, the next receipt got a number that a lost one had; never where the mark was whole.';
  return { did, times, violations };
}

/** A terminal as a crash leaves it: all of its sales durable, the last of them in the WAL only, all of them known to the cloud. */
async function crashedFolder(): Promise<{ readonly folder: string; readonly head: LedgerHead }> {
  const terminal = new TestTerminal();
  terminal.sellAndClose(IN_DATABASE);
  const ledger = terminal.open();
  for (let number = IN_DATABASE + 1; number <= IN_BACKUP; number += 1) sell(ledger, `sale-${number}`);
  const backup = await ledger.backup(backupIn(terminal.folder));
  if (!backup.ok) throw new Error(JSON.stringify(backup.error));
  for (let number = IN_BACKUP + 1; number <= ALL; number += 1) sell(ledger, `sale-${number}`);
  const head = ledger.head();
  while (markedSeq(terminal) < head.seq) await delay(LOOK_MS);
  const folder = mkdtempSync(join(tmpdir(), 'contacto-crashed-'));
  cpSync(terminal.folder, folder, { recursive: true });
  ledger.close();
  terminal.remove();
  return { folder, head };
}

function backupIn(folder: string): string {
  return join(folder, 'backups', 'ledger.db');
}

function markedSeq({ markPath }: TestTerminal): number {
  const reading = readMark(markPath);
  return reading.kind === 'mark' ? reading.mark.seq : 0;
}

function spoil(folder: string, random: () => number): readonly string[] {
  const files = Array.from({ length: 1 + Math.floor(random() * MOST_SPOILT_FILES) }, () => pick(SPOILT, random));
  return [...new Set(files)].map((file) => `${spoilFile(join(folder, file), random)} ${file}`);
}

function spoilFile(path: string, random: () => number): string {
  const bytes = readFileSync(path);
  const at = Math.floor(random() * bytes.length);
  const kind = pick(['cut', 'cut', 'bit', 'bits', 'sector', 'page', 'gone'] as const, random);
  switch (kind) {
    case 'cut':
      truncateSync(path, at);
      return `cut at ${at}:`;
    case 'gone':
      rmSync(path);
      return 'gone:';
    case 'bit':
    case 'bits':
      for (let turned = 0; turned < (kind === 'bit' ? 1 : 20); turned += 1) {
        const byte = Math.floor(random() * bytes.length);
        bytes.writeUInt8(bytes.readUInt8(byte) ^ (1 << Math.floor(random() * 8)), byte);
      }
      break;
    case 'sector':
    case 'page': {
      const size = kind === 'sector' ? SECTOR_BYTES : PAGE_BYTES;
      bytes.fill(0, at - (at % size), at - (at % size) + size);
    }
  }
  writeFileSync(path, bytes);
  return `${kind} at ${at}:`;
}

/**
 * What the product makes of the damage: how it was noticed, or what must never be. Where ledger and mark are hit at once nothing on the disk
 * tells the last receipt number, and it may be given again, in another epoch (ADR 0010): such worlds are counted.
 */
async function look(terminal: TestTerminal, cloudHead: LedgerHead, numbers: Numbers): Promise<Noticed | readonly string[]> {
  const opened = terminal.tryOpen({ createIfMissing: false });
  if (!opened.ok) return (await recover(terminal, opened.error.code, numbers)) ?? 'start';
  opened.value.close();
  // As the program does once it has started.
  const { fault } = await verifyFolder(terminal.folder, { quickCheck: true });
  if (fault !== null) return (await recover(terminal, 'ledger.corrupt', numbers)) ?? 'check';
  const ledger = terminal.open();
  const missing = missingIn(ledger, ALL);
  const comparison = compareHeads(ledger, {
    heads: [{ epoch: 1, lastSeq: cloudHead.seq, lastHash: cloudHead.hash, state: 'open' }],
    has: () => true,
    isSuperseded: false,
  });
  ledger.close();
  if (missing.length === 0) return comparison.kind === 'send-from' ? 'harmless' : [`whole, and the cloud says ${comparison.kind}`];
  if (numbers.marked) return [`${missing.length} sales are lost, and the mark that tells of it was not heeded`];
  return comparison.kind === 'server-ahead' ? 'cloud' : [`${missing.length} sales are lost, and nobody noticed`];
}

function missingIn(ledger: Ledger, upTo: number): readonly number[] {
  return Array.from({ length: upTo }, (_, index) => index + 1).filter((number) => ledger.findSale(`sale-${number}`) === null);
}

/** Goes on as the screen offers it, and sells. Null when all is as it must be. */
async function recover(terminal: TestTerminal, code: string, { marked, repeats }: Numbers): Promise<readonly string[] | null> {
  const recovered = await goOn(terminal, code);
  if (!recovered.ok) return [`${code}, and there is no way on: ${recovered.error}`];
  const ledger = terminal.open();
  const violations: string[] = [];
  const missing = missingIn(ledger, recovered.value);
  if (missing.length > 0) violations.push(`after the recovery from ${code}, sales ${missing.join(', ')} are missing`);
  const next = sell(ledger, 'sale-after');
  if (next.sale.receiptSeq <= ALL && marked) violations.push(`receipt number ${next.sale.receiptSeq} was given a second time`);
  else if (next.sale.receiptSeq <= ALL) repeats.push(next.sale.receiptSeq);
  if (next.entry.epoch < 2) violations.push('it went on in the epoch that lost entries');
  ledger.close();
  const { fault } = await verifyFolder(terminal.folder, { quickCheck: true });
  if (fault !== null) violations.push(`after the recovery from ${code} the journal does not hold: ${fault.code} ${fault.detail}`);
  return violations.length === 0 ? null : violations;
}

/** With what is left where only the tail is lost and the rest holds, else from the backup. Answers how many sales must be there then. */
async function goOn(terminal: TestTerminal, code: string): Promise<Result<number, string>> {
  const options = { ...terminal.options(), actor: 'manager' };
  if (code === 'ledger.tail-lost' && recoverLedger(options).ok) {
    const { fault } = await verifyFolder(terminal.folder, { quickCheck: true });
    // Only what lay in the WAL can have been the tail.
    if (fault === null) return ok(IN_DATABASE);
  }
  const restored = await restoreLedger({ ...options, backup: backupIn(terminal.folder), newKey: false, lastReceipt: null });
  return restored.ok ? ok(IN_BACKUP) : fail(JSON.stringify(restored.error));
}

function pick<T>(items: readonly [T, ...T[]], random: () => number): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}
