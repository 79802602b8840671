import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildReceipt } from '../../../src-shared/receipt/build-receipt.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { FONTS_FOLDER, LABELS, shippedProfile, virtualPrinter } from '../../../tests/fakes/printing-resources.ts';
import { SAMPLE_SETTINGS, sampleSale } from '../../../tests/fakes/sample-sale.ts';
import { TcpPrinter } from '../../../tests/fakes/tcp-printer.ts';
import type { EncodedJob } from '../codec/escpos/writer.ts';
import { encodeJob } from '../codec/escpos/writer.ts';
import type { PrinterProfile } from '../profiles/printer-profile.ts';
import { createLinePainter } from '../raster/line-painter.ts';
import { tcpTransport } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import { virtualTransport } from '../transport/virtual.ts';
import { textOfPage } from '../virtual-printer/paper.ts';
import type { VirtualFault, VirtualPrinter } from '../virtual-printer/virtual-printer.ts';
import type { PrintOutcome, SessionLimits } from './conversation.ts';
import { PrinterSession, type PrinterState } from './printer-session.ts';

/** Long, for what must succeed on a busy machine; where silence is the point, it is short. */
const LIMITS: SessionLimits = { answerMs: 10_000, pollMs: 20, confirmMs: 20_000, mendMs: 20_000 };
const IMPATIENT: SessionLimits = { answerMs: 20, pollMs: 5, confirmMs: 30, mendMs: 60 };
const TCP_LIMITS = { connectMs: 10_000, stallMs: 10_000, totalMs: 30_000, closeMs: 50 };
const never = new AbortController().signal;
const PROFILE = shippedProfile('generic-80mm');

/** `a` on one line, cut, and the question that confirms. */
const JOB: EncodedJob = { bytes: Uint8Array.from([0x1b, 0x40, 0x61, 0x0a, 0x1d, 0x56, 0x42, 0, 0x1d, 0x72, 1]), paperDots: 34 };
const STATUS_BYTES = 12;
const FACTS = { at: '2026-11-20T09:58:11.000Z', terminal: 'T1', signature: 'kP3x9A', copy: 1, cashierName: 'Amina', training: false };

let printer: VirtualPrinter;
let writes: number;
beforeEach(() => {
  printer = virtualPrinter();
  writes = 0;
});

function session(transport: Transport = virtualTransport(printer), profile: PrinterProfile = PROFILE, limits = LIMITS): PrinterSession {
  return new PrinterSession({ printerId: 'p1', profile, transport, limits });
}

function print(on: PrinterSession, job = JOB, signal = never): Promise<PrintOutcome> {
  return on.print(job, () => (writes += 1), signal);
}

test('a job is printed when the printer says so, and the state line shows it', async () => {
  const on = session();
  const states: PrinterState['state'][] = [];
  on.onState(() => states.push(on.state().state));
  expect(on.state().state).toBe('unknown');
  expect(await print(on)).toEqual({ kind: 'printed' });
  expect(states).toEqual(['working', 'ready']);
  expect(textOfPage(printer.pages(1)[0]?.page ?? [])).toEqual(['a']);
  expect(writes).toBe(1);
});

describe('a fault that the printer tells beforehand: not a byte leaves', () => {
  test.each([
    ['offline', 'printer.offline'],
    ['paper-out', 'printer.paper-out'],
    ['cover-open', 'printer.cover-open'],
  ] as const)('%s', async (fault: VirtualFault, code) => {
    printer.suffer(fault);
    const on = session();
    expect(await print(on)).toEqual({ kind: 'not-sent', fault: code });
    expect(on.state()).toMatchObject({ state: 'trouble', fault: code });
    expect(writes).toBe(0);
    printer.suffer('none');
    expect(printer.pages(9)).toEqual([]);
    expect(await on.probe(never)).toBeNull();
    expect(on.state()).toMatchObject({ state: 'ready', fault: null });
  });
});

test('silent: it prints and says nothing, so nobody knows', async () => {
  printer.suffer('silent');
  const outcome = await print(session(virtualTransport(printer), PROFILE, IMPATIENT));
  expect(outcome).toEqual({ kind: 'unconfirmed', bytesWritten: JOB.bytes.length, fault: 'printer.silent' });
  expect(printer.pages(9)).toHaveLength(1);
});

test('a printer that answers no questions but confirms is trusted', async () => {
  const profile = { ...PROFILE, status: { realTime: false, confirms: true, automatic: false } };
  expect(await print(session(virtualTransport(printer), profile))).toEqual({ kind: 'printed' });
});

test('one that can say nothing at all counts as printed once it has closed the connection like one that took everything', async () => {
  const profile = { ...PROFILE, status: { realTime: false, confirms: false, automatic: false } };
  const job = { ...JOB, bytes: JOB.bytes.subarray(0, -3) };
  expect(await print(session(virtualTransport(printer), profile), job)).toEqual({ kind: 'printed' });
});

test('two jobs at once are a bug', async () => {
  const on = session();
  const first = print(on);
  await expect(print(on)).rejects.toThrow('second job');
  expect(await first).toEqual({ kind: 'printed' });
  expect(await print(on)).toEqual({ kind: 'printed' });
});

test('a store that cannot note the first byte stops it before it leaves, and the printer is let go', async () => {
  const on = session();
  const refusing = on.print(
    JOB,
    () => {
      throw new Error('disk full');
    },
    never,
  );
  await expect(refusing).rejects.toThrow('disk full');
  expect(await print(on)).toEqual({ kind: 'printed' });
  expect(printer.pages(9)).toHaveLength(1);
});

describe('over a wire', () => {
  let fake: TcpPrinter;
  let on: PrinterSession;
  beforeEach(async () => {
    fake = await TcpPrinter.start(printer);
    on = session(tcpTransport(fake.address, TCP_LIMITS));
  });
  afterEach(async () => {
    await fake.stop();
  });

  test('refused: not sent', async () => {
    const { address } = fake;
    await fake.stop();
    expect(await print(session(tcpTransport(address, TCP_LIMITS)))).toEqual({ kind: 'not-sent', fault: 'printer.refused' });
    fake = await TcpPrinter.start(printer);
  });

  test('somebody else is connected: not sent', async () => {
    fake.script = { turnsAway: true };
    expect(await print(on)).toEqual({ kind: 'not-sent', fault: 'printer.connection-lost' });
    expect(writes).toBe(0);
  });

  test('lost while asking how it is: not sent', async () => {
    fake.script = { resetAtByte: 4 };
    expect(await print(on)).toEqual({ kind: 'not-sent', fault: 'printer.connection-lost' });
    expect(writes).toBe(0);
  });

  test('paper out in the middle: it waits, the person mends, it is printed once', async () => {
    fake.script = { faultAtByte: { byte: STATUS_BYTES + 3, fault: 'paper-out' } };
    const seen: (string | null)[] = [];
    on.onState(() => {
      seen.push(on.state().fault);
      if (on.state().fault === 'printer.paper-out') printer.suffer('none');
    });
    expect(await print(on)).toEqual({ kind: 'printed' });
    expect(seen).toContain('printer.paper-out');
    expect(on.state()).toMatchObject({ state: 'ready', fault: null });
    expect(printer.pages(9)).toHaveLength(1);
  });

  test('mending may take longer than any printer would: the wait begins anew', async () => {
    fake.script = { faultAtByte: { byte: STATUS_BYTES + 3, fault: 'paper-out' } };
    const hasty = session(tcpTransport(fake.address, TCP_LIMITS), PROFILE, { ...LIMITS, confirmMs: 40, pollMs: 5 });
    hasty.onState(() => {
      if (hasty.state().fault === 'printer.paper-out') setTimeout(() => printer.suffer('none'), 250);
    });
    expect(await print(hasty)).toEqual({ kind: 'printed' });
  });

  test('paper out and nobody comes: it asks, and says why', async () => {
    fake.script = { faultAtByte: { byte: STATUS_BYTES + 3, fault: 'paper-out' } };
    const impatient = session(tcpTransport(fake.address, TCP_LIMITS), PROFILE, { ...LIMITS, confirmMs: 30, mendMs: 60 });
    expect(await print(impatient)).toEqual({ kind: 'unconfirmed', bytesWritten: JOB.bytes.length, fault: 'printer.paper-out' });
  });

  test('stalled: it takes no more', async () => {
    fake.script = { stallAtByte: STATUS_BYTES + 2 };
    on = session(tcpTransport(fake.address, { ...TCP_LIMITS, stallMs: 100 }));
    const big = { bytes: new Uint8Array(20_000_000), paperDots: 34 };
    expect(await print(on, big)).toMatchObject({ kind: 'unconfirmed', fault: 'printer.stalled' });
  });

  test('given up in the middle: it asks after the next start', async () => {
    fake.script = { stallAtByte: STATUS_BYTES + 2 };
    const giveUp = new AbortController();
    const printing = on.print(JOB, () => setImmediate(() => giveUp.abort()), giveUp.signal);
    expect(await printing).toEqual({ kind: 'unconfirmed', bytesWritten: JOB.bytes.length, fault: 'print.interrupted' });
  });

  test('cut off at any byte: printed, or asked about, or not begun', async () => {
    const kinds = new Set<string>();
    for (let byte = 0; byte <= STATUS_BYTES + JOB.bytes.length; byte++) {
      fake.script = { resetAtByte: byte };
      writes = 0;
      const outcome = await print(on);
      kinds.add(outcome.kind);
      expect(outcome.kind === 'not-sent').toBe(writes === 0);
      if (outcome.kind === 'printed') expect(byte).toBe(STATUS_BYTES + JOB.bytes.length);
    }
    expect([...kinds].sort()).toEqual(['not-sent', 'printed', 'unconfirmed']);
  });
});

test('a whole receipt cut off at each of its bytes: said to be printed only where it is', { timeout: 60_000 }, async () => {
  const document = buildReceipt(sampleSale('fr'), FACTS, SAMPLE_SETTINGS, LABELS.fr);
  const job = encodeJob(document, PROFILE, createLinePainter(FONTS_FOLDER, PROFILE.widthDots));
  for (let byte = 0; byte <= STATUS_BYTES + job.bytes.length; byte++) {
    printer = virtualPrinter();
    const outcome = await print(session(cutOffAt(virtualTransport(printer), byte)), job);
    const whole = printer.pages(1)[0];
    if (outcome.kind === 'printed') expect(whole?.title).toBe('A1-000123');
    if (outcome.kind === 'not-sent') expect(byte).toBeLessThanOrEqual(STATUS_BYTES);
    if (byte > STATUS_BYTES && byte < STATUS_BYTES + job.bytes.length) expect(outcome.kind).toBe('unconfirmed');
  }
});

/** A wire that carries that many bytes and then is gone. */
function cutOffAt(transport: Transport, byte: number): Transport {
  return {
    answers: true,
    open: async (signal) => {
      const opened = await transport.open(signal);
      if (!opened.ok) return opened;
      const inner = opened.value;
      let handedOver = 0;
      return ok({
        get bytesWritten() {
          return handedOver;
        },
        write: async (bytes, given) => {
          const carried = bytes.subarray(0, Math.max(0, byte - handedOver));
          handedOver += bytes.length;
          await inner.write(carried, given);
          if (carried.length === bytes.length) return ok(undefined);
          inner.destroy();
          return fail('printer.connection-lost');
        },
        read: (given) => inner.read(given),
        close: () => inner.close(),
        destroy: () => {
          inner.destroy();
        },
      });
    },
  };
}

test('a long receipt gets the time that its paper takes', async () => {
  const profile = { ...PROFILE, status: { realTime: false, confirms: true, automatic: false }, slowestDotsPerSecond: 50 };
  const slow = answeringAfter(virtualTransport(printer), 200);
  const hasty = { ...IMPATIENT, confirmMs: 20 };
  expect(await print(session(slow, profile, hasty), { ...JOB, paperDots: 0 })).toMatchObject({ kind: 'unconfirmed' });
  expect(await print(session(slow, profile, hasty), { ...JOB, paperDots: 500 })).toEqual({ kind: 'printed' });
});

/** A printer whose head is slow: what it says comes that much later. */
function answeringAfter(transport: Transport, delayMs: number): Transport {
  return {
    answers: true,
    open: async (signal) => {
      const opened = await transport.open(signal);
      if (!opened.ok) return opened;
      const inner = opened.value;
      const speaksAt = performance.now() + delayMs;
      return ok({
        get bytesWritten() {
          return inner.bytesWritten;
        },
        write: (bytes, given) => inner.write(bytes, given),
        close: () => inner.close(),
        destroy: () => {
          inner.destroy();
        },
        read: async (given) => {
          while (performance.now() < speaksAt) {
            if (given.aborted) return null;
            await new Promise((resolve) => setTimeout(resolve, 2));
          }
          return inner.read(given);
        },
      });
    },
  };
}

test('an answer left over from another job is not taken for this one’s confirmation', async () => {
  const stale = staleAnswering(virtualTransport(printer));
  printer.suffer('silent');
  expect(await print(session(stale, PROFILE, IMPATIENT))).toMatchObject({ kind: 'unconfirmed', fault: 'printer.silent' });
});

/** A network card that hands the last job's confirmation to the next connection. */
function staleAnswering(transport: Transport): Transport {
  return {
    answers: true,
    open: async (signal) => {
      const opened = await transport.open(signal);
      if (!opened.ok) return opened;
      let told = false;
      const inner = opened.value;
      return ok({
        get bytesWritten() {
          return inner.bytesWritten;
        },
        write: (bytes, given) => inner.write(bytes, given),
        close: () => inner.close(),
        destroy: () => {
          inner.destroy();
        },
        read: (given) => {
          if (told) return inner.read(given);
          told = true;
          return Promise.resolve(ok(Uint8Array.of(0x00)));
        },
      });
    },
  };
}

test('status sent unasked is understood in the middle of a job', async () => {
  printer.suffer('none');
  const withAutomatic: EncodedJob = { bytes: Uint8Array.from([0x1d, 0x61, 0xff, ...JOB.bytes]), paperDots: 34 };
  expect(await print(session(), withAutomatic)).toEqual({ kind: 'printed' });
});
