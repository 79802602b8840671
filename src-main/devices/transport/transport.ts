import type { PrintFault } from '../../../src-shared/receipt/print-fault.ts';
import type { Result } from '../../../src-shared/result.ts';

/** What can go wrong on the way to a device, whatever it is. A connection that failed is of no more use: it carries nothing after it. */
export type TransportFault = Extract<
  PrintFault,
  'printer.no-driver' | 'printer.denied' | 'printer.unreachable' | 'printer.refused' | 'printer.connection-lost' | 'printer.stalled'
>;

/** How long each part may take. Milliseconds. */
export interface TransportLimits {
  readonly connectMs: number;
  /** Without a single byte being taken. */
  readonly stallMs: number;
  /** From the first byte of one write to its last, whatever the progress. */
  readonly totalMs: number;
  /** For the other side to close after we have. */
  readonly closeMs: number;
}

export const DEFAULT_LIMITS: TransportLimits = { connectMs: 5_000, stallMs: 20_000, totalMs: 300_000, closeMs: 3_000 };

export interface Transport {
  /** False: what is written goes one way, and no question is ever answered. */
  readonly answers: boolean;
  /** Aborting gives up at once, and leaves nothing open behind. */
  open(signal: AbortSignal): Promise<Result<Connection, TransportFault>>;
}

/** One exclusive connection, for one job at a time. All its failures are values; none of its promises rejects. */
export interface Connection {
  /**
   * Hands the bytes over in pieces, each waited for. `bytesWritten` counts a piece before it goes, so that it never says fewer bytes than
   * may have reached the device.
   */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>>;
  readonly bytesWritten: number;
  /** What has arrived since the last call; waits for the next bytes when there are none. Null when the signal aborts first. */
  read(signal: AbortSignal): Promise<Result<Uint8Array, TransportFault> | null>;
  /** Says that nothing more comes and waits for the other side to close. True: it did, so that everything was taken. */
  close(): Promise<boolean>;
  /** Breaks the connection off. */
  destroy(): void;
}
