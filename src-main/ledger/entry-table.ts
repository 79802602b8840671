import { parseEntry } from '../../src-shared/ledger/check-chain.ts';
import type { Entry, SealedBytes } from '../../src-shared/ledger/entry.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { nodeDigest } from './entry-crypto.ts';
import { positionOf } from './position.ts';

/** A row of `entry`: the sealed bytes, and beside them what the columns say (a check compares the two). */
export interface StoredEntry extends SealedBytes {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly v: number;
  readonly at: string;
  readonly keyId: string;
}

interface EntryRow {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly v: number;
  readonly at: string;
  readonly bytes: Buffer;
  readonly hash: Buffer;
  readonly sig: Buffer;
  readonly keyId: string;
}

const COLUMNS = 'position, id, type, v, entry.at, bytes, hash, sig, key_id AS keyId';
/** The place of a sale's entry, as in the table's own definition. */
const SALE_ENTRY = `SELECT ${COLUMNS} FROM sale JOIN entry ON entry.position = (sale.epoch << 32) + sale.seq`;

export interface EntryReads {
  last(): StoredEntry | null;
  at(position: number): StoredEntry | null;
  /** The newest of those before `position`. */
  before(position: number): StoredEntry | null;
  /** Ascending, from the first after `position`. */
  after(position: number, limit: number): readonly StoredEntry[];
  /** Entries after the one place and up to the other. */
  countBetween(after: number, through: number): number;
  /** Entries of completed sales. */
  bySaleId(saleId: string): StoredEntry | null;
  byReceiptSeq(receiptSeq: number): StoredEntry | null;
  /** Newest first. */
  recentSales(limit: number): readonly StoredEntry[];
}

export function prepareEntryReads(db: ReadableDb): EntryReads {
  const last = db.prepare<[], EntryRow>(`SELECT ${COLUMNS} FROM entry ORDER BY position DESC LIMIT 1`);
  const at = db.prepare<[number], EntryRow>(`SELECT ${COLUMNS} FROM entry WHERE position = ?`);
  const before = db.prepare<[number], EntryRow>(`SELECT ${COLUMNS} FROM entry WHERE position < ? ORDER BY position DESC LIMIT 1`);
  const after = db.prepare<[number, number], EntryRow>(`SELECT ${COLUMNS} FROM entry WHERE position > ? ORDER BY position LIMIT ?`);
  const countBetween = db.prepare<[number, number], number>('SELECT count(*) FROM entry WHERE position > ? AND position <= ?').pluck();
  const bySaleId = db.prepare<[string], EntryRow>(`${SALE_ENTRY} WHERE sale.sale_id = ?`);
  const byReceiptSeq = db.prepare<[number], EntryRow>(`${SALE_ENTRY} WHERE sale.receipt_seq = ?`);
  const recentSales = db.prepare<[number], EntryRow>(`${SALE_ENTRY} ORDER BY sale.receipt_seq DESC LIMIT ?`);
  return {
    last: () => storedOrNull(last.get()),
    at: (position) => storedOrNull(at.get(position)),
    before: (position) => storedOrNull(before.get(position)),
    after: (position, limit) => after.all(position, limit).map(stored),
    countBetween: (low, high) => countBetween.get(low, high) ?? 0,
    bySaleId: (saleId) => storedOrNull(bySaleId.get(saleId)),
    byReceiptSeq: (receiptSeq) => storedOrNull(byReceiptSeq.get(receiptSeq)),
    recentSales: (limit) => recentSales.all(limit).map(stored),
  };
}

/** Stores an entry with exactly the bytes that were hashed. */
export type InsertEntry = (entry: Entry, bytes: Uint8Array) => void;

export function prepareInsertEntry(db: WritableDb): InsertEntry {
  const insert = db.prepare<[number, string, string, number, string, Uint8Array, Buffer, Buffer, string]>(
    'INSERT INTO entry (position, id, type, v, at, bytes, hash, sig, key_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return (entry, bytes) => {
    const hash = Buffer.from(entry.hash, 'hex');
    insert.run(positionOf(entry), entry.id, entry.type, entry.v, entry.at, bytes, hash, Buffer.from(entry.sig, 'base64'), entry.keyId);
  };
}

/** A row as an entry. @throws Error when its bytes are no entry: the file is damaged, which the checks put into words. */
export function entryOf(row: SealedBytes & { readonly position: number }): Entry {
  const parsed = parseEntry(row, nodeDigest);
  if (!parsed.ok) throw new Error(`The entry at position ${row.position} is ${parsed.error}`);
  return parsed.value;
}

/** Whether the columns kept for queries say what the signed bytes say. */
export function columnsAgree(row: StoredEntry, entry: Entry): boolean {
  return (
    row.position === positionOf(entry) &&
    row.id === entry.id &&
    row.type === entry.type &&
    row.v === entry.v &&
    row.at === entry.at &&
    row.keyId === entry.keyId
  );
}

function storedOrNull(row: EntryRow | undefined): StoredEntry | null {
  return row === undefined ? null : stored(row);
}

function stored(row: EntryRow): StoredEntry {
  return { ...row, hash: row.hash.toString('hex'), sig: row.sig.toString('base64') };
}
