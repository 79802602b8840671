import { type Bitmap, blackenAt, blankBitmap } from './bitmap.ts';

/** How bright each dot of a picture is, row by row: 0 black, 255 white, in equal steps of light and not of its code. */
export interface GreyPicture {
  readonly widthDots: number;
  readonly rows: number;
  readonly light: Float32Array;
}

const WHITE = 255;
const THRESHOLD = WHITE / 2;
/** Floyd and Steinberg, "An adaptive algorithm for spatial greyscale" (1976): sixteenths to the right, below left, below and below right. */
const RIGHT = 7 / 16;
const BELOW_BACK = 3 / 16;
const BELOW = 5 / 16;
const BELOW_ON = 1 / 16;

/**
 * Dots that are as dark together as the picture is. Every second row goes from right to left: otherwise the dots lie in slanting worms that
 * the eye sees before the picture.
 */
export function dithered({ widthDots, rows, light }: GreyPicture): Bitmap {
  const bitmap = blankBitmap(widthDots, rows);
  let here = new Float32Array(widthDots + 2);
  let below = new Float32Array(widthDots + 2);
  for (let y = 0; y < rows; y++) {
    const step = y % 2 === 0 ? 1 : -1;
    for (let index = 0; index < widthDots; index++) {
      const x = step === 1 ? index : widthDots - 1 - index;
      // Errors lie one place to the right of their dot, so that those that leave the picture need no question.
      const wanted = (light[y * widthDots + x] ?? WHITE) + (here[x + 1] ?? 0);
      const isBlack = wanted < THRESHOLD;
      if (isBlack) blackenAt(bitmap, x, y);
      const error = wanted - (isBlack ? 0 : WHITE);
      spread(here, x + 1 + step, error * RIGHT);
      spread(below, x + 1 - step, error * BELOW_BACK);
      spread(below, x + 1, error * BELOW);
      spread(below, x + 1 + step, error * BELOW_ON);
    }
    [here, below] = [below, here];
    below.fill(0);
  }
  return bitmap;
}

function spread(errors: Float32Array, at: number, error: number): void {
  errors[at] = (errors[at] ?? 0) + error;
}
