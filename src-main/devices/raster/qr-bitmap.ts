import QRCode from 'qrcode';
import { type Bitmap, blacken, blankBitmap } from './bitmap.ts';

/** ISO/IEC 18004: four modules of white on every side. */
const QUIET_MODULES = 4;

let kept: { readonly data: string; readonly modules: QRCode.BitMatrix } | null = null;

/** The symbol at error correction M. Finding it is most of the work on a receipt, and its size and its dots are asked for one by one. */
function modulesOf(data: string): QRCode.BitMatrix {
  if (kept?.data !== data) kept = { data, modules: QRCode.create(data, { errorCorrectionLevel: 'M' }).modules };
  return kept.modules;
}

/** Modules along one side of the symbol for that data, without the quiet zone. */
export function qrModules(data: string): number {
  return modulesOf(data).size;
}

/** The largest module, in whole dots and at most `maxModuleDots`, with which the symbol and its quiet zone fit the width; at least 1. */
export function qrModuleDots(data: string, widthDots: number, maxModuleDots: number): number {
  return Math.max(1, Math.min(maxModuleDots, Math.floor(widthDots / (qrModules(data) + 2 * QUIET_MODULES))));
}

/** The symbol in the middle of a picture of that width, every module a square of whole dots, with its quiet zone above and below. */
export function qrBitmap(data: string, widthDots: number, moduleDots: number): Bitmap {
  const modules = modulesOf(data);
  const bitmap = blankBitmap(widthDots, (modules.size + 2 * QUIET_MODULES) * moduleDots);
  const left = Math.floor((widthDots - modules.size * moduleDots) / 2);
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) === 0) continue;
      blacken(bitmap, left + column * moduleDots, (row + QUIET_MODULES) * moduleDots, moduleDots, moduleDots);
    }
  }
  return bitmap;
}
