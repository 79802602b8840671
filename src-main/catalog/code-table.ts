/** Slots are doubled when more than this share of them is taken. */
const MAX_LOAD = 0.7;
const FIRST_SLOTS = 1 << 16;
const EMPTY = 0xffffffff;

/**
 * Which products may go by a code, while a catalog is being written: a hash table of 32-bit hashes and product numbers in two flat arrays,
 * eight bytes a slot. It never forgets a product that has a code and may name one that has not (two codes with one hash; a code that was
 * taken off its product), so the asker looks at the products themselves.
 */
export class CodeTable {
  #hashes = new Uint32Array(FIRST_SLOTS);
  #products = new Uint32Array(FIRST_SLOTS).fill(EMPTY);
  #taken = 0;

  /** @param hash of the code, by `hashOfCode`. */
  add(hash: number, productNo: number): void {
    if (this.#taken >= this.#products.length * MAX_LOAD) this.#grow();
    this.#put(hash, productNo);
    this.#taken += 1;
  }

  /** The numbers of the products that may go by a code with this hash, in no order. Nearly always none. */
  candidates(hash: number): readonly number[] {
    let found: readonly number[] = NONE;
    const mask = this.#products.length - 1;
    for (let slot = hash & mask; this.#products[slot] !== EMPTY; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash) found = [...found, this.#products[slot] ?? EMPTY];
    }
    return found;
  }

  #put(hash: number, productNo: number): void {
    const mask = this.#products.length - 1;
    let slot = hash & mask;
    while (this.#products[slot] !== EMPTY) slot = (slot + 1) & mask;
    this.#hashes[slot] = hash;
    this.#products[slot] = productNo;
  }

  #grow(): void {
    const [hashes, products] = [this.#hashes, this.#products];
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#products = new Uint32Array(products.length * 2).fill(EMPTY);
    for (let slot = 0; slot < products.length; slot += 1) {
      const productNo = products[slot] ?? EMPTY;
      if (productNo !== EMPTY) this.#put(hashes[slot] ?? 0, productNo);
    }
  }
}

const NONE: readonly number[] = [];

/** FNV-1a over the UTF-16 units, its bits mixed once more (the finaliser of MurmurHash3), since the slots are its low bits. */
export function hashOfCode(code: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < code.length; index += 1) hash = Math.imul(hash ^ code.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
