import { hasValidCheckDigit } from '../../../src-shared/barcode/check-digit.ts';

/**
 * The bars of an EAN-13 symbol (GS1 General Specifications, section 5.2.1), as modules from left to right: 1 is a bar. The first digit is
 * not drawn: it decides which of the six left digits use set B. Any 13 digits are drawn, so that practice can show a misread as well.
 */
const SET_A = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
const FIRST_DIGIT_SETS = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'];
const GUARD = '101';
const CENTRE = '01010';

const inverted = (modules: string) => modules.replace(/[01]/g, (module) => (module === '1' ? '0' : '1'));
const reversed = (modules: string) => Array.from(modules).reverse().join('');

export function ean13Modules(digits: string): string {
  if (!/^\d{13}$/.test(digits)) throw new Error('An EAN-13 has thirteen digits');
  const [first = 0, ...rest] = Array.from(digits, Number);
  const sets = FIRST_DIGIT_SETS[first] ?? '';
  const left = rest.slice(0, 6).map((digit, at) => {
    const modules = SET_A[digit] ?? '';
    return sets.charAt(at) === 'A' ? modules : reversed(inverted(modules));
  });
  const right = rest.slice(6).map((digit) => inverted(SET_A[digit] ?? ''));
  return GUARD + left.join('') + CENTRE + right.join('') + GUARD;
}

export function isEan13(code: string): boolean {
  return code.length === 13 && hasValidCheckDigit(code);
}
