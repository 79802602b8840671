import { type ChainLink, checkLink, openSeal } from '../../src-shared/ledger/check-chain.ts';
import type { Entry } from '../../src-shared/ledger/entry.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { advanceTotals, type LedgerTotals, NO_TOTALS } from '../../src-shared/ledger/totals.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { CheckpointReads } from './checkpoint-table.ts';
import { importPublicKey, isSignedBy, nodeDigest } from './entry-crypto.ts';
import { columnsAgree, type EntryReads, type StoredEntry } from './entry-table.ts';
import type { MarkReading } from './high-water-mark.ts';
import type { Identity } from './identity.ts';
import type { JournalEnd, JournalState } from './journal.ts';
import type { LedgerOpenFailure } from './ledger.ts';
import { comparePlaces, placeOf, positionOf } from './position.ts';
import type { SaleReads } from './sale-tables.ts';

const BATCH_ENTRIES = 100;

/** What the checks read: they never write. */
interface Reads {
  readonly entries: EntryReads;
  readonly checkpoints: CheckpointReads;
  readonly sales: SaleReads;
}

/** How far a walk along the chain has come. */
interface Walked {
  readonly position: number;
  /** Null before the first entry of all. */
  readonly entry: Entry | null;
  readonly totals: LedgerTotals;
}

const BEGINNING: Walked = { position: 0, entry: null, totals: NO_TOTALS };

/**
 * What every start checks, in bounded work: the chain and the totals from the last checkpoint to the end, and the end's signature, which
 * through `prev` covers all before it. The rest is for `verifyLedger`. Returns where the journal ends.
 */
export function checkTail(tables: Reads, identity: Identity): Result<JournalState, LedgerOpenFailure> {
  const last = tables.entries.last();
  if (last === null) return corrupt('empty', 0);
  const start = tailStart(tables, last.position);
  if (!start.ok) return start;
  const walked = walkTail(tables, start.value);
  if (!walked.ok) return walked;
  const { entry, position, totals } = walked.value;
  if (entry === null) return corrupt('empty', 0);
  if (entry.terminal !== identity.terminal) {
    return fail({ code: 'ledger.foreign', params: { terminal: identity.terminal, found: entry.terminal } });
  }
  if (entry.keyId !== identity.keyId) return corrupt('unknown-key', position);
  const key = importPublicKey(identity.publicKeySpki);
  if (key === null || !isSignedBy(key, entry.hash, entry.sig)) return corrupt('signature', position);
  // Rows of sales whose entries are gone; a number may be missing where lost entries had it.
  if (tables.sales.lastReceiptSeq() > totals.receiptSeq) return corrupt('projection-extra', position);
  return ok({ end: journalEnd(entry), totals });
}

/** The chain from the first entry on, without signatures: after a migration, which may take its time. Returns how many entries there are. */
export function checkWholeChain(tables: Reads): Result<number, LedgerOpenFailure> {
  const walked = walkTail(tables, BEGINNING);
  return walked.ok ? ok(walked.value.totals.entries) : walked;
}

/** The last checkpoint, if its entry is still the one it was taken at; else the beginning. */
function tailStart(tables: Reads, lastPosition: number): Result<Walked, LedgerOpenFailure> {
  const checkpoint = tables.checkpoints.upTo(lastPosition);
  if (checkpoint === null) return ok(BEGINNING);
  const row = tables.entries.at(checkpoint.position);
  if (row?.hash !== checkpoint.hash) return corrupt('checkpoint', checkpoint.position);
  const opened = openSeal(row, nodeDigest);
  if (!opened.ok) return corrupt(opened.error, checkpoint.position);
  if (!columnsAgree(row, opened.value)) return corrupt('columns', checkpoint.position);
  return ok({ position: checkpoint.position, entry: opened.value, totals: checkpoint.totals });
}

function walkTail(tables: Reads, start: Walked): Result<Walked, LedgerOpenFailure> {
  let walked = start;
  for (;;) {
    const batch = tables.entries.after(walked.position, BATCH_ENTRIES);
    if (batch.length === 0) return ok(walked);
    for (const row of batch) {
      const next = step(walked, row);
      if (!next.ok) return next;
      walked = next.value;
    }
  }
}

function step(walked: Walked, row: StoredEntry): Result<Walked, LedgerOpenFailure> {
  const previous: ChainLink | null = walked.entry;
  const linked = checkLink(previous, row, nodeDigest);
  if (!linked.ok) return corrupt(linked.error, row.position);
  if (!columnsAgree(row, linked.value)) return corrupt('columns', row.position);
  const read = readBody(linked.value);
  const totals = advanceTotals(walked.totals, read.ok ? read.value : null);
  if (!totals.ok) return corrupt(totals.error, row.position);
  return ok({ position: row.position, entry: linked.value, totals: totals.value });
}

export function journalEnd(entry: Entry): JournalEnd {
  const atMs = Date.parse(entry.at);
  return { epoch: entry.epoch, seq: entry.seq, hash: entry.hash, atMs, wallMs: atMs - entry.clampedMs };
}

/**
 * Compares the journal's end with the high-water mark, and with the highest epoch ever begun here. A mark of an earlier epoch was answered
 * when the later one was begun. A mark that is not there or not readable says nothing: that is for the caller to report.
 */
export function compareMark(tables: Reads, end: JournalEnd, reading: MarkReading, begunEpoch: number): LedgerOpenFailure | null {
  const headParams = { headEpoch: end.epoch, headSeq: end.seq };
  if (begunEpoch > end.epoch) return { code: 'ledger.tail-lost', params: { markEpoch: begunEpoch, markSeq: 1, ...headParams } };
  if (reading.kind !== 'mark' || reading.mark.epoch < end.epoch) return null;
  const { mark } = reading;
  if (comparePlaces(mark, end) > 0) {
    return { code: 'ledger.tail-lost', params: { markEpoch: mark.epoch, markSeq: mark.seq, ...headParams } };
  }
  // Another entry stands where the mark was taken: this file is a copy on which somebody else went on.
  if (tables.entries.at(positionOf(mark))?.hash !== mark.hash) return damaged('mark', positionOf(mark));
  return null;
}

function corrupt(finding: string, position: number): { readonly ok: false; readonly error: LedgerOpenFailure } {
  return fail(damaged(finding, position));
}

function damaged(finding: string, position: number): LedgerOpenFailure {
  return { code: 'ledger.corrupt', params: { finding, ...placeOf(position) } };
}
