import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOf, GOOD_CONDITION, StatusDecoder, type StatusReport, withRealTimeAnswer } from './status.ts';

function reportsOf(...bytes: readonly number[]): readonly StatusReport[] {
  return new StatusDecoder().push(Uint8Array.from(bytes));
}

describe('kinds of answers are told apart', () => {
  test('real time', () => {
    expect(reportsOf(0x12, 0x1a, 0x72)).toEqual([0x12, 0x1a, 0x72].map((byte) => ({ kind: 'real-time', byte })));
  });

  test('the confirmation, with the paper near its end', () => {
    expect(reportsOf(0x00, 0x03, 0x0c)).toEqual([
      { kind: 'confirmation', paper: 'present' },
      { kind: 'confirmation', paper: 'near-end' },
      { kind: 'confirmation', paper: 'out' },
    ]);
  });

  test('the three bytes after an automatic status are not confirmations', () => {
    expect(reportsOf(0x10, 0x00, 0x00, 0x00, 0x00)).toEqual([
      { kind: 'automatic', condition: { ...GOOD_CONDITION, drawerPinHigh: false } },
      { kind: 'confirmation', paper: 'present' },
    ]);
  });

  test('an answer in real time in the middle of an automatic status', () => {
    expect(reportsOf(0x38, 0x00, 0x12, 0x0c, 0x00)).toEqual([
      { kind: 'real-time', byte: 0x12 },
      { kind: 'automatic', condition: { ...GOOD_CONDITION, drawerPinHigh: false, offline: true, coverOpen: true, paper: 'out' } },
    ]);
  });

  test('flow control and other protocols are noise', () => {
    expect(reportsOf(0x11, 0x13, 0xff, 0x80).map((report) => report.kind)).toEqual(['noise', 'noise', 'noise', 'noise']);
  });

  test('however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (bytes, size) => {
        const decoder = new StatusDecoder();
        const pieces: StatusReport[] = [];
        for (let at = 0; at < bytes.length; at += size) pieces.push(...decoder.push(bytes.subarray(at, at + size)));
        expect(pieces).toEqual(new StatusDecoder().push(bytes));
      }),
    );
  });
});

describe('each bit of an answer in real time has its fault', () => {
  test.each([
    [1, 0x08, 'printer.offline'],
    [2, 0x04, 'printer.cover-open'],
    [2, 0x20, 'printer.paper-out'],
    [2, 0x40, 'printer.error'],
    [3, 0x08, 'printer.cutter'],
    [3, 0x20, 'printer.error'],
    [3, 0x40, 'printer.error'],
    [4, 0x60, 'printer.paper-out'],
    [4, 0x0c, null],
    [1, 0x04, null],
    [2, 0x08, null],
  ] as const)('DLE EOT %i, bit %i: %s', (n, bit, fault) => {
    expect(faultOf(withRealTimeAnswer(GOOD_CONDITION, n, 0x12 | bit))).toBe(fault);
  });

  test('a low roll is told and holds nothing up; the drawer pin is read', () => {
    expect(withRealTimeAnswer(GOOD_CONDITION, 4, 0x12 | 0x0c).paper).toBe('near-end');
    expect(withRealTimeAnswer(GOOD_CONDITION, 1, 0x12 | 0x04).drawerPinHigh).toBe(true);
  });

  test('of several faults the cause is named, not the consequence', () => {
    expect(faultOf({ ...GOOD_CONDITION, drawerPinHigh: false, offline: true, coverOpen: true, paper: 'out' })).toBe('printer.cover-open');
  });
});
