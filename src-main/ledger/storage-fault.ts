import Database from 'better-sqlite3';

/** What the disk or the file did to us; anything else that is thrown is a fault of the program. */
export type StorageFault = 'no-space' | 'read-only' | 'io' | 'corrupt' | 'busy';

const BY_SYSTEM_CODE: Readonly<Record<string, StorageFault>> = {
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EROFS: 'read-only',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EIO: 'io',
};

/** By primary result code (https://sqlite.org/rescode.html); extended codes begin with one of these. */
const BY_SQLITE_CODE: readonly (readonly [string, StorageFault])[] = [
  ['SQLITE_FULL', 'no-space'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_PERM', 'read-only'],
  ['SQLITE_CANTOPEN', 'io'],
  ['SQLITE_IOERR', 'io'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  // A row id of ours is taken: somebody else has written the next entry or receipt number.
  ['SQLITE_CONSTRAINT_ROWID', 'corrupt'],
  ['SQLITE_CONSTRAINT_PRIMARYKEY', 'corrupt'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
];

/** The fault behind an error of SQLite or of the file system; null when it is neither. */
export function storageFault(error: unknown): StorageFault | null {
  if (error instanceof Database.SqliteError) {
    const { code } = error;
    return BY_SQLITE_CODE.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null;
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return BY_SYSTEM_CODE[error.code] ?? null;
  return null;
}

/** A storage fault; throws the error on when it is none. */
export function storageFaultOrThrow(error: unknown): StorageFault {
  const fault = storageFault(error);
  if (fault === null) throw error;
  return fault;
}

/**
 * Why a file somewhere else could not be written: the storage fault, or the system's own code (a folder in its place, a drive that is gone).
 * Throws the error on when it is neither.
 */
export function copyFault(error: unknown): string {
  if (error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string')
    return storageFault(error) ?? error.code;
  return storageFaultOrThrow(error);
}
