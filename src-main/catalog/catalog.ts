import type { Category, Product } from '../../src-shared/catalog/product.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Folded, PulledPage } from './changes/changes-file.ts';
import type { PulledChanges } from './changes/pulled-changes.ts';
import type { SearchOptions, SearchResult } from './search/search-result.ts';

/** Why a catalog that is there could not be opened. A folder without one opens as an empty catalog. */
export type CatalogOpenFailure =
  /** Written by a newer program: update this one. */
  | { readonly code: 'catalog.schema-newer'; readonly file: string; readonly found: number; readonly expected: number }
  /** Written by an older program: import again, the catalog is a replica. */
  | { readonly code: 'catalog.schema-older'; readonly file: string; readonly found: number; readonly expected: number }
  | { readonly code: 'catalog.damaged'; readonly file: string; readonly detail: string }
  | { readonly code: 'catalog.unreadable'; readonly file: string; readonly detail: string };

/** `generation` grows by one with every import, and is 0 for a folder into which nothing was ever imported. */
export type CatalogVersion = { readonly schema: number; readonly generation: number };

export interface Catalog {
  productById(productId: string): Product | null;
  /** Takes a GTIN in any of its forms (UPC-A as 12 or 13 digits, EAN-8, GTIN-14), or another code exactly as printed. */
  byBarcode(code: string): Product | null;
  bySku(sku: string): Product | null;
  byPlu(plu: string): Product | null;
  /** What a person or a scanner means by a code: a barcode, else an SKU, else a PLU. */
  lookup(code: string): Product | null;
  /** Type-ahead over the names, best first; `marks` are UTF-16 ranges of each name. `more`: others match beyond the limit. */
  search(query: string, options: SearchOptions): SearchResult;
  /** Loads the search index now; otherwise the first search does, in some tens of milliseconds for a million products. */
  prepareSearch(): void;
  /** In the order of their positions. */
  categories(): readonly Category[];
  /** The products on a category's quick-key page, or those of every page (null), in the order of their positions. */
  quickKeys(categoryId: string | null): readonly Product[];
  count(): number;
  version(): CatalogVersion;
  /** What was pulled from the cloud and is not yet in the catalog's own file. Pages are kept by `keepPage`. */
  readonly changes: Omit<PulledChanges, 'keepPage' | 'rebase' | 'close'>;
  /** Its goods never came from the cloud: imported here, or kept because the cloud had none. */
  readonly isOwn: boolean;
  /** The cloud had no product when everything was last asked of it, and the goods this terminal had were kept. */
  readonly isKeptLocal: boolean;
  /** Keeps a page of changes and its cursor in one transaction, and sells by it from then on. Throws SQLite's error; nothing has changed then. */
  keepPage(page: PulledPage, at: string): { readonly changed: number };
  /**
   * Moves to the newest catalog in the folder, after an import by this program or another. True when it moved.
   *
   * @param folded the changes that are in that catalog, where it was folded from these.
   */
  refresh(folded?: Folded | null): Result<boolean, CatalogOpenFailure>;
  close(): void;
}
