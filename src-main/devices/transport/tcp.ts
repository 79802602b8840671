import { connect, type Socket } from 'node:net';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { Inbox } from './inbox.ts';
import { type Connection, DEFAULT_LIMITS, type Transport, type TransportFault, type TransportLimits } from './transport.ts';
import { within } from './within.ts';

/** Small enough that a printer's own buffer, not the machine's, tells how far it has come. */
const CHUNK_BYTES = 4_096;

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/** Raw printing over TCP, port 9100 by custom: one connection, one job. A printer serves one connection and turns the second away. */
export function tcpTransport(address: TcpAddress, limits: TransportLimits = DEFAULT_LIMITS): Transport {
  return { answers: true, open: (signal) => openSocket(address, limits, signal) };
}

async function openSocket(address: TcpAddress, limits: TransportLimits, signal: AbortSignal): Promise<Result<Connection, TransportFault>> {
  if (signal.aborted) return fail('printer.unreachable');
  const socket = connect({ host: address.host, port: address.port, noDelay: true });
  const connection = new TcpConnection(socket, limits);
  const opened = await within(connection.opened, limits.connectMs, signal);
  if (opened?.ok === true) return ok(connection);
  connection.destroy();
  return opened ?? fail('printer.unreachable');
}

class TcpConnection implements Connection {
  readonly opened: Promise<Result<void, TransportFault>>;
  private written = 0;
  private fault: TransportFault | null = null;
  private readonly inbox = new Inbox();
  private readonly closed: Promise<void>;
  private readonly socket: Socket;
  private readonly limits: TransportLimits;

  constructor(socket: Socket, limits: TransportLimits) {
    this.socket = socket;
    this.limits = limits;
    // Without a listener for each, an unplugged printer would take the program down with it, or go unnoticed.
    socket.on('data', (chunk) => {
      this.inbox.push(chunk);
    });
    socket.on('error', (error) => {
      this.fault ??= faultOfError(error);
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', () => {
        this.inbox.end();
        resolve();
      });
    });
    const connected = new Promise<Result<void, TransportFault>>((resolve) => {
      socket.once('connect', () => {
        resolve(ok(undefined));
      });
    });
    this.opened = Promise.race([connected, this.closed.then(() => fail(this.fault ?? 'printer.unreachable'))]);
  }

  get bytesWritten(): number {
    return this.written;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, TransportFault>> {
    const mustEndAt = performance.now() + this.limits.totalMs;
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      const leftMs = mustEndAt - performance.now();
      if (this.gone()) return fail(this.fault ?? 'printer.connection-lost');
      if (signal.aborted || leftMs <= 0) return this.breakOff('printer.stalled');
      this.written += chunk.length;
      const taken = await within(this.hand(chunk), Math.min(this.limits.stallMs, leftMs), signal);
      if (taken === null) return this.breakOff('printer.stalled');
      if (!taken) return fail(this.fault ?? 'printer.connection-lost');
    }
    return ok(undefined);
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, TransportFault> | null> {
    const taken = await this.inbox.take(signal);
    if (taken === null) return null;
    return taken === 'ended' ? fail(this.fault ?? 'printer.connection-lost') : ok(taken);
  }

  async close(): Promise<boolean> {
    this.socket.end();
    const closed = await within(
      this.closed.then(() => true),
      this.limits.closeMs,
      null,
    );
    this.destroy();
    return closed === true && this.fault === null;
  }

  destroy(): void {
    this.socket.destroy();
  }

  /** True once the system has taken the chunk; false when the connection ended first. */
  private hand(chunk: Uint8Array): Promise<boolean> {
    const taken = new Promise<boolean>((resolve) => {
      this.socket.write(chunk, (error) => {
        resolve(!error);
      });
    });
    return Promise.race([taken, this.closed.then(() => false)]);
  }

  /** The printer may close its side while ours still looks open; what is written then is lost without a word. */
  private gone(): boolean {
    return this.fault !== null || this.socket.destroyed || this.socket.readableEnded;
  }

  private breakOff(fault: TransportFault): Result<void, TransportFault> {
    this.fault ??= fault;
    this.destroy();
    return fail(this.fault);
  }
}

function faultOfError(error: Error): TransportFault {
  const code = 'code' in error ? error.code : null;
  if (code === 'ECONNREFUSED') return 'printer.refused';
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED' ? 'printer.connection-lost' : 'printer.unreachable';
}
