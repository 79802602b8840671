import { type Bitmap, isBlack } from '../../src-main/devices/raster/bitmap.ts';

/** Where the two are not the same, the first few. */
export function differences(one: Bitmap, other: Bitmap): readonly string[] {
  const found: string[] = [];
  for (let y = 0; y < one.rows && found.length < 5; y++) {
    for (let x = 0; x < one.widthDots && found.length < 5; x++) {
      if (isBlack(one, x, y) !== isBlack(other, x, y)) found.push(`column ${x}, row ${y}`);
    }
  }
  return found;
}
