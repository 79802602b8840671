import { fail, ok, type Result } from '../result.ts';
import { fieldCheckDigitOf, isDigits } from './check-digit.ts';
import { type Gtin, gtinOfPayload } from './gtin.ts';
import type { LabelPattern } from './label-pattern.ts';

/** What every reading of a label has. */
type LabelSource = {
  /** The pattern that fitted, as the shop wrote it. */
  readonly pattern: string;
  /** The digits of the item columns, leading zeros kept. */
  readonly itemReference: string;
  /** The label's code without its value: value digits zero, check digits computed anew. The same for every label of an item. */
  readonly lookupCode: Gtin;
};

/**
 * What a label says. `item` is a label whose value is zero: it names the goods, and the till has to ask how much.
 * `quantityMilli` of a weight is thousandths of a kilogram, of a count thousandths of a piece.
 */
export type LabelReading =
  | (LabelSource & { readonly kind: 'item' })
  | (LabelSource & { readonly kind: 'weight' | 'count'; readonly quantityMilli: number })
  | (LabelSource & { readonly kind: 'price'; readonly priceMinor: number });

/** The check digit inside the code does not fit the value: a misread, or a pattern that is not this scale's. */
export type LabelMisread = {
  readonly code: 'label.inner-check-digit';
  readonly pattern: string;
  readonly expected: string;
  readonly found: string;
};

function replaceAt(digits: string, start: number, replacement: string): string {
  return digits.slice(0, start) + replacement + digits.slice(start + replacement.length);
}

/** The code with `value` in its value columns and both check digits to match. */
function withValue(digits: string, pattern: LabelPattern, value: string): Gtin {
  const { valueStart, innerCheckAt } = pattern;
  const valued = replaceAt(digits, valueStart, value);
  const checked = innerCheckAt === null ? valued : replaceAt(valued, innerCheckAt, String(fieldCheckDigitOf(value)));
  return gtinOfPayload(checked.slice(0, -1));
}

function valueDigitsOf(digits: string, pattern: LabelPattern): string {
  return digits.slice(pattern.valueStart, pattern.valueStart + pattern.valueLength);
}

/**
 * Reads an in-store label with the shop's patterns.
 *
 * @param gtin the scanned code in its 13-digit form; the check digit is known to be right.
 * @param patterns patterns that do not overlap, from `parseLabelPatterns`: at most one of them fits.
 * @returns null when no pattern fits: the code is then a plain number.
 */
export function readLabel(gtin: Gtin, patterns: readonly LabelPattern[]): Result<LabelReading, LabelMisread> | null {
  const pattern = patterns.find((candidate) => gtin.length === 13 && gtin.startsWith(candidate.prefix));
  if (pattern === undefined) return null;
  const value = valueDigitsOf(gtin, pattern);
  if (pattern.innerCheckAt !== null) {
    const expected = String(fieldCheckDigitOf(value));
    const found = gtin.charAt(pattern.innerCheckAt);
    if (found !== expected) return fail({ code: 'label.inner-check-digit', pattern: pattern.text, expected, found });
  }
  const source: LabelSource = {
    pattern: pattern.text,
    itemReference: gtin.slice(pattern.itemStart, pattern.itemStart + pattern.itemLength),
    lookupCode: withValue(gtin, pattern, '0'.repeat(pattern.valueLength)),
  };
  const amount = Number(value) * pattern.step;
  if (amount === 0) return ok({ ...source, kind: 'item' });
  return pattern.kind === 'price'
    ? ok({ ...source, kind: 'price', priceMinor: amount })
    : ok({ ...source, kind: pattern.kind, quantityMilli: amount });
}

/** Why a label cannot be made. */
export type LabelBuildFailure =
  | { readonly code: 'label.item-not-digits' }
  | { readonly code: 'label.item-too-long'; readonly digits: number }
  /** Negative, not whole, or finer than the pattern's last digit; `step` is what it must be a multiple of. */
  | { readonly code: 'label.value-step'; readonly step: number }
  | { readonly code: 'label.value-too-large'; readonly most: number };

/**
 * Makes the code of a label: what a scale prints, and what `readLabel` reads back.
 *
 * @param itemReference digits, padded with zeros on the left to the item columns.
 * @param value in the unit `readLabel` gives: thousandths of a kilogram or of a piece, or minor units of the price.
 */
export function buildLabel(pattern: LabelPattern, itemReference: string, value: number): Result<Gtin, LabelBuildFailure> {
  if (!isDigits(itemReference)) return fail({ code: 'label.item-not-digits' });
  if (itemReference.length > pattern.itemLength) return fail({ code: 'label.item-too-long', digits: pattern.itemLength });
  if (!Number.isSafeInteger(value) || value < 0 || value % pattern.step !== 0)
    return fail({ code: 'label.value-step', step: pattern.step });
  const valueDigits = String(value / pattern.step);
  if (valueDigits.length > pattern.valueLength)
    return fail({ code: 'label.value-too-large', most: (10 ** pattern.valueLength - 1) * pattern.step });
  const blank = pattern.prefix.padEnd(13, '0');
  const withItem = replaceAt(blank, pattern.itemStart, itemReference.padStart(pattern.itemLength, '0'));
  return ok(withValue(withItem, pattern, valueDigits.padStart(pattern.valueLength, '0')));
}
