/** What stands at the head of the bytes not yet read. */
export type FrameMatch<Item> =
  /** A whole frame of so many bytes, and what it says. */
  | { readonly kind: 'frame'; readonly length: number; readonly items: readonly Item[] }
  /** The first byte begins no frame. */
  | { readonly kind: 'skip' }
  /** The beginning of a frame, as far as it goes. Must not be said of more than a frame's bytes. */
  | { readonly kind: 'wait' };

export const SKIP = { kind: 'skip' } as const;
export const WAIT = { kind: 'wait' } as const;

export interface ScannedGarbage {
  readonly kind: 'garbage';
  readonly bytes: Uint8Array;
}

/**
 * Cuts a stream into frames. What begins no frame comes out as garbage and the search goes on one byte further, so that a frame is found
 * whatever stood before it, and the frames are the same however the stream was cut on its way.
 */
export class FrameScanner<Item> {
  private pending = new Uint8Array();
  private readonly match: (pending: Uint8Array) => FrameMatch<Item>;

  constructor(match: (pending: Uint8Array) => FrameMatch<Item>) {
    this.match = match;
  }

  push(bytes: Uint8Array): readonly (Item | ScannedGarbage)[] {
    const all = new Uint8Array(this.pending.length + bytes.length);
    all.set(this.pending);
    all.set(bytes, this.pending.length);
    const found: (Item | ScannedGarbage)[] = [];
    let readUpTo = 0;
    let garbageFrom = 0;
    const endGarbage = (): void => {
      if (garbageFrom < readUpTo) found.push({ kind: 'garbage', bytes: all.slice(garbageFrom, readUpTo) });
    };
    while (readUpTo < all.length) {
      const match = this.match(all.subarray(readUpTo));
      if (match.kind === 'wait') break;
      if (match.kind === 'skip') {
        readUpTo += 1;
        continue;
      }
      endGarbage();
      found.push(...match.items);
      readUpTo += match.length;
      garbageFrom = readUpTo;
    }
    endGarbage();
    this.pending = all.slice(readUpTo);
    return found;
  }

  /** Forgets the beginning of a frame that did not go on. */
  reset(): void {
    this.pending = new Uint8Array();
  }
}
