import { type LedgerTotals, NO_TOTALS } from '../../src-shared/ledger/totals.ts';
import { prepareAckedReads } from './acked-table.ts';
import { prepareCheckpointReads } from './checkpoint-table.ts';
import { openReadable, type ReadableDb } from './database.ts';
import { isSignedByInPool } from './entry-crypto.ts';
import { type EntryReads, prepareEntryReads, type StoredEntry } from './entry-table.ts';
import { prepareFactReads } from './fact-tables.ts';
import { type MarkReading, readMark } from './high-water-mark.ts';
import { readIdentity } from './identity.ts';
import { type EpochKey, JournalChecker } from './journal-checker.ts';
import type { LedgerFault, LedgerFaultCode } from './ledger-fault.ts';
import { ledgerFolder } from './ledger-folder.ts';
import { schemaState } from './migrate.ts';
import { comparePlaces, type Position, placeOf, positionOf } from './position.ts';
import { preparePrintJobReads } from './print-job-table.ts';
import { prepareSaleReads } from './sale-tables.ts';
import { storageFault } from './storage-fault.ts';

/** Entries read, checked and handed to the signature threads at a time: bounds the memory, and how long the event loop is held. */
const BATCH_ENTRIES = 50;

export interface VerifyOptions {
  readonly database: string;
  /** SQLite's own check of every page first; it runs in one piece and takes a second or more for every gigabyte. */
  readonly quickCheck: boolean;
  /** What lies beside the database in its folder, where it has one. */
  readonly mark?: MarkReading;
  readonly publicKeySpki?: string;
  readonly onProgress?: (entries: number) => void;
}

export interface VerifyReport {
  /** The first thing found wrong; null when everything holds. */
  readonly fault: LedgerFault | null;
  /** What the entries up to there add up to. */
  readonly totals: LedgerTotals;
  readonly end: (Position & { readonly hash: string }) | null;
  /** The key of each epoch, as its first entry names it. Whose keys they are is for the reader to know from elsewhere. */
  readonly keys: readonly EpochKey[];
  /** Entries this program cannot interpret. They are in the chain and in no figure. */
  readonly uninterpreted: number;
}

/** Verifies the ledger of a terminal's folder, with its mark and its own key; the terminal may be selling meanwhile. */
export function verifyFolder(root: string, options: Pick<VerifyOptions, 'quickCheck' | 'onProgress'>): Promise<VerifyReport> {
  const folder = ledgerFolder(root);
  // Before the database is read: it only ever runs ahead of the mark.
  const mark = readMark(folder.mark);
  const identity = readIdentity(root);
  const own = identity.ok ? { publicKeySpki: identity.value.publicKeySpki } : {};
  return verifyLedger({ ...options, ...own, database: folder.database, mark });
}

/**
 * Checks a ledger from its first entry to its last, on a read-only connection and one snapshot: hashes, chain, signatures, keys, receipt
 * numbers, perpetual totals, and that every row and total derived from the entries is what they make it. Streams in bounded memory.
 * @throws the storage's error when the file cannot be read (busy, no file handle left, a drive that is gone): only damage is a finding.
 */
export async function verifyLedger(options: VerifyOptions): Promise<VerifyReport> {
  let db: ReadableDb;
  try {
    db = openReadable(options.database);
  } catch (error) {
    return unread(damageDetail(error));
  }
  let checker: JournalChecker | null = null;
  try {
    const unfit = schemaFault(db) ?? fileFault(db, options.quickCheck);
    if (unfit !== null) return { ...unread(''), fault: unfit };
    // One snapshot for everything that is compared, however long it takes.
    db.exec('BEGIN');
    checker = new JournalChecker({
      sales: prepareSaleReads(db),
      facts: prepareFactReads(db),
      checkpoints: prepareCheckpointReads(db),
      acked: prepareAckedReads(db).read(),
    });
    const entries = prepareEntryReads(db);
    const fault = (await walk(entries, checker, options)) ?? restFault(db, entries, checker, options);
    return report(checker, fault);
  } catch (error) {
    const fault: LedgerFault = { code: 'file', detail: damageDetail(error), ...endOf(checker) };
    return checker === null ? { ...unread(''), fault } : report(checker, fault);
  } finally {
    db.close();
  }
}

function report(checker: JournalChecker, fault: LedgerFault | null): VerifyReport {
  const { end, totals, epochKeys, uninterpreted } = checker;
  const place = end === null ? null : { epoch: end.epoch, seq: end.seq, hash: end.hash };
  return { fault, totals, end: place, keys: epochKeys, uninterpreted };
}

function unread(detail: string): VerifyReport {
  return { fault: { code: 'file', detail, epoch: 0, seq: 0 }, totals: NO_TOTALS, end: null, keys: [], uninterpreted: 0 };
}

/** Throws the error on when it does not say that the file is damaged: a file that cannot be read just now has no verdict. */
function damageDetail(error: unknown): string {
  if (storageFault(error) !== 'corrupt' || !(error instanceof Error)) throw error;
  return error.message;
}

function schemaFault(db: ReadableDb): LedgerFault | null {
  const codes = {
    current: null,
    empty: 'empty',
    older: 'older-schema',
    newer: 'newer-schema',
    'not-a-ledger': 'not-a-ledger',
    altered: 'altered-schema',
  } as const;
  const code = codes[schemaState(db).kind];
  return code === null ? null : { code, detail: '', epoch: 0, seq: 0 };
}

function fileFault(db: ReadableDb, wanted: boolean): LedgerFault | null {
  if (!wanted) return null;
  const found = String(db.pragma('quick_check(1)', { simple: true }));
  return found === 'ok' ? null : { code: 'file', detail: found, epoch: 0, seq: 0 };
}

/** Every entry in order. The signatures of a batch are checked on other threads while the next one is read. */
async function walk(entries: EntryReads, checker: JournalChecker, options: VerifyOptions): Promise<LedgerFault | null> {
  let signatures: Promise<LedgerFault | null> = Promise.resolve(null);
  for (let position = 0; ; ) {
    const batch = entries.after(position, BATCH_ENTRIES);
    const { good, fault } = checkBatch(batch, checker);
    const unsigned = await signatures;
    if (unsigned !== null) return unsigned;
    signatures = checkSignatures(good, checker);
    const last = batch.at(-1);
    if (fault !== null || last === undefined) return (await signatures) ?? fault;
    position = last.position;
    options.onProgress?.(checker.totals.entries);
    await new Promise(setImmediate);
  }
}

function checkBatch(
  batch: readonly StoredEntry[],
  checker: JournalChecker,
): { readonly good: readonly StoredEntry[]; readonly fault: LedgerFault | null } {
  for (const [index, row] of batch.entries()) {
    const fault = checker.check(row);
    if (fault !== null) return { good: batch.slice(0, index), fault };
  }
  return { good: batch, fault: null };
}

async function checkSignatures(rows: readonly StoredEntry[], checker: JournalChecker): Promise<LedgerFault | null> {
  const faults = await Promise.all(rows.map((row) => signatureFault(row, checker)));
  return faults.find((fault) => fault !== null) ?? null;
}

async function signatureFault(row: StoredEntry, checker: JournalChecker): Promise<LedgerFault | null> {
  const key = checker.keyOf(row.keyId);
  if (key === null) return { code: 'unknown-key', detail: row.keyId, ...placeOf(row.position) };
  return (await isSignedByInPool(key, row.hash, row.sig)) ? null : { code: 'signature', detail: '', ...placeOf(row.position) };
}

function restFault(db: ReadableDb, entries: EntryReads, checker: JournalChecker, options: VerifyOptions): LedgerFault | null {
  const place = endOf(checker);
  if (place.seq === 0) return { code: 'empty', detail: '', ...place };
  const rest = checker.checkRest();
  if (rest !== null) return rest;
  const orphan = preparePrintJobReads(db).orphan();
  if (orphan !== null) return { code: 'print-job-orphan', detail: orphan, ...place };
  const lastKey = checker.epochKeys.at(-1);
  if (options.publicKeySpki !== undefined && lastKey?.publicKeySpki !== options.publicKeySpki) {
    return { code: 'identity', detail: lastKey?.keyId ?? '', ...place };
  }
  const code = markFault(entries, place, options.mark);
  return code === null ? null : { code, detail: '', ...place };
}

function markFault(entries: EntryReads, end: Position, reading: MarkReading | undefined): LedgerFaultCode | null {
  if (reading?.kind !== 'mark' || reading.mark.epoch < end.epoch) return null;
  if (comparePlaces(reading.mark, end) > 0) return 'mark-ahead';
  return entries.at(positionOf(reading.mark))?.hash === reading.mark.hash ? null : 'mark-other';
}

function endOf(checker: JournalChecker | null): Position {
  return { epoch: checker?.end?.epoch ?? 0, seq: checker?.end?.seq ?? 0 };
}
