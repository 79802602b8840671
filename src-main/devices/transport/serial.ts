import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import type { LineFault } from '../../../src-shared/contract/device-state.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { LineFormat } from '../../../src-shared/settings/serial-devices.ts';
import { Inbox } from './inbox.ts';
import type { Line, LineConnection, LineLimits } from './line.ts';
import { within } from './within.ts';

/** A piece that 9600 baud carries in a quarter of a second, so that a stall is told from a slow line. */
const CHUNK_BYTES = 256;
/** What the system and a USB adapter hold of what was written and has not left yet. */
const SYSTEM_BUFFER_BYTES = 8_192;
const FLUSH_MS = 1_000;
/** How often it is looked whether the port is still there. */
const PRESENCE_MS = 500;
/** Start bit, data, parity and stop bits: ten are sent for a byte in every usual format. */
const BITS_PER_BYTE = 10;

const SERIAL_LIMITS: LineLimits = { connectMs: 3_000, stallMs: 5_000, closeMs: 2_000 };

export interface SerialAddress {
  readonly path: string;
  readonly format: LineFormat;
}

type SerialPortClass = typeof SerialPort;

/**
 * The native module, loaded when a port is first wanted: on a machine it was not built for, everything else of the program still runs. Null:
 * it does not load.
 */
export function loadSerialPort(): Promise<SerialPortClass | null> {
  return import('serialport').then(
    (module) => module.SerialPort,
    () => null,
  );
}

/** An RS-232 port or a USB adapter for one. */
export function serialLine(address: SerialAddress, limits: LineLimits = SERIAL_LIMITS): Line {
  return {
    bytesPerSecond: bytesPerSecond(address.format),
    open: (signal) => openPort(address, limits, signal),
  };
}

function bytesPerSecond(format: LineFormat): number {
  return format.baudRate / BITS_PER_BYTE;
}

async function openPort(address: SerialAddress, limits: LineLimits, signal: AbortSignal): Promise<Result<LineConnection, LineFault>> {
  const found = await findPort(address.path);
  if (!found.ok) return found;
  const SerialPort = await loadSerialPort();
  if (SerialPort === null) return fail('line.no-driver');
  if (signal.aborted) return fail('line.lost');
  // A port object is never opened twice: what was written to it while closed would go out then, such as a drawer's pulse of an hour ago.
  const port = new SerialPort({ ...portOptions(address.format), path: address.path, autoOpen: false });
  const connection = new SerialConnection(port, address, limits);
  const opening = new Promise<boolean>((resolve) => {
    port.open((error) => {
      resolve(error === null);
    });
  });
  const opened = await within(opening, limits.connectMs, signal);
  if (opened === true) {
    if (found.value !== null) connection.keepWatch(found.value);
    return ok(connection);
  }
  // A port that opens after we have given up must not stay taken.
  if (opened === null) void opening.then((late) => (late ? connection.destroy() : undefined));
  return fail('line.refused');
}

/** What tells a port from another one of the same name. Null on Windows, which has its ports in no folder. */
type PortIdentity = string | null;

/** The driver tells its failures in English sentences only, so what can be known before it is asked is asked of the system. */
async function findPort(path: string): Promise<Result<PortIdentity, LineFault>> {
  if (process.platform === 'win32') return ok(null);
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return ok(await identityOf(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return fail(code === 'EACCES' || code === 'EPERM' ? 'line.denied' : 'line.not-found');
  }
}

async function identityOf(path: string): Promise<string> {
  const { dev, ino, rdev } = await stat(path);
  return `${dev} ${ino} ${rdev}`;
}

function portOptions(format: LineFormat) {
  const { baudRate, dataBits, parity, stopBits, flowControl } = format;
  const xonXoff = flowControl === 'xon-xoff';
  return { baudRate, dataBits, parity, stopBits, rtscts: flowControl === 'rts-cts', xon: xonXoff, xoff: xonXoff };
}

class SerialConnection implements LineConnection {
  private written = 0;
  private fault: LineFault | null = null;
  private readonly inbox = new Inbox();
  private readonly gone: Promise<void>;
  private readonly port: SerialPort;
  private readonly limits: LineLimits;
  private readonly drainMs: number;
  private readonly path: string;
  private watch: NodeJS.Timeout | null = null;

  constructor(port: SerialPort, { path, format }: SerialAddress, limits: LineLimits) {
    this.port = port;
    this.path = path;
    this.limits = limits;
    this.drainMs = limits.closeMs + (SYSTEM_BUFFER_BYTES * 1_000) / bytesPerSecond(format);
    // Without a listener for each, an unplugged adapter would take the program down with it, or go unnoticed.
    port.on('data', (chunk: Uint8Array) => {
      this.inbox.push(chunk);
    });
    this.gone = new Promise((resolve) => {
      const lose = (): void => {
        this.fault ??= 'line.lost';
        this.inbox.end();
        resolve();
      };
      port.on('error', lose);
      port.on('close', lose);
      // Some adapters end the stream instead of failing a read.
      port.on('end', lose);
    });
  }

  /**
   * Looks again and again whether the port still stands under its name: one that is pulled out between two reads gives the driver empty
   * ones, and it reads on without end and without a word (bindings-cpp 13, unix-read).
   */
  keepWatch(identity: string): void {
    const look = async (): Promise<void> => {
      const now = await identityOf(this.path).catch(() => null);
      if (now !== identity && this.port.isOpen) await this.destroy();
    };
    this.watch = setInterval(() => void look(), PRESENCE_MS).unref();
  }

  get bytesWritten(): number {
    return this.written;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, LineFault>> {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const ended = this.ended();
      if (ended !== null) return fail(ended);
      if (signal.aborted) return this.breakOff('line.stalled');
      const chunk = bytes.subarray(at, at + CHUNK_BYTES);
      this.written += chunk.length;
      const taken = await within(this.hand(chunk), this.limits.stallMs, signal);
      if (taken === null) return this.breakOff('line.stalled');
      if (!taken) return fail(this.ended() ?? 'line.lost');
    }
    return ok(undefined);
  }

  async read(signal: AbortSignal): Promise<Result<Uint8Array, LineFault> | null> {
    const taken = await this.inbox.take(signal);
    if (taken === null) return null;
    return taken === 'ended' ? fail(this.fault ?? 'line.lost') : ok(taken);
  }

  async close(): Promise<boolean> {
    const wasWell = this.fault === null && this.port.isOpen;
    const drained = wasWell && (await within(Promise.race([this.drain(), this.gone.then(() => false)]), this.drainMs, null)) === true;
    await (drained ? this.giveBack() : this.destroy());
    return drained;
  }

  async destroy(): Promise<void> {
    if (this.port.isOpen) {
      // Also wakes a drain or a write that waits for a device which takes nothing.
      const flushed = new Promise<void>((resolve) => {
        this.port.flush(() => {
          resolve();
        });
      });
      await within(flushed, FLUSH_MS, null);
    }
    await this.giveBack();
  }

  /** A closed port takes the bytes of a write, never calls back, and sends them when it is opened again: it is asked before each. */
  private ended(): LineFault | null {
    return this.fault ?? (this.port.isOpen ? null : 'line.lost');
  }

  /** True once the system has taken the chunk; false when the port went away first. */
  private hand(chunk: Uint8Array): Promise<boolean> {
    const taken = new Promise<boolean>((resolve) => {
      this.port.write(chunk, undefined, (error) => {
        resolve(!error);
      });
    });
    return Promise.race([taken, this.gone.then(() => false)]);
  }

  private drain(): Promise<boolean> {
    return new Promise((resolve) => {
      this.port.drain((error) => {
        resolve(!error);
      });
    });
  }

  private async giveBack(): Promise<void> {
    this.fault ??= 'line.lost';
    this.inbox.end();
    if (this.watch !== null) clearInterval(this.watch);
    if (!this.port.isOpen) return;
    const closed = new Promise<void>((resolve) => {
      this.port.close(() => {
        resolve();
      });
    });
    await within(closed, this.limits.closeMs, null);
  }

  private breakOff(fault: LineFault): Result<void, LineFault> {
    this.fault ??= fault;
    void this.destroy();
    return fail(this.fault);
  }
}
