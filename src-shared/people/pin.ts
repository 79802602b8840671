import { toWesternDigits } from '../text/digits.ts';

export const MIN_PIN_DIGITS = 4;
export const MAX_PIN_DIGITS = 8;
const DECIMAL = 10;

/** Why a PIN cannot be taken. */
export type PinProblem = 'pin.not-digits' | 'pin.length' | 'pin.trivial';

/** What is wrong with a PIN somebody chose; null when it can be taken. */
export function pinProblem(pin: string): PinProblem | null {
  if (!/^\d+$/.test(pin)) return 'pin.not-digits';
  if (pin.length < MIN_PIN_DIGITS || pin.length > MAX_PIN_DIGITS) return 'pin.length';
  return isRun(pin) || isRepeated(pin) ? 'pin.trivial' : null;
}

/** Each digit the same step from the one before: 0000, 1234, 4321, 7890, 2468. The first a colleague would try. */
function isRun(pin: string): boolean {
  const digits = pin.split('').map(Number);
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + DECIMAL) % DECIMAL);
  return steps.every((step) => step === steps[0]);
}

/** A part said again and again: 1212, 123123, 2525. */
function isRepeated(pin: string): boolean {
  for (let length = 1; length <= pin.length / 2; length++) {
    if (pin.length % length === 0 && pin === pin.slice(0, length).repeat(pin.length / length)) return true;
  }
  return false;
}

/** A PIN as it is typed on whichever keyboard: Arabic and Persian digits are the same PIN. */
export function typedPin(text: string): string {
  return toWesternDigits(text).replace(/\D/g, '').slice(0, MAX_PIN_DIGITS);
}
