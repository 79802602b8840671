import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import type { LineConnection } from '../transport/line.ts';

/** Waiting on an open port while there is nothing to say: until there is, or the port is gone. One wait at a time. */
export class IdleWait {
  private end: (() => void) | null = null;

  /** There is something to say. Nothing happens when nobody waits. */
  wake(): void {
    this.end?.();
  }

  /** Null once woken, or when the signal aborts; the fault when the port was lost. What arrives meanwhile is not an answer, and is dropped. */
  async on(connection: LineConnection, signal: AbortSignal): Promise<LineFault | null> {
    const woken = new AbortController();
    const end = (): void => {
      woken.abort();
    };
    this.end = end;
    signal.addEventListener('abort', end, { once: true });
    const read = await connection.read(woken.signal);
    signal.removeEventListener('abort', end);
    this.end = null;
    return read?.ok === false ? read.error : null;
  }
}
