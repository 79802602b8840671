import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LineFault, ScaleView } from '../../../src-shared/contract/device-state.ts';
import { fail } from '../../../src-shared/result.ts';
import { type ScaleProtocolName, USUAL_SCALE_FORMATS } from '../../../src-shared/settings/serial-devices.ts';
import { attachDevice, PtyPair } from '../../../tests/fakes/pty-pair.ts';
import { bytesOf } from '../codec/ascii.ts';
import { cas } from '../codec/scale/cas.ts';
import { dialog06 } from '../codec/scale/dialog-06.ts';
import { toledo8217, toledoWeight } from '../codec/scale/toledo-8217.ts';
import type { Line } from '../transport/line.ts';
import { serialLine } from '../transport/serial.ts';
import { virtualLine } from '../transport/virtual-line.ts';
import type { VirtualDevice } from '../virtual-device.ts';
import { VirtualScale } from '../virtual-scale/virtual-scale.ts';
import { ScaleSession } from './scale-session.ts';

const PROTOCOLS = { 'toledo-8217': toledo8217, cas, 'dialog-06': dialog06 } as const;
const PRICE = 12_500;
const SECOND = 1_000;

// A cable takes a second to be made on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let ids = 0;
let changes: ScaleView[] = [];
const sessions: ScaleSession[] = [];

function sessionOn(line: Line, protocol: ScaleProtocolName = 'toledo-8217'): ScaleSession {
  const session: ScaleSession = new ScaleSession({
    line,
    protocol: PROTOCOLS[protocol](),
    newId: () => `r${++ids}`,
    onChange: () => {
      changes.push(session.view());
    },
  });
  sessions.push(session);
  session.start();
  return session;
}

/** A line whose port does not open, or is pulled out, as the test says. */
class Cable {
  fault: LineFault | null = null;
  private readonly device: VirtualDevice;
  private pull: (() => void) | null = null;
  readonly line: Line;
  openings = 0;

  constructor(device: VirtualDevice) {
    this.device = device;
    this.line = {
      bytesPerSecond: 960,
      open: async (signal) => {
        this.openings += 1;
        if (this.fault !== null) return fail(this.fault);
        const opened = await virtualLine(this.device).open(signal);
        if (opened.ok) this.pull = () => void opened.value.destroy();
        return opened;
      },
    };
  }

  pullOut(fault: LineFault): void {
    this.fault = fault;
    this.pull?.();
  }
}

/** A device that answers each question with the bytes of a list, one after another. */
function answering(...answers: readonly Uint8Array[]): VirtualDevice {
  const left = [...answers];
  return {
    connect: (answer) => ({
      receive: () => {
        const bytes = left.shift();
        if (bytes !== undefined) answer(bytes);
      },
      disconnect: () => undefined,
    }),
  };
}

describe('without hardware', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    ids = 0;
    changes = [];
  });
  afterEach(async () => {
    const stopping = Promise.all(sessions.splice(0).map((session) => session.stop()));
    await vi.runAllTimersAsync();
    await stopping;
    vi.useRealTimers();
  });

  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  describe.each(['toledo-8217', 'cas', 'dialog-06'] as const)('a scale that speaks %s', (protocol) => {
    test('a weight is read, sold once, and another one after it', async () => {
      const scale = new VirtualScale(protocol);
      const session = sessionOn(virtualLine(scale), protocol);
      session.want(PRICE);
      await pass(500);
      scale.put({ kind: 'motion' });
      await pass(500);
      expect(session.view()).toEqual({ state: 'motion' });
      scale.put({ kind: 'weight', weightMilliKg: 735 });
      await pass(500);
      expect(session.view()).toEqual({ state: 'stable', readingId: 'r1', weightMilliKg: 735, tareMilliKg: 0 });
      expect(session.offered('r1')).toBe(735);
      session.use('r1');
      expect(session.offered('r1')).toBeNull();
      await pass(500);
      expect(session.view()).toEqual({ state: 'used' });
      scale.put({ kind: 'weight', weightMilliKg: 0 });
      await pass(500);
      scale.put({ kind: 'weight', weightMilliKg: 735 });
      await pass(500);
      expect(session.view()).toMatchObject({ state: 'stable', readingId: 'r2' });
    });

    test.each(['motion', 'negative', 'overload'] as const)('%s is refused', async (kind) => {
      const scale = new VirtualScale(protocol);
      const session = sessionOn(virtualLine(scale), protocol);
      scale.put({ kind: 'weight', weightMilliKg: 735 });
      session.want(PRICE);
      await pass(500);
      scale.put({ kind });
      await pass(500);
      expect(session.view()).toMatchObject({ state: kind });
      expect(session.offered('r1')).toBeNull();
    });

    test('silence takes the weight back before it is called silence', async () => {
      const scale = new VirtualScale(protocol);
      scale.put({ kind: 'weight', weightMilliKg: 735 });
      const session = sessionOn(virtualLine(scale), protocol);
      session.want(PRICE);
      await pass(500);
      scale.put({ kind: 'silence' });
      await pass(1_500);
      expect(session.view()).toEqual({ state: 'waiting' });
      expect(session.offered('r1')).toBeNull();
      for (let second = 0; second < 8; second++) {
        session.want(PRICE);
        await pass(SECOND);
      }
      expect(session.view()).toEqual({ state: 'fault', fault: 'scale.silent' });
      scale.put({ kind: 'weight', weightMilliKg: 735 });
      session.want(PRICE);
      await pass(3_000);
      expect(session.view()).toMatchObject({ state: 'stable', weightMilliKg: 735 });
    });

    test('a tare is taken off', async () => {
      const scale = new VirtualScale(protocol);
      scale.put({ kind: 'weight', weightMilliKg: 200 });
      const session = sessionOn(virtualLine(scale), protocol);
      session.want(PRICE);
      await pass(500);
      expect(session.tare(null)).toBe(true);
      await pass(500);
      expect(session.view()).toEqual({ state: 'empty', tareMilliKg: 200 });
      scale.put({ kind: 'weight', weightMilliKg: 650 });
      await pass(500);
      expect(session.view()).toMatchObject({ state: 'stable', weightMilliKg: 450, tareMilliKg: 200 });
    });
  });

  test('no zero found when it was switched on', async () => {
    const scale = new VirtualScale('toledo-8217');
    scale.put({ kind: 'outside-zero' });
    const session = sessionOn(virtualLine(scale));
    await pass(500);
    expect(session.view()).toEqual({ state: 'outside-zero' });
  });

  test('a tare while the load moves is refused', async () => {
    const scale = new VirtualScale('toledo-8217');
    scale.put({ kind: 'motion' });
    const session = sessionOn(virtualLine(scale));
    await pass(500);
    expect(session.tare(null)).toBe(false);
  });

  test('a scale that weighs against a price is asked only while a weight is wanted', async () => {
    const scale = new VirtualScale('dialog-06');
    scale.put({ kind: 'weight', weightMilliKg: 735 });
    const session = sessionOn(virtualLine(scale), 'dialog-06');
    await pass(10 * SECOND);
    expect(session.view()).toEqual({ state: 'waiting' });
    session.want(PRICE);
    await pass(500);
    expect(session.view()).toMatchObject({ state: 'stable', weightMilliKg: 735 });
    await pass(20 * SECOND);
    expect(session.view()).toEqual({ state: 'waiting' });
    expect(session.offered('r1')).toBeNull();
  });

  test('... and not without a price, which is no fault of the scale', async () => {
    const scale = new VirtualScale('dialog-06');
    const session = sessionOn(virtualLine(scale), 'dialog-06');
    session.want(null);
    await pass(500);
    expect(session.view()).toEqual({ state: 'fault', fault: 'scale.price-needed' });
    await pass(20 * SECOND);
    expect(session.view()).toEqual({ state: 'waiting' });
  });

  test('an answer that comes too late is not taken for the answer to the next question', async () => {
    // The scale answers each question a second and a half later, when another thing lies on it.
    const late: VirtualDevice = {
      connect: (answer) => ({ receive: () => void setTimeout(() => answer(toledoWeight(735)), 1_500), disconnect: () => undefined }),
    };
    const session = sessionOn(virtualLine(late));
    await pass(20 * SECOND);
    expect(changes.some((view) => view.state === 'stable')).toBe(false);
    expect(session.view()).toEqual({ state: 'fault', fault: 'scale.silent' });
  });

  test('bytes nobody asked for are no weight', async () => {
    let say: (bytes: Uint8Array) => void = () => undefined;
    const device: VirtualDevice = {
      connect: (answer) => {
        say = answer;
        return { receive: () => undefined, disconnect: () => undefined };
      },
    };
    const session = sessionOn(virtualLine(device));
    await pass(1_500);
    say(toledoWeight(735));
    await pass(300);
    expect(session.view()).toEqual({ state: 'waiting' });
  });

  test('garbage for answers: speed or parity differ', async () => {
    const session = sessionOn(virtualLine(answering(...Array.from({ length: 9 }, () => bytesOf('\u0082\u00B1\u00B2')))));
    await pass(10 * SECOND);
    expect(session.view()).toEqual({ state: 'fault', fault: 'scale.garbled' });
  });

  test('a device that never stops talking does not keep the session from asking', async () => {
    const babble = bytesOf('x'.repeat(600));
    const session = sessionOn(virtualLine(answering(babble, toledoWeight(735))));
    await pass(1_100);
    expect(session.view()).toMatchObject({ state: 'stable', weightMilliKg: 735 });
  });

  test('a scale set to pounds', async () => {
    const session = sessionOn(virtualLine(answering(toledoWeight(0), bytesOf('\u000201.62\r'))));
    await pass(500);
    expect(session.view()).toEqual({ state: 'fault', fault: 'scale.wrong-unit' });
  });

  test('the cable pulled out takes the weight back at once, and plugged in again the scale is found', async () => {
    const scale = new VirtualScale('toledo-8217');
    scale.put({ kind: 'weight', weightMilliKg: 735 });
    const cable = new Cable(scale);
    const session = sessionOn(cable.line);
    await pass(500);
    cable.pullOut('line.not-found');
    await pass(300);
    expect(session.offered('r1')).toBeNull();
    expect(session.view()).toMatchObject({ state: 'fault' });
    await pass(10 * SECOND);
    expect(session.view()).toEqual({ state: 'fault', fault: 'line.not-found' });
    cable.fault = null;
    await pass(3 * SECOND);
    expect(session.view()).toMatchObject({ state: 'stable', readingId: 'r2' });
  });

  test('a port that never opens is tried with growing pauses, up to one every two seconds', async () => {
    const cable = new Cable(new VirtualScale('toledo-8217'));
    cable.fault = 'line.no-driver';
    const session = sessionOn(cable.line);
    await pass(60 * SECOND);
    expect(session.view()).toEqual({ state: 'fault', fault: 'line.no-driver' });
    expect(cable.openings).toBeGreaterThan(20);
    expect(cable.openings).toBeLessThan(40);
  });

  test('a silent scale has its port opened anew, and is called silent all the while', async () => {
    const scale = new VirtualScale('toledo-8217');
    scale.put({ kind: 'silence' });
    const cable = new Cable(scale);
    const session = sessionOn(cable.line);
    await pass(60 * SECOND);
    expect(cable.openings).toBe(2);
    expect(session.view()).toEqual({ state: 'fault', fault: 'scale.silent' });
    expect(changes.filter((view) => view.state === 'fault')).toHaveLength(1);
  });

  test('stopped in the middle of a question it ends and lets the port go', async () => {
    const scale = new VirtualScale('toledo-8217');
    scale.put({ kind: 'silence' });
    const session = sessionOn(virtualLine(scale));
    await pass(300);
    await session.stop();
    expect(scale.connect(() => undefined)).not.toBeNull();
  });
});

describe('over a cable', () => {
  let pair: PtyPair;
  let detach: () => Promise<void> = () => Promise.resolve();
  beforeEach(async () => {
    ids = 0;
    pair = await PtyPair.plugged();
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.stop()));
    await detach();
    await pair.remove();
  });

  const becomes = (session: ScaleSession, view: Partial<Extract<ScaleView, { state: 'stable' }>> | ScaleView): Promise<void> =>
    vi.waitFor(
      () => {
        expect(session.view()).toMatchObject(view);
      },
      { timeout: 15_000, interval: 20 },
    );

  test('the virtual scale is read through a serial port, unplugged and plugged in again', async () => {
    const scale = new VirtualScale('toledo-8217');
    scale.put({ kind: 'weight', weightMilliKg: 1_250 });
    detach = await attachDevice(pair, (answer) => scale.connect(answer));
    const session = sessionOn(serialLine({ path: pair.near, format: USUAL_SCALE_FORMATS['toledo-8217'] }));
    await becomes(session, { state: 'stable', weightMilliKg: 1_250 });
    scale.put({ kind: 'overload' });
    await becomes(session, { state: 'overload' });
    await pair.unplug();
    await becomes(session, { state: 'fault', fault: 'line.not-found' });
    await detach();

    await pair.plug();
    const other = new VirtualScale('toledo-8217');
    other.put({ kind: 'weight', weightMilliKg: 90 });
    detach = await attachDevice(pair, (answer) => other.connect(answer));
    await becomes(session, { state: 'stable', weightMilliKg: 90 });
  });
});
