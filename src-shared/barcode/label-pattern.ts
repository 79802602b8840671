import { MAX_AMOUNT_MINOR, MAX_QUANTITY_MILLI } from '../money/amount.ts';
import { fail, ok, type Result } from '../result.ts';
import { CHECKED_FIELD_LENGTHS } from './check-digit.ts';

/**
 * How a shop's scale writes its labels, in a form a person can compare with a label. One letter a column:
 *
 * - a digit stands for itself; the digits at the beginning are what the pattern is recognised by (02, or 20 to 29, the
 *   numbers that GS1 leaves to the shops);
 * - `P` or `I`: the item, by its PLU or item reference;
 * - `W` weight, `V` price, `N` count;
 * - `C`: a check digit. The last column is the one of the whole code; one further `C` is the check digit of the value
 *   (four or five digits) by GS1's own rule.
 *
 * A point in `W` says kilograms with that many decimals, none says grams; a point in `V` says major units with that many
 * decimals, none says minor units:
 *
 *     21PPPPPWWWWWC      21 12345 01250 c   item 12345, 1,250 g
 *     21PPPPPWWW.WWC     21 12345 01250 c   item 12345, 12.50 kg
 *     22PPPPPVVVVVC      22 12345 01250 c   item 12345, 12.50 of a currency with two decimals
 *     22PPPPPVVVVV.C     22 12345 01250 c   item 12345, 1,250 whole dinars
 *     23PPPPPPPNNNC      23 1234567 006 c   item 1234567, 6 pieces
 *     2IIIIICVVVVC       a UPC-A label, twelve columns and only the 2 in front: the same as 02IIIIICVVVVC
 */
export type LabelPattern = {
  /** As the shop wrote it. */
  readonly text: string;
  readonly kind: 'weight' | 'price' | 'count';
  /** The leading digits, in the 13-digit form of the code; columns below count from 0 in that form. */
  readonly prefix: string;
  readonly itemStart: number;
  readonly itemLength: number;
  readonly valueStart: number;
  readonly valueLength: number;
  readonly innerCheckAt: number | null;
  /** What one of the last value digit is worth: thousandths of a kilogram or of a piece, or minor units. */
  readonly step: number;
};

export type LabelPatternFailureCode =
  /** Neither 13 columns nor the 12 of a UPC-A that begins with 2, points not counted. */
  | 'label-pattern.length'
  /** Does not begin with digits that belong to the shop. */
  | 'label-pattern.prefix'
  | 'label-pattern.letter'
  /** A letter that stands in two places, or beside the one for the same thing. */
  | 'label-pattern.repeated'
  /** The last column is not `C`, or there are more than two. */
  | 'label-pattern.check-digit'
  | 'label-pattern.item-missing'
  | 'label-pattern.value-missing'
  /** The inner check digit is defined for values of four and five digits. */
  | 'label-pattern.inner-check-length'
  /** A point outside a weight or a price, or a second one. */
  | 'label-pattern.point'
  /** More decimals than the unit has. */
  | 'label-pattern.decimals'
  /** The largest value is more than a line can hold. */
  | 'label-pattern.value-too-wide';

/** What is wrong with a pattern, and in which column of what was written, from 1. */
export type LabelPatternFailure = { readonly code: LabelPatternFailureCode; readonly column: number };

/** What is wrong with a list of patterns. `index` and `otherIndex` count from 0. */
export type LabelPatternsFailure =
  | (LabelPatternFailure & { readonly index: number })
  /** Two patterns fit the same codes. */
  | { readonly code: 'label-pattern.overlap'; readonly index: number; readonly otherIndex: number };

export type LabelPatternOptions = {
  /** Decimals of the shop's currency by ISO 4217: what `VVV.VV` is converted with. */
  readonly currencyDecimals: number;
};

const EAN_13_COLUMNS = 13;
const UPC_A_COLUMNS = 12;
const UPC_A_SHOP_PREFIX = '2';
/** Gram labels are in thousandths of a kilogram as they are; a count is in thousandths of a piece. */
const KILOGRAM_DECIMALS = 3;
const PIECE_STEP = 1_000;
/** The same bound as on the wire: thirteen columns and a point, with room for a mistake. */
const MAX_PATTERN_LENGTH = 32;
const SHOP_PREFIX = /^(?:02|2)/;

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['P', 'item'],
  ['I', 'item'],
  ['W', 'weight'],
  ['V', 'price'],
  ['N', 'count'],
  ['C', 'check'],
]);

type Role = 'digit' | 'item' | 'weight' | 'price' | 'count' | 'check';
type ValueRole = 'weight' | 'price' | 'count';
/** Neighbouring columns of one letter. `column` is where the run begins in the written text, from 1; `start` in the code, from 0. */
type Run = {
  readonly role: Role;
  readonly letter: string;
  readonly column: number;
  readonly start: number;
  digits: string;
  length: number;
  decimals: number | null;
};

function roleOf(letter: string): Role | null {
  return letter >= '0' && letter <= '9' ? 'digit' : (ROLES.get(letter) ?? null);
}

/** Puts neighbouring columns of one letter together. Every `C` is a run of its own: two side by side are two check digits. */
function cutRuns(text: string): Result<readonly Run[], LabelPatternFailure> {
  const runs: Run[] = [];
  let start = 0;
  for (const [index, letter] of Array.from(text.toUpperCase()).entries()) {
    const column = index + 1;
    const last = runs.at(-1);
    if (letter === '.') {
      const isAllowed = last !== undefined && (last.role === 'weight' || last.role === 'price') && last.decimals === null;
      if (!isAllowed) return fail({ code: 'label-pattern.point', column });
      last.decimals = 0;
      continue;
    }
    const role = roleOf(letter);
    if (role === null) return fail({ code: 'label-pattern.letter', column });
    const isContinued = last !== undefined && role === last.role && role !== 'check' && (role === 'digit' || letter === last.letter);
    if (isContinued) {
      last.length += 1;
      if (role === 'digit') last.digits += letter;
      if (last.decimals !== null) last.decimals += 1;
    } else {
      runs.push({ role, letter, column, start, digits: role === 'digit' ? letter : '', length: 1, decimals: null });
    }
    start += 1;
  }
  return ok(runs);
}

type Roles = {
  readonly prefix: Run;
  readonly item: Run;
  readonly value: Run & { readonly role: ValueRole };
  readonly innerCheck: Run | null;
};

/** Makes sure that every run has its place: digits first, one item, one value, a check digit at the end and at most one more. */
function assignRoles(runs: readonly Run[], written: string): Result<Roles, LabelPatternFailure> {
  const [prefix, ...others] = runs;
  if (prefix?.role !== 'digit') return fail({ code: 'label-pattern.prefix', column: 1 });
  const last = others.at(-1);
  if (last?.role !== 'check') return fail({ code: 'label-pattern.check-digit', column: Math.max(written.length, 1) });
  let item: Run | null = null;
  let value: (Run & { readonly role: ValueRole }) | null = null;
  let innerCheck: Run | null = null;
  for (const run of others.slice(0, -1)) {
    const { role, column } = run;
    if (role === 'digit') return fail({ code: 'label-pattern.prefix', column });
    if (role === 'check') {
      if (innerCheck !== null) return fail({ code: 'label-pattern.check-digit', column });
      innerCheck = run;
    } else if (role === 'item') {
      if (item !== null) return fail({ code: 'label-pattern.repeated', column });
      item = run;
    } else {
      if (value !== null) return fail({ code: 'label-pattern.repeated', column });
      value = { ...run, role };
    }
  }
  if (item === null) return fail({ code: 'label-pattern.item-missing', column: last.column });
  if (value === null) return fail({ code: 'label-pattern.value-missing', column: last.column });
  return ok({ prefix, item, value, innerCheck });
}

/** What the last value digit is worth, or what is wrong with the decimals. */
function stepOf(value: Roles['value'], options: LabelPatternOptions): Result<number, LabelPatternFailure> {
  const { role, column } = value;
  if (role === 'count') return ok(PIECE_STEP);
  const unitDecimals = role === 'weight' ? KILOGRAM_DECIMALS : options.currencyDecimals;
  const decimals = value.decimals ?? unitDecimals;
  return decimals <= unitDecimals ? ok(10 ** (unitDecimals - decimals)) : fail({ code: 'label-pattern.decimals', column });
}

/** Reads one pattern; see `LabelPattern` for the letters. Small letters count as capitals. Never throws. */
export function parseLabelPattern(text: string, options: LabelPatternOptions): Result<LabelPattern, LabelPatternFailure> {
  if (text.length > MAX_PATTERN_LENGTH) return fail({ code: 'label-pattern.length', column: MAX_PATTERN_LENGTH });
  const runs = cutRuns(text);
  if (!runs.ok) return runs;
  const roles = assignRoles(runs.value, text);
  if (!roles.ok) return roles;
  const { prefix, item, value, innerCheck } = roles.value;
  const columns = runs.value.reduce((sum, run) => sum + run.length, 0);
  // Twelve columns beginning with two digits are thirteen of which one was forgotten, not a UPC-A, whose number system is the 2 alone.
  const isUpcA = columns === UPC_A_COLUMNS && prefix.digits === UPC_A_SHOP_PREFIX;
  if (columns !== EAN_13_COLUMNS && !isUpcA) return fail({ code: 'label-pattern.length', column: text.length });
  const offset = EAN_13_COLUMNS - columns;
  const fullPrefix = '0'.repeat(offset) + prefix.digits;
  if (!SHOP_PREFIX.test(fullPrefix)) return fail({ code: 'label-pattern.prefix', column: 1 });
  if (innerCheck !== null && !CHECKED_FIELD_LENGTHS.includes(value.length)) {
    return fail({ code: 'label-pattern.inner-check-length', column: innerCheck.column });
  }
  const step = stepOf(value, options);
  if (!step.ok) return step;
  const most = value.role === 'price' ? MAX_AMOUNT_MINOR : MAX_QUANTITY_MILLI;
  if ((10 ** value.length - 1) * step.value > most) return fail({ code: 'label-pattern.value-too-wide', column: value.column });
  return ok({
    text,
    kind: value.role,
    prefix: fullPrefix,
    itemStart: item.start + offset,
    itemLength: item.length,
    valueStart: value.start + offset,
    valueLength: value.length,
    innerCheckAt: innerCheck === null ? null : innerCheck.start + offset,
    step: step.value,
  });
}

/**
 * Reads a shop's patterns. Two of which one could fit a code of the other are refused: the same label would be a weight
 * on one day and a price on another, by the order of a list.
 */
export function parseLabelPatterns(
  texts: readonly string[],
  options: LabelPatternOptions,
): Result<readonly LabelPattern[], LabelPatternsFailure> {
  const patterns: LabelPattern[] = [];
  for (const [index, text] of texts.entries()) {
    const pattern = parseLabelPattern(text, options);
    if (!pattern.ok) return fail({ ...pattern.error, index });
    const { prefix } = pattern.value;
    const otherIndex = patterns.findIndex((other) => other.prefix.startsWith(prefix) || prefix.startsWith(other.prefix));
    if (otherIndex !== -1) return fail({ code: 'label-pattern.overlap', index, otherIndex });
    patterns.push(pattern.value);
  }
  return ok(patterns);
}
