import type { Runs } from './runs.ts';

/**
 * Sets the measured runs of a symbol to the whole modules they stand for, or says that they stand for nothing. The row readers of
 * @zxing/library compare each run by itself and take the nearest pattern however near the next one is: blur that widens narrow bars gives
 * them readings that one check character in a hundred lets pass. Here likes are compared with likes (edges of one kind, bars with bars,
 * spaces with spaces), each character has to be clearly one and no other, and all have to be equally wide. What is left is handed to the
 * readers as the print it was.
 */

/** Widths in modules, dark first; null where the runs are no symbol of the kind. */
export type Modules = readonly number[] | null;

/** How much wider one character may be than the one before: codes on bottles, and pictures taken aslant. */
const MAX_CHARACTER_GROWTH = 1.2;

function total(runs: Runs, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at += 1) sum += runs[at] ?? 0;
  return sum;
}

/** Whether `count` characters of `length` runs each, `stride` runs apart, change their width no more than by perspective. */
function areSteady(runs: Runs, from: number, count: number, length: number, stride: number): boolean {
  let before = total(runs, from, length);
  for (let character = 1; character < count; character += 1) {
    const width = total(runs, from + character * stride, length);
    if (width > before * MAX_CHARACTER_GROWTH || before > width * MAX_CHARACTER_GROWTH) return false;
    before = width;
  }
  return true;
}

/** Code 128 (ISO/IEC 15417): characters of 6 runs and 11 modules, three bars that sum up to an even number of modules. */
const RUNS_128 = 6;
const MODULES_128 = 11;
const STARTS_128 = [
  [2, 1, 1, 4, 1, 2],
  [2, 1, 1, 2, 1, 4],
  [2, 1, 1, 2, 3, 2],
];
const STOP_128 = [2, 3, 3, 1, 1, 1, 2];
const STOP_MODULES_128 = 13;
const STOP_BARS_128 = 8;
const MAX_ERROR_128 = 1.1;
const MIN_MARGIN_128 = 0.4;
const BAR_WEIGHT_128 = 0.5;
const MAX_BAR_GROWTH = 0.6;

interface Pattern128 {
  readonly widths: readonly number[];
  readonly pairs: readonly number[];
  readonly bars: number;
}

function pattern128(widths: readonly number[]): Pattern128 {
  const pairs = widths.slice(0, 4).map((width, at) => width + (widths[at + 1] ?? 0));
  return { widths, pairs, bars: (widths[0] ?? 0) + (widths[2] ?? 0) + (widths[4] ?? 0) };
}

/** Every way to draw a character: six widths of 1 to 4 modules, 11 in all, an even number of them dark. */
function patterns128(): readonly Pattern128[] {
  const found: Pattern128[] = [];
  const extend = (widths: readonly number[]): void => {
    const sum = widths.reduce((all, width) => all + width, 0);
    if (widths.length === RUNS_128) {
      const pattern = pattern128(widths);
      if (sum === MODULES_128 && pattern.bars % 2 === 0) found.push(pattern);
      return;
    }
    for (let width = 1; width <= 4 && sum + width < MODULES_128 + 1; width += 1) extend([...widths, width]);
  };
  extend([]);
  return found;
}

const PATTERNS_128 = patterns128();
const START_PATTERNS_128 = STARTS_128.map(pattern128);

/** The pattern that six runs are clearly nearest to, among those given. `barGrowth` is what each bar is too wide by, in modules. */
function nearest128(runs: Runs, from: number, barGrowth: number, patterns: readonly Pattern128[]): readonly number[] | null {
  const module = total(runs, from, RUNS_128) / MODULES_128;
  const width = (at: number) => (runs[from + at] ?? 0) / module;
  const [one, two, three, four, five] = [width(0), width(1), width(2), width(3), width(4)];
  const pairs = [one + two, two + three, three + four, four + five];
  const bars = one + three + five - 3 * barGrowth;
  let best = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  let widths: readonly number[] | null = null;
  for (const pattern of patterns) {
    let error = BAR_WEIGHT_128 * (bars - pattern.bars) ** 2;
    for (let at = 0; at < pairs.length && error < next; at += 1) error += ((pairs[at] ?? 0) - (pattern.pairs[at] ?? 0)) ** 2;
    if (error < best) {
      next = best;
      best = error;
      widths = pattern.widths;
    } else if (error < next) next = error;
  }
  return best <= MAX_ERROR_128 && next - best >= MIN_MARGIN_128 ? widths : null;
}

function bars(runs: Runs, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at += 2) sum += runs[at] ?? 0;
  return sum;
}

/** What each bar of a character or of the stop is too wide by, in modules, when `expected` of its modules should be dark. */
function barGrowth128(runs: Runs, from: number, count: number, modules: number, expected: number): number {
  const module = total(runs, from, count) / modules;
  const growth = (bars(runs, from, count) / module - expected) / Math.ceil(count / 2);
  return Math.max(-MAX_BAR_GROWTH, Math.min(MAX_BAR_GROWTH, growth));
}

/** @param count how many runs, from the first bar to the last. */
export function snapCode128(runs: Runs, from: number, count: number): Modules {
  const characters = (count - STOP_128.length) / RUNS_128;
  if (!Number.isInteger(characters) || characters < 3) return null;
  const stop = from + characters * RUNS_128;
  if (!areSteady(runs, from, characters, RUNS_128, RUNS_128)) return null;
  const stopGrowth = barGrowth128(runs, stop, STOP_128.length, STOP_MODULES_128, STOP_BARS_128);
  const start = nearest128(runs, from, stopGrowth, START_PATTERNS_128);
  if (start === null) return null;
  const startGrowth = barGrowth128(runs, from, RUNS_128, MODULES_128, pattern128(start).bars);
  const growth = (startGrowth + stopGrowth) / 2;
  const modules = [...start];
  for (let at = from + RUNS_128; at < stop; at += RUNS_128) {
    const widths = nearest128(runs, at, growth, PATTERNS_128);
    if (widths === null) return null;
    modules.push(...widths);
  }
  const stopModule = total(runs, stop, STOP_128.length) / STOP_MODULES_128;
  const isStop = STOP_128.slice(0, -1).every((width, at) => {
    const pair = ((runs[stop + at] ?? 0) + (runs[stop + at + 1] ?? 0)) / stopModule;
    return Math.abs(pair - width - (STOP_128[at + 1] ?? 0)) < 0.8;
  });
  return isStop ? [...modules, ...STOP_128] : null;
}

/** The least ratio between a wide and a narrow element of the same colour. The standards ask for 2 or more; blur takes some of it. */
const MIN_WIDE_TO_NARROW = 1.45;
/** The same over a whole symbol, of which one end may be nearer to the camera. */
const MIN_WIDE_TO_NARROW_OVERALL = 1.15;
/** And the most between two wide or two narrow ones. */
const MAX_ALIKE = 2.2;
const NARROW = 1;
const WIDE = 3;

/** The least wide and the most narrow element so far, of one colour. */
interface Widths {
  leastWide: number;
  mostNarrow: number;
}

function noWidths(): Widths {
  return { leastWide: Number.POSITIVE_INFINITY, mostNarrow: 0 };
}

/**
 * Which of some elements of one colour, every second run from `from`, are wide when exactly `wide` of them are, as modules; null where the
 * wide and the narrow do not part clearly, among themselves or from those of the characters before.
 */
function partWidths(runs: Runs, from: number, count: number, wide: number, before: Widths): readonly number[] | null {
  const widths = Array.from({ length: count }, (_, at) => runs[from + 2 * at] ?? 0);
  const sorted = widths.toSorted((a, b) => a - b);
  const least = sorted[0] ?? 0;
  const mostNarrow = sorted[count - wide - 1] ?? 0;
  const leastWide = sorted[count - wide] ?? Number.POSITIVE_INFINITY;
  const most = wide === 0 ? 0 : (sorted[count - 1] ?? 0);
  if (leastWide < mostNarrow * MIN_WIDE_TO_NARROW || mostNarrow > least * MAX_ALIKE || most > leastWide * MAX_ALIKE) return null;
  before.leastWide = Math.min(before.leastWide, leastWide);
  before.mostNarrow = Math.max(before.mostNarrow, mostNarrow);
  if (before.leastWide < before.mostNarrow * MIN_WIDE_TO_NARROW_OVERALL) return null;
  return widths.map((width) => (width >= leastWide ? WIDE : NARROW));
}

/** Bars and spaces in turn, a bar first. */
function interleave(bars: readonly number[], spaces: readonly number[]): readonly number[] {
  return bars.flatMap((bar, at) => {
    const space = spaces[at];
    return space === undefined ? [bar] : [bar, space];
  });
}

/** Code 39 (ISO/IEC 16388): 9 runs, three of them wide: two bars and a space, or three spaces. */
const RUNS_39 = 9;
const KINDS_39 = [
  { wideBars: 2, wideSpaces: 1 },
  { wideBars: 0, wideSpaces: 3 },
] as const;

/** @param count how many runs, from the first bar to the last. */
export function snapCode39(runs: Runs, from: number, count: number): Modules {
  const characters = (count + 1) / (RUNS_39 + 1);
  if (!Number.isInteger(characters) || characters < 3) return null;
  if (!areSteady(runs, from, characters, RUNS_39, RUNS_39 + 1)) return null;
  const barWidths = noWidths();
  const spaceWidths = noWidths();
  const modules: number[] = [];
  for (let at = from; at < from + count; at += RUNS_39 + 1) {
    const character = KINDS_39.map(({ wideBars, wideSpaces }) => {
      const bars = partWidths(runs, at, 5, wideBars, { ...barWidths });
      const spaces = partWidths(runs, at + 1, 4, wideSpaces, { ...spaceWidths });
      return bars === null || spaces === null ? null : { wideBars, wideSpaces };
    }).find((kind) => kind !== null);
    if (character === undefined) return null;
    const bars = partWidths(runs, at, 5, character.wideBars, barWidths);
    const spaces = partWidths(runs, at + 1, 4, character.wideSpaces, spaceWidths);
    if (bars === null || spaces === null) return null;
    if (modules.length > 0) modules.push(NARROW);
    modules.push(...interleave(bars, spaces));
  }
  return modules;
}

/** ITF (ISO/IEC 16390): pairs of digits, one in five bars and one in the five spaces between, two wide in each. */
const START_ITF = 4;
const PAIR_ITF = 10;
const END_ITF = 3;
const MIN_PAIRS_ITF = 7;

/** @param count how many runs, from the first bar to the last. */
export function snapItf(runs: Runs, from: number, count: number): Modules {
  const pairs = (count - START_ITF - END_ITF) / PAIR_ITF;
  if (!Number.isInteger(pairs) || pairs < MIN_PAIRS_ITF) return null;
  const first = from + START_ITF;
  const end = first + pairs * PAIR_ITF;
  if (!areSteady(runs, first, pairs, PAIR_ITF, PAIR_ITF)) return null;
  const barWidths = noWidths();
  const spaceWidths = noWidths();
  const start = [partWidths(runs, from, 2, 0, barWidths), partWidths(runs, from + 1, 2, 0, spaceWidths)];
  const modules = [NARROW, NARROW, NARROW, NARROW];
  for (let at = first; at < end; at += PAIR_ITF) {
    const bars = partWidths(runs, at, 5, 2, barWidths);
    const spaces = partWidths(runs, at + 1, 5, 2, spaceWidths);
    if (bars === null || spaces === null) return null;
    modules.push(...interleave(bars, spaces));
  }
  const stop = [partWidths(runs, end, 2, 1, barWidths), partWidths(runs, end + 1, 1, 0, spaceWidths)];
  return start.includes(null) || stop.includes(null) || stop[0]?.[0] !== WIDE ? null : [...modules, WIDE, NARROW, NARROW];
}
