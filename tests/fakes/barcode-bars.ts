/**
 * Linear barcodes as their modules from left to right, 1 for a bar: drawn from the tables of the standards and from nothing the product
 * reads them by.
 */

const SET_A = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
const EAN_13_SETS = ['AAAAAA', 'AABABB', 'AABBAB', 'AABBBA', 'ABAABB', 'ABBAAB', 'ABBBAA', 'ABABAB', 'ABABBA', 'ABBABA'];
const UPC_E_SETS = ['BBBAAA', 'BBABAA', 'BBAABA', 'BBAAAB', 'BABBAA', 'BAABBA', 'BAAABB', 'BABABA', 'BABAAB', 'BAABAB'];

function flipped(modules: string): string {
  return modules.replace(/[01]/g, (module) => (module === '1' ? '0' : '1'));
}

function digit(value: string, set: 'A' | 'B' | 'C'): string {
  const modules = SET_A[Number(value)];
  if (modules === undefined) throw new Error(`${value} is no digit`);
  if (set === 'A') return modules;
  return set === 'C' ? flipped(modules) : Array.from(flipped(modules)).reverse().join('');
}

function digits(text: string, sets: string): string {
  return Array.from(text, (value, at) => digit(value, sets.charAt(at) as 'A' | 'B' | 'C')).join('');
}

export function ean13(text: string): string {
  const sets = EAN_13_SETS[Number(text.charAt(0))] ?? '';
  return `101${digits(text.slice(1, 7), sets)}01010${digits(text.slice(7), 'CCCCCC')}101`;
}

export function ean8(text: string): string {
  return `101${digits(text.slice(0, 4), 'AAAA')}01010${digits(text.slice(4), 'CCCC')}101`;
}

/** @param text eight digits: number system 0 or 1, six digits, the check digit of the UPC-A. */
export function upcE(text: string): string {
  const sets = UPC_E_SETS[Number(text.charAt(7))] ?? '';
  const swapped = Array.from(sets, (set) => (set === 'A' ? 'B' : 'A')).join('');
  return `101${digits(text.slice(1, 7), text.startsWith('0') ? sets : swapped)}010101`;
}

function bars(widths: string): string {
  return Array.from(widths, (width, at) => (at % 2 === 0 ? '1' : '0').repeat(Number(width))).join('');
}

const CODE_128 = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 ' +
  '221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 ' +
  '132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 ' +
  '312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 ' +
  '221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 ' +
  '114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');
const CODE_128_STOP = '2331112';
export const START_B = 104;
export const START_C = 105;
export const CODE_C = 99;
export const FNC1 = 102;

/** A Code 128 of these characters by their numbers, the start among them; the check character is put on. */
export function code128(characters: readonly number[]): string {
  const check = characters.reduce((sum, character, at) => sum + character * Math.max(1, at), 0) % 103;
  return bars([...characters, check].map((character) => CODE_128[character] ?? '').join('') + CODE_128_STOP);
}

/** Text in code set B. */
export function code128Text(text: string): string {
  return code128([START_B, ...Array.from(text, (character) => character.charCodeAt(0) - 32)]);
}

const CODE_39 = new Map(
  (
    '0:111331311 1:311311113 2:113311113 3:313311111 4:111331113 5:311331111 6:113331111 7:111311313 8:311311311 9:113311311 ' +
    'A:311113113 B:113113113 C:313113111 D:111133113 E:311133111 F:113133111 G:111113313 H:311113311 I:113113311 J:111133311 ' +
    'K:311111133 L:113111133 M:313111131 N:111131133 O:311131131 P:113131131 Q:111111333 R:311111331 S:113111331 T:111131331 ' +
    'U:331111113 V:133111113 W:333111111 X:131131113 Y:331131111 Z:133131111 -:131111313 .:331111311 *:131131311 $:131313111'
  )
    .split(' ')
    .map((entry) => [entry.charAt(0), entry.slice(2)] as const),
);

export function code39(text: string): string {
  return Array.from(`*${text}*`, (character) => bars(CODE_39.get(character) ?? '')).join('0');
}

const ITF = ['11331', '31113', '13113', '33111', '11313', '31311', '13311', '11133', '31131', '13131'];

/** @param text an even number of digits. */
export function itf(text: string): string {
  const pairs = text.match(/../g) ?? [];
  const widths = pairs.map((pair) => {
    const spaces = ITF[Number(pair.charAt(1))] ?? '';
    return Array.from(ITF[Number(pair.charAt(0))] ?? '', (bar, at) => bar + spaces.charAt(at)).join('');
  });
  return bars(`1111${widths.join('')}311`);
}
