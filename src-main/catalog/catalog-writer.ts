import Database from 'better-sqlite3';
import type { Category, Product, QuickKey } from '../../src-shared/catalog/product.ts';
import type { KEPT_LOCAL, SNAPSHOT_GENERATION } from './catalog-schema.ts';
import {
  CATALOG_INDEXES,
  CODE_KINDS,
  type CodeKind,
  createCatalogTables,
  EXPECTED_COLOUR,
  EXPECTED_POSITION,
  PRODUCT_COUNT,
} from './catalog-schema.ts';
import { CodeTable, hashOfCode } from './code-table.ts';
import { PRODUCT_COLUMNS, type ProductRow, productOf, SELECT_MORE_BARCODES, unitNumber } from './product-row.ts';
import { SearchIndexBuilder } from './search/index-builder.ts';
import { saveSearchIndex } from './search/index-parts.ts';

const PAGE_BYTES = 4_096;
/** A catalog of five million products takes some 1 GB: beyond four times that, something other than a catalog is being imported. */
export const MAX_CATALOG_BYTES = 4_000_000_000;
/** Making the indexes reads the products once for each: what the cache holds of them need not come from the system. */
const CACHE_KIB = 65_536;

const WRITTEN_COLUMNS = `product_no, ${PRODUCT_COLUMNS}`;

type HashedCode = { readonly code: string; readonly hash: number };

/** A product that already goes by a code that another one was to have. */
export type CodeConflict = { readonly kind: CodeKind; readonly code: string; readonly productNo: number };

/**
 * Writes a catalog file that nobody reads yet. Without a journal and without waiting for the disk: when it fails it is thrown away, and
 * `publish` flushes it before it counts. SQLite's errors pass through.
 */
export class CatalogWriter {
  readonly #db: Database.Database;
  readonly #index = new SearchIndexBuilder();
  readonly #codes = new CodeTable();
  readonly #statements: ReturnType<typeof prepare>;
  readonly #taxGroupNos = new Map<string, number>();
  readonly #categoryNos = new Map<string, number>();
  readonly #ids = { taxGroups: new Map<number, string>(), categories: new Map<number, string>() };
  #products = 0;
  readonly #expected = new Map<string, number>();
  #lastProduct: Product | null = null;
  #lastCodes: readonly HashedCode[] = [];

  /** @param maxBytes how large the file may grow before SQLite calls the disk full. */
  constructor(path: string, maxBytes: number = MAX_CATALOG_BYTES) {
    this.#db = new Database(path);
    try {
      this.#db.pragma(`page_size = ${PAGE_BYTES}`);
      this.#db.pragma('journal_mode = OFF');
      this.#db.pragma('synchronous = OFF');
      this.#db.pragma('locking_mode = EXCLUSIVE');
      this.#db.pragma('foreign_keys = OFF');
      this.#db.pragma(`cache_size = -${CACHE_KIB}`);
      this.#db.pragma(`max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
      createCatalogTables(this.#db);
      this.#statements = prepare(this.#db);
      this.#db.exec('BEGIN');
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  get productCount(): number {
    return this.#products;
  }

  /** Adds a category, or gives one that is there already what it is called and where it stands. */
  putCategory(category: Category): void {
    const categoryNo = this.#categoryNos.get(category.categoryId) ?? this.#categoryNos.size + 1;
    this.#categoryNos.set(category.categoryId, categoryNo);
    this.#ids.categories.set(categoryNo, category.categoryId);
    this.#expected.delete(category.categoryId);
    const { fr = null, ar = null, en = null } = category.name;
    this.#statements.putCategory.run(categoryNo, category.categoryId, fr, ar, en, category.colour, category.position);
  }

  /**
   * Lets products name a category that is put later, into this file or over it. Until then they are in none, and the file remembers which one
   * it will be.
   */
  expectCategory(categoryId: string): void {
    if (this.#categoryNos.has(categoryId)) return;
    const categoryNo = this.#categoryNos.size + 1;
    this.#categoryNos.set(categoryId, categoryNo);
    this.#ids.categories.set(categoryNo, categoryId);
    this.#expected.set(categoryId, categoryNo);
  }

  /** Notes where the catalog comes from. */
  note(name: typeof SNAPSHOT_GENERATION | typeof KEPT_LOCAL, value: number): void {
    this.#statements.putMeta.run(name, value);
  }

  /** Whether the catalog holds a product. */
  holds(productId: string): boolean {
    return this.#productNo(productId) !== null;
  }

  /** Puts a product on a quick-key page. Both must be there already. */
  addQuickKey(key: QuickKey): void {
    const productNo = this.#productNo(key.productId);
    if (productNo === null) throw new Error(`The catalog being written has no product ${key.productId}`);
    this.#statements.insertQuickKey.run(this.#categoryNo(key.categoryId), key.position, productNo);
  }

  /** The first product, if any, that stands in the way of these codes: one that has the same code as the same kind of code. */
  conflictOf(product: Product, exceptProductNo: number | null = null): CodeConflict | null {
    for (const { code, hash } of this.#codesOf(product)) {
      for (const productNo of this.#codes.candidates(hash)) {
        if (productNo === exceptProductNo) continue;
        const kind = sharedKind(product, this.productAt(productNo), code);
        if (kind !== null) return { kind, code, productNo };
      }
    }
    return null;
  }

  /** Adds a product whose codes are free; `conflictOf` tells. Its category must have been put. */
  add(product: Product): void {
    const productNo = this.#products;
    this.#products += 1;
    this.#writeProduct(this.#statements.insertProduct, productNo, product);
    for (const { hash } of this.#codesOf(product)) this.#codes.add(hash, productNo);
  }

  /** Puts a product in the place of another, whose codes it need not keep. */
  replace(productNo: number, product: Product): void {
    const before = new Set(distinctCodes(this.productAt(productNo)));
    this.#statements.deleteMoreBarcodes.run(productNo);
    this.#writeProduct(this.#statements.replaceProduct, productNo, product);
    for (const { code, hash } of this.#codesOf(product)) if (!before.has(code)) this.#codes.add(hash, productNo);
  }

  productAt(productNo: number): Product {
    const row = this.#statements.product.get(productNo);
    if (row === undefined) throw new Error(`The catalog being written has no product ${productNo}`);
    return productOf(row, this.#statements.moreBarcodes.all(productNo), this.#ids);
  }

  /** Builds the indexes and closes the file, whole but not yet flushed. */
  async finish(): Promise<void> {
    for (const [categoryId, categoryNo] of this.#expected) {
      this.#statements.putCategory.run(categoryNo, categoryId, null, null, null, EXPECTED_COLOUR, EXPECTED_POSITION);
    }
    saveSearchIndex(this.#db, await this.#index.build());
    this.#db.exec(CATALOG_INDEXES);
    this.#statements.putMeta.run(PRODUCT_COUNT, this.#products);
    this.#db.exec('COMMIT');
    this.#db.close();
  }

  /** Closes the file as it is, to be removed. Harmless after `finish`. */
  abandon(): void {
    this.#db.close();
  }

  /** The distinct codes of a product. Asked for twice of nearly every product, first whether they are free and then to take them. */
  #codesOf(product: Product): readonly HashedCode[] {
    if (this.#lastProduct !== product) {
      this.#lastProduct = product;
      this.#lastCodes = distinctCodes(product).map((code) => ({ code, hash: hashOfCode(code) }));
    }
    return this.#lastCodes;
  }

  #productNo(productId: string): number | null {
    return this.#codes.candidates(hashOfCode(productId)).find((productNo) => this.productAt(productNo).productId === productId) ?? null;
  }

  #writeProduct(statement: Database.Statement, productNo: number, product: Product): void {
    const { fr = null, ar = null, en = null } = product.name;
    statement.run(
      productNo,
      product.productId,
      product.sku === product.productId ? null : product.sku,
      product.plu,
      product.barcodes[0] ?? null,
      fr,
      ar,
      en,
      product.categoryId === null ? null : this.#categoryNo(product.categoryId),
      this.#taxGroupNo(product.taxGroupId),
      unitNumber(product.unit),
      product.weighed ? 1 : 0,
      product.unitPriceMinor,
      product.priceIncludesTax ? 1 : 0,
      product.image,
    );
    for (let place = 1; place < product.barcodes.length; place += 1) {
      this.#statements.insertMoreBarcode.run(productNo, place, product.barcodes[place]);
    }
    this.#index.setNames(productNo, [fr, ar, en]);
  }

  #categoryNo(categoryId: string): number {
    const categoryNo = this.#categoryNos.get(categoryId);
    if (categoryNo === undefined) throw new Error(`The catalog being written has no category ${categoryId}`);
    return categoryNo;
  }

  #taxGroupNo(taxGroupId: string): number {
    const known = this.#taxGroupNos.get(taxGroupId);
    if (known !== undefined) return known;
    const number = this.#taxGroupNos.size + 1;
    this.#taxGroupNos.set(taxGroupId, number);
    this.#ids.taxGroups.set(number, taxGroupId);
    this.#statements.insertTaxGroup.run(number, taxGroupId);
    return number;
  }
}

function distinctCodes(product: Product): readonly string[] {
  const codes = [product.productId];
  if (product.sku !== product.productId) codes.push(product.sku);
  if (product.plu !== null && !codes.includes(product.plu)) codes.push(product.plu);
  for (const barcode of product.barcodes) if (!codes.includes(barcode)) codes.push(barcode);
  return codes;
}

/** What a code is to both products; null where it is one thing to one and another thing to the other. */
function sharedKind(one: Product, other: Product, code: string): CodeKind | null {
  const is = (product: Product, kind: CodeKind): boolean => (kind === 'barcode' ? product.barcodes.includes(code) : product[kind] === code);
  return CODE_KINDS.find((kind) => is(one, kind) && is(other, kind)) ?? null;
}

function prepare(db: Database.Database) {
  const values = WRITTEN_COLUMNS.replaceAll(/\w+/g, '?');
  return {
    insertProduct: db.prepare(`INSERT INTO product (${WRITTEN_COLUMNS}) VALUES (${values})`),
    replaceProduct: db.prepare(`INSERT OR REPLACE INTO product (${WRITTEN_COLUMNS}) VALUES (${values})`),
    product: db.prepare<[number], ProductRow>(`SELECT ${PRODUCT_COLUMNS} FROM product WHERE product_no = ?`),
    insertMoreBarcode: db.prepare('INSERT INTO more_barcode (product_no, place, barcode) VALUES (?, ?, ?)'),
    deleteMoreBarcodes: db.prepare<[number]>('DELETE FROM more_barcode WHERE product_no = ?'),
    moreBarcodes: db.prepare<[number], string>(SELECT_MORE_BARCODES).pluck(),
    insertTaxGroup: db.prepare<[number, string]>('INSERT INTO tax_group (tax_group_no, tax_group_id) VALUES (?, ?)'),
    putCategory: db.prepare(
      'INSERT OR REPLACE INTO category (category_no, category_id, name_fr, name_ar, name_en, colour, position) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    insertQuickKey: db.prepare<[number, number, number]>(
      'INSERT OR IGNORE INTO quick_key (category_no, position, product_no) VALUES (?, ?, ?)',
    ),
    putMeta: db.prepare<[string, number]>('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)'),
  };
}
