import { assertDurable, configureWriter, openRaw, type WritableDb } from './database.ts';
import { type StorageFault, storageFault, storageFaultOrThrow } from './storage-fault.ts';
import { prepareTables, type Tables } from './tables.ts';

/**
 * What became of a transaction. `done` is on the disk, `not-done` left no trace, `unknown` may be there: a commit that throws is not a
 * commit that failed.
 */
export type WriteOutcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'not-done'; readonly finding: StorageFault }
  | { readonly kind: 'unknown'; readonly finding: StorageFault };

/** Where a test lets a commit fail, or a program die. */
export interface FailPoints {
  readonly beforeCommit?: () => void;
  readonly afterCommit?: () => void;
}

/** After these nothing more is written to the file: what the disk then says of it can no longer be believed. */
const FATAL: ReadonlySet<StorageFault> = new Set(['no-space', 'read-only', 'io', 'corrupt']);

/** The ledger's one writing connection: transactions, and what to do when the disk refuses one. */
export class LedgerFile {
  readonly #path: string;
  readonly #failPoints: FailPoints;
  #db: WritableDb;
  #tables: Tables;
  #stopped: StorageFault | null = null;
  #durabilitySeen = false;

  /** Takes over `db`, a connection to `path` whose schema is current. */
  constructor(path: string, db: WritableDb, failPoints: FailPoints) {
    configureWriter(db);
    this.#path = path;
    this.#db = db;
    this.#tables = prepareTables(db);
    this.#failPoints = failPoints;
  }

  get db(): WritableDb {
    return this.#db;
  }

  get tables(): Tables {
    return this.#tables;
  }

  /** Why nothing more is written; null while all is well. */
  get stopped(): StorageFault | null {
    return this.#stopped;
  }

  /**
   * Runs `apply` in one BEGIN IMMEDIATE … COMMIT. What it throws rolls everything back and, unless it is the storage's doing, goes on to the
   * caller. When the commit itself throws, the file is opened anew and `isThere` asked whether the work is in it.
   * @throws Error after the first commit of a connection when it would have returned before it was on the disk.
   */
  transact<T>(apply: (tables: Tables) => T, isThere: (tables: Tables) => boolean): WriteOutcome<T> {
    if (this.#stopped !== null) return { kind: 'not-done', finding: this.#stopped };
    // Rolling back an inner transaction would silently end the outer one.
    if (this.#db.inTransaction) throw new Error('A transaction of the ledger within another');
    const { begin, commit } = this.#tables;
    let value: T;
    try {
      begin.run();
      value = apply(this.#tables);
    } catch (error) {
      this.#rollBack();
      return { kind: 'not-done', finding: this.stopAt(storageFaultOrThrow(error)) };
    }
    try {
      this.#failPoints.beforeCommit?.();
      commit.run();
      this.#failPoints.afterCommit?.();
    } catch (error) {
      return this.#resolve(error, value, isThere);
    }
    this.#seeDurability();
    return { kind: 'done', value };
  }

  /** Moves the whole WAL into the database file. @throws Error when a reader is in the way, or what the disk says. */
  moveWalIntoDatabase(): void {
    if (!this.#copiedIntoDatabase()) throw new Error(`A reader keeps the WAL of ${this.#path} from being moved into it`);
  }

  close(): void {
    this.#db.close();
  }

  #seeDurability(): void {
    if (this.#durabilitySeen) return;
    assertDurable(this.#db);
    this.#durabilitySeen = true;
  }

  /** Notes what the storage has just said; after most faults nothing more is written. Returns the fault. */
  stopAt(fault: StorageFault): StorageFault {
    if (FATAL.has(fault)) this.#stopped ??= fault;
    return fault;
  }

  #rollBack(): void {
    if (!this.#db.inTransaction) return;
    try {
      this.#tables.rollback.run();
    } catch (error) {
      this.stopAt(storageFaultOrThrow(error));
    }
  }

  #resolve<T>(error: unknown, value: T, isThere: (tables: Tables) => boolean): WriteOutcome<T> {
    const fault = storageFault(error);
    let there: boolean;
    try {
      this.#reopen();
      there = isThere(this.#tables);
      // After a failed fsync the system may hold as clean what never reached the disk, so what is seen is written once more and elsewhere.
      if (there && fault !== null && !this.#copiedIntoDatabase()) return { kind: 'unknown', finding: this.stopAt(fault) };
    } catch (reopenError) {
      const finding = fault ?? storageFaultOrThrow(reopenError);
      this.#stopped ??= finding;
      return { kind: 'unknown', finding };
    }
    if (fault !== null) this.stopAt(fault);
    if (there) return { kind: 'done', value };
    if (fault === null) throw error;
    return { kind: 'not-done', finding: fault };
  }

  #reopen(): void {
    this.#db.close();
    const db = openRaw(this.#path, true);
    try {
      configureWriter(db);
      this.#tables = prepareTables(db);
    } catch (error) {
      db.close();
      throw error;
    }
    this.#db = db;
    this.#durabilitySeen = false;
  }

  /** Moves the whole WAL into the database file and syncs it. False when a reader is in the way; throws what the disk says. */
  #copiedIntoDatabase(): boolean {
    const [state] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as readonly { readonly busy: number }[];
    return state?.busy === 0;
  }
}
