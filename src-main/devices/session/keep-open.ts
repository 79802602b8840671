import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import type { Result } from '../../../src-shared/result.ts';
import { pause } from '../transport/time-limit.ts';

/** Pauses before the first, second … attempt to open a port again; the last one stays, so that a device plugged in is found within it. */
const BACK_OFF_MS = [250, 500, 1_000, 2_000] as const;

/** What is kept open, whatever goes over it. */
interface Kept {
  destroy(): Promise<void>;
}

export interface KeptOpen<Connection extends Kept> {
  readonly line: { open(signal: AbortSignal): Promise<Result<Connection, LineFault>> };
  /** Works on the connection until it is lost (answers with the fault) or should be made anew (null). */
  readonly use: (connection: Connection) => Promise<LineFault | null>;
  readonly onOpened: () => void;
  /** The port does not open, or was lost; called again for each attempt that fails. */
  readonly onFault: (fault: LineFault) => void;
}

/** Keeps a port open until the signal aborts: opens it again, after a pause that grows to a bound, whenever it was lost or was not there. */
export async function keepOpen<Connection extends Kept>(
  { line, use, onOpened, onFault }: KeptOpen<Connection>,
  signal: AbortSignal,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  let attempt = 0;
  while (!isOver()) {
    const opened = await line.open(signal);
    if (isOver()) {
      if (opened.ok) await opened.value.destroy();
      return;
    }
    if (opened.ok) {
      attempt = 0;
      onOpened();
      const fault = await use(opened.value);
      await opened.value.destroy();
      if (fault !== null) onFault(fault);
    } else {
      onFault(opened.error);
    }
    await pause(BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)] ?? 0, signal);
    attempt += 1;
  }
}
