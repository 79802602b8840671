const FIRST_CAPACITY = 4_096;

/** Bytes written one after the other. */
export class ByteBuffer {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  private used = 0;

  get length(): number {
    return this.used;
  }

  write(added: ArrayLike<number>): void {
    const wanted = this.used + added.length;
    if (wanted > this.bytes.length) {
      const grown = new Uint8Array(Math.max(wanted, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, this.used));
      this.bytes = grown;
    }
    this.bytes.set(added, this.used);
    this.used = wanted;
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array {
    return this.bytes.slice(0, this.used);
  }
}
