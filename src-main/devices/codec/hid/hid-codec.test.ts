import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KEYBOARD_DESCRIPTOR, POS_DESCRIPTOR, reportsOf } from '../../../../tests/fakes/hid-scanner-device.ts';
import { bytesOf } from '../ascii.ts';
import { type ScanReportLayout, scanReportLayout, USUAL_LAYOUT } from './report-layout.ts';
import { ScanReports } from './scan-reports.ts';

const codesIn = (reports: readonly Uint8Array[], layout: ScanReportLayout = USUAL_LAYOUT) => {
  const stream = new ScanReports(layout);
  return reports.flatMap((report) => stream.push(report));
};

describe('a report descriptor', () => {
  test('of a scanner says where the code is: as the makers print it', () => {
    expect(scanReportLayout(POS_DESCRIPTOR)).toEqual(USUAL_LAYOUT);
  });

  test('of a keyboard has none', () => {
    expect(scanReportLayout(KEYBOARD_DESCRIPTOR)).toBeNull();
  });

  test('without report numbers, without a count: the code ends with zeros', () => {
    const descriptor = Uint8Array.from([0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x75, 0x08, 0x09, 0xfe, 0x95, 0x20, 0x82, 0x02, 0x01, 0xc0]);
    const layout = scanReportLayout(descriptor);
    expect(layout).toEqual({
      reportId: null,
      byteLength: 32,
      lengthAt: null,
      symbologyAt: [],
      dataAt: 0,
      dataLength: 32,
      continuedAtBit: null,
    });
    const report = new Uint8Array(32);
    report.set(bytesOf('6130093000011'));
    expect(codesIn([report], layout!)).toEqual([{ kind: 'code', text: '6130093000011', symbology: null }]);
  });

  test('pushed and popped globals, usages with their page and long items are read', () => {
    const descriptor = Uint8Array.from([
      ...[0xfe, 0x02, 0x10, 0xaa, 0xbb], // a long item
      ...[0x05, 0x01, 0x75, 0x08, 0x95, 0x01, 0xa4, 0x05, 0x07, 0x75, 0x01, 0xb4], // push, another page, pop
      ...[0x0b, 0xfe, 0x00, 0x8c, 0x00, 0x95, 0x10, 0x81, 0x02], // usage 0x8C:0xFE in four bytes
    ]);
    expect(scanReportLayout(descriptor)).toMatchObject({ dataAt: 0, dataLength: 16 });
  });

  test('of thousands of millions of elements without a bit, or of as many reports, is read at once and fills no memory', () => {
    const endless = [0x05, 0x8c, 0x75, 0x00, 0x97, 0xff, 0xff, 0xff, 0xff, 0x09, 0xfe, 0x81, 0x02];
    expect(scanReportLayout(Uint8Array.from(endless))).toBeNull();
    const many = Array.from({ length: 1_200 }, (_, at) => [0x86, at & 0xff, at >> 8, 0x95, 0xff, 0x75, 0x10, 0x80]).flat();
    expect(scanReportLayout(Uint8Array.from(many.slice(0, 8_000)))).toBeNull();
    const behind = Uint8Array.from([...endless, ...POS_DESCRIPTOR]);
    expect(scanReportLayout(behind)).toEqual(USUAL_LAYOUT);
  });

  test('of any bytes ends, and what it says lies within its report', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      // A real one with bytes changed gets further in.
      fc
        .array(fc.tuple(fc.nat(POS_DESCRIPTOR.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
        .map((changes) => changes.reduce((all, [at, byte]) => all.with(at, byte), POS_DESCRIPTOR)),
    );
    fc.assert(
      fc.property(bytes, (descriptor) => {
        const layout = scanReportLayout(descriptor);
        if (layout === null) return;
        expect(layout.dataAt + layout.dataLength).toBeLessThanOrEqual(layout.byteLength);
        expect(layout.lengthAt ?? 0).toBeLessThan(layout.byteLength);
        expect((layout.continuedAtBit ?? 0) / 8).toBeLessThan(layout.byteLength);
      }),
    );
  });
});

describe('reports', () => {
  test('of any code, however long, give it back with its identifier', () => {
    // No code begins with what looks like an identifier, or ends with a line's end.
    const text = fc
      .string({ unit: fc.constantFrom(...Array.from('0123456789ABCxyz-./\u001d')), minLength: 1, maxLength: 900 })
      .filter((code) => code.trim() !== '');
    fc.assert(
      fc.property(text, fc.constantFrom(']E0', ']C1', ']d2', ']Q3'), (code, aim) => {
        expect(codesIn(reportsOf(bytesOf(code), aim))).toEqual([{ kind: 'code', text: code, symbology: aim }]);
      }),
    );
  });

  test('with the ending of a keyboard scanner, or the identifier once more before the data', () => {
    expect(codesIn(reportsOf(bytesOf('6130093000011\r\n')))).toEqual([{ kind: 'code', text: '6130093000011', symbology: ']E0' }]);
    expect(codesIn(reportsOf(bytesOf(']E06130093000011')))).toEqual([{ kind: 'code', text: '6130093000011', symbology: ']E0' }]);
  });

  test('without an identifier leave the symbology open', () => {
    expect(codesIn(reportsOf(bytesOf('4711'), '\0\0\0'))).toEqual([{ kind: 'code', text: '4711', symbology: null }]);
  });

  test('of another number, and empty ones, say nothing', () => {
    const trigger = Uint8Array.from([4, 1, 0, 0]);
    expect(codesIn([trigger, ...reportsOf(new Uint8Array(0))])).toEqual([]);
  });

  test('that count more than they hold are no code, and the next code is whole again', () => {
    const [mad] = reportsOf(bytesOf('6130093000011'));
    const items = codesIn([mad!.with(1, 57), ...reportsOf(bytesOf('3017620422003'))]);
    expect(items).toEqual([
      { kind: 'garbage', byteCount: 64 },
      { kind: 'code', text: '3017620422003', symbology: ']E0' },
    ]);
  });

  test('that go on without end are given up', () => {
    const report = reportsOf(new Uint8Array(57).fill(0x39))[0]!;
    const items = codesIn(Array.from({ length: 40 }, () => report));
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ kind }) => kind === 'garbage')).toBe(true);
  });

  test('broken off in the middle are no code: the rest alone is never taken for one', () => {
    const stream = new ScanReports(USUAL_LAYOUT);
    const [first] = reportsOf(bytesOf('9'.repeat(60)));
    expect(stream.push(first!)).toEqual([]);
    expect(stream.isWithinCode).toBe(true);
    expect(stream.silence()).toEqual([{ kind: 'garbage', byteCount: 56 }]);
    expect(stream.isWithinCode).toBe(false);
  });

  test('of any bytes give codes of a bounded length, or say that they are none', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 30 }), (reports) => {
        for (const item of codesIn(reports)) {
          if (item.kind === 'code') expect(item.text.length).toBeGreaterThan(0);
          if (item.kind === 'code') expect(item.text.length).toBeLessThanOrEqual(1_000);
        }
      }),
    );
  });
});
