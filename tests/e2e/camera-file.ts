import { ean13 } from '../fakes/barcode-bars.ts';
import { barsSymbol, photograph } from '../fakes/barcode-pictures.ts';

/** What Chromium takes for a camera: an uncompressed video it plays again and again (YUV4MPEG2, as mjpegtools define it). */

const WIDTH = 400;
const HEIGHT = 240;
const FRAMES_A_SECOND = 4;

export interface Scene {
  /** An EAN-13 that is held before the camera, or nothing. */
  readonly code: string | null;
  readonly seconds: number;
}

function frame(code: string | null, seed: number): Buffer {
  const modules = code === null ? '' : ean13(code);
  const symbol = barsSymbol(modules, code === null ? 0 : 40);
  const { luminance } = photograph(symbol, { width: WIDTH, height: HEIGHT, modulePx: 2.6, angleDegrees: 6, noise: 4, seed });
  return Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(luminance), Buffer.alloc(luminance.length / 2, 128)]);
}

/** The scenes one after the other, each code with a new grain of noise on every frame. */
export function cameraFile(scenes: readonly Scene[]): Buffer {
  const nothing = frame(null, 0);
  const frames = scenes.flatMap(({ code, seconds }, scene) =>
    Array.from({ length: seconds * FRAMES_A_SECOND }, (_, at) => (code === null ? nothing : frame(code, scene * 100 + at))),
  );
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F${FRAMES_A_SECOND}:1 Ip C420jpeg\n`), ...frames]);
}
