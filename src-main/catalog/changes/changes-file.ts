import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Change, PulledKind } from '../../../src-shared/contract/pull-api.ts';
import type { PutAside } from '../../../src-shared/contract/sync-api.ts';
import { CHANGES_APPLICATION_ID, CHANGES_SCHEMA, CHANGES_SCHEMA_VERSION } from './changes-schema.ts';
import { type ReadChange, readChange } from './read-change.ts';

const WRITE_WAIT_MS = 2_000;

/** A row of the catalog as it was pulled; `row` null: deleted. */
export type StoredChange = { readonly arrival: number; readonly changeNo: number } & Extract<
  ReadChange,
  { kind: 'product' | 'category' | 'quick-key' }
>;

/** A catalog file has been built that holds the changes of this snapshot up to that number. */
export type Folded = { readonly snapshot: number; readonly through: number };

/** A row of another room's that is not yet in force. */
export type InboxRow = Pick<Change, 'kind' | 'id' | 'version' | 'row'>;

/** `origin`: whose cursor it is; one of another cloud or store means nothing here. */
export type PulledPage = { readonly changes: readonly Change[]; readonly cursor: string; readonly origin: string };

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

/**
 * The pulled changes of one snapshot in SQLite, with the cursor they reach up to. WAL with NORMAL: a power cut may take back the last pages,
 * and their cursor with them, so that they are pulled again. All methods throw SQLite's error when the disk refuses.
 */
export class ChangesFile {
  readonly #db: Database.Database;
  readonly #statements: ReturnType<typeof prepare>;

  private constructor(db: Database.Database) {
    this.#db = db;
    this.#statements = prepare(db);
  }

  /** Null where there is no such file, or one that is not ours to read, unless it is made. */
  static open(path: string, options: { readonly create: boolean }): ChangesFile | null {
    if (!options.create && !existsSync(path)) return null;
    const db = new Database(path, { timeout: WRITE_WAIT_MS });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      // Customers pass through the inbox.
      db.pragma('secure_delete = ON');
      if (Number(db.pragma('user_version', { simple: true })) === 0) createTables(db);
      if (isOurs(db)) return new ChangesFile(db);
      db.close();
      return null;
    } catch (error) {
      db.close();
      if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code)) return null;
      throw error;
    }
  }

  /** A new file that nobody reads yet, filled in one go: nothing is flushed until it is closed. */
  static build(path: string): ChangesFile {
    const db = new Database(path);
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    createTables(db);
    db.exec('BEGIN');
    return new ChangesFile(db);
  }

  /** Ends a build. */
  finish(): void {
    this.#db.exec('COMMIT');
  }

  /** How far was pulled, if it was from this origin; null: from nowhere, and a snapshot is needed. */
  cursor(origin: string): string | null {
    const state = this.#statements.state.get();
    return state?.origin === origin ? state.cursor : null;
  }

  setCursor(origin: string, cursor: string): void {
    this.#statements.setState.run(origin, cursor);
  }

  /**
   * Keeps a page with its cursor, in one transaction. A row older than the one kept changes nothing.
   *
   * @param at of now, ISO 8601, for what is put aside.
   * @returns the catalog's rows that are others now.
   */
  keepPage(page: PulledPage, at: string): readonly StoredChange[] {
    const read = page.changes.map(readChange);
    return this.#db.transaction(() => {
      const kept: StoredChange[] = [];
      for (const each of read) {
        if (!each.ok) {
          this.putAside(each.error, at);
          continue;
        }
        const stored = this.keep(each.value);
        if (stored !== null) kept.push(stored);
      }
      this.setCursor(page.origin, page.cursor);
      return kept;
    })();
  }

  /** Keeps one row; answers what is now kept of the catalog, or null where it is nothing of the catalog or nothing new. */
  keep(change: ReadChange): StoredChange | null {
    const { kind, id, version } = change;
    this.#statements.notAside.run(kind, id);
    if (change.kind === 'stock') {
      this.#keepStock(id, version, change.row);
      return null;
    }
    const text = change.row === null || change.row === undefined ? null : JSON.stringify(change.row);
    if (change.kind !== 'product' && change.kind !== 'category' && change.kind !== 'quick-key') {
      const settled = this.#statements.settledVersion.get(kind, id) ?? 0;
      if (settled < version) this.#statements.putInbox.run(kind, id, version, text);
      return null;
    }
    const place = this.#statements.keepRow.get(kind, id, version, text);
    return place === undefined ? null : { ...change, arrival: place.arrival, changeNo: place.changeNo };
  }

  putAside({ kind, id, version, reason, detail }: PutAside, at: string): void {
    this.#statements.putAside.run(kind, id, version, reason, detail.slice(0, 200), at);
  }

  asides(limit: number): { readonly count: number; readonly rows: readonly (PutAside & { readonly at: string })[] } {
    return { count: this.#statements.asideCount.get() ?? 0, rows: this.#statements.asides.all(limit) };
  }

  /** What was kept of the catalog, in the order of its last change. Rows that another version may have written are read again. */
  *rows(): Generator<StoredChange> {
    for (const stored of this.#statements.rows.iterate()) {
      const read = readChange({ ...stored, row: stored.row === null ? null : (JSON.parse(stored.row) as unknown) });
      if (!read.ok) continue;
      const { value } = read;
      if (value.kind === 'product' || value.kind === 'category' || value.kind === 'quick-key') {
        yield { ...value, arrival: stored.arrival, changeNo: stored.changeNo };
      }
    }
  }

  /** Forgets products and categories whose changes up to a number are in the catalog file by now. */
  forgetThrough(changeNo: number): void {
    this.#statements.forget.run(changeNo);
  }

  /** Rows of a kind of another room's that wait to be put in force, oldest first. */
  inbox(kind: PulledKind, limit: number): readonly InboxRow[] {
    return this.#statements.inbox
      .all(kind, limit)
      .map(({ row, ...rest }) => ({ ...rest, row: row === null ? null : (JSON.parse(row) as unknown) }));
  }

  /** The row is in force, or was put aside: it waits no more. */
  settle({ kind, id, version }: InboxRow, aside: { readonly row: PutAside; readonly at: string } | null): void {
    this.#db.transaction(() => {
      this.#statements.takeInbox.run(kind, id, version);
      this.#statements.settle.run(kind, id, version);
      if (aside !== null) this.putAside(aside.row, aside.at);
    })();
  }

  stock(productId: string): StockFigure | null {
    return this.#statements.stock.get(productId) ?? null;
  }

  close(): void {
    this.#db.close();
  }

  #keepStock(id: string, version: number, row: Extract<ReadChange, { kind: 'stock' }>['row']): void {
    if (row === null) this.#statements.dropStock.run(id, version);
    else this.#statements.putStock.run(id, version, row.onHandThousandths, row.countedEpoch, row.countedSeq);
  }
}

function createTables(db: Database.Database): void {
  db.transaction(() => {
    db.exec(CHANGES_SCHEMA);
    db.pragma(`application_id = ${CHANGES_APPLICATION_ID}`);
    db.pragma(`user_version = ${CHANGES_SCHEMA_VERSION}`);
  })();
}

function isOurs(db: Database.Database): boolean {
  return (
    db.pragma('application_id', { simple: true }) === CHANGES_APPLICATION_ID &&
    db.pragma('user_version', { simple: true }) === CHANGES_SCHEMA_VERSION
  );
}

function prepare(db: Database.Database) {
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
    inbox: db.prepare<
      [string, number],
      { readonly kind: string; readonly id: string; readonly version: number; readonly row: string | null }
    >('SELECT kind, row_id AS id, version, row FROM inbox WHERE kind = ? ORDER BY place LIMIT ?'),
    takeInbox: db.prepare<[string, string, number]>('DELETE FROM inbox WHERE kind = ? AND row_id = ? AND version <= ?'),
    settle: db.prepare<[string, string, number]>('INSERT OR REPLACE INTO settled (kind, row_id, version) VALUES (?, ?, ?)'),
    settledVersion: db.prepare<[string, string], number>('SELECT version FROM settled WHERE kind = ? AND row_id = ?').pluck(),
    putAside: db.prepare<[string, string, number, string, string, string]>(
      'INSERT OR REPLACE INTO put_aside (kind, row_id, version, reason, detail, at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    notAside: db.prepare<[string, string]>('DELETE FROM put_aside WHERE kind = ? AND row_id = ?'),
    asides: db.prepare<[number], PutAside & { readonly at: string }>(
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
