import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { fontCoverage } from './font-coverage.ts';

/** Family names of our own, so that no font installed on the machine is taken for them. */
const RECEIPT_FONT = 'Contacto Receipt';
const FALLBACK_FONT = 'Contacto Fallback';
export const RECEIPT_FONTS = `"${RECEIPT_FONT}", "${FALLBACK_FONT}"`;
export const PRINTER_FONT = 'Contacto Printer';

const RECEIPT_FILE = 'Cairo-SemiBold.ttf';
const FILES = [
  [RECEIPT_FILE, RECEIPT_FONT],
  ['Cairo-ExtraBold.ttf', RECEIPT_FONT],
  ['IBMPlexMono-Medium.ttf', PRINTER_FONT],
  ['IBMPlexMono-Bold.ttf', PRINTER_FONT],
] as const;
const FALLBACK_FILE = 'Unifont.woff2';

/** Latin and Arabic letters and figures as they are in nearly every line. */
const USUAL = /^[\x20-\x7E\u00A0-\u00FF\u0621-\u0652\u2066-\u2069]*$/;
/** Characters that shape others and show nothing themselves. */
const WITHOUT_GLYPH = /\p{Cf}|[\uFE00-\uFE0F]/u;
/** An emoji with all that is joined to it, which is one sign to the eye; or another character beyond the basic plane. */
const BEYOND =
  /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*(?:\u200D\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*)*|[\u{10000}-\u{10FFFF}]/gu;
const BASIC_PLANE_END = 0xffff;
const EMPTY_BOX = '\u25A1';

let coverage: ReadonlySet<number> | null = null;
let fallbackRegistered = false;

/**
 * Gives the fonts of resources/fonts to the drawing library, once in a process. Throws when one is missing or not a font: a receipt drawn
 * in whatever the machine has instead would be measured wrongly and could lose its Arabic.
 */
export function registerFonts(fontsFolder: string): void {
  if (coverage !== null) return;
  for (const [file, family] of FILES) register(join(fontsFolder, file), family);
  coverage = fontCoverage(readFileSync(join(fontsFolder, RECEIPT_FILE)));
}

/**
 * The text as the receipt's fonts can draw it. Nothing installed on the machine is asked, so that a receipt is the same everywhere: what
 * the receipt's own font lacks comes from a font that has the whole basic plane, and an empty box stands for what lies beyond (emoji).
 */
export function drawable(text: string, fontsFolder: string): string {
  if (USUAL.test(text)) return text;
  // The drawing library's strings end with NUL; it refuses one that stands within.
  const drawn = text.replaceAll('\0', '').replace(BEYOND, (sign) => ((sign.codePointAt(0) ?? 0) > BASIC_PLANE_END ? EMPTY_BOX : sign));
  const lacking = Array.from(drawn).some((sign) => coverage?.has(sign.codePointAt(0) ?? 0) !== true && !WITHOUT_GLYPH.test(sign));
  if (lacking && !fallbackRegistered) {
    register(join(fontsFolder, FALLBACK_FILE), FALLBACK_FONT);
    fallbackRegistered = true;
  }
  return drawn;
}

function register(path: string, family: string): void {
  if (GlobalFonts.registerFromPath(path, family) === null) throw new Error(`no usable font at ${path}`);
}
