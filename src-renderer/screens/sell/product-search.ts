import { create } from 'zustand';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { SearchHit } from '../../../src-shared/contract/terminal-api.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import { call } from '../../state/terminal-store.ts';
import { latestAnswer } from './latest-answer.ts';
import { addProduct } from './sell-actions.ts';
import { setQuery, useSellView } from './sell-view.ts';

/** As many as fit on two screens; who has not found it by then types another letter. */
const MAX_SHOWN_HITS = 24;

export const RESULTS_ID = 'search-results';

export function hitId(index: number): string {
  return `search-hit-${index}`;
}

interface Found {
  /** The query the hits answer: the present one, or while its answer is on its way the one before. */
  readonly query: string;
  readonly hits: readonly SearchHit[];
  readonly more: boolean;
  /** The hit that Enter takes: the best, unless the person moved to another. */
  readonly activeIndex: number;
}

const NOTHING: Found = { query: '', hits: [], more: false, activeIndex: 0 };

export const useFound = create<Found>(() => NOTHING);

/** A query that was entered before its answer was there: its best hit is taken as soon as it is. */
let enteredQuery: string | null = null;

const ask = latestAnswer(
  ({ query, language }: { readonly query: string; readonly language: Language }) =>
    call('catalog.search', { query, language, limit: MAX_SHOWN_HITS }),
  ({ query }, answer) => {
    const { hits, more } = answer.ok ? answer.value : NOTHING;
    useFound.setState({ query, hits, more, activeIndex: 0 });
    const [best] = hits;
    if (enteredQuery === query && best !== undefined) takeProduct(best.product);
    enteredQuery = null;
  },
);

/** Asks for what the query finds. The answer shows when it is there, unless another query has been typed by then. */
export function searchFor(query: string, language: Language): void {
  if (query.trim() === '') useFound.setState(NOTHING);
  else ask({ query, language });
}

/** To the next hit below or above. */
export function moveActive(direction: 1 | -1): void {
  useFound.setState(({ hits, activeIndex }) => ({ activeIndex: Math.max(0, Math.min(activeIndex + direction, hits.length - 1)) }));
}

/** Rings a product up and puts the search away. */
export function takeProduct(product: Product): void {
  setQuery('');
  void addProduct(product);
}

/** Takes the active hit, now or as soon as the answer to the query is there. False when there is nothing to take. */
export function takeActive(): boolean {
  const { query } = useSellView.getState();
  const { query: answered, hits, activeIndex } = useFound.getState();
  if (query.trim() === '') return false;
  if (answered !== query) {
    enteredQuery = query;
    setQuery('');
    return true;
  }
  const hit = hits[activeIndex];
  if (hit !== undefined) takeProduct(hit.product);
  return hit !== undefined;
}
