import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { USUAL_FORMAT, USUAL_SCALE_FORMATS } from '../../../src-shared/settings/serial-devices.ts';
import { shippedProfile, virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { attachDevice, openFar, PtyPair } from '../../../tests/fakes/pty-pair.ts';
import { PrinterSession } from '../session/printer-session.ts';
import { textOfPage } from '../virtual-printer/paper.ts';
import type { LineConnection, LineLimits } from './line.ts';
import { serialLine } from './serial.ts';
import { serialTransport } from './serial-transport.ts';

const LIMITS: LineLimits = { connectMs: 5_000, stallMs: 5_000, closeMs: 2_000 };
const never = new AbortController().signal;
const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const bytesOf = (words: string): Uint8Array => new TextEncoder().encode(words);

// A cable takes a second to be made on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let pair: PtyPair;
const open: LineConnection[] = [];

beforeEach(async () => {
  pair = await PtyPair.plugged();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.destroy()));
  await pair.remove();
});

async function near(limits = LIMITS): Promise<LineConnection> {
  const opened = await serialLine({ path: pair.near, format: USUAL_FORMAT }, limits).open(never);
  if (!opened.ok) throw new Error(opened.error);
  open.push(opened.value);
  return opened.value;
}

async function far(): Promise<LineConnection> {
  const connection = await openFar(pair);
  open.push(connection);
  return connection;
}

async function readUntil(connection: LineConnection, length: number): Promise<string> {
  let got = '';
  while (got.length < length) {
    const read = await connection.read(never);
    if (read?.ok !== true) throw new Error(`ended after ${got.length}`);
    got += text(read.value);
  }
  return got;
}

describe('a line', () => {
  test('carries bytes both ways, whichever of the formats it has', async () => {
    const device = await far();
    const seven = await serialLine({ path: pair.near, format: USUAL_SCALE_FORMATS['toledo-8217'] }, LIMITS).open(never);
    if (!seven.ok) throw new Error(seven.error);
    open.push(seven.value);
    await seven.value.write(bytesOf('W'), never);
    expect(await readUntil(device, 1)).toBe('W');
    await device.write(bytesOf('answer'), never);
    expect(await readUntil(seven.value, 6)).toBe('answer');
    expect(seven.value.bytesWritten).toBe(1);
  });

  test('closes after the last byte has left', async () => {
    const device = await far();
    const connection = await near();
    const long = 'x'.repeat(3_000);
    expect((await connection.write(bytesOf(long), never)).ok).toBe(true);
    expect(await connection.close()).toBe(true);
    expect(await readUntil(device, long.length)).toBe(long);
  });

  test('that closed can be opened again at once', async () => {
    await (await near()).close();
    expect(await (await near()).close()).toBe(true);
  });

  test('read under a signal that aborts gives null and loses nothing', async () => {
    const device = await far();
    const connection = await near();
    const limit = new AbortController();
    const waiting = connection.read(limit.signal);
    limit.abort();
    expect(await waiting).toBeNull();
    await device.write(bytesOf('later'), never);
    expect(await readUntil(connection, 5)).toBe('later');
  });
});

describe('the faults of a line', () => {
  test('no such port', async () => {
    expect(await serialLine({ path: join(tmpdir(), 'no-such-port'), format: USUAL_FORMAT }).open(never)).toEqual({
      ok: false,
      error: 'line.not-found',
    });
  });

  test('something that is no serial port', async () => {
    const path = `${pair.near}.txt`;
    writeFileSync(path, '');
    expect(await serialLine({ path, format: USUAL_FORMAT }).open(never)).toEqual({ ok: false, error: 'line.refused' });
  });

  test('another program holds the port', async () => {
    await near();
    expect(await serialLine({ path: pair.near, format: USUAL_FORMAT }).open(never)).toEqual({ ok: false, error: 'line.refused' });
  });

  test('giving up before it is open leaves nothing open', async () => {
    const given = new AbortController();
    const opening = serialLine({ path: pair.near, format: USUAL_FORMAT }).open(given.signal);
    given.abort();
    expect((await opening).ok).toBe(false);
    expect(await (await near()).close()).toBe(true);
  });

  test('unplugged while nobody writes: a waiting read is told', async () => {
    const connection = await near();
    const waiting = connection.read(never);
    await pair.unplug();
    expect(await waiting).toEqual({ ok: false, error: 'line.lost' });
    expect(await connection.close()).toBe(false);
  });

  test('unplugged: a write is refused at once, and nothing of it goes out when the port is opened again', async () => {
    const connection = await near();
    const waiting = connection.read(never);
    await pair.unplug();
    await waiting;
    expect(await connection.write(bytesOf('open the drawer'), never)).toEqual({ ok: false, error: 'line.lost' });
    expect(connection.bytesWritten).toBe(0);

    await pair.plug();
    const device = await far();
    await (await near()).write(bytesOf('new'), never);
    expect(await readUntil(device, 3)).toBe('new');
  });

  test('written to after it was destroyed: refused, not kept', async () => {
    const connection = await near();
    await connection.destroy();
    expect(await connection.write(bytesOf('x'), never)).toEqual({ ok: false, error: 'line.lost' });
  });

  test('the device takes nothing: the write stalls, ends, and the port is free again', async () => {
    const connection = await near({ ...LIMITS, stallMs: 200 });
    expect(await connection.write(new Uint8Array(4_000_000), never)).toEqual({ ok: false, error: 'line.stalled' });
    expect(connection.bytesWritten).toBeLessThan(4_000_000);
    expect(await connection.read(never)).toEqual({ ok: false, error: 'line.stalled' });
    await connection.destroy();
    await near();
  });
});

describe('a printer on a serial line', () => {
  test('prints a job and confirms it', async () => {
    const printer = virtualPrinter();
    const detach = await attachDevice(pair, (answer) => printer.connect(answer));
    const session = new PrinterSession({
      printerId: 'p',
      profile: shippedProfile('generic-80mm'),
      transport: serialTransport({ path: pair.near, format: USUAL_FORMAT }),
    });
    const bytes = Uint8Array.of(...bytesOf('Bonjour\n'), 0x1d, 0x56, 0x42, 0, 0x1d, 0x72, 1);
    expect(await session.print({ bytes, paperDots: 100 }, () => undefined, never)).toEqual({ kind: 'printed' });
    await detach();
    expect(textOfPage(printer.pages(1)[0]?.page ?? [])).toEqual(['Bonjour']);
  });

  test('a port that is not there is a printer that cannot be reached', async () => {
    const transport = serialTransport({ path: `${pair.near}-gone`, format: USUAL_FORMAT });
    expect(await transport.open(never)).toEqual({ ok: false, error: 'printer.unreachable' });
  });

  test('a job that takes longer than a job may is broken off', async () => {
    const transport = serialTransport({ path: pair.near, format: USUAL_FORMAT }, { ...LIMITS, stallMs: 60_000, totalMs: 300 });
    const opened = await transport.open(never);
    if (!opened.ok) throw new Error(opened.error);
    expect(await opened.value.write(new Uint8Array(4_000_000), never)).toEqual({ ok: false, error: 'printer.stalled' });
  });
});
