import type { LedgerTotals } from '../../src-shared/ledger/totals.ts';
import type { ReadableDb, WritableDb } from './database.ts';

/** The journal's state after one of its entries, from which a start recomputes the rest. */
export interface Checkpoint {
  readonly position: number;
  readonly hash: string;
  readonly totals: LedgerTotals;
}

interface CheckpointRow {
  readonly position: number;
  readonly hash: Buffer;
  readonly entries: number;
  readonly sales: number;
  readonly returns: number;
  readonly grossMinor: number;
  readonly receiptSeq: number;
  readonly signedMinor: number;
  readonly absoluteMinor: number;
  readonly tickets: number;
}

const COLUMNS = `position, hash, entries, sales, returns, gross_minor AS grossMinor, receipt_seq AS receiptSeq,
  perpetual_signed_minor AS signedMinor, perpetual_absolute_minor AS absoluteMinor, perpetual_tickets AS tickets`;

export interface CheckpointReads {
  /** The last one at or before `position`; null before the first. */
  upTo(position: number): Checkpoint | null;
  at(position: number): Checkpoint | null;
  count(): number;
}

export function prepareCheckpointReads(db: ReadableDb): CheckpointReads {
  const upTo = db.prepare<[number], CheckpointRow>(`SELECT ${COLUMNS} FROM checkpoint WHERE position <= ? ORDER BY position DESC LIMIT 1`);
  const at = db.prepare<[number], CheckpointRow>(`SELECT ${COLUMNS} FROM checkpoint WHERE position = ?`);
  const count = db.prepare<[], number>('SELECT count(*) FROM checkpoint').pluck();
  return {
    upTo: (position) => checkpointOrNull(upTo.get(position)),
    at: (position) => checkpointOrNull(at.get(position)),
    count: () => count.get() ?? 0,
  };
}

export type InsertCheckpoint = (checkpoint: Checkpoint) => void;

export function prepareInsertCheckpoint(db: WritableDb): InsertCheckpoint {
  const insert = db.prepare<(number | Buffer)[]>('INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return ({ position, hash, totals }) => {
    const { entries, sales, returns, grossMinor, receiptSeq, perpetual } = totals;
    const { signedMinor, absoluteMinor, tickets } = perpetual;
    insert.run(position, Buffer.from(hash, 'hex'), entries, sales, returns, grossMinor, receiptSeq, signedMinor, absoluteMinor, tickets);
  };
}

function checkpointOrNull(row: CheckpointRow | undefined): Checkpoint | null {
  if (row === undefined) return null;
  const { position, hash, entries, sales, returns, grossMinor, receiptSeq, signedMinor, absoluteMinor, tickets } = row;
  const totals = { entries, sales, returns, grossMinor, receiptSeq, perpetual: { signedMinor, absoluteMinor, tickets } };
  return { position, hash: hash.toString('hex'), totals };
}
