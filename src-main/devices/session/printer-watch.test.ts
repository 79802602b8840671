import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { until } from '../../../tests/fakes/hand-timers.ts';
import { shippedProfile, virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { TcpPrinter } from '../../../tests/fakes/tcp-printer.ts';
import type { EncodedJob } from '../codec/escpos/writer.ts';
import { tcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import { virtualTransport } from '../transport/virtual.ts';
import { textOfPage } from '../virtual-printer/paper.ts';
import type { VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import { PrinterSession, type PrinterSessionOptions, type WatchEnd } from './printer-session.ts';

const BRIEF = shippedProfile('generic-80mm', { status: { realTime: true, confirms: true, automatic: false } });
const HELD = shippedProfile('generic-80mm', { status: { realTime: true, confirms: true, automatic: true } });
const JOB: EncodedJob = { bytes: Uint8Array.from([0x1b, 0x40, 0x61, 0x0a, 0x1d, 0x56, 0x42, 0, 0x1d, 0x72, 1]), paperDots: 34 };
const never = new AbortController().signal;
const A_SECOND_MS = 1_000;
const FAULTS = [
  ['paper-out', 'printer.paper-out'],
  ['cover-open', 'printer.cover-open'],
  ['cutter', 'printer.cutter'],
  ['offline', 'printer.offline'],
] as const;

let printer: VirtualPrinter;
let stop: AbortController;
let watching: Promise<WatchEnd>;
beforeEach(() => {
  printer = virtualPrinter();
  stop = new AbortController();
});

function watched(session: PrinterSession): PrinterSession {
  // As the lane does it: mended is no reason to look away.
  const again = async (): Promise<WatchEnd> => {
    const end = await session.watch(stop.signal);
    return end === 'mended' ? again() : end;
  };
  watching = again();
  return session;
}

function sessionOver(transport: Transport, changes: Partial<PrinterSessionOptions> = {}): PrinterSession {
  return new PrinterSession({ printerId: 'p1', profile: BRIEF, transport, ...changes });
}

describe('within a second, by a clock that the test holds', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(async () => {
    stop.abort();
    await vi.runAllTimersAsync();
    vi.useRealTimers();
  });

  describe.each([
    ['on brief connections', BRIEF],
    ['on a held one', HELD],
  ])('%s', (_, profile) => {
    test.each(FAULTS)('%s shows, and clears when mended', async (fault, code) => {
      const session = watched(sessionOver(virtualTransport(printer), { profile }));
      await vi.advanceTimersByTimeAsync(100);
      expect(session.state()).toEqual({ state: 'ready', fault: null, paperNearEnd: false, drawerPinHigh: false });
      printer.suffer(fault);
      await vi.advanceTimersByTimeAsync(A_SECOND_MS);
      expect(session.state()).toMatchObject({ state: 'trouble', fault: code });
      printer.suffer('none');
      await vi.advanceTimersByTimeAsync(A_SECOND_MS);
      expect(session.state()).toEqual({ state: 'ready', fault: null, paperNearEnd: false, drawerPinHigh: false });
    });

    test('a roll near its end is told, and is no trouble', async () => {
      const session = watched(sessionOver(virtualTransport(printer), { profile }));
      await vi.advanceTimersByTimeAsync(100);
      printer.suffer('paper-low');
      await vi.advanceTimersByTimeAsync(A_SECOND_MS);
      expect(session.state()).toEqual({ state: 'ready', fault: null, paperNearEnd: true, drawerPinHigh: false });
      printer.suffer('none');
      await vi.advanceTimersByTimeAsync(A_SECOND_MS);
      expect(session.state().paperNearEnd).toBe(false);
    });

    test('a cable pulled: one that answered and falls silent does not answer', async () => {
      const session = watched(sessionOver(virtualTransport(printer), { profile }));
      await vi.advanceTimersByTimeAsync(100);
      printer.suffer('silent');
      await vi.advanceTimersByTimeAsync(A_SECOND_MS);
      expect(session.state()).toMatchObject({ state: 'trouble', fault: 'printer.unreachable' });
      printer.suffer('none');
      await vi.advanceTimersByTimeAsync(A_SECOND_MS);
      expect(session.state()).toMatchObject({ state: 'ready', fault: null });
    });
  });

  test('what is told unasked shows at once', async () => {
    const session = watched(sessionOver(virtualTransport(printer), { profile: HELD }));
    await vi.advanceTimersByTimeAsync(100);
    printer.suffer('cover-open');
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state().fault).toBe('printer.cover-open');
  });

  test('a network that swallows the call: unreachable, though the call itself would wait longer', async () => {
    let isThere = true;
    const inner = virtualTransport(printer);
    const swallowing: Transport = {
      answers: true,
      open: (signal) =>
        isThere
          ? inner.open(signal)
          : new Promise((resolve) => {
              signal.addEventListener('abort', () => {
                resolve({ ok: false, error: 'printer.unreachable' });
              });
            }),
    };
    const session = watched(sessionOver(swallowing));
    await vi.advanceTimersByTimeAsync(100);
    isThere = false;
    await vi.advanceTimersByTimeAsync(A_SECOND_MS);
    expect(session.state()).toMatchObject({ state: 'trouble', fault: 'printer.unreachable' });
  });

  test('one that never answers is well, and is left alone', async () => {
    printer.suffer('silent');
    const session = watched(sessionOver(virtualTransport(printer)));
    await vi.advanceTimersByTimeAsync(A_SECOND_MS);
    expect(await watching).toBe('mute');
    expect(session.state().state).toBe('ready');
  });

  test('a printer that hangs up after every answer is not called without end', async () => {
    let calls = 0;
    const inner = virtualTransport(printer);
    const hangingUp: Transport = {
      answers: true,
      open: async (signal) => {
        calls += 1;
        const opened = await inner.open(signal);
        if (!opened.ok) return opened;
        let answers = 0;
        const { value } = opened;
        return ok({
          get bytesWritten() {
            return value.bytesWritten;
          },
          write: (bytes, given) => value.write(bytes, given),
          close: () => value.close(),
          destroy: () => {
            value.destroy();
          },
          read: (given) => {
            answers += 1;
            if (answers > 4) value.destroy();
            return value.read(given);
          },
        });
      },
    };
    watched(sessionOver(hangingUp, { profile: HELD }));
    await vi.advanceTimersByTimeAsync(10 * A_SECOND_MS);
    expect(calls).toBeGreaterThan(5);
    expect(calls).toBeLessThan(45);
  });
});

describe('never a second connection', () => {
  let fake: TcpPrinter;
  const wire = { connectMs: 10_000, stallMs: 10_000, totalMs: 30_000, closeMs: 10_000 };
  /** Patient with a busy machine; looks often. */
  const watchLimits = { heldMs: 5, answerMs: 10_000, briefMs: 5, connectMs: 10_000 };
  const limits = { answerMs: 10_000, pollMs: 20, confirmMs: 20_000, mendMs: 20_000 };
  const paper = (): readonly string[] => printer.pages(99).flatMap((page) => textOfPage(page.page));
  const overWire = (changes: Partial<PrinterSessionOptions>): PrinterSession =>
    sessionOver(tcpTransport(fake.address, wire), { watchLimits, limits, ...changes });

  beforeEach(async () => {
    fake = await TcpPrinter.start(printer);
  });
  afterEach(async () => {
    stop.abort();
    await watching;
    await fake.stop();
  });

  const letGo = async (): Promise<void> => {
    stop.abort();
    await watching;
    stop = new AbortController();
  };

  test.each([
    ['asked on brief ones', BRIEF],
    ['held', HELD],
  ])('%s: ten jobs between the looks', { timeout: 30_000 }, async (_, profile) => {
    const session = overWire({ profile });
    for (let job = 0; job < 10; job++) {
      watched(session);
      await until(() => session.state().state === 'ready');
      await letGo();
      expect(await session.print(JOB, () => undefined, never)).toEqual({ kind: 'printed' });
    }
    await session.release();
    expect(paper()).toHaveLength(10);
    expect(fake.turnedAway).toBe(0);
  });

  test('a held connection serves looks and jobs alike, and still tells what changes after a job', async () => {
    const session = overWire({ profile: HELD });
    watched(session);
    await until(() => session.state().state === 'ready');
    await letGo();
    await session.print(JOB, () => undefined, never);
    watched(session);
    printer.suffer('cover-open');
    await until(() => session.state().fault === 'printer.cover-open');
    expect(fake.connections).toBe(1);
    await letGo();
    await session.release();
    await until(() => printer.connect(() => undefined) !== null);
  });

  test('a printer that other tills use is let go after every look', async () => {
    const session = overWire({ profile: HELD, isShared: true });
    expect(await session.probe(never)).toBeNull();
    await until(() => printer.connect(() => undefined) !== null);
  });

  test('switched off and on while held: the next job goes out once, on a new connection', async () => {
    const session = overWire({ profile: HELD });
    watched(session);
    await until(() => session.state().state === 'ready');
    await letGo();
    await fake.hangUp();
    let writes = 0;
    expect(await session.print(JOB, () => (writes += 1), never)).toEqual({ kind: 'printed' });
    expect([writes, paper()]).toEqual([1, ['a']]);
    await session.release();
  });

  test('held, and dead without a word: the job is not given to it', async () => {
    const session = overWire({ profile: HELD, limits: { ...limits, answerMs: 50 } });
    watched(session);
    await until(() => session.state().state === 'ready');
    await letGo();
    printer.suffer('silent');
    let writes = 0;
    const first = session.print(JOB, () => (writes += 1), never);
    await until(() => fake.connections === 2);
    printer.suffer('none');
    // The printer may not have noticed yet that the dead connection was given up: then it turns the new one away, and the lane tries again.
    const outcome = (await first).kind === 'printed' ? await first : await session.print(JOB, () => (writes += 1), never);
    expect(outcome).toEqual({ kind: 'printed' });
    expect([writes, paper()]).toEqual([1, ['a']]);
    await session.release();
  });
});
