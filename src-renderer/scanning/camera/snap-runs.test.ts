import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code39, code128, FNC1, itf, START_B, START_C } from '../../../tests/fakes/barcode-bars.ts';
import { snapCode39, snapCode128, snapItf } from './snap-runs.ts';

/** In modules. */
const MAX_JITTER = 0.1;

function widthsOf(modules: string): readonly number[] {
  return Array.from(modules.matchAll(/1+|0+/g), ([run]) => run.length);
}

/** What a camera makes of whole modules: bars that grew, one side nearer, and no edge quite where it was. */
function seen(widths: readonly number[], growth: number, slant: number): Float32Array {
  const jitter = (edge: number) => MAX_JITTER * Math.sin(edge * edge * 12.9898);
  return Float32Array.from(widths, (width, at) => {
    const grown = width + (at % 2 === 0 ? growth : -growth) + jitter(at + 1) - jitter(at);
    return grown * 3 * (1 + (slant * at) / widths.length);
  });
}

const growth = fc.double({ min: -0.4, max: 0.4, noNaN: true });
const slant = fc.double({ min: -0.3, max: 0.5, noNaN: true });
const characters = fc.tuple(fc.constantFrom(START_B, START_C), fc.array(fc.nat({ max: FNC1 }), { minLength: 2, maxLength: 40 }));

describe('the runs of a symbol, seen aslant and with bars too wide or too narrow, are set to its modules', () => {
  test('Code 128', () => {
    fc.assert(
      fc.property(characters, growth, slant, ([start, data], grown, slanted) => {
        const widths = widthsOf(code128([start, ...data]));
        expect(snapCode128(seen(widths, grown, slanted), 0, widths.length)).toEqual(widths);
      }),
    );
  });

  test('Code 39', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9.$-]{2,20}$/), growth, slant, (text, grown, slanted) => {
        const widths = widthsOf(code39(text));
        expect(snapCode39(seen(widths, grown, slanted), 0, widths.length)).toEqual(widths);
      }),
    );
  });

  test('ITF', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{14}$/), growth, slant, (text, grown, slanted) => {
        const widths = widthsOf(itf(text));
        expect(snapItf(seen(widths, grown, slanted), 0, widths.length)).toEqual(widths);
      }),
    );
  });
});

test('a character of Code 128 that is nearly as much another one is not guessed', () => {
  const widths = widthsOf(code128([START_B, 33, 34, 35]));
  const runs = Float32Array.from(widths);
  // A, 111323, with its second space moved half way to where D, 112313, has it.
  runs[8] = (runs[8] ?? 0) + 0.5;
  runs[10] = (runs[10] ?? 0) - 0.5;
  expect(snapCode128(Float32Array.from(widths), 0, widths.length)).toEqual(widths);
  expect(snapCode128(runs, 0, widths.length)).toBeNull();
});

test.each([
  ['Code 128', code128([START_B, 33, 34, 35, 36]), snapCode128, 6],
  ['Code 39', code39('ABCD'), snapCode39, 10],
  ['ITF', itf('10012345678902'), snapItf, 10],
])('a %s of which one character is a third wider than its neighbours is something else', (_, modules, snap, runsACharacter) => {
  const widths = widthsOf(modules);
  const runs = Float32Array.from(widths, (width, at) => (at >= 14 && at < 14 + runsACharacter ? width * 1.34 : width));
  expect(snap(runs, 0, widths.length)).toBeNull();
});

test.each([
  ['Code 128', snapCode128, 67],
  ['Code 39', snapCode39, 59],
  ['ITF', snapItf, 77],
])('random runs are no %s', (_, snap, count) => {
  const runs = fc.array(fc.double({ min: 1, max: 9, noNaN: true }), { minLength: count, maxLength: count });
  fc.assert(
    fc.property(runs, (widths) => {
      expect(snap(Float32Array.from(widths), 0, count)).toBeNull();
    }),
    { numRuns: 1_000 },
  );
});
