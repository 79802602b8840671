import { MAX_AMOUNT_MINOR, MAX_QUANTITY_MILLI } from '../money/amount.ts';
import type { Gs1Identifier } from './gs1-identifiers.ts';
import { type Gtin, normaliseGtin } from './gtin.ts';

/** An amount as a symbol holds it: `digits` with the last `decimals` of them after the point, in a currency's major unit. */
export type Gs1Amount = {
  readonly digits: number;
  readonly decimals: number;
  /** ISO 4217 numeric code ("012" is DZD), or null for the currency of the place. */
  readonly currencyNumeric: string | null;
};

/** What the data of an element says. */
export type Gs1Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'gtin'; readonly gtin: Gtin }
  /** ISO 8601, `2026-02-28`. */
  | { readonly kind: 'date'; readonly date: string }
  /** Thousandths of the unit; null when the symbol is finer than that or beyond what a line can hold: nothing is rounded here. */
  | { readonly kind: 'measure'; readonly unit: 'kg' | 'm' | 'l'; readonly quantityMilli: number | null }
  /** Thousandths of a piece, as every quantity; null when it is beyond what a line can hold. */
  | { readonly kind: 'count'; readonly quantityMilli: number | null }
  | { readonly kind: 'amount'; readonly amount: Gs1Amount };

const MILLI_DECIMALS = 3;
const CURRENCY_CODE_LENGTH = 3;
const YEARS_IN_CENTURY = 100;

/** `digits` × 10^-`decimals` as a whole number of 10^-`wantedDecimals`; null when it is not one, or is above `most`. */
function rescale(digits: number, decimals: number, wantedDecimals: number, most: number): number | null {
  const factor = 10 ** Math.abs(wantedDecimals - decimals);
  const isFiner = decimals > wantedDecimals;
  if (isFiner && digits % factor !== 0) return null;
  const scaled = isFiner ? digits / factor : digits * factor;
  return scaled <= most ? scaled : null;
}

/**
 * An amount in minor units.
 *
 * @param currencyDecimals decimals of the amount's currency by ISO 4217.
 * @returns null when the amount has more decimals than the currency (and they are not zero), or is too large to ring up.
 */
export function amountMinorOf(amount: Gs1Amount, currencyDecimals: number): number | null {
  return rescale(amount.digits, amount.decimals, currencyDecimals, MAX_AMOUNT_MINOR);
}

/** The century of a two-digit year: the one that puts it 49 years before to 50 years after the reference year (GS1 General Specifications, section 7.12). */
function fullYear(twoDigits: number, referenceYear: number): number {
  const referenceTwoDigits = referenceYear % YEARS_IN_CENTURY;
  const century = referenceYear - referenceTwoDigits;
  const difference = twoDigits - referenceTwoDigits;
  if (difference >= 51) return century - YEARS_IN_CENTURY + twoDigits;
  if (difference <= -50) return century + YEARS_IN_CENTURY + twoDigits;
  return century + twoDigits;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** `YYMMDD` as an ISO date, day 00 being the last of its month (section 3.4.2 and on); null for a day that does not exist. */
function readDate(raw: string, referenceYear: number): string | null {
  const year = fullYear(Number(raw.slice(0, 2)), referenceYear);
  const month = Number(raw.slice(2, 4));
  if (month < 1 || month > 12) return null;
  const lastDay = daysInMonth(year, month);
  const day = Number(raw.slice(4, 6)) || lastDay;
  if (day > lastDay) return null;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Identifiers of measures and amounts say in their last digit how many decimals the field has. */
function decimalsOf(ai: string): number {
  return Number(ai.slice(-1));
}

/**
 * Reads the data of a field whose format has been checked.
 *
 * @param referenceYear the year that two-digit years are placed around.
 * @returns null when the data is a date that does not exist.
 */
export function readValue(identifier: Gs1Identifier, raw: string, referenceYear: number): Gs1Value | null {
  const { ai, meaning } = identifier;
  switch (meaning) {
    case 'text':
      return { kind: 'text', text: raw };
    case 'gtin': {
      const gtin = normaliseGtin(raw);
      if (!gtin.ok) throw new Error('A GTIN whose format was checked was refused');
      return { kind: 'gtin', gtin: gtin.value };
    }
    case 'date': {
      const date = readDate(raw, referenceYear);
      return date === null ? null : { kind: 'date', date };
    }
    case 'kg':
    case 'm':
    case 'l':
      return { kind: 'measure', unit: meaning, quantityMilli: rescale(Number(raw), decimalsOf(ai), MILLI_DECIMALS, MAX_QUANTITY_MILLI) };
    case 'count':
      return { kind: 'count', quantityMilli: rescale(Number(raw), 0, MILLI_DECIMALS, MAX_QUANTITY_MILLI) };
    case 'amount':
      return { kind: 'amount', amount: { digits: Number(raw), decimals: decimalsOf(ai), currencyNumeric: null } };
    case 'amount-with-currency': {
      const digits = Number(raw.slice(CURRENCY_CODE_LENGTH));
      return { kind: 'amount', amount: { digits, decimals: decimalsOf(ai), currencyNumeric: raw.slice(0, CURRENCY_CODE_LENGTH) } };
    }
  }
}
