import { checkDigitOf, hasValidCheckDigit, isDigits } from '../barcode/check-digit.ts';
import type { Refusal } from '../contract/refusal.ts';
import { refusal } from '../contract/refusal.ts';
import { fail, ok, type Result } from '../result.ts';
import { toWesternDigits } from '../text/digits.ts';

/** Long enough that nobody guesses one that is worth something, and of no length an article's number has. */
export const GIFT_CODE_LENGTH = 16;
const BETWEEN_DIGITS = /[\s\u00A0-]/g;
const GROUP = /(\d{4})(?=\d)/g;

/** How many random digits a code of this shop holds. */
export function randomDigitsFor(prefix: string): number {
  return GIFT_CODE_LENGTH - prefix.length - 1;
}

/** A card's number: the shop's prefix, random digits, and the standard check digit, so that a digit mistyped is seen. */
export function giftCardCode(prefix: string, randomDigits: string): string {
  const payload = prefix + randomDigits;
  return payload + String(checkDigitOf(payload));
}

/**
 * The number a person typed or a scanner read, in whichever digits and groups. Refused with `gift-card.misread` when it is not whole, and
 * with `gift-card.unknown` when it is whole and another shop's.
 */
export function readGiftCardCode(text: string, prefix: string): Result<string, Refusal> {
  const code = toWesternDigits(text).replace(BETWEEN_DIGITS, '');
  if (!isDigits(code) || code.length !== GIFT_CODE_LENGTH || !hasValidCheckDigit(code)) return fail(refusal('gift-card.misread'));
  return code.startsWith(prefix) ? ok(code) : fail(refusal('gift-card.unknown'));
}

/** Whether a scanned text is the number of a card of this shop. */
export function isGiftCardCode(text: string, prefix: string): boolean {
  return text.length === GIFT_CODE_LENGTH && readGiftCardCode(text, prefix).ok;
}

/** In groups of four, as people read it out. */
export function groupedGiftCode(code: string): string {
  return code.replace(GROUP, '$1 ');
}
