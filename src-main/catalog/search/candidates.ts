import { forgivesTypo, type TypoNeighbours, typoNeighbours } from './one-typo.ts';
import { addChunk, addShortList, CHUNK_DOCUMENTS, isLong, wordsFor } from './posting-lists.ts';
import { MAX_MERGED_WORDS, type SearchIndex } from './search-index.ts';
import { allWords, narrowBy, sharedPrefix, type WordRange, wholeWord } from './vocabulary.ts';

/** How a word of the query may match, each way with those before it. */
export type Way = 'exact' | 'prefix' | 'typo' | 'typo-beginning';

const CHUNK_WORDS = CHUNK_DOCUMENTS / 32;
/** Sets kept for the next query, at one bit a document each; a query of many words makes more and lets them go. */
const MAX_POOLED_SETS = 16;

/** The documents that one word of the query matches in one way. Its long lists are read chunk by chunk, as far as somebody asks. */
class WordDocuments {
  readonly bits: Uint32Array;
  /** How many documents at most; 0 only where there is none. */
  readonly size: number;
  readonly #index: SearchIndex;
  readonly #longLists: readonly number[];
  readonly #filled: Uint8Array;

  constructor(index: SearchIndex, listNumbers: Iterable<number>, bits: Uint32Array) {
    const longLists: number[] = [];
    let size = 0;
    for (const list of listNumbers) {
      size += index.lists.counts[list] ?? 0;
      if (isLong(index.lists, list)) longLists.push(list);
      else addShortList(index.lists, list, bits);
    }
    this.bits = bits;
    this.size = size;
    this.#index = index;
    this.#longLists = longLists;
    this.#filled = new Uint8Array(bits.length / CHUNK_WORDS);
  }

  fill(chunk: number): void {
    if (this.#filled[chunk] === 1) return;
    this.#filled[chunk] = 1;
    for (const list of this.#longLists) addChunk(this.#index.lists, list, chunk, this.bits);
  }
}

/** A word of the query and, as they are asked for, what it matches. */
class QueryWord {
  readonly #index: SearchIndex;
  readonly #takeSet: () => Uint32Array;
  readonly #text: string;
  readonly #range: WordRange;
  readonly #documents = new Map<Way, WordDocuments>();
  #neighbours: TypoNeighbours | null = null;

  constructor(index: SearchIndex, takeSet: () => Uint32Array, text: string) {
    this.#index = index;
    this.#takeSet = takeSet;
    this.#text = text;
    this.#range = narrowBy(index.vocabulary, allWords(index.vocabulary), text, 0);
  }

  documents(way: Way): WordDocuments {
    const known = this.#documents.get(way);
    if (known !== undefined) return known;
    const made = new WordDocuments(this.#index, new Set(this.#lists(way)), this.#takeSet());
    this.#documents.set(way, made);
    return made;
  }

  #lists(way: Way): readonly number[] {
    const whole = wholeWord(this.#index.vocabulary, this.#range);
    if (way === 'exact') return whole === null ? [] : [whole];
    const prefix = this.#listsOfRange(this.#range);
    if (way === 'prefix' || !forgivesTypo(this.#text)) return prefix;
    this.#neighbours ??= typoNeighbours(this.#index.vocabulary, allWords(this.#index.vocabulary), this.#text);
    if (way === 'typo') return [...prefix, ...this.#neighbours.whole];
    return [...prefix, ...this.#neighbours.whole, ...this.#neighbours.beginnings.flatMap((range) => this.#listsOfRange(range))];
  }

  #listsOfRange(range: WordRange): readonly number[] {
    const words = range.to - range.from;
    if (words <= MAX_MERGED_WORDS) return Array.from({ length: Math.max(0, words) }, (_, place) => range.from + place);
    const list = this.#index.prefixLists.get(sharedPrefix(this.#index.vocabulary, range));
    if (list === undefined) throw new Error(`No list for a prefix with ${words} words`);
    return [list];
  }
}

/** One query of one index. Documents come in the static order; those that were taken do not come again. */
export interface Candidates {
  collect(ways: readonly Way[], share: number): readonly number[];
  take(document: number): void;
  end(): void;
}

/** Finds the documents of one index that are worth ranking. Keeps memory between queries; one query at a time. */
export class CandidateFinder {
  readonly #index: SearchIndex;
  readonly #setLength: number;
  readonly #pool: Uint32Array[] = [];
  readonly #scratch = new Uint32Array(CHUNK_WORDS);

  constructor(index: SearchIndex) {
    this.#index = index;
    this.#setLength = wordsFor(index.order.length);
  }

  /**
   * Begins a query, which `end` gives its memory back.
   *
   * @param words folded, each once, at least one.
   * @param hidden numbers of products that are not to be found.
   */
  begin(words: readonly string[], hidden: ReadonlySet<number>): Candidates {
    const used: Uint32Array[] = [];
    const takeSet = (): Uint32Array => {
      const set = this.#pool.pop()?.fill(0) ?? new Uint32Array(this.#setLength);
      used.push(set);
      return set;
    };
    const queryWords = words.map((word) => new QueryWord(this.#index, takeSet, word));
    const taken = takeSet();
    return {
      collect: (ways, share) => this.#collect(queryWords, ways, share, taken, hidden),
      take: (document) => {
        taken[document >>> 5] = (taken[document >>> 5] ?? 0) | (1 << (document & 31));
      },
      end: () => {
        this.#pool.push(...used.slice(0, Math.max(0, MAX_POOLED_SETS - this.#pool.length)));
      },
    };
  }

  /** Up to `share` documents that match in these ways (one for each word) and were not taken before. */
  #collect(
    words: readonly QueryWord[],
    ways: readonly Way[],
    share: number,
    taken: Uint32Array,
    hidden: ReadonlySet<number>,
  ): readonly number[] {
    const sets = words.map((word, index) => word.documents(ways[index] ?? 'exact')).sort((left, right) => left.size - right.size);
    const found: number[] = [];
    if (sets[0] === undefined || sets[0].size === 0) return found;
    const chunks = this.#setLength / CHUNK_WORDS;
    for (let chunk = 0; chunk < chunks && found.length < share; chunk += 1) {
      if (!this.#intersect(sets, chunk)) continue;
      this.#gather(chunk, share, taken, hidden, found);
    }
    return found;
  }

  /** Leaves in the scratch set what a chunk of all sets has in common; false where that is nothing. */
  #intersect(sets: readonly WordDocuments[], chunk: number): boolean {
    const scratch = this.#scratch.fill(0xffffffff);
    const base = chunk * CHUNK_WORDS;
    for (const set of sets) {
      set.fill(chunk);
      let any = 0;
      for (let word = 0; word < CHUNK_WORDS; word += 1) {
        const bits = (scratch[word] ?? 0) & (set.bits[base + word] ?? 0);
        scratch[word] = bits;
        any |= bits;
      }
      if (any === 0) return false;
    }
    return true;
  }

  #gather(chunk: number, share: number, taken: Uint32Array, hidden: ReadonlySet<number>, found: number[]): void {
    const base = chunk * CHUNK_WORDS;
    for (let word = 0; word < CHUNK_WORDS; word += 1) {
      let bits = (this.#scratch[word] ?? 0) & ~(taken[base + word] ?? 0);
      while (bits !== 0 && found.length < share) {
        const document = (base + word) * 32 + 31 - Math.clz32(bits & -bits);
        if (hidden.size === 0 || !hidden.has(this.#index.order[document] ?? 0)) found.push(document);
        bits &= bits - 1;
      }
    }
  }
}

/**
 * The ways to try, in steps; the ways of one step are equally good: all words exactly; all but the last, which is still being typed; as
 * beginnings; then with one word mistyped; then any.
 */
export function* stepsFor(words: readonly string[]): Generator<readonly (readonly Way[])[]> {
  const all = (way: Way): readonly Way[] => words.map(() => way);
  const allBut = (place: number, rest: Way, way: Way): readonly Way[] => words.map((_, index) => (index === place ? way : rest));
  yield [all('exact')];
  yield [allBut(words.length - 1, 'exact', 'prefix')];
  if (words.length > 1) yield [all('prefix')];
  const forgiving = words.flatMap((word, place) => (forgivesTypo(word) ? [place] : []));
  for (const way of ['typo', 'typo-beginning'] as const) {
    if (forgiving.length > 0) yield forgiving.map((place) => allBut(place, 'prefix', way));
  }
  if (forgiving.length > 1) yield [all('typo-beginning')];
}
