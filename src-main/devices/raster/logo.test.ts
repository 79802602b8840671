import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBlack } from './bitmap.ts';
import { dithered } from './dither.ts';
import { logoBitmap } from './logo.ts';

const WIDTH = 576;

function picture(width: number, height: number, colour: string, kind: 'image/png' | 'image/jpeg' = 'image/png'): Uint8Array {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return kind === 'image/png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg');
}

describe('a logo', () => {
  test.each(['image/png', 'image/jpeg'] as const)('%s is scaled to the width asked for, in the middle', async (kind) => {
    const made = await logoBitmap(picture(200, 100, '#000', kind), WIDTH, 50);
    if (!made.ok) throw new Error(made.error);
    expect([made.value.widthDots, made.value.rows]).toEqual([WIDTH, 144]);
    expect([143, 144, 431, 432].map((x) => isBlack(made.value, x, 70))).toEqual([false, true, true, false]);
  });

  test('a tall one is no taller than 60 mm', async () => {
    const made = await logoBitmap(picture(100, 1_000, '#000'), WIDTH, 100);
    expect(made.ok && made.value.rows).toBe(480);
  });

  test.each([
    ['no picture', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'not-a-picture'],
    ['an empty file', new Uint8Array(0), 'not-a-picture'],
    ['a picture cut short', picture(400, 400, '#123456').slice(0, 60), 'damaged'],
    ['a spot', picture(4, 4, '#000'), 'too-small'],
    ['nothing but paper', picture(100, 100, '#fff'), 'empty'],
    ['nothing but what is not there', picture(100, 100, 'rgba(0, 0, 0, 0)'), 'empty'],
    ['a file of nine megabytes', new Uint8Array(9_000_000), 'too-large'],
  ])('%s is refused', async (_, file, code) => {
    expect(await logoBitmap(file, WIDTH, 100)).toEqual({ ok: false, error: code });
  });
});

describe('dithering', () => {
  test('as dark together as the picture is, whatever its grey', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (grey) => {
        const size = 64;
        const bitmap = dithered({ widthDots: size, rows: size, light: new Float32Array(size * size).fill(grey) });
        let black = 0;
        for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (isBlack(bitmap, x, y)) black += 1;
        expect(Math.abs(black / (size * size) - (1 - grey / 255))).toBeLessThan(0.03);
      }),
    );
  });
});
