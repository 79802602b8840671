import { expect, test } from 'vitest';
import { type CutOptions, cutIntoRuns } from './runs.ts';

const HALF_WAY: CutOptions = { sharpenAtPx: 1, sharpenBy: 0, leastStep: 0.2, towardsLevel: 0 };
const BY_LEVEL: CutOptions = { ...HALF_WAY, towardsLevel: 1 };
const INK = 30;
const PAPER = 220;

/** Light and dark stretches in pixels, a light one first, as a lens with this blur sees them. */
function line(widths: readonly number[], blurPx = 0): Float32Array {
  const fine = widths.flatMap((width, at) => Array.from({ length: Math.round(width * 10) }, () => (at % 2 === 0 ? PAPER : INK)));
  const reach = Math.ceil(blurPx * 30);
  return Float32Array.from({ length: Math.floor(fine.length / 10) }, (_, at) => {
    let sum = 0;
    let weights = 0;
    for (let near = at * 10 - reach; near < at * 10 + 10 + reach; near += 1) {
      const weight = blurPx === 0 ? 1 : Math.exp(-(((near - at * 10 - 5) / 10 / blurPx) ** 2) / 2);
      sum += (fine[Math.min(fine.length - 1, Math.max(0, near))] ?? 0) * weight;
      weights += weight;
    }
    return sum / weights;
  });
}

function rounded(runs: Float32Array): readonly number[] {
  return Array.from(runs, (width) => Math.round(width * 10) / 10);
}

test.each([HALF_WAY, BY_LEVEL])('an edge lies between two pixels where it has to', (options) => {
  const runs = rounded(cutIntoRuns(line([20, 4.5, 3.2, 6, 20]), options));
  expect(runs.slice(1, 4)).toEqual([4.5, 3.2, 6].map((width) => expect.closeTo(width, 0) as number));
});

test('the first and the last run are light, with no width where the line begins or ends in the dark', () => {
  const runs = rounded(cutIntoRuns(line([0, 8, 6, 8, 6, 8]), HALF_WAY));
  expect(runs).toHaveLength(7);
  expect(runs[0]).toBe(0);
  expect(runs.at(-1)).toBe(0);
});

test('the runs of a line turned round are its runs turned round', () => {
  const samples = line([20, 3, 5, 2, 9, 4, 20], 0.7);
  const turned = rounded(cutIntoRuns(samples.slice().reverse(), BY_LEVEL)).toReversed();
  const straight = rounded(cutIntoRuns(samples, BY_LEVEL));
  // A pixel is sampled at its middle: the ends of the line differ by one.
  expect(turned.slice(1, -1)).toEqual(straight.slice(1, -1));
});

test('out of focus a narrow bar keeps its width by the level round about, and gains by the half way', () => {
  const samples = line([30, 2, 30, 6, 30], 1.2);
  const narrow = (options: CutOptions) => cutIntoRuns(samples, options)[1] ?? 0;
  expect(narrow(BY_LEVEL)).toBeLessThan(2.4);
  expect(narrow(HALF_WAY)).toBeGreaterThan(2.8);
});

test('a shadow across the line moves no edge by the half way', () => {
  const even = line([20, 4, 4, 4, 4, 4, 20], 0.5);
  const shaded = even.map((value, at) => value * (1 - (at / even.length) * 0.7));
  const [widths, shadedWidths] = [even, shaded].map((samples) => Array.from(cutIntoRuns(samples, HALF_WAY)).slice(1, -1));
  for (const [at, width] of (widths ?? []).entries()) expect(Math.abs((shadedWidths?.[at] ?? 0) - width)).toBeLessThan(0.35);
});

test('noise smaller than the least step is no bar', () => {
  const noisy = line([30, 10, 30]).map((value, at) => value + (at % 2 === 0 ? 12 : -12));
  expect(cutIntoRuns(noisy, HALF_WAY)).toHaveLength(3);
});
