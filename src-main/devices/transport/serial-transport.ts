import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Line, LineConnection } from './line.ts';
import { type SerialAddress, serialLine } from './serial.ts';
import { withLimit } from './time-limit.ts';
import { type Connection, DEFAULT_LIMITS, type Transport, type TransportFault, type TransportLimits } from './transport.ts';

/** A printer on a serial port: opened for each job, given back after it. */
export function serialTransport(address: SerialAddress, limits: TransportLimits = DEFAULT_LIMITS): Transport {
  return lineTransport(serialLine(address, limits), limits);
}

function lineTransport(line: Line, limits: TransportLimits): Transport {
  // A port that is just being given back looks as if another program held it.
  let leaving: Promise<unknown> = Promise.resolve();
  return {
    answers: true,
    open: async (signal) => {
      await leaving;
      const opened = await line.open(signal);
      if (!opened.ok) return fail(PRINTER_FAULTS[opened.error]);
      const connection = opened.value;
      const leave = (): void => {
        leaving = connection.destroy();
      };
      return ok(new JobConnection(connection, limits, leave));
    },
  };
}

const PRINTER_FAULTS: Readonly<Record<LineFault, TransportFault>> = {
  'line.no-driver': 'printer.no-driver',
  'line.not-found': 'printer.unreachable',
  'line.denied': 'printer.denied',
  'line.refused': 'printer.refused',
  'line.lost': 'printer.connection-lost',
  'line.stalled': 'printer.stalled',
};

/** A line for the length of one job, under the limits of a job. */
class JobConnection implements Connection {
  private readonly connection: LineConnection;
  private readonly limits: TransportLimits;
  private readonly leave: () => void;

  constructor(connection: LineConnection, limits: TransportLimits, leave: () => void) {
    this.connection = connection;
    this.limits = limits;
    this.leave = leave;
  }

  get bytesWritten(): number {
    return this.connection.bytesWritten;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>> {
    const written = await withLimit(this.limits.totalMs, signal, (limited) => this.connection.write(bytes, limited));
    return written.ok ? written : fail(PRINTER_FAULTS[written.error]);
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, TransportFault> | null> {
    const read = await this.connection.read(signal);
    return read === null || read.ok ? read : fail(PRINTER_FAULTS[read.error]);
  }

  close(): Promise<boolean> {
    return this.connection.close();
  }

  destroy(): void {
    this.leave();
  }
}
