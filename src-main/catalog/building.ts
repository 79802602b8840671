import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { buildingPath, catalogPath, clearUnfinished, newestGeneration, publish, removeBuilding, removeOlder } from './catalog-files.ts';
import { CatalogWriter } from './catalog-writer.ts';

/** Why a new catalog could not be written. The one that was there before is untouched. */
export type BuildFailure =
  /** Another import into this folder is under way. */
  | { readonly code: 'import.busy' }
  | { readonly code: 'import.disk-full'; readonly detail: string }
  | { readonly code: 'import.not-writable'; readonly detail: string };

const LOCK_FILE = 'import.lock';
const NO_SPACE = /^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)/;
const NOT_WRITABLE = /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST|EISDIR|EIO|ENOENT|SQLITE_(CANTOPEN|READONLY|IOERR|PERM))/;

/** What was there before: the file of the catalog, or null where there was none. */
export type Previous = { readonly path: string | null };

/**
 * Writes a new catalog beside the one that is there and puts it in its place when `fill` has succeeded and everything is on the disk. After
 * a failure, and after being killed, the old one is as it was.
 *
 * @returns what `fill` gave and the new generation.
 */
export async function buildCatalog<T, E>(
  place: { readonly folder: string; readonly maxBytes?: number },
  fill: (writer: CatalogWriter, previous: Previous) => Promise<Result<T, E>>,
): Promise<Result<{ readonly filled: T; readonly generation: number }, E | BuildFailure>> {
  let lock: Database.Database | null = null;
  let writer: CatalogWriter | null = null;
  let generation = 0;
  try {
    lock = takeLock(place.folder);
    if (lock === null) return fail({ code: 'import.busy' });
    clearUnfinished(place.folder);
    const before = newestGeneration(place.folder);
    generation = before + 1;
    writer = new CatalogWriter(buildingPath(place.folder, generation), place.maxBytes);
    const filled = await fill(writer, { path: before === 0 ? null : catalogPath(place.folder, before) });
    if (!filled.ok) return filled;
    await writer.finish();
    publish(place.folder, generation);
    removeOlder(place.folder, generation);
    return ok({ filled: filled.value, generation });
  } catch (error) {
    return fail(failureOf(error));
  } finally {
    writer?.abandon();
    if (lock !== null && generation > 0) removeBuilding(place.folder, generation);
    lock?.close();
  }
}

/** SQLite's lock on a file of its own: the system lets go of it when the process ends, however it ends. Null where another one holds it. */
function takeLock(folder: string): Database.Database | null {
  mkdirSync(folder, { recursive: true });
  const lock = new Database(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

/** The failures of a disk; anything else is a bug, and thrown on. */
function failureOf(error: unknown): BuildFailure {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    if (NO_SPACE.test(error.code)) return { code: 'import.disk-full', detail: error.message };
    if (NOT_WRITABLE.test(error.code)) return { code: 'import.not-writable', detail: error.message };
  }
  throw error;
}
