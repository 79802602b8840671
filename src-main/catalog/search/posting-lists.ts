/**
 * Lists of documents, in rising order, end to end in one run of bytes. A document is a product's place in the static order (see
 * `index-builder.ts`), so a list begins with the products that rank best and reading may stop when enough were found.
 *
 * A short list is the differences of its documents, seven bits a byte (the high bit says that more follow). A long one is cut every
 * CHUNK_DOCUMENTS documents, so that a reader takes only the part it has come to: a table of where each chunk begins, and after the last
 * of them the end (32-bit, little-endian, from the list's first byte), then the chunks, each as differences or, where that is shorter, as
 * one bit a document.
 */
export const CHUNK_DOCUMENTS = 16_384;
const CHUNK_WORDS = CHUNK_DOCUMENTS / 32;
const BITMAP_BYTES = CHUNK_DOCUMENTS / 8;
/** A list with more documents is cut into chunks. */
const MAX_SHORT_LIST = 1_024;

export type PostingLists = {
  /** Where each list begins in `bytes`, and after the last of them the length of all. */
  readonly starts: Uint32Array;
  /** How many documents each list holds. */
  readonly counts: Uint32Array;
  readonly bytes: Uint8Array;
};

export function isLong(lists: PostingLists, list: number): boolean {
  return (lists.counts[list] ?? 0) > MAX_SHORT_LIST;
}

/** How many 32-bit words a set of documents takes, a whole number of chunks. */
export function wordsFor(documentCount: number): number {
  return Math.ceil(documentCount / CHUNK_DOCUMENTS) * CHUNK_WORDS;
}

/** Adds a short list to a set of documents (one bit each). */
export function addShortList(lists: PostingLists, list: number, set: Uint32Array): void {
  addDifferences(lists.bytes, lists.starts[list] ?? 0, lists.starts[list + 1] ?? 0, 0, set);
}

/** Adds the part of a long list that lies in `chunk` to a set of documents. */
export function addChunk(lists: PostingLists, list: number, chunk: number, set: Uint32Array): void {
  const start = lists.starts[list] ?? 0;
  const from = start + uint32At(lists.bytes, start + chunk * 4);
  const to = start + uint32At(lists.bytes, start + chunk * 4 + 4);
  if (to - from === BITMAP_BYTES) addBitmap(lists.bytes, from, chunk * CHUNK_WORDS, set);
  else addDifferences(lists.bytes, from, to, chunk * CHUNK_DOCUMENTS, set);
}

function addDifferences(bytes: Uint8Array, from: number, to: number, base: number, set: Uint32Array): void {
  let document = base - 1;
  let difference = 0;
  let shift = 0;
  for (let position = from; position < to; position += 1) {
    const byte = bytes[position] ?? 0;
    difference |= (byte & 0x7f) << shift;
    if (byte >= 0x80) {
      shift += 7;
      continue;
    }
    document += difference + 1;
    // A document beyond the set lands outside the array, where a typed array ignores it: damaged bytes give wrong hits, never a fault.
    set[document >>> 5] = (set[document >>> 5] ?? 0) | (1 << (document & 31));
    difference = 0;
    shift = 0;
  }
}

function addBitmap(bytes: Uint8Array, from: number, firstWord: number, set: Uint32Array): void {
  for (let word = 0; word < CHUNK_WORDS; word += 1) {
    set[firstWord + word] = (set[firstWord + word] ?? 0) | uint32At(bytes, from + word * 4);
  }
}

function uint32At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0;
}

const FIRST_CAPACITY_BYTES = 1 << 16;
/** Differences of documents take at most five bytes each. */
const MAX_DIFFERENCE_BYTES = 5;

/** Writes lists one after the other. */
export class PostingWriter {
  #bytes = new Uint8Array(FIRST_CAPACITY_BYTES);
  #length = 0;
  readonly #starts: number[] = [0];
  readonly #counts: number[] = [];
  readonly #chunks: number;

  /** @param documentCount how many documents there are: every long list has a place for every chunk of them. */
  constructor(documentCount: number) {
    this.#chunks = Math.ceil(documentCount / CHUNK_DOCUMENTS);
  }

  /**
   * @param documents in rising order, each once.
   * @returns the number of the list.
   */
  add(documents: Uint32Array): number {
    if (documents.length > MAX_SHORT_LIST) this.#addLong(documents);
    else this.#addDifferences(documents, 0, documents.length, 0);
    this.#starts.push(this.#length);
    this.#counts.push(documents.length);
    return this.#counts.length - 1;
  }

  finish(): PostingLists {
    return { starts: Uint32Array.from(this.#starts), counts: Uint32Array.from(this.#counts), bytes: this.#bytes.slice(0, this.#length) };
  }

  #addLong(documents: Uint32Array): void {
    const chunks = this.#chunks;
    const start = this.#length;
    const table = new Uint32Array(chunks + 1);
    this.#reserve(table.byteLength);
    this.#length += table.byteLength;
    let from = 0;
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      table[chunk] = this.#length - start;
      let to = from;
      while (to < documents.length && (documents[to] ?? 0) < (chunk + 1) * CHUNK_DOCUMENTS) to += 1;
      this.#addChunk(documents, from, to, chunk);
      from = to;
    }
    table[chunks] = this.#length - start;
    const view = new DataView(this.#bytes.buffer);
    table.forEach((offset, index) => {
      view.setUint32(start + index * 4, offset, true);
    });
  }

  #addChunk(documents: Uint32Array, from: number, to: number, chunk: number): void {
    const before = this.#length;
    this.#addDifferences(documents, from, to, chunk * CHUNK_DOCUMENTS);
    if (this.#length - before < BITMAP_BYTES) return;
    this.#length = before;
    this.#reserve(BITMAP_BYTES);
    this.#bytes.fill(0, before, before + BITMAP_BYTES);
    for (let index = from; index < to; index += 1) {
      const bit = (documents[index] ?? 0) % CHUNK_DOCUMENTS;
      this.#bytes[before + (bit >>> 3)] = (this.#bytes[before + (bit >>> 3)] ?? 0) | (1 << (bit & 7));
    }
    this.#length += BITMAP_BYTES;
  }

  #addDifferences(documents: Uint32Array, from: number, to: number, base: number): void {
    this.#reserve((to - from) * MAX_DIFFERENCE_BYTES);
    let previous = base - 1;
    for (let index = from; index < to; index += 1) {
      const document = documents[index] ?? 0;
      let difference = document - previous - 1;
      previous = document;
      while (difference >= 0x80) {
        this.#bytes[this.#length] = (difference & 0x7f) | 0x80;
        this.#length += 1;
        difference >>>= 7;
      }
      this.#bytes[this.#length] = difference;
      this.#length += 1;
    }
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
