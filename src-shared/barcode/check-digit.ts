/** Check digits of GS1 General Specifications, section 7.9: the standard one of every GS1 number, and the one of a price or weight field. */

const ONLY_DIGITS = /^[0-9]+$/;
const ZERO = 0x30;

/** Whether a text is one or more Western digits and nothing else. */
export function isDigits(text: string): boolean {
  return ONLY_DIGITS.test(text);
}

function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - ZERO;
}

function assertDigits(digits: string): void {
  if (!isDigits(digits)) throw new Error('A check digit was asked of something that is not digits');
}

/**
 * The standard check digit (modulo 10, weights 3 and 1 from the right; section 7.9.1), for numbers of any length: leading
 * zeros do not change it, which is why one number may be written as GTIN-8, 12, 13 or 14.
 *
 * @param payload the digits before the check digit; the caller has made sure that they are digits.
 */
export function checkDigitOf(payload: string): number {
  assertDigits(payload);
  let sum = 0;
  for (let index = 0; index < payload.length; index += 1) {
    const isWeightedThree = (payload.length - index) % 2 === 1;
    sum += digitAt(payload, index) * (isWeightedThree ? 3 : 1);
  }
  return (10 - (sum % 10)) % 10;
}

/** Whether the last digit of `digits` is the standard check digit of those before it. One digit alone has nothing to check. */
export function hasValidCheckDigit(digits: string): boolean {
  return digits.length > 1 && isDigits(digits) && checkDigitOf(digits.slice(0, -1)) === digitAt(digits, digits.length - 1);
}

// The weighting factors of section 7.9.2: "2-" doubles a digit and takes the tens from the units, "5+" adds the tens of five times
// the digit to its units, "5-" takes them away. Each is a permutation of the digits, so each catches any single wrong digit.
const TWO_MINUS: readonly number[] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE: readonly number[] = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS: readonly number[] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS: readonly number[] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

const FOUR_DIGIT_FACTORS = [TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS] as const;
const FIVE_DIGIT_FACTORS = [FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS] as const;

/** Lengths of a price or weight field that the standard gives a check digit for. */
export const CHECKED_FIELD_LENGTHS: readonly number[] = [FOUR_DIGIT_FACTORS.length, FIVE_DIGIT_FACTORS.length];

function weightedSum(digits: string, factors: readonly (readonly number[])[]): number {
  return factors.reduce((sum, factor, index) => sum + (factor[digitAt(digits, index)] ?? 0), 0);
}

/**
 * The check digit of a price or weight field inside an in-store code (sections 7.9.3 and 7.9.4).
 *
 * @param field four or five digits; any other length is a bug of the caller.
 */
export function fieldCheckDigitOf(field: string): number {
  assertDigits(field);
  if (field.length === FOUR_DIGIT_FACTORS.length) return (weightedSum(field, FOUR_DIGIT_FACTORS) * 3) % 10;
  if (field.length !== FIVE_DIGIT_FACTORS.length) throw new Error('The check digit of a field is defined for four and five digits');
  const complement = (10 - (weightedSum(field, FIVE_DIGIT_FACTORS) % 10)) % 10;
  return FIVE_MINUS.indexOf(complement);
}
