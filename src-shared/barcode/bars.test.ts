import { BarcodeFormat, BitArray, DecodeHintType, MultiFormatOneDReader } from '@zxing/library';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bars, code128Bars, ean8Bars, ean13Bars, QUIET_MODULES } from './bars.ts';
import { checkDigitOf } from './check-digit.ts';

/** Decoded by other code than wrote it. */
function scan(format: BarcodeFormat, bars: Bars | null): string {
  const modules = '0'.repeat(QUIET_MODULES) + (bars ?? '') + '0'.repeat(QUIET_MODULES);
  const row = new BitArray(modules.length * 2);
  Array.from(modules).forEach((module, index) => {
    if (module === '1') row.setRange(index * 2, index * 2 + 2);
  });
  const hints = new Map([[DecodeHintType.POSSIBLE_FORMATS, [format]]]);
  return new MultiFormatOneDReader(hints).decodeRow(0, row, hints).getText();
}

const digits = (length: number) =>
  fc.stringMatching(new RegExp(`^\\d{${String(length)}}$`)).map((text) => text + String(checkDigitOf(text)));

test('an EAN-13 of the standard’s own example', () => {
  expect(ean13Bars('4006381333931')).toBe(
    '10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101',
  );
});

describe('what is drawn is read back', () => {
  test('EAN-13', () => {
    fc.assert(
      fc.property(digits(12), (code) => {
        expect(scan(BarcodeFormat.EAN_13, ean13Bars(code))).toBe(code);
      }),
    );
  });

  test('EAN-8', () => {
    fc.assert(
      fc.property(digits(7), (code) => {
        expect(scan(BarcodeFormat.EAN_8, ean8Bars(code))).toBe(code);
      }),
    );
  });

  test('Code 128: every printable ASCII text, with long and short runs of digits, reads back', () => {
    const piece = fc.oneof(fc.stringMatching(/^\d{1,9}$/), fc.stringMatching(/^[\x20-\x7E]{1,6}$/));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        expect(scan(BarcodeFormat.CODE_128, code128Bars(text))).toBe(text);
      }),
    );
  });
});

test('digits are taken two at a time', () => {
  // Start, ten pairs, check and stop: 11 modules each, the stop 13.
  expect(code128Bars('01234567890123456789')).toHaveLength(11 * 12 + 13);
});

test.each(['4006381333932', '400638133393', '400638133393x', ''])('%j is no EAN-13', (code) => {
  expect(ean13Bars(code)).toBeNull();
});

test.each(['', 'é', '\u0000', 'x'.repeat(81)])('%j is no Code 128 of ours', (text) => {
  expect(code128Bars(text)).toBeNull();
});
