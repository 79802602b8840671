import { type Bitmap, bytesPerRow } from '../../raster/bitmap.ts';

/** Counts of repetition: G to Y are 1 to 19, g to z are 20 to 400 in twenties (ZPL II Programming Guide, "Alternative Data Compression Scheme"). */
const ONES = 'GHIJKLMNOPQRSTUVWXY';
const TWENTIES = 'ghijklmnopqrstuvwxyz';
const MAX_REPEAT = 419;
const MIN_REPEAT = 3;

/**
 * A picture as a graphic field (`^GFA`): hexadecimal, runs counted, the rest of a row that is white `,` or black `!`, a row like the one
 * above `:`. Text on a label comes to about a fifth of the plain figures, which counts on a serial line.
 */
export function graphicField(bitmap: Bitmap): string {
  const rowBytes = bytesPerRow(bitmap.widthDots);
  const total = rowBytes * bitmap.rows;
  let previous: string | null = null;
  let data = '';
  for (let row = 0; row < bitmap.rows; row++) {
    const hex = hexOf(bitmap.bits.subarray(row * rowBytes, (row + 1) * rowBytes));
    data += hex === previous ? ':' : compressRow(hex);
    previous = hex;
  }
  return `^GFA,${total},${total},${rowBytes},${data}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function compressRow(hex: string): string {
  const rest = /(0+|F+)$/.exec(hex)?.[0] ?? '';
  const end = rest.length < 2 ? '' : rest.startsWith('0') ? ',' : '!';
  const head = end === '' ? hex : hex.slice(0, hex.length - rest.length);
  return head.replace(/(.)\1{2,}/g, (run, digit: string) => repeated(digit, run.length)) + end;
}

function repeated(digit: string, count: number): string {
  let left = count;
  let out = '';
  while (left >= MIN_REPEAT) {
    const taken = Math.min(left, MAX_REPEAT);
    const twenties = Math.floor(taken / 20);
    const ones = taken % 20;
    out += (twenties === 0 ? '' : (TWENTIES[twenties - 1] ?? '')) + (ones === 0 ? '' : (ONES[ones - 1] ?? '')) + digit;
    left -= taken;
  }
  return out + digit.repeat(left);
}
