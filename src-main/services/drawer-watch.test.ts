import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PLAIN_PRINTING } from '../../src-shared/settings/printing.ts';
import { DrawerWatch } from './drawer-watch.ts';

const WARN_AFTER_SECONDS = 60;
let pinIsHigh: boolean | null;
let openPinLevel: 'high' | 'low' | null;
let told: number;
let watch: DrawerWatch;

const till = () => ({
  settings: {
    receiptPrinterId: 'p1',
    printing: { ...PLAIN_PRINTING, drawer: { openPinLevel, warnAfterSeconds: WARN_AFTER_SECONDS } },
  },
  printing: {
    status: () => ({ state: 'ready', fault: null, paperNearEnd: false, drawerPinHigh: pinIsHigh, waiting: 0, asking: 0 }) as const,
  },
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  [pinIsHigh, openPinLevel, told] = [false, 'high', 0];
  watch = new DrawerWatch({ till, onLeftOpen: () => (told += 1) });
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

function level(isHigh: boolean | null): void {
  pinIsHigh = isHigh;
  watch.look();
}

test('open for longer than the settings allow, it is said once; shut, it is forgotten', () => {
  level(true);
  expect(watch.status(till())).toEqual({ state: 'open', leftOpen: false });
  vi.advanceTimersByTime(WARN_AFTER_SECONDS * 1_000 - 1);
  expect(told).toBe(0);
  // Other news of the printer comes in between, and does not begin the time anew.
  level(true);
  vi.advanceTimersByTime(1);
  expect(told).toBe(1);
  expect(watch.status(till())).toEqual({ state: 'open', leftOpen: true });
  level(true);
  expect(watch.status(till()).leftOpen).toBe(true);
  level(false);
  expect(watch.status(till())).toEqual({ state: 'shut', leftOpen: false });
  vi.advanceTimersByTime(10 * WARN_AFTER_SECONDS * 1_000);
  expect(told).toBe(1);
});

test('shut in time, nothing is said, and the next opening has its full time', () => {
  level(true);
  vi.advanceTimersByTime(WARN_AFTER_SECONDS * 1_000 - 1);
  level(false);
  level(true);
  vi.advanceTimersByTime(WARN_AFTER_SECONDS * 1_000 - 1);
  expect(told).toBe(0);
});

test('which level means open is the shop’s word', () => {
  openPinLevel = 'low';
  level(true);
  expect(watch.status(till()).state).toBe('shut');
  level(false);
  expect(watch.status(till()).state).toBe('open');
});

test.each([
  ['nobody has said what the level means', true, null],
  ['the printer does not tell', null, 'high'],
] as const)('%s: not read, and never left open', (_, isHigh, meaning) => {
  openPinLevel = meaning;
  level(isHigh);
  vi.advanceTimersByTime(10 * WARN_AFTER_SECONDS * 1_000);
  expect(watch.status(till())).toEqual({ state: 'not-read', leftOpen: false });
  expect(told).toBe(0);
});
