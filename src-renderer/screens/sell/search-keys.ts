import type { KeyboardEvent } from 'react';
import { moveActive, takeActive, useFound } from './product-search.ts';
import { takeCode } from './sell-actions.ts';
import { setQuery, useSellView } from './sell-view.ts';

/** Typed in full and entered, digits are a code (a barcode or a short number), not the beginning of a name. */
const KEYED_CODE = /^\s*\d+\s*$/;

/** Puts the search away. Without a field in focus every key is the ticket's again. */
export function leaveSearch(): void {
  setQuery('');
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

function enter(query: string): void {
  if (KEYED_CODE.test(query) && useFound.getState().activeIndex === 0) void takeCode(query.trim(), 'keyed');
  else if (!takeActive()) return;
  leaveSearch();
}

/** The keys of a search, in its box and on its list: arrows choose, Enter takes, Esc leaves. */
export function onSearchKey(event: KeyboardEvent): void {
  const { query } = useSellView.getState();
  if (event.key === 'Escape') leaveSearch();
  else if (query === '') return;
  else if (event.key === 'ArrowDown') moveActive(1);
  else if (event.key === 'ArrowUp') moveActive(-1);
  else if (event.key === 'Enter') enter(query);
  else return;
  event.preventDefault();
}
