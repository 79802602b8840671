import type Database from 'better-sqlite3';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { tokenise } from '../../../src-shared/text/fold.ts';
import { type NameColumns, namesOf } from '../product-row.ts';
import { CandidateFinder } from './candidates.ts';
import { type Candidate, findCandidates, type SearchLayer } from './find-candidates.ts';
import { loadSearchIndex } from './index-parts.ts';
import { marksOf, relevance } from './relevance.ts';
import type { SearchOptions, SearchResult } from './search-result.ts';

/** Words of a query beyond these are not looked at: by then what was meant has long been found. */
export const MAX_QUERY_WORDS = 12;
/** How many products of one way of matching are ranked. The static order has put the likeliest first. */
const MAX_RANKED = 200;
const NOTHING_HIDDEN: ReadonlySet<number> = new Set();

/** A layer whose products can be had. */
export interface ProductLayer extends SearchLayer {
  productAt(document: number): Product;
}

/** Changed products, and the numbers of those in whose place they are. */
export interface ChangedLayer {
  readonly layer: ProductLayer;
  readonly hidden: ReadonlySet<number>;
}

/** Type-ahead over the names of an open catalog. The index is loaded with the first query, or by `prepare`. */
export class ProductSearch {
  readonly #db: Database.Database;
  readonly #names: Database.Statement<[number], NameColumns>;
  readonly #productByNo: (productNo: number) => Product;
  #layer: ProductLayer | null = null;

  constructor(db: Database.Database, productByNo: (productNo: number) => Product) {
    this.#db = db;
    this.#names = db.prepare('SELECT name_fr, name_ar, name_en FROM product WHERE product_no = ?');
    this.#productByNo = productByNo;
  }

  prepare(): ProductLayer {
    if (this.#layer === null) {
      const index = loadSearchIndex(this.#db);
      const numberOf = (document: number): number => index.order[document] ?? 0;
      this.#layer = {
        finder: new CandidateFinder(index),
        hidden: NOTHING_HIDDEN,
        describe: (document) => ({ name: this.#nameOf(numberOf(document)), place: numberOf(document) }),
        productAt: (document) => this.#productByNo(numberOf(document)),
      };
    }
    return this.#layer;
  }

  search(query: string, options: SearchOptions, changed: ChangedLayer | null = null): SearchResult {
    const words = [...new Set(tokenise(query))].slice(0, MAX_QUERY_WORDS);
    if (words.length === 0) return { hits: [], more: false };
    const own = this.prepare();
    const layers = changed === null ? [own] : [{ ...own, hidden: changed.hidden }, changed.layer];
    const found = findCandidates(layers, words, options.limit + 1, Math.max(MAX_RANKED, options.limit + 1));
    const ranked = found
      .map((candidate) => ({ candidate, score: relevance(candidate.name, words, options.language) }))
      .sort((left, right) => left.score - right.score || left.candidate.compare(right.candidate));
    const productOf = ({ layer, document }: Candidate): Product =>
      changed !== null && layer === changed.layer ? changed.layer.productAt(document) : own.productAt(document);
    const hits = ranked.slice(0, options.limit).map(({ candidate }) => {
      const product = productOf(candidate);
      return { product, marks: marksOf(product.name, words) };
    });
    return { hits, more: ranked.length > options.limit };
  }

  /** Nothing matches a product that the file does not hold, which a damaged index may name. */
  #nameOf(productNo: number): ReturnType<typeof namesOf> {
    const row = this.#names.get(productNo);
    return row === undefined ? {} : namesOf(row);
  }
}
