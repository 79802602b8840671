/** More unread answers than this are dropped, oldest first: a status answer is one byte, so nothing sane comes near it. */
const MAX_UNREAD_BYTES = 65_536;

/** Bytes that came in, for one reader at a time. */
export class Inbox {
  private chunks: Uint8Array[] = [];
  private unread = 0;
  private ended = false;
  private wake: (() => void) | null = null;

  push(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.unread += chunk.length;
    while (this.unread > MAX_UNREAD_BYTES) this.unread -= this.chunks.shift()?.length ?? 0;
    this.wake?.();
  }

  /** Nothing more will come. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  /** Everything unread; `ended` once that is nothing and the end has come; null when the signal aborts first. */
  async take(signal: AbortSignal): Promise<Uint8Array | 'ended' | null> {
    if (this.chunks.length === 0 && !this.ended && !signal.aborted) await this.arrival(signal);
    if (this.chunks.length === 0) return this.ended ? 'ended' : null;
    const bytes = new Uint8Array(this.unread);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.chunks = [];
    this.unread = 0;
    return bytes;
  }

  private arrival(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.wake = null;
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.wake = done;
      signal.addEventListener('abort', done);
    });
  }
}
