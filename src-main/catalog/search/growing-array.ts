const FIRST_CAPACITY = 1 << 12;

/** An array of numbers that grows by doubling. */
export class GrowingArray<A extends Uint8Array | Uint32Array> {
  #items: A;
  readonly #make: (length: number) => A;
  length = 0;

  constructor(make: (length: number) => A) {
    this.#make = make;
    this.#items = make(FIRST_CAPACITY);
  }

  /** 0 for what was never set. */
  at(index: number): number {
    return this.#items[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#items.length) {
      const grown = this.#make(Math.max(this.#items.length * 2, index + 1));
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[index] = value;
    if (index >= this.length) this.length = index + 1;
  }

  push(value: number): void {
    this.set(this.length, value);
  }

  /** The items themselves, for loops over all of them. */
  items(): A {
    return this.#items;
  }
}
