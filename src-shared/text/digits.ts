import { fail, ok, type Result } from '../result.ts';

const WESTERN_ZERO = 0x30;
const ARABIC_INDIC_ZERO = 0x0660;
const EXTENDED_ARABIC_INDIC_ZERO = 0x06f0;

const EASTERN_DIGIT = /[\u0660-\u0669\u06F0-\u06F9]/g;
const WESTERN_DIGIT = /[0-9]/g;

/** Replaces Arabic-Indic and Extended Arabic-Indic (Persian) digits by 0 to 9. Nothing else changes. */
export function toWesternDigits(text: string): string {
  return text.replace(EASTERN_DIGIT, (digit) => {
    const code = digit.charCodeAt(0);
    const zero = code >= EXTENDED_ARABIC_INDIC_ZERO ? EXTENDED_ARABIC_INDIC_ZERO : ARABIC_INDIC_ZERO;
    return String.fromCharCode(code - zero + WESTERN_ZERO);
  });
}

/** Replaces 0 to 9 by Arabic-Indic digits, for a shop that shows them. Separators stay: they belong to the language, not to the digits. */
export function toEasternDigits(text: string): string {
  return text.replace(WESTERN_DIGIT, (digit) => String.fromCharCode(digit.charCodeAt(0) - WESTERN_ZERO + ARABIC_INDIC_ZERO));
}

/** Why what a person typed is not a number. */
export type TypedNumberFailure =
  | { readonly code: 'number.empty' }
  | { readonly code: 'number.malformed' }
  | { readonly code: 'number.too-many-decimals'; readonly most: number }
  | { readonly code: 'number.too-large' };

/** More digits than any amount or quantity has, and few enough that fifteen decimals and they stay within the safe integers. */
const MAX_SIGNIFICANT_DIGITS = 15;
/** What people type between groups of digits, and what a paste from an Arabic text brings along. */
const GROUPING_AND_CONTROLS = /[\s'’\u066C\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const TYPED_NUMBER = /^([-\u2212]?)([0-9]*)(?:[.,\u066B]([0-9]*))?$/;
const LEADING_ZEROS = /^0+/;

/**
 * Reads a number that a person typed, in Western or Eastern digits, with a point, a comma or an Arabic separator before
 * the decimals, and spaces, apostrophes or Arabic separators between groups.
 *
 * One point or comma is always the decimal one: "1,234" is never taken for a thousand, it is refused where fewer than
 * three decimals are allowed. A second point or comma is refused too. A till asks again; it does not guess at money.
 *
 * @param decimals how many decimals the result is scaled by: 2 reads "12,5" as 1250, 3 as 12500.
 * @returns a whole number of 10^-`decimals`, negative where a minus was typed.
 */
export function parseTypedNumber(text: string, decimals: number): Result<number, TypedNumberFailure> {
  const plain = toWesternDigits(text).replace(GROUPING_AND_CONTROLS, '');
  if (plain === '') return fail({ code: 'number.empty' });
  const match = TYPED_NUMBER.exec(plain);
  if (match === null) return fail({ code: 'number.malformed' });
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return fail({ code: 'number.malformed' });
  if (fraction.length > decimals) return fail({ code: 'number.too-many-decimals', most: decimals });
  const digits = (whole + fraction.padEnd(decimals, '0')).replace(LEADING_ZEROS, '');
  if (digits.length > MAX_SIGNIFICANT_DIGITS) return fail({ code: 'number.too-large' });
  const value = Number(digits);
  return ok(sign === '' || value === 0 ? value : -value);
}
