import type { LaneTimers } from '../../src-main/printing/printer-lane.ts';

interface Wait {
  readonly ms: number;
  readonly end: () => void;
}

/** Time that passes only when the test says so. */
export class HandTimers implements LaneTimers {
  private waits: Wait[] = [];
  private passedMs = 0;

  readonly nowMs = (): number => this.passedMs;

  readonly wait = (ms: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        this.waits = this.waits.filter((other) => other !== wait);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const wait: Wait = { ms, end };
      this.waits.push(wait);
      signal.addEventListener('abort', end);
    });
  };

  /** Lengths of what is waited for now. */
  get pending(): readonly number[] {
    return this.waits.map((wait) => wait.ms);
  }

  /** Ends every wait of at most that length. */
  pass(ms: number): void {
    this.passedMs += ms;
    for (const wait of this.waits.filter((each) => each.ms <= ms)) wait.end();
  }
}

/** Far more than any of it takes, so that a hang is told by name. */
const PATIENCE_MS = 15_000;

/** Lets the program run until the condition holds; throws when it never does. */
export async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
