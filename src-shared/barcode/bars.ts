import { checkDigitOf, isDigits } from './check-digit.ts';

/** A symbol as modules from left to right, `1` black and `0` white, without its quiet zones. */
export type Bars = string;

/** White modules that a scanner needs on each side (GS1 General Specifications 5.2: eleven left of an EAN-13; ISO/IEC 15417: ten). */
export const QUIET_MODULES = 11;

/** GS1 General Specifications, figure 5.2.1.2.1-1: the seven modules of each digit in set A; B is its complement turned round, C its complement. */
const SET_A = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'] as const;
/** Which of the left six digits are of set B: so the thirteenth digit is told. */
const FIRST_DIGIT = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'] as const;
const GUARD = '101';
const CENTRE = '01010';

/** ISO/IEC 15417, table 1: widths of bar, space, bar … of each of the 107 characters; the last is the stop. */
const CODE_128 =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212' +
  '223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331' +
  '132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124' +
  '121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112' +
  '421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232';
const WIDTHS_PER_CHARACTER = 6;
const STOP = '2331112';
const START_B = 104;
const START_C = 105;
const TO_C = 99;
const TO_B = 100;
const CHECK_MODULO = 103;
const MAX_CODE_128_LENGTH = 80;
/** Fewer digits than this, in the middle of other text, are shorter as they are. */
const MIN_DIGITS_FOR_C = 4;

/** 95 modules. Null when it is not thirteen digits of which the last is right. */
export function ean13Bars(digits: string): Bars | null {
  if (digits.length !== 13 || !isRight(digits)) return null;
  const parity = FIRST_DIGIT[Number(digits[0])] ?? FIRST_DIGIT[0];
  const left = Array.from(digits.slice(1, 7), (digit, index) => (parity[index] === 'A' ? setA(digit) : setB(digit)));
  return GUARD + left.join('') + CENTRE + Array.from(digits.slice(7), setC).join('') + GUARD;
}

/** 67 modules. Null when it is not eight digits of which the last is right. */
export function ean8Bars(digits: string): Bars | null {
  if (digits.length !== 8 || !isRight(digits)) return null;
  return GUARD + Array.from(digits.slice(0, 4), setA).join('') + CENTRE + Array.from(digits.slice(4), setC).join('') + GUARD;
}

/** In sets B and C, whichever is shorter. Null when it holds something else than printable ASCII, or is empty or longer than any label. */
export function code128Bars(text: string): Bars | null {
  if (!/^[\x20-\x7E]+$/.test(text) || text.length > MAX_CODE_128_LENGTH) return null;
  const values = code128Values(text);
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % CHECK_MODULO;
  return [...values, check].map(code128Character).join('') + modulesOf(STOP);
}

function isRight(digits: string): boolean {
  return isDigits(digits) && checkDigitOf(digits.slice(0, -1)) === Number(digits.at(-1));
}

function setA(digit: string): string {
  return SET_A[Number(digit)] ?? '';
}

function setB(digit: string): string {
  return Array.from(setC(digit)).reverse().join('');
}

function setC(digit: string): string {
  return Array.from(setA(digit), (module) => (module === '1' ? '0' : '1')).join('');
}

function code128Values(text: string): readonly number[] {
  const values: number[] = [];
  let set: 'B' | 'C' | null = null;
  let at = 0;
  while (at < text.length) {
    const digits = /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
    const isAtEdge = at === 0 || at + digits === text.length;
    // An odd one is left to the side where text is anyway.
    const wantsC: boolean = set === 'C' ? digits >= 2 : digits % 2 === 0 && digits >= (isAtEdge ? MIN_DIGITS_FOR_C : MIN_DIGITS_FOR_C + 2);
    if (wantsC) {
      if (set !== 'C') values.push(set === null ? START_C : TO_C);
      set = 'C';
      values.push(Number(text.slice(at, at + 2)));
      at += 2;
      continue;
    }
    if (set !== 'B') values.push(set === null ? START_B : TO_B);
    set = 'B';
    values.push(text.charCodeAt(at) - 0x20);
    at += 1;
  }
  return values;
}

function code128Character(value: number): string {
  return modulesOf(CODE_128.slice(value * WIDTHS_PER_CHARACTER, (value + 1) * WIDTHS_PER_CHARACTER));
}

function modulesOf(widths: string): string {
  return Array.from(widths, (width, index) => (index % 2 === 0 ? '1' : '0').repeat(Number(width))).join('');
}

/** The bars of that symbology; null when the data are not of it. */
export function barsOf(symbology: 'ean-13' | 'ean-8' | 'code-128', data: string): Bars | null {
  if (symbology === 'ean-13') return ean13Bars(data);
  return symbology === 'ean-8' ? ean8Bars(data) : code128Bars(data);
}
