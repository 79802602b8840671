import { fail, ok, type Result } from '../result.ts';
import { stripBidiControls } from '../text/bidi.ts';
import { toWesternDigits } from '../text/digits.ts';
import { MAX_AMOUNT_MINOR } from './amount.ts';

/** No amount a till meets is written longer than this; what is, is not read at all. */
const MAX_DECIMAL_LENGTH = 64;

const SIGNED = /^([-+\u2212]?)([\d.,\u066B\u066C '\u2019\u00A0\u2009\u202F]+)$/;
const ARABIC_DECIMAL_SEPARATOR = '\u066B';
const GROUPED = /^\d{1,3}(?:([^\d])\d{3})(?:\1\d{3})*$/;

export interface ParsedDecimal {
  readonly amountMinor: number;
  /** False when digits beyond the minor unit were rounded away. */
  readonly exact: boolean;
  /** Digits written after the decimal separator, zeros included: 12.500 has three. */
  readonly decimals: number;
}

export type DecimalFault = 'empty' | 'malformed' | 'too-large';

/**
 * Reads a number as people and files write it, into units of 10^−minorDigits (2: centimes; 3: thousandths of a quantity), rounding half
 * away from zero what is beyond.
 *
 * Accepted: a leading sign (also U+2212); Western, Arabic and Persian digits; bidi marks anywhere; `.5` and `5.`; groups of three digits
 * parted by one and the same of space, no-break space, thin space, apostrophe, `٬`, comma or full stop.
 *
 * Which separator is the decimal one: `٫` always. A single comma or full stop always, so `1.234` and `1,234` are one and a bit in every
 * language, never a thousand; a reader of money sees `exact: false` then and can ask. Where comma and full stop both stand, the last one, if
 * it stands once. A comma or full stop that stands several times groups. Everything else (exponents, NaN, currency signs, `1,23,456`) is
 * malformed; beyond MAX_AMOUNT_MINOR is too large.
 */
export function parseDecimal(text: string, minorDigits: number): Result<ParsedDecimal, DecimalFault> {
  if (text.length > MAX_DECIMAL_LENGTH) return fail('malformed');
  const plain = toWesternDigits(stripBidiControls(text)).trim();
  if (plain === '') return fail('empty');
  const match = SIGNED.exec(plain);
  const parts = splitAtDecimal(match?.[2] ?? '');
  if (match === null || parts === null) return fail('malformed');
  const { whole, fraction } = parts;
  const kept = fraction.slice(0, minorDigits).padEnd(minorDigits, '0');
  const beyond = fraction.slice(minorDigits);
  const size = BigInt(`${whole}${kept}`) + (beyond >= '5' ? 1n : 0n);
  if (size > BigInt(MAX_AMOUNT_MINOR)) return fail('too-large');
  const negative = match[1] === '-' || match[1] === '\u2212';
  return ok({ amountMinor: negative ? 0 - Number(size) : Number(size), exact: !/[1-9]/.test(beyond), decimals: fraction.length });
}

/** Digits before and after the decimal separator; null when the separators make no sense or there is no digit. */
function splitAtDecimal(body: string): { readonly whole: string; readonly fraction: string } | null {
  const at = decimalSeparatorIndex(body);
  const before = at === -1 ? body : body.slice(0, at);
  const fraction = at === -1 ? '' : body.slice(at + 1);
  if (!/^\d*$/.test(fraction) || (before === '' && fraction === '')) return null;
  if (!/^\d*$/.test(before) && !GROUPED.test(before)) return null;
  return { whole: before.replace(/\D/g, '') || '0', fraction };
}

function decimalSeparatorIndex(body: string): number {
  const arabic = body.indexOf(ARABIC_DECIMAL_SEPARATOR);
  if (arabic !== -1) return arabic;
  const last = Math.max(body.lastIndexOf('.'), body.lastIndexOf(','));
  const standsOnce = last !== -1 && body.indexOf(body.charAt(last)) === last;
  return standsOnce ? last : -1;
}

/** The amount as plain digits with a full stop, for files and `Intl`: −1250 with two digits is `-12.50`. */
export function formatDecimal(amountMinor: number, minorDigits: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(minorDigits + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (minorDigits === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -minorDigits)}.${digits.slice(-minorDigits)}`;
}
