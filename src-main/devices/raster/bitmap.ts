/** A picture of black (1) and white (0) dots, row by row, each row padded to whole bytes, the leftmost dot in the highest bit. */
export interface Bitmap {
  readonly widthDots: number;
  readonly rows: number;
  readonly bits: Uint8Array;
}

export function bytesPerRow(widthDots: number): number {
  return Math.ceil(widthDots / 8);
}

export function blankBitmap(widthDots: number, rows: number): Bitmap {
  return { widthDots, rows, bits: new Uint8Array(bytesPerRow(widthDots) * rows) };
}

export function isBlack(bitmap: Bitmap, x: number, y: number): boolean {
  const byte = bitmap.bits[y * bytesPerRow(bitmap.widthDots) + (x >> 3)] ?? 0;
  return (byte & (0x80 >> (x & 7))) !== 0;
}

/** Blackens a rectangle; what lies outside the picture is left out. */
export function blacken(bitmap: Bitmap, left: number, top: number, width: number, height: number): void {
  const rowBytes = bytesPerRow(bitmap.widthDots);
  for (let y = Math.max(0, top); y < Math.min(bitmap.rows, top + height); y++) {
    for (let x = Math.max(0, left); x < Math.min(bitmap.widthDots, left + width); x++) {
      const at = y * rowBytes + (x >> 3);
      bitmap.bits[at] = (bitmap.bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
}

/** Blackens one dot of the picture. */
export function blackenAt(bitmap: Bitmap, x: number, y: number): void {
  const at = y * bytesPerRow(bitmap.widthDots) + (x >> 3);
  bitmap.bits[at] = (bitmap.bits[at] ?? 0) | (0x80 >> (x & 7));
}

/** The same picture at the left of a wider one. Throws when it is wider itself. */
export function widened(bitmap: Bitmap, widthDots: number): Bitmap {
  if (bitmap.widthDots > widthDots) throw new Error('the picture is wider than the paper');
  const wide = blankBitmap(widthDots, bitmap.rows);
  const from = bytesPerRow(bitmap.widthDots);
  const to = bytesPerRow(widthDots);
  for (let row = 0; row < bitmap.rows; row++) wide.bits.set(bitmap.bits.subarray(row * from, (row + 1) * from), row * to);
  return wide;
}

/** Pictures of one width, one under the other. */
export function stackBitmaps(bitmaps: readonly Bitmap[]): Bitmap {
  const first = bitmaps[0];
  if (first === undefined || bitmaps.some((bitmap) => bitmap.widthDots !== first.widthDots)) throw new Error('bitmaps of one width wanted');
  const rows = bitmaps.reduce((sum, bitmap) => sum + bitmap.rows, 0);
  const stacked = blankBitmap(first.widthDots, rows);
  let at = 0;
  for (const bitmap of bitmaps) {
    stacked.bits.set(bitmap.bits, at);
    at += bitmap.bits.length;
  }
  return stacked;
}
