import type Database from 'better-sqlite3';
import type { AsideRow } from './read-change.ts';

/** On hand in the terminal's own store, in thousandths, and up to which of its own entries that is counted. */
export type StockFigure = { readonly onHandMilli: number; readonly countedEpoch: number; readonly countedSeq: number };

type Row = {
  readonly arrival: number;
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly changeNo: number;
  readonly row: string | null;
};

export type ChangesStatements = ReturnType<typeof prepareStatements>;

export function prepareStatements(db: Database.Database) {
  return {
    state: db.prepare<[], { readonly origin: string; readonly cursor: string }>('SELECT origin, cursor FROM pull_state'),
    setState: db.prepare<[string, string]>('INSERT OR REPLACE INTO pull_state (one, origin, cursor) VALUES (1, ?, ?)'),
    keepRow: db.prepare<[string, string, number, string | null], { readonly arrival: number; readonly changeNo: number }>(
      `INSERT INTO changed_row (kind, row_id, version, change_no, row)
       VALUES (?, ?, ?, (SELECT coalesce(max(change_no), 0) + 1 FROM changed_row), ?)
       ON CONFLICT (kind, row_id) DO UPDATE SET version = excluded.version, change_no = excluded.change_no, row = excluded.row
         WHERE excluded.version >= changed_row.version
       RETURNING arrival, change_no AS changeNo`,
    ),
    rows: db.prepare<[], Row>(
      'SELECT arrival, kind, row_id AS id, version, change_no AS changeNo, row FROM changed_row ORDER BY change_no',
    ),
    forget: db.prepare<[number]>(`DELETE FROM changed_row WHERE kind IN ('product', 'category') AND change_no <= ?`),
    putInbox: db.prepare<[string, string, number, string | null]>(
      `INSERT INTO inbox (kind, row_id, version, row) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, row_id) DO UPDATE SET version = excluded.version, row = excluded.row WHERE excluded.version >= inbox.version`,
    ),
    inbox: db.prepare<[number], { readonly kind: string; readonly id: string; readonly version: number; readonly row: string | null }>(
      'SELECT kind, row_id AS id, version, row FROM inbox ORDER BY place LIMIT ?',
    ),
    takeInbox: db.prepare<[string, string, number]>('DELETE FROM inbox WHERE kind = ? AND row_id = ? AND version <= ?'),
    settle: db.prepare<[string, string, number]>('INSERT OR REPLACE INTO settled (kind, row_id, version) VALUES (?, ?, ?)'),
    settledVersion: db.prepare<[string, string], number>('SELECT version FROM settled WHERE kind = ? AND row_id = ?').pluck(),
    putAside: db.prepare<[string, string, number, string, string, string]>(
      'INSERT OR REPLACE INTO put_aside (kind, row_id, version, reason, detail, at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    notAside: db.prepare<[string, string]>('DELETE FROM put_aside WHERE kind = ? AND row_id = ?'),
    asides: db.prepare<[number], AsideRow & { readonly at: string }>(
      'SELECT kind, row_id AS id, version, reason, detail, at FROM put_aside ORDER BY at DESC, kind, row_id LIMIT ?',
    ),
    asideCount: db.prepare<[], number>('SELECT count(*) FROM put_aside').pluck(),
    stock: db.prepare<[string], StockFigure>(
      'SELECT on_hand_milli AS onHandMilli, counted_epoch AS countedEpoch, counted_seq AS countedSeq FROM stock WHERE product_id = ?',
    ),
    putStock: db.prepare<[string, number, number, number, number]>(
      `INSERT INTO stock (product_id, version, on_hand_milli, counted_epoch, counted_seq) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (product_id) DO UPDATE SET version = excluded.version, on_hand_milli = excluded.on_hand_milli,
         counted_epoch = excluded.counted_epoch, counted_seq = excluded.counted_seq WHERE excluded.version >= stock.version`,
    ),
    dropStock: db.prepare<[string, number]>('DELETE FROM stock WHERE product_id = ? AND version <= ?'),
  };
}
