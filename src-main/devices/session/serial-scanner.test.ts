import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SerialScannerSettings } from '../../../src-shared/settings/serial-devices.ts';
import { USUAL_FORMAT } from '../../../src-shared/settings/serial-devices.ts';
import { openFar, PtyPair } from '../../../tests/fakes/pty-pair.ts';
import { bytesOf } from '../codec/ascii.ts';
import type { Line } from '../transport/line.ts';
import { serialLine } from '../transport/serial.ts';
import { virtualLine } from '../transport/virtual-line.ts';
import type { VirtualDevice } from '../virtual-device.ts';
import { type SerialScan, SerialScanner } from './serial-scanner.ts';

const SETTINGS: SerialScannerSettings = { scannerId: 's1', name: 'Counter', path: '', format: null, suffix: 'any', prefix: '' };
const never = new AbortController().signal;

// A cable takes a second to be made on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let scans: SerialScan[] = [];
const scanners: SerialScanner[] = [];

function scannerOn(line: Line, settings: Partial<SerialScannerSettings> = {}): SerialScanner {
  const scanner = new SerialScanner({
    line,
    settings: { ...SETTINGS, ...settings },
    onScan: (scan) => scans.push(scan),
    onChange: () => undefined,
  });
  scanners.push(scanner);
  scanner.start();
  return scanner;
}

/** A scanner whose trigger is pulled by the test. */
class Trigger implements VirtualDevice {
  private answer: ((bytes: Uint8Array) => void) | null = null;

  connect(answer: (bytes: Uint8Array) => void): ReturnType<VirtualDevice['connect']> {
    this.answer = answer;
    return { receive: () => undefined, disconnect: () => undefined };
  }

  send(words: string): void {
    this.answer?.(bytesOf(words));
  }
}

beforeEach(() => {
  scans = [];
});

describe('a scanner', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(async () => {
    const stopping = Promise.all(scanners.splice(0).map((scanner) => scanner.stop()));
    await vi.runAllTimersAsync();
    await stopping;
    vi.useRealTimers();
  });
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  test('gives one event for one code, with its AIM identifier', async () => {
    const trigger = new Trigger();
    const scanner = scannerOn(virtualLine(trigger));
    await pass(10);
    trigger.send(']E0544900');
    await pass(50);
    expect(scans).toEqual([]);
    trigger.send('0131805\r\n');
    await pass(10);
    expect(scans).toEqual([{ scannerId: 's1', text: '5449000131805', symbology: ']E0', source: 'serial' }]);
    expect(scanner.status()).toEqual({ scannerId: 's1', name: 'Counter', state: 'ready', fault: null });
  });

  test('on a radio link that stops in the middle of a code: the rest alone is never taken for a code', async () => {
    const trigger = new Trigger();
    scannerOn(virtualLine(trigger));
    await pass(10);
    trigger.send('54490');
    await pass(1_500);
    trigger.send('00131805\r');
    await pass(10);
    expect(scans.map((scan) => scan.text)).toEqual(['5449000131805']);
  });

  test('without a suffix ends its codes by a pause, where the settings say so', async () => {
    const trigger = new Trigger();
    scannerOn(virtualLine(trigger), { suffix: 'silence' });
    await pass(10);
    trigger.send('5449000131805');
    await pass(200);
    trigger.send('6130760001234');
    await pass(200);
    expect(scans.map((scan) => scan.text)).toEqual(['5449000131805', '6130760001234']);
  });

  test('without a suffix where the settings expect one: nothing is taken, and the state says why', async () => {
    const trigger = new Trigger();
    const scanner = scannerOn(virtualLine(trigger));
    await pass(10);
    for (let scan = 0; scan < 2; scan++) {
      trigger.send('5449000131805');
      await pass(4_000);
    }
    expect(scans).toEqual([]);
    expect(scanner.status()).toMatchObject({ state: 'trouble', fault: 'scanner.no-suffix' });
    trigger.send('5449000131805\r');
    await pass(10);
    expect(scanner.status()).toMatchObject({ state: 'ready', fault: null });
  });
});

describe('over a cable', () => {
  let first: PtyPair;
  let second: PtyPair;
  beforeEach(async () => {
    first = await PtyPair.plugged();
    second = await PtyPair.plugged();
  });
  afterEach(async () => {
    await Promise.all(scanners.splice(0).map((scanner) => scanner.stop()));
    await first.remove();
    await second.remove();
  });

  const scanned = (count: number): Promise<void> => vi.waitFor(() => expect(scans).toHaveLength(count), { timeout: 15_000 });

  test('two scanners at once: the codes of one never get into those of the other', async () => {
    const ready = [
      scannerOn(serialLine({ path: first.near, format: USUAL_FORMAT })),
      scannerOn(serialLine({ path: second.near, format: USUAL_FORMAT }), { scannerId: 's2' }),
    ];
    const ends = [await openFar(first), await openFar(second)];
    await vi.waitFor(() => expect(ready.every((scanner) => scanner.status().state === 'ready')).toBe(true), { timeout: 15_000 });
    const send = async (end: number, words: string): Promise<void> => {
      await ends[end]?.write(bytesOf(words), never);
    };
    await Promise.all([send(0, '111'), send(1, '222')]);
    await Promise.all([send(0, '111\r'), send(1, '222\r')]);
    await scanned(2);
    expect(scans.map(({ scannerId, text }) => `${scannerId} ${text}`).sort()).toEqual(['s1 111111', 's2 222222']);
    await Promise.all(ends.map((end) => end.destroy()));
  });

  test('unplugged in the middle of a code and plugged in again: the half is gone, the next code whole', async () => {
    const scanner = scannerOn(serialLine({ path: first.near, format: USUAL_FORMAT }));
    await vi.waitFor(() => expect(scanner.status().state).toBe('ready'), { timeout: 15_000 });
    const end = await openFar(first);
    await end.write(bytesOf('544900'), never);
    await end.close();
    await first.unplug();
    await vi.waitFor(() => expect(scanner.status()).toMatchObject({ state: 'trouble', fault: 'line.not-found' }), { timeout: 15_000 });
    await first.plug();
    await vi.waitFor(() => expect(scanner.status().state).toBe('ready'), { timeout: 15_000 });
    const again = await openFar(first);
    await again.write(bytesOf('6130760001234\r'), never);
    await scanned(1);
    expect(scans[0]?.text).toBe('6130760001234');
    await again.destroy();
  });
});
