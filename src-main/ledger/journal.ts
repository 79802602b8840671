import { v7 as uuidv7 } from 'uuid';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import { type Entry, GENESIS_HASH } from '../../src-shared/ledger/entry.ts';
import { type Fact, factsOf } from '../../src-shared/ledger/facts.ts';
import { type Projection, projectEntry } from '../../src-shared/ledger/projection.ts';
import { type EntrySigner, sealEntry } from '../../src-shared/ledger/seal.ts';
import { advanceTotals, type LedgerTotals, type TotalsFault } from '../../src-shared/ledger/totals.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Mark } from './high-water-mark.ts';
import type { LedgerClock } from './ledger.ts';
import { type Position, positionOf } from './position.ts';
import type { Tables } from './tables.ts';

/** A wall clock set back by more than this leaves a trace of its own in the journal; less is the ordinary work of a time server. */
const CLOCK_MOVED_LIMIT_MS = 120_000;

/** Where the journal ends: what the next entry follows. */
export interface JournalEnd extends Position {
  readonly hash: string;
  readonly atMs: number;
  /** What the wall clock said at that entry, before it was clamped. */
  readonly wallMs: number;
}

export interface JournalState {
  readonly end: JournalEnd;
  readonly totals: LedgerTotals;
}

/** Entries sealed and projected, ready to be stored: nothing about them is decided any more. */
export interface Draft {
  readonly entries: readonly SealedDraft[];
  readonly after: JournalState;
}

export interface SealedDraft {
  readonly entry: Entry;
  readonly bytes: Uint8Array;
  readonly projection: Projection | null;
  readonly facts: readonly Fact[];
  /** The totals once it is stored. */
  readonly totals: LedgerTotals;
}

/** The moment of an act: wall time not earlier than the journal's end, and what lets it be corrected afterwards. */
export interface Stamp {
  readonly atMs: number;
  readonly at: string;
  readonly clampedMs: number;
  readonly mono: number;
}

export interface JournalAuthor {
  readonly terminal: string;
  readonly bootId: string;
  readonly signer: EntrySigner;
}

/** Reads the clocks once; every entry of one act carries the same stamp. */
export function stampOf(clock: LedgerClock, end: JournalEnd): Stamp {
  const wallMs = Math.trunc(clock.nowMs());
  const atMs = Math.max(wallMs, end.atMs);
  return { atMs, at: new Date(atMs).toISOString(), clampedMs: atMs - wallMs, mono: Math.max(0, Math.trunc(clock.monoMs())) };
}

/** The trace a wall clock leaves that was set back since the journal's last entry; null when it was not. */
export function clockMoved(end: JournalEnd, stamp: Stamp): EntryBody | null {
  const wallMs = stamp.atMs - stamp.clampedMs;
  if (wallMs >= end.wallMs - CLOCK_MOVED_LIMIT_MS) return null;
  return { type: 'clock.moved', v: 1, body: { fromAt: new Date(end.wallMs).toISOString(), toAt: new Date(wallMs).toISOString() } };
}

/**
 * Seals the entries of one act, in order, onto the journal's end. `actors` pair with `bodies`.
 * Fails when a sale does not go on with the receipt numbers and perpetual totals where the journal left them.
 */
export function draftEntries(
  state: JournalState,
  acts: readonly { readonly read: EntryBody; readonly actor: string }[],
  stamp: Stamp,
  author: JournalAuthor,
): Result<Draft, TotalsFault> {
  const entries: SealedDraft[] = [];
  let { end, totals } = state;
  for (const { read, actor } of acts) {
    const advanced = advanceTotals(totals, read);
    if (!advanced.ok) return advanced;
    totals = advanced.value;
    const { entry, bytes } = sealNext(end, read, actor, stamp, author);
    entries.push({ entry, bytes, projection: projectEntry(entry, read), facts: factsOf(entry, read), totals });
    end = { epoch: entry.epoch, seq: entry.seq, hash: entry.hash, atMs: stamp.atMs, wallMs: stamp.atMs - stamp.clampedMs };
  }
  return ok({ entries, after: { end, totals } });
}

function sealNext(end: JournalEnd, read: EntryBody, actor: string, stamp: Stamp, author: JournalAuthor): ReturnType<typeof sealEntry> {
  return sealEntry(
    {
      id: uuidv7({ msecs: stamp.atMs }),
      terminal: author.terminal,
      epoch: end.epoch,
      seq: end.seq + 1,
      type: read.type,
      v: read.v,
      at: stamp.at,
      clampedMs: stamp.clampedMs,
      mono: stamp.mono,
      bootId: author.bootId,
      actor,
      body: read.body,
      prev: end.hash,
    },
    author.signer,
  );
}

/** The end before the first entry of an epoch. `wallMs` of the epoch before is kept, so that a clock set back since then shows. */
export function beginningOf(epoch: number, wallMs: number): JournalEnd {
  return { epoch, seq: 0, hash: GENESIS_HASH, atMs: 0, wallMs };
}

/**
 * A start checks the chain from the last checkpoint on: this bounds its work, whatever the length of the journal. An entry costs a program
 * that has just begun more than half a millisecond to check; a row more with every so manyth entry costs nothing.
 */
export const CHECKPOINT_EVERY_ENTRIES = 32;

/** Stores a draft, inside a transaction of the caller's. */
export function storeDraft(tables: Pick<Tables, 'entries' | 'sales' | 'facts' | 'checkpoints'>, draft: Draft): void {
  for (const { entry, bytes, projection, facts, totals } of draft.entries) {
    tables.entries.insert(entry, bytes);
    if (projection !== null) tables.sales.insert(projection);
    tables.facts.insert(positionOf(entry), facts);
    if (totals.entries % CHECKPOINT_EVERY_ENTRIES === 0) {
      tables.checkpoints.insert({ position: positionOf(entry), hash: entry.hash, totals });
    }
  }
}

/** The entry of the act itself: a trace of the clock may come before it. */
export function lastOf(draft: Draft): Entry {
  const last = draft.entries.at(-1);
  if (last === undefined) throw new Error('A draft without entries');
  return last.entry;
}

/** Whether the journal ends where the draft does: the answer to a commit of unknown outcome. */
export function endsWith(tables: Pick<Tables, 'entries'>, end: JournalEnd): boolean {
  const last = tables.entries.last();
  return last !== null && last.position === positionOf(end) && last.hash === end.hash;
}

/** What the high-water mark keeps of a state. */
export function markOf({ end, totals }: JournalState): Mark {
  return { epoch: end.epoch, seq: end.seq, hash: end.hash, receiptSeq: totals.receiptSeq, perpetual: totals.perpetual };
}
