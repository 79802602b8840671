import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../../tests/fakes/any-text.ts';
import { parseReceiptQr, receiptQrData } from './receipt-qr.ts';

const IDENTITY = { terminal: 'T-7KQ2', receiptNumber: 'A1-000123', saleId: '0193a5d0', totalMinor: 1_510_500, signature: 'kP3x9A' };

test('the bare form is the one printed in the manual', () => {
  expect(receiptQrData(IDENTITY, null)).toBe('CONTACTO1:T-7KQ2:A1-000123:0193a5d0:1510500:kP3x9A');
});

test('a base address keeps its own query and fragment', () => {
  expect(receiptQrData(IDENTITY, 'https://shop.example/r?s=1#top')).toBe(
    'https://shop.example/r?s=1&r=CONTACTO1%3AT-7KQ2%3AA1-000123%3A0193a5d0%3A1510500%3AkP3x9A#top',
  );
});

const part = anyText(1, 40).filter((text) => text.isWellFormed());
const identity = fc.record({
  terminal: part,
  receiptNumber: part,
  saleId: part,
  totalMinor: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
  signature: fc.option(part),
});
const base = fc.constantFrom(null, 'https://a.example', 'https://a.example/p', 'https://a.example/p?x=1&y=2', 'https://a.example/#f');

test('what is written is read back, whatever the parts hold', () => {
  fc.assert(
    fc.property(identity, base, (given, baseUrl) => {
      const data = receiptQrData(given, baseUrl);
      fc.pre(data.length <= 1_000);
      expect(parseReceiptQr(data)).toEqual(given);
      // Nothing in it can be taken for a command by a printer.
      expect(data).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});

describe('what is not a receipt of ours is refused', () => {
  test.each([
    '',
    '3270190022534',
    'https://shop.example/r?x=1',
    'CONTACTO2:T:A1-1:s:1:x',
    'CONTACTO1:T:A1-1:s:1',
    'CONTACTO1:T:A1-1:s:1:x:y',
    'CONTACTO1:T:A1-1:s:1.5:x',
    'CONTACTO1:T:A1-1:s:99999999999999999:x',
    'CONTACTO1::A1-1:s:1:x',
    'CONTACTO1:%E0%A4%A:A1-1:s:1:x',
    `CONTACTO1:${'T'.repeat(1_000)}:A1-1:s:1:x`,
  ])('%s', (text) => {
    expect(parseReceiptQr(text)).toBeNull();
  });

  test('any text', () => {
    fc.assert(
      fc.property(anyText(0, 60), (text) => {
        expect(parseReceiptQr(text)).toBeNull();
      }),
    );
  });
});
