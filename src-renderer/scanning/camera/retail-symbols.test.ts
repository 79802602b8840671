import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigitOf } from '../../../src-shared/barcode/check-digit.ts';
import { ean8, ean13, upcE } from '../../../tests/fakes/barcode-bars.ts';
import { readRetailSymbols } from './retail-symbols.ts';

interface Print {
  /** What each bar is too wide by, in modules. */
  readonly growth?: number;
  /** Light modules to each side. */
  readonly quiet?: number;
  /** How much wider the last module is than the first. */
  readonly slant?: number;
}

function runsOf(modules: string, { growth = 0, quiet = 10, slant = 0 }: Print = {}): Float32Array {
  const widths = Array.from(modules.matchAll(/1+|0+/g), ([run]) => run.length);
  const grown = widths.map((width, at) => {
    const share = at / widths.length;
    return (width + (at % 2 === 0 ? growth : -growth)) * (1 + slant * share) * 3;
  });
  return Float32Array.from([quiet * 3, ...grown, quiet * 3 * (1 + slant)]);
}

function texts(runs: Float32Array): readonly string[] {
  return readRetailSymbols(runs).map(({ text, symbology }) => `${symbology} ${text}`);
}

const payload = (digits: number) => fc.stringMatching(new RegExp(`^[0-9]{${digits}}$`));
const print = fc.record({
  growth: fc.double({ min: -0.45, max: 0.45, noNaN: true }),
  slant: fc.double({ min: -0.3, max: 0.5, noNaN: true }),
});

describe('whatever the digits, however heavy the print and however aslant it is seen', () => {
  test('an EAN-13 is read, one that begins with 0 as the UPC-A it is', () => {
    fc.assert(
      fc.property(payload(12), print, (digits, seen) => {
        const text = digits + String(checkDigitOf(digits));
        const expected = text.startsWith('0') ? `upc-a ${text.slice(1)}` : `ean-13 ${text}`;
        expect(texts(runsOf(ean13(text), seen))).toEqual([expected]);
      }),
    );
  });

  test('an EAN-8 is read', () => {
    fc.assert(
      fc.property(payload(7), print, (digits, seen) => {
        const text = digits + String(checkDigitOf(digits));
        expect(texts(runsOf(ean8(text), seen))).toEqual([`ean-8 ${text}`]);
      }),
    );
  });
});

test.each(['04252614', '01234565', '04912305'])('the UPC-E %s is read, in print light and heavy', (text) => {
  for (const growth of [-0.4, 0, 0.4]) expect(texts(runsOf(upcE(text), { growth }))).toEqual([`upc-e ${text}`]);
});

test('a UPC-E of number system 1, which has the sets of an EAN-13, is not read', () => {
  expect(texts(runsOf(upcE('17804419')))).toEqual([]);
});

test.each([
  ['EAN-8', ean8('96385074')],
  ['UPC-E', upcE('04252614')],
])('an %s with no more light beside it than there is inside of codes is not read', (_, modules) => {
  expect(texts(runsOf(modules, { quiet: 4 }))).toEqual([]);
  expect(texts(runsOf(modules, { quiet: 7 }))).toHaveLength(1);
});

test('a digit that is nearly as much another one is not guessed', () => {
  const runs = runsOf(ean13('6139990015542'));
  const blurred = runs.slice();
  // Half a module from the third run of the first digit to its fourth: 1 of set A becomes 2 of set B by a whole one.
  const at = 1 + 3;
  blurred[at + 2] = (runs[at + 2] ?? 0) - 1.5;
  blurred[at + 3] = (runs[at + 3] ?? 0) + 1.5;
  expect(texts(runs)).toHaveLength(1);
  expect(texts(blurred)).toEqual([]);
});

test('no random runs are read, but for one in millions', () => {
  const run = fc.double({ min: 1, max: 14, noNaN: true });
  fc.assert(
    fc.property(fc.array(run, { minLength: 35, maxLength: 120 }), (widths) => {
      const odd = widths.length % 2 === 0 ? widths.slice(1) : widths;
      expect(texts(Float32Array.from([60, ...odd, 60]))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});
