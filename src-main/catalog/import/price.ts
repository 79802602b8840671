import { parseDecimal } from '../../../src-shared/money/decimal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { RefusalReason } from './row-reasons.ts';

/** A hundred million units of a currency for one of anything: in a list of goods it is a barcode in the wrong column. */
const MAX_IMPORTED_PRICE_MINOR = 10_000_000_000;

/** Signs and abbreviations of currencies beside a price. Which currency it is, the shop's settings say. */
const CURRENCY =
  /^(?:DZD|DA|MAD|TND|EUR|USD|GBP|€|\$|£|د\.?ج\.?|دج|دينار)\s*|\s*(?:DZD|DA|MAD|TND|EUR|USD|GBP|€|\$|£|د\.?ج\.?|دج|دينار)$/giu;
/** What programs write for a price that the cashier is asked for. */
const ASKED = /^(?:variable|open|libre|-|–|—|n\/a)$/i;
/** Nearly every price, read without a second look: what the rest of this file makes of it is the same. */
const PLAIN_PRICE = /^[0-9]{1,8}$/;
const THOUSANDS_OR_DECIMALS = /^[^.,]*[.,][^.,]*$/;
const GROUP_DIGITS = 3;

/**
 * Reads a price of a file.
 *
 * @param minorDigits decimals of the currency.
 * @returns minor units; null for no price: the cashier is asked.
 */
export function readPrice(cell: string, minorDigits: number): Result<number | null, RefusalReason> {
  if (PLAIN_PRICE.test(cell)) return readPlainPrice(cell, minorDigits);
  const text = cell.trim().replace(CURRENCY, '').trim();
  if (text === '' || ASKED.test(text)) return ok(null);
  const parsed = parseDecimal(text, minorDigits);
  if (!parsed.ok) return fail(parsed.error === 'too-large' ? 'price.absurd' : 'price.unreadable');
  const { amountMinor, exact, decimals } = parsed.value;
  if (amountMinor < 0) return fail('price.negative');
  const isAmbiguous = decimals === GROUP_DIGITS && minorDigits < GROUP_DIGITS && THOUSANDS_OR_DECIMALS.test(text);
  if (isAmbiguous) return fail(exact ? 'price.ambiguous' : 'price.too-many-decimals');
  if (!exact) return fail('price.too-many-decimals');
  return amountMinor > MAX_IMPORTED_PRICE_MINOR ? fail('price.absurd') : ok(amountMinor);
}

function readPlainPrice(digits: string, minorDigits: number): Result<number, RefusalReason> {
  const amountMinor = Number(digits) * 10 ** minorDigits;
  return amountMinor > MAX_IMPORTED_PRICE_MINOR ? fail('price.absurd') : ok(amountMinor);
}
