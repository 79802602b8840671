import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CustomerDisplayStatus, LineFault } from '../../../src-shared/contract/device-state.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { USUAL_FORMAT } from '../../../src-shared/settings/serial-devices.ts';
import { attachDevice, PtyPair } from '../../../tests/fakes/pty-pair.ts';
import type { TwoLines } from '../codec/display/display-protocol.ts';
import { displayLine } from '../codec/display/display-text.ts';
import type { Line } from '../transport/line.ts';
import { serialLine } from '../transport/serial.ts';
import { virtualLine } from '../transport/virtual-line.ts';
import { VirtualDisplay } from '../virtual-display/virtual-display.ts';
import { CustomerDisplay } from './customer-display.ts';

const SETTINGS = { protocol: 'cd5220', codePage: 'ascii' } as const;
const lines = (upper: string): TwoLines => ({ upper: displayLine(upper, '', 'ascii'), lower: displayLine('TOTAL', '15,00', 'ascii') });

// A cable takes a second to be made on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let states: CustomerDisplayStatus[] = [];
const displays: CustomerDisplay[] = [];

function displayOn(line: Line): CustomerDisplay {
  const display: CustomerDisplay = new CustomerDisplay({
    line,
    settings: SETTINGS,
    onChange: () => {
      states.push(display.status());
    },
  });
  displays.push(display);
  display.start();
  return display;
}

describe('a display', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    states = [];
  });
  afterEach(async () => {
    const stopping = Promise.all(displays.splice(0).map((display) => display.stop()));
    await vi.runAllTimersAsync();
    await stopping;
    vi.useRealTimers();
  });
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  test('shows what it is given, and the next after it', async () => {
    const hardware = new VirtualDisplay(SETTINGS);
    const display = displayOn(virtualLine(hardware));
    display.show(lines('Pain'));
    await pass(100);
    expect(hardware.lines).toEqual(lines('Pain'));
    display.show(lines('Lait'));
    await pass(100);
    expect(hardware.lines).toEqual(lines('Lait'));
    expect(states).toEqual([{ state: 'ready', fault: null }]);
  });

  test('that is slow passes over what came in between, and ends on the newest', async () => {
    const hardware = new VirtualDisplay(SETTINGS);
    const shown: string[] = [];
    const slow: Line = {
      ...virtualLine(hardware),
      bytesPerSecond: 30,
      open: async (signal) => {
        const opened = await virtualLine(hardware).open(signal);
        if (!opened.ok) return opened;
        const write = opened.value.write.bind(opened.value);
        opened.value.write = (bytes, given) => {
          shown.push(String.fromCharCode(...bytes.subarray(3, 8)).trim());
          return write(bytes, given);
        };
        return opened;
      },
    };
    const display = displayOn(slow);
    for (let line = 1; line <= 50; line++) {
      display.show(lines(`N${line}`));
      await pass(100);
    }
    await pass(10_000);
    expect(hardware.lines).toEqual(lines('N50'));
    expect(shown.length).toBeLessThan(10);
    expect(shown.at(-1)).toBe('N50');
  });

  test('that takes nothing is in trouble, and shows the newest once it takes again', async () => {
    const hardware = new VirtualDisplay(SETTINGS);
    let stalls = true;
    const display = displayOn({
      bytesPerSecond: 960,
      open: async (signal) => {
        const opened = await virtualLine(hardware).open(signal);
        if (!opened.ok || !stalls) return opened;
        opened.value.write = async () => {
          await new Promise((resolve) => setTimeout(resolve, 5_000));
          return fail('line.stalled');
        };
        return ok(opened.value);
      },
    });
    display.show(lines('Pain'));
    await pass(5_100);
    expect(display.status()).toEqual({ state: 'trouble', fault: 'line.stalled' });
    stalls = false;
    display.show(lines('Lait'));
    await pass(10_000);
    expect(display.status()).toEqual({ state: 'ready', fault: null });
    expect(hardware.lines).toEqual(lines('Lait'));
  });

  test('that is not there is in trouble, and shows where things stand once it is plugged in', async () => {
    const hardware = new VirtualDisplay(SETTINGS);
    let fault: LineFault | null = 'line.not-found';
    const display = displayOn({
      bytesPerSecond: 960,
      open: (signal) => (fault === null ? virtualLine(hardware).open(signal) : Promise.resolve(fail(fault))),
    });
    display.show(lines('Pain'));
    display.show(lines('Lait'));
    await pass(5_000);
    expect(display.status()).toEqual({ state: 'trouble', fault: 'line.not-found' });
    fault = null;
    await pass(3_000);
    expect(display.status()).toEqual({ state: 'ready', fault: null });
    expect(hardware.lines).toEqual(lines('Lait'));
  });
});

test('over a cable: unplugged, noticed without a word being written, plugged in and showing again', async () => {
  const pair = await PtyPair.plugged();
  const hardware = new VirtualDisplay(SETTINGS);
  let detach = await attachDevice(pair, () => hardware.connect());
  const display = displayOn(serialLine({ path: pair.near, format: USUAL_FORMAT }));
  try {
    display.show(lines('Pain'));
    await vi.waitFor(() => expect(hardware.lines).toEqual(lines('Pain')), { timeout: 15_000 });
    await pair.unplug();
    await vi.waitFor(() => expect(display.status()).toMatchObject({ state: 'trouble' }), { timeout: 15_000 });
    await detach();
    const other = new VirtualDisplay(SETTINGS);
    await pair.plug();
    detach = await attachDevice(pair, () => other.connect());
    await vi.waitFor(() => expect(other.lines).toEqual(lines('Pain')), { timeout: 15_000 });
  } finally {
    await Promise.all(displays.splice(0).map((each) => each.stop()));
    await detach();
    await pair.remove();
  }
});
