import type { Category, Product, QuickKey } from '../../../src-shared/catalog/product.ts';
import type { CodeKind } from '../catalog-schema.ts';
import type { StoredChange } from './changes-file.ts';

/** A changed product: null where it was deleted. `place` is where it stands in the order of arrival, among those of the file too. */
export type ChangedProduct = {
  readonly productId: string;
  readonly place: number;
  readonly baseNo: number | null;
  readonly product: Product | null;
};

type ChangedCategory = { readonly arrival: number; readonly category: Category | null };

/** What the overlay asks of the catalog file under it. */
export type OverlayBase = { readonly count: number; numberOf(productId: string): number | null };

/**
 * The pulled changes in memory, over a catalog file: every question a scan asks is one look into a map. A code that several changed
 * products go by is that of the one changed last; in the cloud a code has one product, so that this lasts no longer than between two pages.
 */
export class Overlay {
  readonly #base: OverlayBase;
  readonly #products = new Map<string, ChangedProduct>();
  readonly #byCode: Readonly<Record<CodeKind, Map<string, readonly string[]>>> = {
    barcode: new Map(),
    sku: new Map(),
    plu: new Map(),
    productId: new Map(),
  };
  readonly #categories = new Map<string, ChangedCategory>();
  readonly #quickKeys = new Map<string, QuickKey>();
  readonly #hidden = new Set<number>();
  #live = 0;

  constructor(base: OverlayBase, changes: Iterable<StoredChange>) {
    this.#base = base;
    for (const change of changes) this.apply(change);
  }

  apply(change: StoredChange): void {
    if (change.kind === 'product') this.#putProduct(change.id, change.arrival, change.row);
    else if (change.kind === 'category') this.#categories.set(change.id, { arrival: change.arrival, category: change.row });
    else if (change.row === null) this.#quickKeys.delete(change.id);
    else this.#quickKeys.set(change.id, change.row);
  }

  /** Products and categories that a fold would bring into the file. */
  get size(): number {
    return this.#products.size + this.#categories.size;
  }

  /** By how many products the catalog has more than its file. */
  get added(): number {
    return this.#live - this.#hidden.size;
  }

  /** Numbers of the file's products in whose place others are, or none. */
  get hidden(): ReadonlySet<number> {
    return this.#hidden;
  }

  get quickKeys(): Iterable<QuickKey> {
    return this.#quickKeys.values();
  }

  /** Changed categories in their order of arrival. */
  get categories(): readonly (readonly [string, Category | null])[] {
    return [...this.#categories]
      .toSorted(([, left], [, right]) => left.arrival - right.arrival)
      .map(([categoryId, { category }]) => [categoryId, category] as const);
  }

  changed(productId: string): ChangedProduct | null {
    return this.#products.get(productId) ?? null;
  }

  /** The changed product that goes by a code. */
  find(code: string, kind: CodeKind): Product | null {
    const productId = this.#byCode[kind].get(code)?.at(-1);
    return productId === undefined ? null : (this.#products.get(productId)?.product ?? null);
  }

  /** The changed products there are, in their order of arrival. */
  inOrder(): readonly ChangedProduct[] {
    return [...this.#products.values()].filter(({ product }) => product !== null).sort((left, right) => left.place - right.place);
  }

  #putProduct(productId: string, arrival: number, product: Product | null): void {
    const before = this.#products.get(productId);
    if (before !== undefined) this.#forgetCodes(before);
    const baseNo = before === undefined ? this.#base.numberOf(productId) : before.baseNo;
    if (baseNo !== null) this.#hidden.add(baseNo);
    this.#live += (product === null ? 0 : 1) - (before === undefined || before.product === null ? 0 : 1);
    this.#products.set(productId, { productId, place: baseNo ?? this.#base.count + arrival, baseNo, product });
    if (product === null) return;
    for (const [kind, code] of codesOf(product)) {
      const holders = this.#byCode[kind].get(code) ?? [];
      this.#byCode[kind].set(code, [...holders, productId]);
    }
  }

  #forgetCodes({ productId, product }: ChangedProduct): void {
    if (product === null) return;
    for (const [kind, code] of codesOf(product)) {
      const left = (this.#byCode[kind].get(code) ?? []).filter((holder) => holder !== productId);
      if (left.length === 0) this.#byCode[kind].delete(code);
      else this.#byCode[kind].set(code, left);
    }
  }
}

type KindOfCode = readonly [CodeKind, string];

/** Each code of a product once, with what it is to it. */
function codesOf(product: Product): readonly KindOfCode[] {
  const barcodes = [...new Set(product.barcodes)].map((code): KindOfCode => ['barcode', code]);
  const plu: readonly KindOfCode[] = product.plu === null ? [] : [['plu', product.plu]];
  return [['productId', product.productId], ['sku', product.sku], ...plu, ...barcodes];
}
