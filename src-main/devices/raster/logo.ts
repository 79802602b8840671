import { createCanvas, type Image, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Bitmap } from './bitmap.ts';
import { dithered } from './dither.ts';

/** A picture is taken apart in the memory of the till. */
export const MAX_LOGO_BYTES = 8_000_000;
const MAX_LOGO_PIXELS = 40_000_000;
const MIN_LOGO_SIDE = 8;
/** 60 mm of paper at 203 dots an inch; a logo that is taller costs more paper than the receipt. */
const MAX_LOGO_ROWS = 480;

/** Why a picture cannot stand on a receipt, by stable code. */
export type LogoFault = 'too-large' | 'not-a-picture' | 'damaged' | 'too-small' | 'empty';

const PNG = [0x89, 0x50, 0x4e, 0x47];
const JPEG = [0xff, 0xd8, 0xff];

/** The shop's picture for a document that has colours and no dots of its own. */
export interface LogoPicture {
  readonly png: Uint8Array<ArrayBuffer>;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Pixels: sharp on a page of A4, and a file that can still be sent. */
const MAX_PICTURE_WIDTH = 900;
const MAX_PICTURE_HEIGHT = 600;

/**
 * The picture in dots, in the middle of the paper's width: `widthPercent` of it wide, less where it would be taller than 60 mm. What is
 * transparent is paper. Refused as `empty` where nothing would show.
 */
export async function logoBitmap(file: Uint8Array, widthDots: number, widthPercent: number): Promise<Result<Bitmap, LogoFault>> {
  const loaded = await load(file);
  if (!loaded.ok) return loaded;
  const { width, height } = loaded.value;
  const scale = Math.min((widthDots * widthPercent) / 100 / width, MAX_LOGO_ROWS / height);
  const drawnWidth = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const context = onPaper(widthDots, rows);
  context.drawImage(loaded.value, Math.floor((widthDots - drawnWidth) / 2), 0, drawnWidth, rows);
  const { data } = context.getImageData(0, 0, widthDots, rows);
  const bitmap = dithered({ widthDots, rows, light: lightOf(data, widthDots * rows) });
  return bitmap.bits.every((byte) => byte === 0) ? fail('empty') : ok(bitmap);
}

/** The picture in its colours, written anew: nothing else that the file held goes into a document. Never enlarged. */
export async function logoPicture(file: Uint8Array): Promise<Result<LogoPicture, LogoFault>> {
  const loaded = await load(file);
  if (!loaded.ok) return loaded;
  const scale = Math.min(1, MAX_PICTURE_WIDTH / loaded.value.width, MAX_PICTURE_HEIGHT / loaded.value.height);
  const width = Math.max(1, Math.round(loaded.value.width * scale));
  const height = Math.max(1, Math.round(loaded.value.height * scale));
  const context = onPaper(width, height);
  context.drawImage(loaded.value, 0, 0, width, height);
  return ok({ png: new Uint8Array(await context.canvas.encode('png')), width, height });
}

async function load(file: Uint8Array): Promise<Result<Image, LogoFault>> {
  if (file.length > MAX_LOGO_BYTES) return fail('too-large');
  // The decoder takes other kinds too, among them SVG, which can name files and addresses.
  if (!beginsWith(file, PNG) && !beginsWith(file, JPEG)) return fail('not-a-picture');
  const picture = await loadImage(file).catch(() => null);
  if (picture === null) return fail('damaged');
  if (picture.width < MIN_LOGO_SIDE || picture.height < MIN_LOGO_SIDE) return fail('too-small');
  return picture.width * picture.height > MAX_LOGO_PIXELS ? fail('too-large') : ok(picture);
}

function onPaper(width: number, height: number): SKRSContext2D {
  const context = createCanvas(width, height).getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  return context;
}

function beginsWith(file: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => file[index] === byte);
}

/** Weights of ITU-R BT.709 for light, of which sRGB codes steps that look equal: a grey of code 128 is a fifth of the light, and a fifth white dots. */
function lightOf(rgba: Uint8ClampedArray, pixels: number): Float32Array {
  const light = new Float32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const red = LINEAR[rgba[pixel * 4] ?? 0] ?? 0;
    const green = LINEAR[rgba[pixel * 4 + 1] ?? 0] ?? 0;
    const blue = LINEAR[rgba[pixel * 4 + 2] ?? 0] ?? 0;
    light[pixel] = printed(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  }
  return light;
}

const LINEAR = Float32Array.from({ length: 256 }, (_, code) => {
  const share = code / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** A thermal dot is larger than its place and darkens its neighbours: midtones are lifted, or every face is a black patch. */
const DOT_GAIN = 0.6;

function printed(linear: number): number {
  return 255 * linear ** DOT_GAIN;
}
