import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { parse } from 'csv-parse/sync';
import qrcode from 'qrcode';
import { z } from 'zod';
import { decodeLiveFrame, decodeStill, LIVE_BUDGET_MS } from '../src-renderer/scanning/camera/decode-frame.ts';
import { type Frame, frameOfRgba } from '../src-renderer/scanning/camera/frame.ts';
import { ean13 } from '../tests/fakes/barcode-bars.ts';
import { barsSymbol, noisePicture, type Picture, photograph, stripesPicture } from '../tests/fakes/barcode-pictures.ts';
import { atMost, type Figure, quantile, shown } from './figure.ts';

/**
 * How long a frame of the camera takes, and how many photographs are read, by the very code the camera uses.
 *
 *     npm run bench -- decode [--photos FOLDER] [--rounds 30]
 *
 * The folder holds `manifest.csv` (file, format, expected) and the pictures it names. As many have to be read as zxing-wasm reads of the 60
 * photographs of the zxing project: 46; and none may be read wrong, as a still picture or frame by frame.
 */
const FRAME_BAR_MS = 20;
const MAY_MISS = { photographs: 14, of: 60 };
const LIVE_FRAMES_A_PHOTO = 20;
const WARM_UP_ROUNDS = 10;
/** As the worker has it. */
const BUDGET = { nowMs: () => performance.now(), budgetMs: LIVE_BUDGET_MS };

const rowsSchema = z.array(z.object({ file: z.string(), format: z.string(), expected: z.string() }));

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: { photos: { type: 'string' }, rounds: { type: 'string', default: '30' } } });
  const frames = liveFrames(Number(values.rounds));
  return values.photos === undefined ? frames : [...frames, ...(await photographs(values.photos))];
}

/** A camera hands out red, green, blue and alpha; making grey of it is part of the work. */
function asCameraFrame({ luminance, width, height }: Picture): { rgba: Uint8ClampedArray; width: number; height: number } {
  const rgba = new Uint8ClampedArray(luminance.length * 4);
  for (const [at, value] of luminance.entries()) rgba.fill(value, at * 4, at * 4 + 4);
  return { rgba, width, height };
}

function qrPicture(width: number, height: number): Picture {
  const { modules } = qrcode.create('https://contacto.example/r/0192f0c1', { errorCorrectionLevel: 'M' });
  const symbol = { columns: modules.size, rows: modules.size, isDark: (column: number, row: number) => modules.get(row, column) === 1 };
  return photograph(symbol, { width, height, modulePx: width / 100, angleDegrees: 12 });
}

function liveFrames(rounds: number): readonly Figure[] {
  const sizes = [
    [640, 480],
    [1280, 720],
  ] as const;
  return sizes.flatMap(([width, height]) => {
    const scenes = {
      'EAN-13 held aslant': photograph(barsSymbol(ean13('6139990015542'), 45), { width, height, modulePx: width / 220, angleDegrees: 9 }),
      'QR code': qrPicture(width, height),
      'nothing, a grainy desk': noisePicture(width, height, 4, 1),
      'nothing, many stripes': stripesPicture(width, height, 3, 1),
    };
    return Object.entries(scenes).flatMap(([name, picture]) => liveFigures(`${name}, ${width} × ${height}`, picture, rounds));
  });
}

function liveFigures(name: string, picture: Picture, rounds: number): readonly Figure[] {
  const { rgba, width, height } = asCameraFrame(picture);
  const times: number[] = [];
  for (let frame = 0; frame < rounds + WARM_UP_ROUNDS; frame += 1) {
    const start = performance.now();
    decodeLiveFrame(frameOfRgba(rgba, width, height), frame, BUDGET);
    if (frame >= WARM_UP_ROUNDS) times.push(performance.now() - start);
  }
  const rounded = (share: number) => Number(quantile(times, share).toFixed(2));
  return [atMost(`frame: ${name}, median`, rounded(0.5), 'ms', FRAME_BAR_MS), shown(`frame: ${name}, 95 of 100`, rounded(0.95), 'ms')];
}

async function loadFrame(path: string): Promise<Frame> {
  const image = await loadImage(path);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return frameOfRgba(new Uint8ClampedArray(data), image.width, image.height);
}

/** What the camera would have taken, had the photograph been held before it for a second; each text once. */
function readLive(frame: Frame): ReadonlySet<string> {
  const texts = new Set<string>();
  for (let number = 0; number < LIVE_FRAMES_A_PHOTO; number += 1) {
    const read = decodeLiveFrame(frame, number, BUDGET);
    if (read !== null) texts.add(read.text);
  }
  return texts;
}

async function photographs(folder: string): Promise<readonly Figure[]> {
  const rows = rowsSchema.parse(parse(readFileSync(join(folder, 'manifest.csv')), { columns: true }));
  const wrong: string[] = [];
  const unread: string[] = [];
  const times: number[] = [];
  let readLiveCount = 0;
  for (const { file, expected } of rows) {
    const frame = await loadFrame(join(folder, file));
    const start = performance.now();
    const read = decodeStill(frame);
    times.push(performance.now() - start);
    if (read === null) unread.push(file);
    else if (read.text !== expected) wrong.push(`${file}: ${read.text}`);
    const live = readLive(frame);
    if (live.has(expected)) readLiveCount += 1;
    wrong.push(...[...live].filter((text) => text !== expected).map((text) => `${file}, live: ${text}`));
  }
  if (unread.length > 0) console.log(`Not read: ${unread.join(', ')}`);
  if (wrong.length > 0) console.log(`Read wrong: ${wrong.join(', ')}`);
  return [
    shown('photographs', rows.length, ''),
    atMost('photographs read wrong', wrong.length, '', 0),
    atMost('photographs not read', unread.length, '', Math.floor((rows.length * MAY_MISS.photographs) / MAY_MISS.of)),
    shown('photographs read frame by frame, within a second', readLiveCount, ''),
    shown('photograph, median', Number(quantile(times, 0.5).toFixed(1)), 'ms'),
    shown('photograph, longest', Number(quantile(times, 1).toFixed(0)), 'ms'),
  ];
}
