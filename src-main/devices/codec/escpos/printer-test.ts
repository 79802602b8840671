import type { ReceiptBlock } from '../../../../src-shared/receipt/document.ts';
import type { CodePage } from '../../profiles/printer-profile.ts';
import { type Bitmap, blacken, blackenAt, blankBitmap } from '../../raster/bitmap.ts';
import { characterOf } from './code-page.ts';

/** What a self-test shows that a document cannot say, since it depends on the printer. */
export type PrinterTestPart = Extract<ReceiptBlock, { kind: 'printer-test' }>['part'];

const FIRST_UPPER_BYTE = 0x80;
const LAST_BYTE = 0xff;
const BYTES_A_ROW = 16;
const TICK_DOTS = 8;
const LONG_TICK_DOTS = 10 * TICK_DOTS;
const RULER_ROWS = 24;
const PATCH_ROWS = 48;

/** The columns counted off: tens above ones, so that a profile with too many or too few of them shows at the edge of the paper. */
export function columnRuler(columns: number): readonly string[] {
  const count = Array.from({ length: columns }, (_, index) => index + 1);
  const tens = count.map((column) => (column % 10 === 0 ? String(Math.floor(column / 10) % 10) : ' ')).join('');
  return [tens, count.map((column) => String(column % 10)).join('')];
}

/** The dots counted off: a tick each eight, a long one each eighty, and both edges of what the profile calls the width. */
export function dotRuler(widthDots: number): Bitmap {
  const bitmap = blankBitmap(widthDots, RULER_ROWS);
  blacken(bitmap, 0, RULER_ROWS - 2, widthDots, 2);
  for (let x = 0; x < widthDots; x += TICK_DOTS) {
    const height = x % LONG_TICK_DOTS === 0 ? RULER_ROWS / 2 : RULER_ROWS / 4;
    blacken(bitmap, x, RULER_ROWS - 2 - height, 1, height);
  }
  blacken(bitmap, 0, 0, 2, RULER_ROWS);
  blacken(bitmap, widthDots - 2, 0, 2, RULER_ROWS);
  return bitmap;
}

/**
 * The upper half of a code page in rows of sixteen, each headed by its first byte: where the printer's page of that number is another one,
 * the letters are wrong, and the technician sees which. Characters the page lacks are left blank.
 */
export function codePageRows(page: CodePage): readonly string[] {
  const rows: string[] = [];
  for (let first = FIRST_UPPER_BYTE; first <= LAST_BYTE; first += BYTES_A_ROW) {
    const characters = Array.from({ length: BYTES_A_ROW }, (_, index) => shownOf(first + index, page));
    rows.push(`${first.toString(16).toUpperCase()} ${characters.join('')}`);
  }
  return rows;
}

/** A soft hyphen shows on some printers and not on others: it would tell nothing. */
function shownOf(byte: number, page: CodePage): string {
  const character = characterOf(byte, page.name);
  return character === null || character === '\u00AD' ? ' ' : character;
}

/** A quarter, a half and three quarters of the dots, all of them, and single lines: a head too hot runs together, one too cold or worn leaves gaps. */
export function darkness(widthDots: number): Bitmap {
  const bitmap = blankBitmap(widthDots, PATCH_ROWS);
  const isBlack: readonly ((x: number, y: number) => boolean)[] = [
    (x, y) => x % 2 === 0 && y % 2 === 0,
    (x, y) => (x + y) % 2 === 0,
    (x, y) => x % 2 === 0 || y % 2 === 0,
    () => true,
    (x) => x % 4 === 0,
  ];
  const patch = Math.floor(widthDots / isBlack.length);
  for (const [index, isDot] of isBlack.entries()) {
    for (let y = 0; y < PATCH_ROWS; y++)
      for (let x = index * patch; x < (index + 1) * patch - TICK_DOTS; x++) if (isDot(x, y)) blackenAt(bitmap, x, y);
  }
  return bitmap;
}
