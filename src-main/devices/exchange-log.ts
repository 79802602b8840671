import { MAX_EXCHANGES } from '../../src-shared/contract/device-setup-api.ts';
import type { LineFault } from '../../src-shared/contract/device-state.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Line, LineConnection } from './transport/line.ts';
import type { Connection, Transport, TransportFault } from './transport/transport.ts';
import type { HidPort } from './transport/usb-hid.ts';

/** Of a long write, such as a whole receipt, the beginning is kept. */
const KEPT_BYTES = 4_096;
/** Shorter ones are questions and answers: said again, they are counted and not listed again. */
const MAX_COUNTED_BYTES = 16;
/** A printer that is watched is called, asked four questions, gives four answers, and is hung up on. */
const TURN_LENGTH = 10;

/** One thing said on a wire: by us (`sent`), to us (`received`), or that the wire itself did (`note`). */
export interface ExchangeRecord {
  readonly atMs: number;
  readonly lastAtMs: number;
  /** How often exactly this was said in exactly this turn. */
  readonly times: number;
  readonly direction: 'sent' | 'received' | 'note';
  /** The first of `byteCount` bytes. */
  readonly bytes: Uint8Array;
  readonly byteCount: number;
  /** Of a note: `opened`, `closed`, or the fault. */
  readonly note: 'opened' | 'closed' | TransportFault | LineFault | null;
  /** Of a short answer: the question before it, which tells what it means. */
  readonly question: Uint8Array | null;
}

type Said = Pick<ExchangeRecord, 'direction' | 'bytes' | 'byteCount' | 'note' | 'question'>;

const NOTHING = new Uint8Array();

/**
 * The last exchanges with one device, for whoever looks for a fault. Bounded in number and in bytes; what repeats itself, as the watching of
 * an idle printer does four times a second, is counted in its place, so that the receipt of a minute ago is still there to be seen.
 */
export class ExchangeLog {
  readonly #nowMs: () => number;
  #records: ExchangeRecord[] = [];
  #question: Uint8Array | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Oldest first. */
  records(): readonly ExchangeRecord[] {
    return this.#records;
  }

  sent(bytes: Uint8Array): void {
    this.#question = bytes.length <= MAX_COUNTED_BYTES ? bytes.slice() : null;
    this.#add({ direction: 'sent', bytes: bytes.slice(0, KEPT_BYTES), byteCount: bytes.length, note: null, question: null });
  }

  received(bytes: Uint8Array): void {
    this.#add({
      direction: 'received',
      bytes: bytes.slice(0, KEPT_BYTES),
      byteCount: bytes.length,
      note: null,
      question: bytes.length <= MAX_COUNTED_BYTES ? this.#question : null,
    });
  }

  note(note: NonNullable<ExchangeRecord['note']>): void {
    this.#add({ direction: 'note', bytes: NOTHING, byteCount: 0, note, question: null });
  }

  #add(said: Said): void {
    const nowMs = this.#nowMs();
    const from = Math.max(0, this.#records.length - TURN_LENGTH);
    const at = said.byteCount > MAX_COUNTED_BYTES ? -1 : this.#records.findIndex((record, index) => index >= from && isSame(record, said));
    const before = this.#records[at];
    if (before === undefined) {
      this.#records = [...this.#records, { ...said, atMs: nowMs, lastAtMs: nowMs, times: 1 }].slice(-MAX_EXCHANGES);
      return;
    }
    this.#records[at] = { ...before, lastAtMs: nowMs, times: before.times + 1 };
  }
}

function isSame(record: Said, said: Said): boolean {
  return (
    record.direction === said.direction &&
    record.note === said.note &&
    sameBytes(record.bytes, said.bytes) &&
    sameBytes(record.question ?? NOTHING, said.question ?? NOTHING)
  );
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** The exchange logs of all devices, each made when its device first says something. */
export class ExchangeLogs {
  readonly #nowMs: () => number;
  readonly #logs = new Map<string, ExchangeLog>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  of(deviceId: string): ExchangeLog {
    const log = this.#logs.get(deviceId) ?? new ExchangeLog(this.#nowMs);
    this.#logs.set(deviceId, log);
    return log;
  }

  all(): ReadonlyMap<string, ExchangeLog> {
    return this.#logs;
  }

  /** A device that is gone from the settings leaves nothing behind. */
  forget(isKept: (deviceId: string) => boolean): void {
    for (const deviceId of this.#logs.keys()) if (!isKept(deviceId)) this.#logs.delete(deviceId);
  }
}

/** The same transport, with every word on it noted. */
export function overheardTransport(transport: Transport, log: ExchangeLog): Transport {
  return {
    answers: transport.answers,
    open: async (signal) => {
      const opened = await transport.open(signal);
      log.note(opened.ok ? 'opened' : opened.error);
      return opened.ok ? { ok: true, value: overheardConnection(opened.value, log) } : opened;
    },
  };
}

/** What a printer's connection and a serial line have in common; each has faults of its own. */
interface Words<Fault extends TransportFault | LineFault> {
  write(bytes: Uint8Array, signal: AbortSignal): Promise<Result<void, Fault>>;
  read(signal: AbortSignal): Promise<Result<Uint8Array, Fault> | null>;
}

/** What is written and read, noted as it goes. `bytesWritten` is left to the caller: it changes, and a copy of it would not. */
function overheardWords<Fault extends TransportFault | LineFault>(connection: Words<Fault>, log: ExchangeLog): Words<Fault> {
  return {
    write: async (bytes, signal) => {
      log.sent(bytes);
      const written = await connection.write(bytes, signal);
      if (!written.ok) log.note(written.error);
      return written;
    },
    read: async (signal) => {
      const read = await connection.read(signal);
      if (read?.ok === true) log.received(read.value);
      else if (read?.ok === false) log.note(read.error);
      return read;
    },
  };
}

function overheardConnection(connection: Connection, log: ExchangeLog): Connection {
  return {
    get bytesWritten() {
      return connection.bytesWritten;
    },
    ...overheardWords(connection, log),
    close: async () => {
      const closed = await connection.close();
      log.note('closed');
      return closed;
    },
    destroy: () => {
      connection.destroy();
    },
  };
}

/** The same line, with every word on it noted. */
export function overheardLine(line: Line, log: ExchangeLog): Line {
  return {
    bytesPerSecond: line.bytesPerSecond,
    open: async (signal) => {
      const opened = await line.open(signal);
      log.note(opened.ok ? 'opened' : opened.error);
      return opened.ok ? { ok: true, value: overheardLineConnection(opened.value, log) } : opened;
    },
  };
}

function overheardLineConnection(connection: LineConnection, log: ExchangeLog): LineConnection {
  return {
    get bytesWritten() {
      return connection.bytesWritten;
    },
    ...overheardWords(connection, log),
    close: () => connection.close(),
    destroy: () => connection.destroy(),
  };
}

/** The same port, with every report of the scanner noted. */
export function overheardHidPort(port: HidPort, log: ExchangeLog): HidPort {
  return {
    open: async (signal) => {
      const opened = await port.open(signal);
      log.note(opened.ok ? 'opened' : opened.error);
      if (!opened.ok) return opened;
      const connection = opened.value;
      const read: typeof connection.read = async (limited) => {
        const report = await connection.read(limited);
        if (report?.ok === true) log.received(report.value);
        else if (report?.ok === false) log.note(report.error);
        return report;
      };
      return { ok: true, value: { layout: connection.layout, read, destroy: () => connection.destroy() } };
    },
  };
}
