import type Database from 'better-sqlite3';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { SearchHit } from '../../../src-shared/contract/terminal-api.ts';
import { tokenise } from '../../../src-shared/text/fold.ts';
import type { SearchOptions, SearchResult } from '../catalog.ts';
import { type NameColumns, namesOf } from '../product-row.ts';
import { CandidateFinder } from './candidates.ts';
import { loadSearchIndex } from './index-parts.ts';
import { marksOf, relevance } from './relevance.ts';
import type { SearchIndex } from './search-index.ts';

/** Words of a query beyond these are not looked at: by then what was meant has long been found. */
export const MAX_QUERY_WORDS = 12;
/** How many products of one way of matching are ranked. The static order has put the likeliest first. */
const MAX_RANKED = 200;

/** Type-ahead over the names of an open catalog. The index is loaded with the first query, or by `prepare`. */
export class ProductSearch {
  readonly #db: Database.Database;
  readonly #names: Database.Statement<[number], NameColumns>;
  readonly #productByNo: (productNo: number) => Product;
  #loaded: { readonly index: SearchIndex; readonly finder: CandidateFinder } | null = null;

  constructor(db: Database.Database, productByNo: (productNo: number) => Product) {
    this.#db = db;
    this.#names = db.prepare('SELECT name_fr, name_ar, name_en FROM product WHERE product_no = ?');
    this.#productByNo = productByNo;
  }

  prepare(): { readonly index: SearchIndex; readonly finder: CandidateFinder } {
    if (this.#loaded === null) {
      const index = loadSearchIndex(this.#db);
      this.#loaded = { index, finder: new CandidateFinder(index) };
    }
    return this.#loaded;
  }

  search(query: string, options: SearchOptions): SearchResult {
    const words = [...new Set(tokenise(query))].slice(0, MAX_QUERY_WORDS);
    if (words.length === 0) return { hits: [], more: false };
    const { index, finder } = this.prepare();
    const found = finder.find(words, options.limit + 1, Math.max(MAX_RANKED, options.limit + 1));
    const ranked = found
      .map((document) => ({ document, productNo: index.order[document] ?? 0 }))
      .map((place) => ({ ...place, score: this.#score(place.productNo, words, options) }))
      .sort((left, right) => left.score - right.score || left.document - right.document);
    return {
      hits: ranked.slice(0, options.limit).map(({ productNo }) => this.#hit(productNo, words)),
      more: ranked.length > options.limit,
    };
  }

  #score(productNo: number, words: readonly string[], options: SearchOptions): number {
    const row = this.#names.get(productNo);
    return row === undefined ? Number.POSITIVE_INFINITY : relevance(namesOf(row), words, options.language);
  }

  #hit(productNo: number, words: readonly string[]): SearchHit {
    const product = this.#productByNo(productNo);
    return { product, marks: marksOf(product.name, words) };
  }
}
