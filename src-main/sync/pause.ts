/** A wait that can be cut short, and that keeps no program from ending. */
export class Pause {
  readonly #stopped: AbortSignal;
  #wake: () => void = () => undefined;

  /** Once `stopped` nothing is waited for any more. */
  constructor(stopped: AbortSignal) {
    this.#stopped = stopped;
  }

  /** Milliseconds. Ends at once when it is woken; whoever wakes while nobody waits wakes nobody. */
  wait(ms: number): Promise<void> {
    if (this.#stopped.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake();
  }
}
