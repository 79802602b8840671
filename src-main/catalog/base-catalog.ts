import type Database from 'better-sqlite3';
import type { Category, Product, QuickKey } from '../../src-shared/catalog/product.ts';
import { CODE_KINDS, type CodeKind, KEPT_LOCAL, PRODUCT_COUNT, SNAPSHOT_GENERATION } from './catalog-schema.ts';
import { FINDERS, type NumberedRow, SELECT_PRODUCT } from './product-finders.ts';
import { type NumberedIds, productOf, SELECT_MORE_BARCODES } from './product-row.ts';
import { readCategories, readNumberedIds, readQuickKeys } from './read-catalog.ts';
import { ProductSearch } from './search/product-search.ts';

/** A product and its number within one file. */
export type NumberedProduct = { readonly productNo: number; readonly product: Product };

/** The statements and the search of one open catalog file, which nothing ever changes. */
export class BaseCatalog {
  readonly db: Database.Database;
  readonly generation: number;
  readonly search: ProductSearch;
  /** How many products it holds; their numbers are 0 and those after it. */
  readonly count: number;
  /** Generation of the snapshot that this file, or one it was folded from, was filled from. 0: it never came from the cloud. */
  readonly snapshot: number;
  /** Its products are this terminal's own, kept when the cloud had none. */
  readonly isKeptLocal: boolean;
  readonly #finders: ReadonlyMap<CodeKind, readonly Database.Statement<[string], NumberedRow>[]>;
  readonly #product: Database.Statement<[number], NumberedRow>;
  readonly #moreBarcodes: Database.Statement<[number], string>;
  readonly #ids: NumberedIds;

  constructor(db: Database.Database, generation: number) {
    this.db = db;
    this.generation = generation;
    this.#finders = new Map(CODE_KINDS.map((kind) => [kind, FINDERS[kind].map((sql) => db.prepare<[string], NumberedRow>(sql))]));
    this.#product = db.prepare(`${SELECT_PRODUCT} WHERE product_no = ?`);
    this.#moreBarcodes = db.prepare<[number], string>(SELECT_MORE_BARCODES).pluck();
    this.#ids = readNumberedIds(db);
    this.count = metaOf(db, PRODUCT_COUNT) ?? 0;
    this.snapshot = metaOf(db, SNAPSHOT_GENERATION) ?? 0;
    this.isKeptLocal = metaOf(db, KEPT_LOCAL) !== null;
    this.search = new ProductSearch(db, (productNo) => this.productAt(productNo));
  }

  /** Whether its goods never came from the cloud. */
  get isOwn(): boolean {
    return this.snapshot === 0 || this.isKeptLocal;
  }

  productAt(productNo: number): Product {
    const row = this.#product.get(productNo);
    if (row === undefined) throw new Error(`The catalog names product ${productNo}, which it does not hold`);
    return this.#toProduct(row);
  }

  find(code: string, kind: CodeKind): NumberedProduct | null {
    for (const finder of this.#finders.get(kind) ?? []) {
      const row = finder.get(code);
      if (row !== undefined) return { productNo: row.product_no, product: this.#toProduct(row) };
    }
    return null;
  }

  /** The number of a product, or null where the file does not hold it. */
  numberOf(productId: string): number | null {
    return this.#finders.get('productId')?.[0]?.get(productId)?.product_no ?? null;
  }

  categories(): readonly Category[] {
    return readCategories(this.db);
  }

  quickKeys(): readonly QuickKey[] {
    return readQuickKeys(this.db);
  }

  close(): void {
    this.db.close();
  }

  #toProduct(row: NumberedRow): Product {
    return productOf(row, row.barcode === null ? [] : this.#moreBarcodes.all(row.product_no), this.#ids);
  }
}

/** A number kept about an open catalog file; null where it was never kept. */
export function metaOf(db: Database.Database, name: string): number | null {
  return db.prepare<[string], number>('SELECT value FROM meta WHERE name = ?').pluck().get(name) ?? null;
}
