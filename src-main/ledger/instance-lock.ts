import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { writeFileDurably } from './durable-file.ts';
import { storageFault } from './storage-fault.ts';

/**
 * One program per folder. The lock is an exclusive SQLite transaction held open on a tiny database of its own: an operating system's lock on
 * the file (fcntl on POSIX, LockFileEx on Windows), which dies with the process that held it, however it died. No pid is ever trusted, so
 * a reused one means nothing. `lock.json` beside it only tells people who holds it.
 *
 * The lock file must never be opened by other means in this process: closing any handle on it would drop a POSIX lock.
 */
const LOCK_FILE = 'lock.db';
const HOLDER_FILE = 'lock.json';

const holderSchema = z.object({ pid: z.int(), host: z.string(), since: z.iso.datetime() });
export type LockHolder = z.infer<typeof holderSchema>;

export interface InstanceLock {
  release(): void;
}

/** `holder` is null when the program that holds it has not said who it is. Throws other errors of the storage. */
export function acquireInstanceLock(folder: string, nowMs: number): Result<InstanceLock, { readonly holder: LockHolder | null }> {
  const db = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    // The transaction is never committed and writes nothing: a journal on the disk would only be left behind by a crash.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (storageFault(error) !== 'busy') throw error;
    return fail({ holder: readHolder(folder) });
  }
  try {
    const holder: LockHolder = { pid: process.pid, host: hostname(), since: new Date(nowMs).toISOString() };
    writeFileDurably(join(folder, HOLDER_FILE), `${JSON.stringify(holder)}\n`);
  } catch (error) {
    db.close();
    throw error;
  }
  return ok({ release: () => db.close() });
}

function readHolder(folder: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(join(folder, HOLDER_FILE), 'utf8')));
  } catch {
    return null;
  }
}
