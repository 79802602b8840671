import Database from 'better-sqlite3';

/** A ledger's connection that only reads. */
export type ReadableDb = Database.Database & { readonly __readableLedger: never };
/** The one connection that writes. A function that takes it says so by its type. */
export type WritableDb = ReadableDb & { readonly __writableLedger: never };

/** `Cont` in ASCII: tells our file from any other SQLite database (https://sqlite.org/pragma.html#pragma_application_id). */
export const LEDGER_APPLICATION_ID = 0x43_6f_6e_74;

/** Only somebody else's tool can hold the write lock, since programs of ours exclude each other; a person waits no longer than this. */
const BUSY_TIMEOUT_MS = 2_000;
const SYNCHRONOUS_FULL = 2;

/** Opens a database for writing without yet changing anything of it: what it is has to be looked at first. */
export function openRaw(path: string, mustExist: boolean): WritableDb {
  return new Database(path, { fileMustExist: mustExist, timeout: BUSY_TIMEOUT_MS }) as WritableDb;
}

/**
 * Makes a connection durable: WAL with `synchronous=FULL`, so that a commit that returned is on the disk. better-sqlite3 is compiled so that
 * WAL falls back to NORMAL unless the level is set on the connection itself; `assertDurable` has to find it in force after the first write.
 */
export function configureWriter(db: WritableDb): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // An fsync of macOS leaves the data in the drive's cache; these two ask for it to be flushed, and mean nothing elsewhere.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
}

/** Opens a database for reading only, beside the writer. */
export function openReadable(path: string): ReadableDb {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  db.pragma('query_only = ON');
  return db as ReadableDb;
}

/**
 * To be called after the first write of a connection.
 * @throws Error when a commit would return before it is on the disk.
 */
export function assertDurable(db: WritableDb): void {
  const journalMode = db.pragma('journal_mode', { simple: true });
  const synchronous = db.pragma('synchronous', { simple: true });
  if (journalMode !== 'wal' || synchronous !== SYNCHRONOUS_FULL) {
    throw new Error(`The ledger is not durable: journal_mode=${String(journalMode)}, synchronous=${String(synchronous)}`);
  }
}

export function pragmaNumber(db: ReadableDb, name: 'user_version' | 'application_id'): number {
  return Number(db.pragma(name, { simple: true }));
}
