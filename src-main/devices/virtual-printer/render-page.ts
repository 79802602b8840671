import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { type Bitmap, isBlack } from '../raster/bitmap.ts';
import { PRINTER_FONT, registerFonts } from '../raster/fonts.ts';
import { qrBitmap } from '../raster/qr-bitmap.ts';
import { CELL_HEIGHT_DOTS, CELL_WIDTH_DOTS, type PaperPage, type PaperStrip } from './paper.ts';

/** White beside and above what the head can reach, as on the real roll. */
const MARGIN_DOTS = 32;
/** IBM Plex Mono advances six tenths of its size: 20 pixels fill the cell's 12 dots. */
const FONT_PIXELS = 20;
const BASELINE_DOTS = 19;
const CUT_DASH_DOTS = 8;
const INK = '#1a1a1a';
const PAPER_COLOUR = '#ffffff';
/** The same two as bytes of RGBA in one word, on the little-endian machines there are. */
const INK_PIXEL = 0xff1a1a1a;
const PAPER_PIXEL = 0xffffffff;
const CUT_COLOUR = '#9a9a9a';

export interface RenderedPage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly png: Uint8Array;
}

/** A page as one would hold it: one dot, one pixel; a dashed line where it was cut. The PNG is packed off the main thread. */
export async function renderPage(page: PaperPage, widthDots: number, fontsFolder: string): Promise<RenderedPage> {
  registerFonts(fontsFolder);
  const rows = page.reduce((sum, strip) => sum + strip.rows, 0);
  const widthPx = widthDots + 2 * MARGIN_DOTS;
  const heightPx = rows + 2 * MARGIN_DOTS;
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.lang = 'en';
  context.fillStyle = PAPER_COLOUR;
  context.fillRect(0, 0, widthPx, heightPx);
  let top = MARGIN_DOTS;
  for (const strip of page) {
    context.fillStyle = INK;
    drawStrip(context, strip, top, widthDots);
    top += strip.rows;
  }
  context.fillStyle = CUT_COLOUR;
  for (let x = 0; x < widthPx; x += 2 * CUT_DASH_DOTS) context.fillRect(x, heightPx - 2, CUT_DASH_DOTS, 2);
  return { widthPx, heightPx, png: await canvas.encode('png') };
}

function drawStrip(context: SKRSContext2D, strip: PaperStrip, top: number, widthDots: number): void {
  switch (strip.kind) {
    case 'text':
      drawText(context, strip, top, widthDots);
      return;
    case 'dots':
      drawDots(context, strip.bitmap, MARGIN_DOTS, top);
      return;
    case 'qr':
      drawQr(context, strip, top, widthDots);
      return;
    case 'bars':
      drawBars(context, strip, top, widthDots);
      return;
    case 'blank':
  }
}

function drawText(context: SKRSContext2D, strip: Extract<PaperStrip, { kind: 'text' }>, top: number, widthDots: number): void {
  const lineWidth = strip.runs.reduce((width, run) => width + run.text.length * run.width * CELL_WIDTH_DOTS, 0);
  let left = MARGIN_DOTS + offset(strip.alignment, widthDots - lineWidth);
  const bottom = top + Math.max(...strip.runs.map((run) => run.height * CELL_HEIGHT_DOTS), 0);
  for (const run of strip.runs) {
    context.font = `${run.strong ? 700 : 500} ${FONT_PIXELS}px "${PRINTER_FONT}"`;
    context.save();
    context.translate(left, bottom - run.height * (CELL_HEIGHT_DOTS - BASELINE_DOTS));
    context.scale(run.width, run.height);
    // A sign the font lacks comes from elsewhere and has another width: then each one is set into its own cell.
    if (Math.abs(context.measureText(run.text).width - run.text.length * CELL_WIDTH_DOTS) < 1) context.fillText(run.text, 0, 0);
    else
      Array.from(run.text).forEach((character, column) => {
        context.fillText(character, column * CELL_WIDTH_DOTS, 0);
      });
    context.restore();
    left += run.text.length * run.width * CELL_WIDTH_DOTS;
  }
}

function drawQr(context: SKRSContext2D, strip: Extract<PaperStrip, { kind: 'qr' }>, top: number, widthDots: number): void {
  const width = strip.rows;
  const symbol = qrBitmap(strip.data, width, strip.moduleDots);
  const quiet = (symbol.rows - strip.rows) / 2;
  const left = MARGIN_DOTS + offset(strip.alignment, widthDots - width);
  // The printer prints the symbol alone; white around it is the paper's.
  drawDots(context, symbol, left, top - quiet);
}

function drawBars(context: SKRSContext2D, strip: Extract<PaperStrip, { kind: 'bars' }>, top: number, widthDots: number): void {
  const left = MARGIN_DOTS + offset(strip.alignment, widthDots - strip.bars.length * strip.moduleDots);
  for (let module = 0; module < strip.bars.length; module++) {
    if (strip.bars[module] === '1') context.fillRect(left + module * strip.moduleDots, top, strip.moduleDots, strip.rows);
  }
}

function drawDots(context: SKRSContext2D, bitmap: Bitmap, left: number, top: number): void {
  const picture = context.createImageData(bitmap.widthDots, bitmap.rows);
  const pixels = new Uint32Array(picture.data.buffer, picture.data.byteOffset, bitmap.widthDots * bitmap.rows);
  for (let y = 0, at = 0; y < bitmap.rows; y++) {
    for (let x = 0; x < bitmap.widthDots; x++, at++) pixels[at] = isBlack(bitmap, x, y) ? INK_PIXEL : PAPER_PIXEL;
  }
  context.putImageData(picture, left, top);
}

function offset(alignment: 'left' | 'center' | 'right', spare: number): number {
  if (alignment === 'left') return 0;
  return alignment === 'right' ? spare : Math.floor(spare / 2);
}
