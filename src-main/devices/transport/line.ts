import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import type { Result } from '../../../src-shared/result.ts';

/** How long each part may take. Milliseconds. */
export interface LineLimits {
  readonly connectMs: number;
  /** Without a single byte being taken. */
  readonly stallMs: number;
  /** For the last bytes to leave, beyond what the line's own speed takes. */
  readonly closeMs: number;
}

/** Where a scale, a display or a scanner is plugged in: open for as long as the device is there, bytes both ways, no beginning and no end. */
export interface Line {
  /** What the line carries at its speed; infinite where it has none. */
  readonly bytesPerSecond: number;
  /** Every call makes a connection of its own. Aborting gives up at once, and leaves nothing open behind. */
  open(signal: AbortSignal): Promise<Result<LineConnection, LineFault>>;
}

/** All its failures are values; none of its promises rejects. A connection that failed is of no more use. */
export interface LineConnection {
  /** Hands the bytes over in pieces, each waited for. `bytesWritten` counts a piece before it goes. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, LineFault>>;
  readonly bytesWritten: number;
  /** What has arrived since the last call; waits for the next bytes when there are none. Null when the signal aborts first. */
  read(signal: AbortSignal): Promise<Result<Uint8Array, LineFault> | null>;
  /** Waits, within bounds, until what was written has left, and gives the port back. True: all of it left. */
  close(): Promise<boolean>;
  /** Throws away what has not left yet and gives the port back: nothing of it arrives later. */
  destroy(): Promise<void>;
}
