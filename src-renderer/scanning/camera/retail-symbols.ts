import { hasValidCheckDigit } from '../../../src-shared/barcode/check-digit.ts';
import { readGtin } from '../../../src-shared/barcode/gtin.ts';
import type { LineRead } from './line-read.ts';
import type { Runs } from './runs.ts';

/**
 * Reads EAN-13, UPC-A, EAN-8 and UPC-E off one scan line (ISO/IEC 15420). They are read here and not by @zxing/library 0.23: its UPC-E
 * reader returns nothing (its `decodeMiddle` gives a number where an object is expected), and its EAN readers search for the middle and end
 * guards instead of expecting them, so that they skip digits and one wrong reading in ten passes the check digit.
 *
 * A symbol is found by its number of runs, and a digit by the distances between like edges, which stay right when ink or blur makes all
 * bars wider, as the reference decoding of the standard does it.
 */

/** Widths of the four elements of a digit in set A, of seven modules. Set B is set A backwards; set C has the widths of set A. */
const SET_A: readonly (readonly [number, number, number, number])[] = [
  [3, 2, 1, 1],
  [2, 2, 2, 1],
  [2, 1, 2, 2],
  [1, 4, 1, 1],
  [1, 1, 3, 2],
  [1, 2, 3, 1],
  [1, 1, 1, 4],
  [1, 3, 1, 2],
  [1, 2, 1, 3],
  [3, 1, 1, 2],
];
/** Which of the six left digits of an EAN-13 are in set B, the first digit as the highest bit, by the digit that is not printed. */
const EAN_13_SETS = [0b000000, 0b001011, 0b001101, 0b001110, 0b010011, 0b011001, 0b011100, 0b010101, 0b010110, 0b011010];
/**
 * The same of a UPC-E, by check digit, for number system 0. Number system 1, which GS1 never gave out, is not read: its sets are those of
 * an EAN-13, so that the left half of one whose right half lies in a reflection would be read as a UPC-E.
 */
const UPC_E_SETS = [0b111000, 0b110100, 0b110010, 0b110001, 0b101100, 0b100110, 0b100011, 0b101010, 0b101001, 0b100101];

const EAN_13_DIGITS = 13;
const MODULES_A_DIGIT = 7;
const RUNS_A_DIGIT = 4;
const SIDE_GUARD_RUNS = 3;
const MIDDLE_GUARD_RUNS = 5;

interface Layout {
  readonly runs: number;
  readonly modules: number;
  readonly leftDigits: number;
  readonly rightDigits: number;
  /** Runs after the last left digit and before the right digits, each one module: the middle guard, or the end of a UPC-E. */
  readonly guardRuns: number;
  /** How many modules have to be light beside the symbol. The standard asks for 7 to 11; a light bar inside a symbol has up to 4. */
  readonly quietModules: number;
}

const EAN_13: Layout = { runs: 59, modules: 95, leftDigits: 6, rightDigits: 6, guardRuns: MIDDLE_GUARD_RUNS, quietModules: 3 };
const EAN_8: Layout = { runs: 43, modules: 67, leftDigits: 4, rightDigits: 4, guardRuns: MIDDLE_GUARD_RUNS, quietModules: 4.8 };
const UPC_E: Layout = { runs: 33, modules: 51, leftDigits: 6, rightDigits: 0, guardRuns: 6, quietModules: 4.8 };

/** How far a guard may be from its width, in modules a run. */
const MAX_GUARD_ERROR = 0.3;
/** The least quiet zone beside the widest side guard that is let pass. */
const MIN_QUIET_TO_GUARD = EAN_13.quietModules / (SIDE_GUARD_RUNS * (1 + MAX_GUARD_ERROR));
/** How much wider one digit may be than the one before: codes on bottles, and pictures taken aslant. */
const MAX_DIGIT_GROWTH = 1.3;
/** How far the edges of a digit may be from where they belong, as a sum of squares in modules, and how much further those of any other. */
const MAX_DIGIT_ERROR = 0.9;
const MIN_DIGIT_MARGIN = 0.35;
/** The width of the bars counts half as much as the distances between like edges: blur and ink change it. */
const BAR_WEIGHT = 0.5;
/** All bars of a symbol can be wider or narrower than they should be by as many modules. */
const MAX_BAR_GROWTH = 0.6;

interface DigitRead {
  readonly value: number;
  readonly isSetB: boolean;
}

/** Which digit four runs are; null where none fits, or two fit nearly as well. `barGrowth` in modules, `first` dark for set C. */
function readDigit(runs: Runs, at: number, isFirstDark: boolean, mayBeSetB: boolean, barGrowth: number): DigitRead | null {
  const [one = 0, two = 0, three = 0, four = 0] = [runs[at], runs[at + 1], runs[at + 2], runs[at + 3]];
  const module = (one + two + three + four) / MODULES_A_DIGIT;
  const firstPair = (one + two) / module;
  const secondPair = (two + three) / module;
  const bars = (isFirstDark ? one + three : two + four) / module - 2 * barGrowth;
  let best = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  let read: DigitRead | null = null;
  for (let value = 0; value < SET_A.length; value += 1) {
    const [a, b, c, d] = SET_A[value] ?? [0, 0, 0, 0];
    for (const isSetB of mayBeSetB ? [false, true] : [false]) {
      const expectedFirst = isSetB ? d + c : a + b;
      const expectedSecond = b + c;
      const expectedBars = isFirstDark !== isSetB ? a + c : b + d;
      const error = (firstPair - expectedFirst) ** 2 + (secondPair - expectedSecond) ** 2 + BAR_WEIGHT * (bars - expectedBars) ** 2;
      if (error < best) {
        next = best;
        best = error;
        read = { value, isSetB };
      } else if (error < next) next = error;
    }
  }
  return best <= MAX_DIGIT_ERROR && next - best >= MIN_DIGIT_MARGIN ? read : null;
}

function sum(runs: Runs, from: number, count: number): number {
  let total = 0;
  for (let at = from; at < from + count; at += 1) total += runs[at] ?? 0;
  return total;
}

/** How wide a module is at a digit. */
function moduleAt(runs: Runs, digitAt: number): number {
  return sum(runs, digitAt, RUNS_A_DIGIT) / MODULES_A_DIGIT;
}

/** @param module how wide one is beside the guard: seen aslant, a symbol has wider ones at one end. */
function isGuard(runs: Runs, from: number, count: number, module: number): boolean {
  return Math.abs(sum(runs, from, count) / module - count) <= MAX_GUARD_ERROR * count;
}

/** How much wider the bars of the guards are than one module, each of which is one module wide; in modules. */
function barGrowthOf(runs: Runs, at: number, { leftDigits, guardRuns, runs: count }: Layout, module: number): number {
  const middle = at + SIDE_GUARD_RUNS + leftDigits * RUNS_A_DIGIT;
  let bars = 0;
  let spaces = 0;
  let barCount = 0;
  let spaceCount = 0;
  const guards = [
    [at, SIDE_GUARD_RUNS],
    [middle, guardRuns],
    ...(guardRuns === MIDDLE_GUARD_RUNS ? [[at + count - SIDE_GUARD_RUNS, SIDE_GUARD_RUNS] as const] : []),
  ] as const;
  for (const [from, length] of guards) {
    for (let run = from; run < from + length; run += 1) {
      // The symbol begins with a bar, so every second run from there is one.
      if ((run - at) % 2 === 0) {
        bars += runs[run] ?? 0;
        barCount += 1;
      } else {
        spaces += runs[run] ?? 0;
        spaceCount += 1;
      }
    }
  }
  const growth = (bars / barCount - spaces / spaceCount) / 2 / module;
  return Math.max(-MAX_BAR_GROWTH, Math.min(MAX_BAR_GROWTH, growth));
}

interface DigitsRead {
  readonly digits: string;
  /** Which are in set B, the first digit as the highest bit. */
  readonly sets: number;
}

function readDigits(runs: Runs, from: number, count: number, isFirstDark: boolean, mayBeSetB: boolean, growth: number): DigitsRead | null {
  let digits = '';
  let sets = 0;
  let widthBefore = 0;
  for (let at = from; at < from + count * RUNS_A_DIGIT; at += RUNS_A_DIGIT) {
    const width = sum(runs, at, RUNS_A_DIGIT);
    const isSteady = widthBefore === 0 || (width < widthBefore * MAX_DIGIT_GROWTH && widthBefore < width * MAX_DIGIT_GROWTH);
    const digit = isSteady ? readDigit(runs, at, isFirstDark, mayBeSetB, growth) : null;
    if (digit === null) return null;
    digits += String(digit.value);
    sets = sets * 2 + (digit.isSetB ? 1 : 0);
    widthBefore = width;
  }
  return { digits, sets };
}

function readHalves(runs: Runs, at: number, layout: Layout, mayBeSetB: boolean): { left: DigitsRead; right: DigitsRead } | null {
  const end = at + layout.runs;
  if (end >= runs.length) return null;
  const module = sum(runs, at, layout.runs) / layout.modules;
  const quiet = module * layout.quietModules;
  if ((runs[at - 1] ?? 0) < quiet || (runs[end] ?? 0) < quiet) return null;
  const middle = at + SIDE_GUARD_RUNS + layout.leftDigits * RUNS_A_DIGIT;
  const hasGuards =
    isGuard(runs, at, SIDE_GUARD_RUNS, moduleAt(runs, at + SIDE_GUARD_RUNS)) &&
    isGuard(runs, middle, layout.guardRuns, moduleAt(runs, middle - RUNS_A_DIGIT)) &&
    (layout.rightDigits === 0 ||
      isGuard(runs, end - SIDE_GUARD_RUNS, SIDE_GUARD_RUNS, moduleAt(runs, end - SIDE_GUARD_RUNS - RUNS_A_DIGIT)));
  if (!hasGuards) return null;
  const growth = barGrowthOf(runs, at, layout, module);
  const left = readDigits(runs, at + SIDE_GUARD_RUNS, layout.leftDigits, false, mayBeSetB, growth);
  const right = left === null ? null : readDigits(runs, middle + layout.guardRuns, layout.rightDigits, true, false, growth);
  return left === null || right === null ? null : { left, right };
}

function readEan13(runs: Runs, at: number): LineRead | null {
  const halves = readHalves(runs, at, EAN_13, true);
  const first = halves === null ? -1 : EAN_13_SETS.indexOf(halves.left.sets);
  if (halves === null || first === -1) return null;
  const text = `${first}${halves.left.digits}${halves.right.digits}`;
  if (!hasValidCheckDigit(text)) return null;
  // A UPC-A is printed as an EAN-13 that begins with 0, and is known by its twelve digits.
  const place = { firstRun: at, lastRun: at + EAN_13.runs - 1 };
  return first === 0 ? { text: text.slice(1), symbology: 'upc-a', ...place } : { text, symbology: 'ean-13', ...place };
}

function readEan8(runs: Runs, at: number): LineRead | null {
  const halves = readHalves(runs, at, EAN_8, false);
  const text = halves === null ? '' : halves.left.digits + halves.right.digits;
  return hasValidCheckDigit(text) ? { text, symbology: 'ean-8', firstRun: at, lastRun: at + EAN_8.runs - 1 } : null;
}

function readUpcE(runs: Runs, at: number): LineRead | null {
  const halves = readHalves(runs, at, UPC_E, true);
  const check = halves === null ? -1 : UPC_E_SETS.indexOf(halves.left.sets);
  if (halves === null || check === -1) return null;
  const text = `0${halves.left.digits}${check}`;
  // The check digit is that of the UPC-A it stands for, and is printed only as the choice of sets.
  const gtin = readGtin(text, 'upc-e');
  const isRight = gtin.ok && gtin.value.gtin.length === EAN_13_DIGITS;
  return isRight ? { text, symbology: 'upc-e', firstRun: at, lastRun: at + UPC_E.runs - 1 } : null;
}

/** Every retail symbol on a line that is read in this direction. */
export function readRetailSymbols(runs: Runs): readonly LineRead[] {
  const reads: LineRead[] = [];
  for (let at = 1; at + UPC_E.runs < runs.length; at += 2) {
    // Most bars have no quiet zone before them, and are done with here.
    if ((runs[at - 1] ?? 0) < sum(runs, at, SIDE_GUARD_RUNS) * MIN_QUIET_TO_GUARD) continue;
    const read = readEan13(runs, at) ?? readEan8(runs, at) ?? readUpcE(runs, at);
    if (read !== null) reads.push(read);
  }
  return reads;
}
