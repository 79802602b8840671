/**
 * What is typed into a number pad, read and written without ever being a floating-point number. Digits are read in Western, Arabic (٠ to ٩)
 * and Persian (۰ to ۹) form, and the decimal mark as a comma, a full stop or the Arabic ٫, whatever keyboard there is.
 */
const MAX_TYPED_DIGITS = 13;
const ARABIC_ZERO = 0x0660;
const PERSIAN_ZERO = 0x06f0;
const DECIMAL_MARKS = new Set([',', '.', '٫']);

export interface TypedShape {
  /** Decimals a person may type. */
  readonly decimals: number;
  /** Decimals of the integer it becomes: 3 for thousandths, 2 for centimes. At least `decimals`. */
  readonly scale: number;
}

function westernDigit(character: string): string | null {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x30 && code <= 0x39) return character;
  if (code >= ARABIC_ZERO && code <= ARABIC_ZERO + 9) return String(code - ARABIC_ZERO);
  if (code >= PERSIAN_ZERO && code <= PERSIAN_ZERO + 9) return String(code - PERSIAN_ZERO);
  return null;
}

/**
 * What of a typed or pasted text can stand in the field: digits (in Western form) and one decimal mark, with no more decimals than allowed
 * and no more digits than any figure here has.
 */
export function cleanTyped(text: string, decimals: number): string {
  let whole = '';
  let fraction: string | null = null;
  for (const character of text) {
    const digit = westernDigit(character);
    if (digit !== null) {
      if (fraction === null) whole += digit;
      else if (fraction.length < decimals) fraction += digit;
    } else if (DECIMAL_MARKS.has(character) && fraction === null) fraction = '';
  }
  whole = whole.replace(/^0+(?=\d)/, '').slice(0, MAX_TYPED_DIGITS - decimals);
  // Without decimals a mark still ends the figure: 250,75 must never become 25075.
  return fraction === null || decimals === 0 ? whole : `${whole === '' ? '0' : whole}.${fraction}`;
}

/** The integer a cleaned text stands for, at the shape's scale; null while nothing is typed. */
export function readTyped(text: string, { decimals, scale }: TypedShape): number | null {
  const clean = cleanTyped(text, decimals);
  if (clean === '') return null;
  const [whole = '0', fraction = ''] = clean.split('.');
  return Number(whole + fraction.padEnd(scale, '0'));
}

/** The shortest text that reads back as `value`, such as `1.5` for 1,500 thousandths. */
export function writeTyped(value: number, scale: number): string {
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** The text with the marks and digits this person reads. */
export function showTyped(text: string, decimalMark: string, digits: 'western' | 'eastern'): string {
  const marked = text.replace('.', decimalMark);
  return digits === 'western' ? marked : marked.replace(/\d/g, (digit) => String.fromCodePoint(ARABIC_ZERO + Number(digit)));
}
