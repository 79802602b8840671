import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { TcpPrinter } from '../../../tests/fakes/tcp-printer.ts';
import { textOfPage } from '../virtual-printer/paper.ts';
import type { VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import { tcpTransport } from './tcp.ts';
import type { Connection, TransportLimits } from './transport.ts';

/** Long, for what must succeed on a busy machine; a test of a limit takes a short one. */
const LIMITS: TransportLimits = { connectMs: 10_000, stallMs: 10_000, totalMs: 30_000, closeMs: 10_000 };
const STALL_MS = 100;
const never = new AbortController().signal;

let printer: VirtualPrinter;
let fake: TcpPrinter;
beforeEach(async () => {
  printer = virtualPrinter();
  fake = await TcpPrinter.start(printer);
});
afterEach(async () => {
  await fake.stop();
});

async function connected(limits = LIMITS): Promise<Connection> {
  const opened = await tcpTransport(fake.address, limits).open(never);
  if (!opened.ok) throw new Error(opened.error);
  return opened.value;
}

const LINE = new TextEncoder().encode(`${'x'.repeat(47)}\n`);
const CUT = Uint8Array.of(0x1d, 0x56, 0x42, 0);

function lines(count: number): Uint8Array {
  const bytes = new Uint8Array(LINE.length * count + CUT.length);
  for (let index = 0; index < count; index++) bytes.set(LINE, index * LINE.length);
  bytes.set(CUT, LINE.length * count);
  return bytes;
}

test('everything written arrives before the connection counts as closed', async () => {
  const connection = await connected();
  const bytes = lines(100);
  expect(await connection.write(bytes, never)).toEqual({ ok: true, value: undefined });
  expect(await connection.close()).toBe(true);
  expect(connection.bytesWritten).toBe(bytes.length);
  expect(textOfPage(printer.pages(1)[0]?.page ?? [])).toHaveLength(100);
});

test('a slow printer paces the writer, and 80,000 bytes all arrive', async () => {
  fake.script = { bytesPerTurn: 2_000 };
  const connection = await connected();
  const bytes = lines(1_700);
  expect((await connection.write(bytes, never)).ok).toBe(true);
  expect(await connection.close()).toBe(true);
  expect(fake.bytesReceived).toBe(bytes.length);
});

test('answers are read as they come', async () => {
  const connection = await connected();
  await connection.write(Uint8Array.of(0x10, 0x04, 1, 0x1d, 0x72, 1), never);
  const got: number[] = [];
  while (got.length < 2) {
    const read = await connection.read(never);
    if (read?.ok !== true) throw new Error('no answer');
    got.push(...read.value);
  }
  expect(got).toEqual([0x12, 0x00]);
  connection.destroy();
});

describe('each fault by its name', () => {
  test('refused: nothing listens', async () => {
    const { address } = fake;
    await fake.stop();
    expect(await tcpTransport(address, LIMITS).open(never)).toEqual({ ok: false, error: 'printer.refused' });
    fake = await TcpPrinter.start(printer);
  });

  test('unreachable: a name nobody knows', async () => {
    expect(await tcpTransport({ host: 'printer.invalid', port: 9100 }, LIMITS).open(never)).toEqual({
      ok: false,
      error: 'printer.unreachable',
    });
  });

  test('a second connection is turned away while the first one is open', async () => {
    const first = await connected();
    // The refusal may come before or after the connection counts as open.
    const second = await tcpTransport(fake.address, LIMITS).open(never);
    const outcome = second.ok ? await second.value.read(never) : second;
    expect(outcome).toEqual({ ok: false, error: 'printer.connection-lost' });
    if (second.ok) expect((await second.value.write(LINE, never)).ok).toBe(false);
    first.destroy();
  });

  test('stalled: the printer takes no more', async () => {
    fake.script = { stallAtByte: 10 };
    const connection = await connected({ ...LIMITS, stallMs: STALL_MS });
    const written = await connection.write(new Uint8Array(20_000_000), never);
    expect(written).toEqual({ ok: false, error: 'printer.stalled' });
    expect(connection.bytesWritten).toBeLessThan(20_000_000);
    expect(connection.bytesWritten).toBeGreaterThan(0);
  });

  test('stalled: progress, but too slow for the whole', async () => {
    fake.script = { bytesPerTurn: 1 };
    const connection = await connected({ ...LIMITS, totalMs: 100 });
    expect(await connection.write(new Uint8Array(20_000_000), never)).toEqual({ ok: false, error: 'printer.stalled' });
  });

  test('connection lost in the middle', async () => {
    fake.script = { resetAtByte: 1_000 };
    const connection = await connected();
    const written = await connection.write(lines(50), never);
    // The system may have taken the bytes before the reset came back: then it shows at the next step.
    const lost = written.ok ? await connection.read(never) : written;
    expect(lost).toEqual({ ok: false, error: 'printer.connection-lost' });
    expect(await connection.close()).toBe(false);
  });

  test('nothing is sent after an error', async () => {
    fake.script = { resetAtByte: 0 };
    const connection = await connected();
    await connection.write(LINE, never);
    await connection.read(never);
    const before = connection.bytesWritten;
    expect((await connection.write(LINE, never)).ok).toBe(false);
    expect(connection.bytesWritten).toBe(before);
  });
});

test('given up while connecting, nothing stays open', async () => {
  const given = new AbortController();
  given.abort();
  expect(await tcpTransport(fake.address, LIMITS).open(given.signal)).toEqual({ ok: false, error: 'printer.unreachable' });
  expect(fake.connections).toBe(0);
});

test('given up while writing, the connection is broken off', async () => {
  fake.script = { stallAtByte: 0 };
  const giveUp = new AbortController();
  const connection = await connected();
  const writing = connection.write(new Uint8Array(20_000_000), giveUp.signal);
  giveUp.abort();
  expect((await writing).ok).toBe(false);
});

test('a printer that never closes its side does not hold the program', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const opened = await tcpTransport({ host: '127.0.0.1', port: address.port }, { ...LIMITS, closeMs: 50 }).open(never);
  expect(opened.ok && (await opened.value.close())).toBe(false);
  server.close();
});
