import type { Bars } from '../../../src-shared/barcode/bars.ts';
import { type Bitmap, blacken, blankBitmap } from './bitmap.ts';

/** The bars in the middle of a picture of that width. */
export function barcodeBitmap(bars: Bars, widthDots: number, moduleDots: number, heightDots: number): Bitmap {
  const bitmap = blankBitmap(widthDots, heightDots);
  const left = Math.floor((widthDots - bars.length * moduleDots) / 2);
  for (let module = 0; module < bars.length; module++) {
    if (bars[module] === '1') blacken(bitmap, left + module * moduleDots, 0, moduleDots, heightDots);
  }
  return bitmap;
}
