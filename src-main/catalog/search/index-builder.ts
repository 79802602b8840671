import { setImmediate as nextTurn } from 'node:timers/promises';
import { foldForSearch } from '../../../src-shared/text/fold.ts';
import { GrowingArray } from './growing-array.ts';
import { PostingWriter } from './posting-lists.ts';
import { MAX_MERGED_WORDS, type SearchIndex } from './search-index.ts';
import { allWords, branches, packVocabulary, sharedPrefix, type Vocabulary, type WordRange } from './vocabulary.ts';
import { WordTable } from './word-table.ts';

/** Names longer than this are equally long to the static order. */
const MAX_RANKED_LENGTH = 254;
/** The length noted for a product without a name. */
const NO_NAME = 255;
/** After so many lists the event loop gets its turn. */
const LISTS_PER_TURN = 2_000;

/** The length by which a product stands in the static order: that of the shortest of its folded names. */
export function rankedLength(foldedNames: readonly string[]): number {
  let shortest = NO_NAME;
  for (const { length } of foldedNames) shortest = Math.min(shortest, length, MAX_RANKED_LENGTH);
  return shortest;
}

const uint32 = (): GrowingArray<Uint32Array> => new GrowingArray((length) => new Uint32Array(length));

/**
 * Gathers the words of products as they come and makes the index when all have. It holds each distinct word once, and four bytes for each
 * word of each name, in flat arrays: some 40 MB for a million products.
 *
 * The static order is that of the shortest name of each product, shorter first, and of arrival among equals: of two products that match
 * equally well, the one with less in its name beside the match is likelier meant.
 */
export class SearchIndexBuilder {
  readonly #table = new WordTable();
  /** The number of the `setNames` call in which each word was last seen, so that a word counts once a product. */
  readonly #seenIn = uint32();
  /** Words of all names, product after product. */
  readonly #words = uint32();
  readonly #firstWord = uint32();
  readonly #wordCount = uint32();
  readonly #nameLength = new GrowingArray((length) => new Uint8Array(length));
  #calls = 0;

  /**
   * Sets the names of a product; those of an earlier call for it are forgotten.
   *
   * @param productNo from 0 on, without great gaps.
   */
  setNames(productNo: number, names: readonly (string | null)[]): void {
    this.#calls += 1;
    const first = this.#words.length;
    const folded = names.flatMap((name) => (name === null ? [] : [foldForSearch(name)]));
    for (const name of folded) this.#addWords(name);
    this.#firstWord.set(productNo, first);
    this.#wordCount.set(productNo, this.#words.length - first);
    this.#nameLength.set(productNo, rankedLength(folded));
  }

  /** @param folded words with one space between them. */
  #addWords(folded: string): void {
    for (let from = 0; from < folded.length; ) {
      const space = folded.indexOf(' ', from);
      const to = space === -1 ? folded.length : space;
      const number = this.#table.numberOf(folded, from, to);
      if (this.#seenIn.at(number) !== this.#calls) {
        this.#seenIn.set(number, this.#calls);
        this.#words.push(number);
      }
      from = to + 1;
    }
  }

  /** Makes the index; the event loop gets its turn in between. */
  async build(): Promise<SearchIndex> {
    const steps = this.#steps();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      await nextTurn();
    }
  }

  /** The same at once, for the names of some thousands of products. */
  buildNow(): SearchIndex {
    const steps = this.#steps();
    for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
  }

  *#steps(): Generator<undefined, SearchIndex> {
    const order = this.#orderByLength();
    yield;
    const { words, numbers } = this.#sortedWords();
    yield;
    const vocabulary = packVocabulary(words);
    const documents = this.#documentsByWord(order, numbers, words.length);
    yield;
    const writer = new PostingWriter(order.length);
    for (let word = 0; word < words.length; word += 1) {
      writer.add(documents.of(word));
      if (word % LISTS_PER_TURN === 0) yield;
    }
    const prefixLists = new Map<string, number>();
    const listOfRange = new Map<string, number>();
    for (const prefix of crowdedPrefixes(vocabulary)) {
      // "choc" and "choco" may begin the very same words.
      const range = `${prefix.from}-${prefix.to}`;
      const list = listOfRange.get(range) ?? writer.add(documents.ofRange(prefix));
      listOfRange.set(range, list);
      prefixLists.set(sharedPrefix(vocabulary, prefix), list);
      yield;
    }
    return { order, vocabulary, lists: writer.finish(), prefixLists };
  }

  /** A counting sort of the products by the length of their name. */
  #orderByLength(): Uint32Array {
    const ends = new Uint32Array(NO_NAME + 2);
    const products = this.#nameLength.length;
    let named = 0;
    for (let product = 0; product < products; product += 1) {
      if (this.#wordCount.at(product) === 0) continue;
      const length = this.#nameLength.at(product);
      ends[length + 1] = (ends[length + 1] ?? 0) + 1;
      named += 1;
    }
    for (let length = 1; length < ends.length; length += 1) ends[length] = (ends[length] ?? 0) + (ends[length - 1] ?? 0);
    const order = new Uint32Array(named);
    for (let product = 0; product < products; product += 1) {
      if (this.#wordCount.at(product) === 0) continue;
      const length = this.#nameLength.at(product);
      const document = ends[length] ?? 0;
      order[document] = product;
      ends[length] = document + 1;
    }
    return order;
  }

  /** The words that some product still has, sorted, and for the numbers used until now the new ones. */
  #sortedWords(): { readonly words: readonly string[]; readonly numbers: Uint32Array } {
    const used = new Uint8Array(this.#table.size);
    for (let product = 0; product < this.#firstWord.length; product += 1) {
      const first = this.#firstWord.at(product);
      for (let index = first; index < first + this.#wordCount.at(product); index += 1) used[this.#words.at(index)] = 1;
    }
    const entries = Array.from({ length: this.#table.size }, (_, number) => ({ word: this.#table.word(number), number }));
    const sorted = entries.filter(({ number }) => used[number] === 1).sort((left, right) => (left.word < right.word ? -1 : 1));
    const numbers = new Uint32Array(this.#table.size);
    for (const [place, { number }] of sorted.entries()) numbers[number] = place;
    return { words: sorted.map(({ word }) => word), numbers };
  }

  /** Turns words by document into documents by word, in two passes over the documents in their order. */
  #documentsByWord(order: Uint32Array, numbers: Uint32Array, wordCount: number): DocumentsByWord {
    const words = this.#words.items();
    const firsts = this.#firstWord.items();
    const counts = this.#wordCount.items();
    const starts = new Uint32Array(wordCount + 2);
    for (const product of order) {
      const end = (firsts[product] ?? 0) + (counts[product] ?? 0);
      for (let index = firsts[product] ?? 0; index < end; index += 1) {
        const place = (numbers[words[index] ?? 0] ?? 0) + 2;
        starts[place] = (starts[place] ?? 0) + 1;
      }
    }
    for (let word = 2; word < starts.length; word += 1) starts[word] = (starts[word] ?? 0) + (starts[word - 1] ?? 0);
    const documents = new Uint32Array(starts.at(-1) ?? 0);
    // Filling moves each word's start to its end, which is the next word's start: hence the table is one place ahead until here.
    for (let document = 0; document < order.length; document += 1) {
      const product = order[document] ?? 0;
      const end = (firsts[product] ?? 0) + (counts[product] ?? 0);
      for (let index = firsts[product] ?? 0; index < end; index += 1) {
        const place = (numbers[words[index] ?? 0] ?? 0) + 1;
        const position = starts[place] ?? 0;
        documents[position] = document;
        starts[place] = position + 1;
      }
    }
    return new DocumentsByWord(documents, starts, order.length);
  }
}

class DocumentsByWord {
  readonly #documents: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #set: Uint32Array;

  constructor(documents: Uint32Array, starts: Uint32Array, documentCount: number) {
    this.#documents = documents;
    this.#starts = starts;
    this.#set = new Uint32Array(Math.ceil(documentCount / 32));
  }

  of(word: number): Uint32Array {
    return this.#documents.subarray(this.#starts[word], this.#starts[word + 1]);
  }

  /** The documents of all words of a range, each once, in order. */
  ofRange(range: WordRange): Uint32Array {
    const set = this.#set.fill(0);
    let count = 0;
    for (const document of this.#documents.subarray(this.#starts[range.from], this.#starts[range.to])) {
      const bits = set[document >>> 5] ?? 0;
      const bit = 1 << (document & 31);
      if ((bits & bit) === 0) count += 1;
      set[document >>> 5] = bits | bit;
    }
    const documents = new Uint32Array(count);
    let position = 0;
    set.forEach((word, index) => {
      for (let bits = word; bits !== 0; bits &= bits - 1) {
        documents[position] = index * 32 + (31 - Math.clz32(bits & -bits));
        position += 1;
      }
    });
    return documents;
  }
}

/** The prefixes under which more than MAX_MERGED_WORDS words lie. */
function crowdedPrefixes(vocabulary: Vocabulary): readonly WordRange[] {
  const crowded: WordRange[] = [];
  const open: WordRange[] = [allWords(vocabulary)];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    for (const branch of branches(vocabulary, range)) {
      if (branch.to - branch.from <= MAX_MERGED_WORDS) continue;
      crowded.push(branch);
      open.push(branch);
    }
  }
  return crowded;
}
