import type { PostingLists } from './posting-lists.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * A prefix with more words than this has a list of its own, which holds what its words' lists hold together. So no part of a query reads
 * more than this many lists, whatever was typed: "c" alone begins eight thousand words.
 */
export const MAX_MERGED_WORDS = 128;

/** The index of one catalog. It never changes: an import makes another one. */
export type SearchIndex = {
  /** The product number of each document. Documents are numbered from the best to the worst in the static order. */
  readonly order: Uint32Array;
  readonly vocabulary: Vocabulary;
  /** The lists of the words, by the words' numbers, and after them those of prefixes. */
  readonly lists: PostingLists;
  /** Prefixes that have a list of their own, and its number. */
  readonly prefixLists: ReadonlyMap<string, number>;
};
