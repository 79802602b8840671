import { toWesternDigits } from '../text/digits.ts';

/** Digits of a number that tell two apart in a country: longer ones differ in how the country is written, `+213 5…` or `05…`. */
const KEY_DIGITS = 9;
const NOT_A_DIGIT = /\D/g;
const PHONE_LIKE = /^[+()\d\s./-]+$/;

/** The digits of a phone, in Western form, whatever they were typed in and grouped with. */
export function phoneDigits(phone: string): string {
  return toWesternDigits(phone).replace(NOT_A_DIGIT, '');
}

/** What two ways of writing one number have in common; null where there are no digits. */
export function phoneKey(phone: string): string | null {
  const digits = phoneDigits(phone);
  return digits === '' ? null : digits.slice(-KEY_DIGITS);
}

/** Whether what was typed to search with is a part of a phone rather than of a name. */
export function isPhoneLike(text: string): boolean {
  return PHONE_LIKE.test(toWesternDigits(text).trim());
}

/** A part of a phone as it is looked for. The zero before a number at home is not there in the same number from abroad. */
export function phoneQuery(text: string): string {
  const digits = phoneDigits(text);
  return digits.replace(/^0+(?=\d{3})/, '');
}
