/** The promise's value, or null when `ms` are over or the signal aborts first. Leaves no timer and no listener behind. */
export function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal | null): Promise<T | null> {
  if (signal?.aborted === true) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      settle();
    };
    const giveUp = (): void => {
      finish(() => {
        resolve(null);
      });
    };
    const timer = setTimeout(giveUp, ms);
    signal?.addEventListener('abort', giveUp);
    promise.then(
      (value) => {
        finish(() => {
          resolve(value);
        });
      },
      (error: unknown) => {
        finish(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      },
    );
  });
}
