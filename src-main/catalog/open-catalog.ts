import Database from 'better-sqlite3';
import { readGtin } from '../../src-shared/barcode/gtin.ts';
import type { Category, Product } from '../../src-shared/catalog/product.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Catalog, CatalogOpenFailure } from './catalog.ts';
import { catalogPath, newestGeneration, removeOlder } from './catalog-files.ts';
import {
  CATALOG_APPLICATION_ID,
  CATALOG_INDEXES,
  CATALOG_SCHEMA_VERSION,
  CODE_KINDS,
  type CodeKind,
  createCatalogTables,
} from './catalog-schema.ts';
import { FINDERS, type NumberedRow, SELECT_PRODUCT } from './product-finders.ts';
import { type NumberedIds, productOf, SELECT_MORE_BARCODES } from './product-row.ts';
import { readCategories, readNumberedIds } from './read-catalog.ts';
import { ProductSearch } from './search/product-search.ts';

/** Enough for the trees above the rows; the rows themselves are read once and seldom again. */
const CACHE_KIB = 8_192;
/** Between listing the folder and opening the file an import may have removed it: list again, this often at most. */
const MAX_OPEN_ATTEMPTS = 5;

/**
 * Opens the newest catalog in a folder, which nothing ever changes, so it is opened for reading only and a read-only folder will do. A
 * folder without one, or no folder, is an empty catalog.
 */
export function openCatalog(place: { readonly folder: string }): Result<Catalog, CatalogOpenFailure> {
  const opened = openNewest(place.folder);
  return opened.ok ? ok(new StoredCatalog(place.folder, opened.value)) : opened;
}

type OpenedFile = { readonly db: Database.Database; readonly generation: number };

function openNewest(folder: string): Result<OpenedFile, CatalogOpenFailure> {
  for (let attempt = 1; ; attempt += 1) {
    const newest = generationIn(folder);
    if (!newest.ok) return newest;
    const generation = newest.value;
    if (generation === 0) return ok({ db: emptyCatalog(), generation });
    const opened = openCatalogFile(catalogPath(folder, generation));
    if (opened.ok) {
      removeOlder(folder, generation);
      return ok({ db: opened.value, generation });
    }
    if (attempt === MAX_OPEN_ATTEMPTS || newestGeneration(folder) === generation) return opened;
  }
}

function generationIn(folder: string): Result<number, CatalogOpenFailure> {
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
  // The count is written last: with it there, the writer had come to its end.
  const count = db.prepare(COUNT_PRODUCTS).pluck().get();
  return count === undefined ? { code: 'catalog.damaged', file, detail: 'the file is not complete' } : null;
}

const COUNT_PRODUCTS = `SELECT value FROM meta WHERE name = 'products'`;

/** The statements and the search of one open file. */
class CatalogReader {
  readonly db: Database.Database;
  readonly generation: number;
  readonly search: ProductSearch;
  readonly #finders: ReadonlyMap<CodeKind, readonly Database.Statement<[string], NumberedRow>[]>;
  readonly #product: Database.Statement<[number], NumberedRow>;
  readonly #moreBarcodes: Database.Statement<[number], string>;
  readonly #ids: NumberedIds;

  constructor(opened: OpenedFile) {
    this.db = opened.db;
    this.generation = opened.generation;
    this.#finders = new Map(CODE_KINDS.map((kind) => [kind, FINDERS[kind].map((sql) => this.db.prepare<[string], NumberedRow>(sql))]));
    this.#product = this.db.prepare(`${SELECT_PRODUCT} WHERE product_no = ?`);
    this.#moreBarcodes = this.db.prepare<[number], string>(SELECT_MORE_BARCODES).pluck();
    this.#ids = readNumberedIds(this.db);
    this.search = new ProductSearch(this.db, (productNo) => this.productAt(productNo));
  }

  productAt(productNo: number): Product {
    const row = this.#product.get(productNo);
    if (row === undefined) throw new Error(`The catalog names product ${productNo}, which it does not hold`);
    return this.#toProduct(row);
  }

  find(code: string, kind: CodeKind): Product | null {
    for (const finder of this.#finders.get(kind) ?? []) {
      const row = finder.get(code);
      if (row !== undefined) return this.#toProduct(row);
    }
    return null;
  }

  #toProduct(row: NumberedRow): Product {
    return productOf(row, row.barcode === null ? [] : this.#moreBarcodes.all(row.product_no), this.#ids);
  }
}

class StoredCatalog implements Catalog {
  readonly #folder: string;
  #reader: CatalogReader;

  constructor(folder: string, opened: OpenedFile) {
    this.#folder = folder;
    this.#reader = new CatalogReader(opened);
  }

  productById(productId: string): Product | null {
    return this.#reader.find(productId, 'productId');
  }

  byBarcode(code: string): Product | null {
    for (const form of formsOf(code)) {
      const product = this.#reader.find(form, 'barcode');
      if (product !== null) return product;
    }
    return null;
  }

  bySku(sku: string): Product | null {
    return this.#reader.find(sku, 'sku');
  }

  byPlu(plu: string): Product | null {
    return this.#reader.find(plu, 'plu');
  }

  lookup(code: string): Product | null {
    return this.byBarcode(code) ?? this.bySku(code) ?? this.byPlu(code);
  }

  search(...query: Parameters<Catalog['search']>): ReturnType<Catalog['search']> {
    return this.#reader.search.search(...query);
  }

  prepareSearch(): void {
    this.#reader.search.prepare();
  }

  categories(): readonly Category[] {
    return readCategories(this.#reader.db);
  }

  quickKeys(categoryId: string | null): readonly Product[] {
    const rows = this.#reader.db
      .prepare<[{ readonly categoryId: string | null }], { readonly product_no: number }>(
        `SELECT quick_key.product_no FROM quick_key JOIN category USING (category_no)
         WHERE :categoryId IS NULL OR category_id = :categoryId
         ORDER BY category.position, category_no, quick_key.position`,
      )
      .all({ categoryId });
    return [...new Set(rows.map((row) => row.product_no))].map((productNo) => this.#reader.productAt(productNo));
  }

  count(): number {
    return this.#reader.db.prepare<[], number>(COUNT_PRODUCTS).pluck().get() ?? 0;
  }

  version(): ReturnType<Catalog['version']> {
    return { schema: CATALOG_SCHEMA_VERSION, generation: this.#reader.generation };
  }

  refresh(): Result<boolean, CatalogOpenFailure> {
    const newest = generationIn(this.#folder);
    if (!newest.ok) return newest;
    if (newest.value <= this.#reader.generation) return ok(false);
    const opened = openNewest(this.#folder);
    if (!opened.ok) return opened;
    this.#reader.db.close();
    this.#reader = new CatalogReader(opened.value);
    // On Windows the file just left could not be removed while it was open.
    removeOlder(this.#folder, opened.value.generation);
    return ok(true);
  }

  close(): void {
    this.#reader.db.close();
  }
}

/** The forms under which the catalog may hold a code: as a trade item number, and as it is. */
function formsOf(code: string): readonly string[] {
  const reading = readGtin(code, null);
  return reading.ok ? [...new Set([reading.value.gtin, ...reading.value.alternatives, code])] : [code];
}
