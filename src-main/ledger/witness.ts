import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openSeal } from '../../src-shared/ledger/check-chain.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import type { LedgerTotals } from '../../src-shared/ledger/totals.ts';
import { openReadable, type ReadableDb } from './database.ts';
import { nodeDigest } from './entry-crypto.ts';
import { type EntryReads, prepareEntryReads, type StoredEntry } from './entry-table.ts';
import type { MarkReading } from './high-water-mark.ts';
import { type Position, placeOf } from './position.ts';

/** How far a journal is known to have come, told by something else than the journal that is gone on with. */
export type Witness = Position & Pick<LedgerTotals, 'receiptSeq' | 'perpetual'>;

export function markWitness(reading: MarkReading): readonly Witness[] {
  return reading.kind === 'mark' ? [reading.mark] : [];
}

/**
 * What a ledger about to be replaced still tells, read only and as far as it can be read: its newest place, and its newest sale or recovery,
 * which carry the receipt numbers. Entries whose seal does not hold are passed over; another terminal's ledger tells nothing.
 */
export function replacedWitness(path: string, terminal: string): readonly Witness[] {
  if (!existsSync(path)) return [];
  let db: ReadableDb | null = null;
  try {
    db = openReadable(path);
    return newestOf(prepareEntryReads(db), terminal);
  } catch (error) {
    // Damaged, emptied or no database at all: that is why it is replaced.
    if (error instanceof Database.SqliteError) return [];
    throw error;
  } finally {
    db?.close();
  }
}

/** From the end backwards, one entry at a time: sales are what a till mostly writes, so it is seldom more than a few. */
function newestOf(entries: EntryReads, terminal: string): readonly Witness[] {
  const last = entries.last();
  if (last === null) return [];
  for (let row: StoredEntry | null = last; row !== null; row = entries.before(row.position)) {
    const opened = openSeal(row, nodeDigest);
    if (!opened.ok) continue;
    if (opened.value.terminal !== terminal) return [];
    const read = readBody(opened.value);
    if (!read.ok || (read.value.type !== 'sale.completed' && read.value.type !== 'ledger.recovered')) continue;
    const { receiptSeq, perpetual } = read.value.body;
    return [{ ...placeOf(last.position), receiptSeq, perpetual }];
  }
  return [];
}
