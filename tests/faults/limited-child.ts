import type { ChildProcess } from 'node:child_process';

/** Far longer than any of them takes on a busy machine. */
const LIMIT_MS = 240_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * The end of a program that was started `detached`, in a process group of its own. One that outlives the limit is killed with all it has
 * started, and so is one that is there when this process ends: no test waits for ever, and none leaves a program behind.
 * @throws Error when it did not end by itself.
 */
export function endOf(child: ChildProcess, what: string, limitMs = LIMIT_MS): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let hung = false;
    const killGroup = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of them are gone already.
      }
    };
    const limit = setTimeout(() => {
      hung = true;
      killGroup();
    }, limitMs);
    process.once('exit', killGroup);
    const settle = (): void => {
      clearTimeout(limit);
      process.off('exit', killGroup);
    };
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code, signal) => {
      settle();
      if (hung) reject(new Error(`${what} did not end in ${limitMs / 1_000} s and was killed`));
      else resolve({ code, signal });
    });
  });
}
