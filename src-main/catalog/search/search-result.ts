import type { SearchHit } from '../../../src-shared/contract/terminal-api.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';

export type SearchOptions = { readonly language: Language; readonly limit: number };
export type SearchResult = { readonly hits: readonly SearchHit[]; readonly more: boolean };
