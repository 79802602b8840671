import Database from 'better-sqlite3';
import { readGtin } from '../../src-shared/barcode/gtin.ts';
import type { Category, Product, QuickKey } from '../../src-shared/catalog/product.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { BaseCatalog } from './base-catalog.ts';
import type { Catalog, CatalogOpenFailure } from './catalog.ts';
import { removeOlder } from './catalog-files.ts';
import { CATALOG_SCHEMA_VERSION, type CodeKind } from './catalog-schema.ts';
import type { Folded } from './changes/changes-file.ts';
import { PulledChanges } from './changes/pulled-changes.ts';
import { generationIn, openNewest } from './open-base.ts';

/** A catalog file and, over it, what was pulled since it was built. */
export class StoredCatalog implements Catalog {
  readonly changes: PulledChanges;
  readonly #folder: string;
  #base: BaseCatalog;
  /** The ids of the categories there are; null: to be looked up again. Asked only where some were changed. */
  #categoryIds: ReadonlySet<string> | null = null;

  constructor(folder: string, base: BaseCatalog) {
    this.#folder = folder;
    this.#base = base;
    this.changes = new PulledChanges(folder, base);
  }

  productById(productId: string): Product | null {
    return this.#find(productId, 'productId');
  }

  byBarcode(code: string): Product | null {
    for (const form of formsOf(code)) {
      const product = this.#find(form, 'barcode');
      if (product !== null) return product;
    }
    return null;
  }

  bySku(sku: string): Product | null {
    return this.#find(sku, 'sku');
  }

  byPlu(plu: string): Product | null {
    return this.#find(plu, 'plu');
  }

  lookup(code: string): Product | null {
    return this.byBarcode(code) ?? this.bySku(code) ?? this.byPlu(code);
  }

  search(...query: Parameters<Catalog['search']>): ReturnType<Catalog['search']> {
    const { hits, more } = this.#base.search.search(...query, this.changes.layer());
    return { hits: hits.map(({ product, marks }) => ({ product: this.#inKnownCategory(product), marks })), more };
  }

  prepareSearch(): void {
    this.#base.search.prepare();
    this.changes.layer();
  }

  categories(): readonly Category[] {
    const { overlay } = this.changes;
    if (overlay.size === 0) return this.#base.categories();
    const byId = new Map(this.#base.categories().map((category) => [category.categoryId, category]));
    for (const [categoryId, category] of overlay.categories) {
      if (category === null) byId.delete(categoryId);
      else byId.set(categoryId, category);
    }
    return [...byId.values()].sort((left, right) => left.position - right.position);
  }

  quickKeys(categoryId: string | null): readonly Product[] {
    const ranks = new Map(this.categories().map((category, rank) => [category.categoryId, rank]));
    const rankOf = (key: QuickKey): number => ranks.get(key.categoryId) ?? -1;
    const keys = [...this.#base.quickKeys(), ...this.changes.overlay.quickKeys]
      .filter((key) => rankOf(key) >= 0 && (categoryId === null || key.categoryId === categoryId))
      .sort((left, right) => rankOf(left) - rankOf(right) || left.position - right.position);
    return [...new Set(keys.map(({ productId }) => productId))].flatMap((productId) => this.productById(productId) ?? []);
  }

  count(): number {
    return this.#base.count + this.changes.overlay.added;
  }

  version(): ReturnType<Catalog['version']> {
    return { schema: CATALOG_SCHEMA_VERSION, generation: this.#base.generation };
  }

  get isOwn(): boolean {
    return this.#base.isOwn;
  }

  get isKeptLocal(): boolean {
    return this.#base.isKeptLocal;
  }

  keepPage(...page: Parameters<PulledChanges['keepPage']>): ReturnType<PulledChanges['keepPage']> {
    const kept = this.changes.keepPage(...page);
    this.#categoryIds = null;
    return kept;
  }

  refresh(folded: Folded | null = null): Result<boolean, CatalogOpenFailure> {
    const newest = generationIn(this.#folder);
    if (!newest.ok) return newest;
    if (newest.value <= this.#base.generation) {
      // Whoever looks now and then has moved to the folded file already.
      const failure = folded === null ? null : this.#rebase(this.#base, folded);
      return failure === null ? ok(false) : fail(failure);
    }
    const opened = openNewest(this.#folder);
    if (!opened.ok) return opened;
    const before = this.#base;
    const failure = this.#rebase(opened.value, folded);
    if (failure !== null) {
      opened.value.close();
      return fail(failure);
    }
    this.#base = opened.value;
    this.#categoryIds = null;
    before.close();
    // On Windows the file just left could not be removed while it was open.
    removeOlder(this.#folder, opened.value.generation);
    return ok(true);
  }

  close(): void {
    this.changes.close();
    this.#base.close();
  }

  #find(code: string, kind: CodeKind): Product | null {
    const { overlay } = this.changes;
    const changed = overlay.find(code, kind);
    if (changed !== null) return this.#inKnownCategory(changed);
    const found = this.#base.find(code, kind);
    return found === null || overlay.hidden.has(found.productNo) ? null : this.#inKnownCategory(found.product);
  }

  #rebase(base: BaseCatalog, folded: Folded | null): CatalogOpenFailure | null {
    try {
      this.changes.rebase(base, folded);
      return null;
    } catch (error) {
      return changesFailure(this.#folder, error);
    }
  }

  /** A product of a category that was deleted, or has not come yet, is in none. */
  #inKnownCategory(product: Product): Product {
    if (product.categoryId === null) return product;
    this.#categoryIds ??= new Set(this.categories().map(({ categoryId }) => categoryId));
    return this.#categoryIds.has(product.categoryId) ? product : { ...product, categoryId: null };
  }
}

/** What is told of a file of changes that SQLite does not let us use; anything else is a bug, and thrown on. */
export function changesFailure(folder: string, error: unknown): CatalogOpenFailure {
  if (error instanceof Database.SqliteError) return { code: 'catalog.unreadable', file: folder, detail: error.message };
  throw error;
}

/** The forms under which the catalog may hold a code: as a trade item number, and as it is. */
function formsOf(code: string): readonly string[] {
  const reading = readGtin(code, null);
  return reading.ok ? [...new Set([reading.value.gtin, ...reading.value.alternatives, code])] : [code];
}
