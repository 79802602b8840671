/** Runs `use` under a signal that aborts when `ms` are over or the given signal aborts. Leaves no timer and no listener behind. */
export async function withLimit<T>(ms: number, signal: AbortSignal, use: (limited: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const giveUp = (): void => {
    limit.abort();
  };
  const timer = setTimeout(giveUp, ms);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  try {
    return await use(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  }
}

/** Ends after `ms`, or at once when the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return withLimit(
    ms,
    signal,
    (limited) =>
      new Promise((resolve) => {
        const end = (): void => {
          resolve();
        };
        if (limited.aborted) end();
        limited.addEventListener('abort', end, { once: true });
      }),
  );
}
