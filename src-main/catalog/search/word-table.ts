const FIRST_SLOTS = 1 << 14;
const FIRST_UNITS = 1 << 16;
/** Slots are doubled when more than this share of them is taken. */
const MAX_LOAD = 0.6;
const EMPTY = 0xffffffff;

/**
 * Numbers the distinct words of many texts in the order in which they come up. A hash table in flat arrays that takes the words where they
 * stand in a text: with a JavaScript map, cutting a few million short strings out of the texts took half the time of an import.
 */
export class WordTable {
  #slots = new Uint32Array(FIRST_SLOTS).fill(EMPTY);
  #units = new Uint16Array(FIRST_UNITS);
  #starts = new Uint32Array(FIRST_SLOTS);
  #hashes = new Uint32Array(FIRST_SLOTS);
  size = 0;

  /** The number of the word from `from` to before `to` of a text. */
  numberOf(text: string, from: number, to: number): number {
    const hash = hashOf(text, from, to);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let word = this.#slots[slot] ?? EMPTY; word !== EMPTY; word = this.#slots[slot] ?? EMPTY) {
      if (this.#hashes[word] === hash && this.#isWord(word, text, from, to)) return word;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, text, from, to);
  }

  word(number: number): string {
    return String.fromCharCode(...this.#units.subarray(this.#starts[number], this.#starts[number + 1]));
  }

  #isWord(word: number, text: string, from: number, to: number): boolean {
    const start = this.#starts[word] ?? 0;
    if ((this.#starts[word + 1] ?? 0) - start !== to - from) return false;
    for (let index = 0; index < to - from; index += 1) if (this.#units[start + index] !== text.charCodeAt(from + index)) return false;
    return true;
  }

  #add(hash: number, slot: number, text: string, from: number, to: number): number {
    const word = this.size;
    const start = this.#starts[word] ?? 0;
    if (start + to - from > this.#units.length) this.#units = grown(this.#units, new Uint16Array(this.#units.length * 2));
    for (let index = from; index < to; index += 1) this.#units[start + index - from] = text.charCodeAt(index);
    this.#starts[word + 1] = start + to - from;
    this.#hashes[word] = hash;
    this.#slots[slot] = word;
    this.size += 1;
    if (this.size >= this.#slots.length * MAX_LOAD) this.#grow();
    return word;
  }

  #grow(): void {
    const slots = this.#slots.length * 2;
    this.#starts = grown(this.#starts, new Uint32Array(slots));
    this.#hashes = grown(this.#hashes, new Uint32Array(slots));
    this.#slots = new Uint32Array(slots).fill(EMPTY);
    for (let word = 0; word < this.size; word += 1) {
      let slot = (this.#hashes[word] ?? 0) & (slots - 1);
      while (this.#slots[slot] !== EMPTY) slot = (slot + 1) & (slots - 1);
      this.#slots[slot] = word;
    }
  }
}

/** Copies the old items into the larger array. */
function grown<A extends Uint16Array | Uint32Array>(items: A, larger: A): A {
  larger.set(items);
  return larger;
}

/** FNV-1a over the UTF-16 units, its bits mixed once more, since the slots are its low bits. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let index = from; index < to; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
