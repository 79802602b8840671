import Database from 'better-sqlite3';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { BaseCatalog, metaOf } from './base-catalog.ts';
import type { CatalogOpenFailure } from './catalog.ts';
import { catalogPath, newestGeneration, removeOlder } from './catalog-files.ts';
import { CATALOG_APPLICATION_ID, CATALOG_INDEXES, CATALOG_SCHEMA_VERSION, createCatalogTables, PRODUCT_COUNT } from './catalog-schema.ts';

/** Enough for the trees above the rows; the rows themselves are read once and seldom again. */
const CACHE_KIB = 8_192;
/** Between listing the folder and opening the file an import may have removed it: list again, this often at most. */
const MAX_OPEN_ATTEMPTS = 5;

/** Opens the newest file of a folder; one that has none, or is not there, is an empty catalog. */
export function openNewest(folder: string): Result<BaseCatalog, CatalogOpenFailure> {
  for (let attempt = 1; ; attempt += 1) {
    const newest = generationIn(folder);
    if (!newest.ok) return newest;
    const generation = newest.value;
    if (generation === 0) return ok(new BaseCatalog(emptyCatalog(), generation));
    const opened = openCatalogFile(catalogPath(folder, generation));
    if (opened.ok) {
      removeOlder(folder, generation);
      return ok(new BaseCatalog(opened.value, generation));
    }
    if (attempt === MAX_OPEN_ATTEMPTS || newestGeneration(folder) === generation) return opened;
  }
}

/** As `newestGeneration`, with a folder that cannot be read as a failure. */
export function generationIn(folder: string): Result<number, CatalogOpenFailure> {
  try {
    return ok(newestGeneration(folder));
  } catch (error) {
    return fail({ code: 'catalog.unreadable', file: folder, detail: error instanceof Error ? error.message : String(error) });
  }
}

function emptyCatalog(): Database.Database {
  const db = new Database(':memory:');
  createCatalogTables(db);
  db.exec(CATALOG_INDEXES);
  return db;
}

/** Opens one catalog file for reading, after a look at whether it is ours, whole and of this version. */
export function openCatalogFile(path: string): Result<Database.Database, CatalogOpenFailure> {
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    db.pragma(`cache_size = -${CACHE_KIB}`);
    // Nobody writes this file: taking the lock for reading once, instead of for every row, makes reading rows three times as fast.
    db.pragma('locking_mode = EXCLUSIVE');
    const failure = failureOf(db, path);
    if (failure === null) return ok(db);
    db.close();
    return fail(failure);
  } catch (error) {
    db?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    const code = /^SQLITE_(CORRUPT|NOTADB)/.test(error.code) ? 'catalog.damaged' : 'catalog.unreadable';
    return fail({ code, file: path, detail: error.message });
  }
}

function failureOf(db: Database.Database, file: string): CatalogOpenFailure | null {
  const expected = CATALOG_SCHEMA_VERSION;
  if (db.pragma('application_id', { simple: true }) !== CATALOG_APPLICATION_ID) {
    return { code: 'catalog.damaged', file, detail: 'not a catalog' };
  }
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > expected) return { code: 'catalog.schema-newer', file, found, expected };
  if (found < expected) return { code: 'catalog.schema-older', file, found, expected };
  return metaOf(db, PRODUCT_COUNT) === null ? { code: 'catalog.damaged', file, detail: 'the file is not complete' } : null;
}
