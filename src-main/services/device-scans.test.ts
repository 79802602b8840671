import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TerminalEvent } from '../../src-shared/contract/terminal-api.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';
import { type DeviceScan, DeviceScans } from './device-scans.ts';

const CURCUMA = '6139990044030';
const SCAN: DeviceScan = { scannerId: 's1', text: CURCUMA, symbology: 'ean-13', source: 'serial' };

let shop: TestTerminal;
let scans: DeviceScans;
let nowMs: number;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
  await shop.must('person.sign-in', { personId: 'amina' });
  nowMs = 1_000;
  let lastId = 0;
  scans = new DeviceScans({
    till: () => shop.till,
    newId: () => {
      lastId += 1;
      return `offer-${lastId}`;
    },
    nowMs: () => nowMs,
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  scans.stop();
  vi.useRealTimers();
  await shop.end();
});

type ScanEvent = Extract<TerminalEvent, { kind: 'scan' }>;
const told = (): ScanEvent[] => shop.events.filter((event): event is ScanEvent => event.kind === 'scan');
const rungUpMilli = (): number => shop.till.ticket?.cart.lines.reduce((sum, line) => sum + line.quantityMilli, 0) ?? 0;

describe('a scan of a device', () => {
  test('is rung up at once while no screen has claimed scans', () => {
    scans.take(SCAN);
    expect(rungUpMilli()).toBe(1_000);
    expect(told()).toMatchObject([{ text: CURCUMA, source: 'serial', result: { kind: 'done', outcome: { kind: 'added' } } }]);
  });

  test('is offered to the screen that claimed scans, and rung up by nobody else once accepted', () => {
    scans.claim('screen-1');
    scans.take(SCAN);
    expect(told()).toMatchObject([
      { text: CURCUMA, symbology: 'ean-13', result: { kind: 'offered', offerId: 'offer-1', screenId: 'screen-1' } },
    ]);
    expect(scans.accept('offer-1')).toEqual({ ok: true, value: {} });
    vi.advanceTimersByTime(60_000);
    expect(rungUpMilli()).toBe(0);
    expect(told()).toHaveLength(1);
  });

  test('that the claiming screen leaves lying is rung up, and the screen comes too late for it', () => {
    scans.claim('screen-1');
    scans.take(SCAN);
    vi.advanceTimersByTime(1_000);
    expect(rungUpMilli()).toBe(1_000);
    expect(scans.accept('offer-1')).toMatchObject({ ok: false, error: { code: 'scan.offer-gone' } });
    scans.take(SCAN);
    expect(rungUpMilli()).toBe(2_000);
  });

  test('goes to the last screen that claimed, and a renewal takes nothing from it', () => {
    scans.claim('screen-1');
    scans.claim('screen-2');
    scans.claim('screen-1');
    scans.take(SCAN);
    expect(told().at(-1)).toMatchObject({ result: { screenId: 'screen-2' } });
    scans.release('screen-2');
    scans.take(SCAN);
    expect(told().at(-1)).toMatchObject({ result: { screenId: 'screen-1' } });
    scans.release('screen-1');
    scans.take(SCAN);
    expect(rungUpMilli()).toBe(1_000);
  });

  test('is rung up at once when the claim has not been renewed in time', () => {
    scans.claim('screen-1');
    nowMs += 10_000;
    scans.take(SCAN);
    expect(rungUpMilli()).toBe(1_000);
  });

  test('of several on offer to a screen that has died is rung up each once, in their order, and none of the next ones waits', () => {
    scans.claim('dead');
    for (const scannerId of ['s1', 's2', 's1']) scans.take({ ...SCAN, scannerId });
    expect(rungUpMilli()).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(rungUpMilli()).toBe(3_000);
    const done = told().filter(({ result }) => result.kind === 'done');
    expect(done.map(({ scannerId }) => scannerId)).toEqual(['s1', 's2', 's1']);
    scans.take(SCAN);
    expect(rungUpMilli()).toBe(4_000);
    expect(scans.accept('offer-2')).toMatchObject({ ok: false, error: { code: 'scan.offer-gone' } });
    vi.advanceTimersByTime(60_000);
    expect(rungUpMilli()).toBe(4_000);
  });

  test('on offer to one of two screens, which dies, goes to the other that has claimed too, and is acted on once', () => {
    scans.claim('older');
    scans.claim('newer');
    scans.take(SCAN);
    vi.advanceTimersByTime(1_000);
    expect(told().map(({ result }) => (result.kind === 'offered' ? result.screenId : result.kind))).toEqual(['newer', 'older']);
    expect(scans.accept('offer-2').ok).toBe(true);
    expect(scans.accept('offer-1').ok).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(rungUpMilli()).toBe(0);
  });

  test('is accepted once', () => {
    scans.claim('screen-1');
    scans.take(SCAN);
    expect(scans.accept('offer-1')).toMatchObject({ ok: true });
    expect(scans.accept('offer-1')).toMatchObject({ ok: false, error: { code: 'scan.offer-gone' } });
  });

  test('on offer while the till closes is rung up by nobody', () => {
    scans.claim('screen-1');
    scans.take(SCAN);
    scans.stop();
    vi.advanceTimersByTime(60_000);
    expect(rungUpMilli()).toBe(0);
  });
});
