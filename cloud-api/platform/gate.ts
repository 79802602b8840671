import { Problem } from './problem.ts';

const COME_BACK_SECONDS = 5;

/** Runs so many pieces of work at once and lets so many wait. @throws Problem `request.too-many` beyond that. */
export function createGate(atOnce: number, maxWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting) throw new Problem('request.too-many', { retryAfterSeconds: COME_BACK_SECONDS });
      // Whoever ends hands her place over: `running` does not change.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
