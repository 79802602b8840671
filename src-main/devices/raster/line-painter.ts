import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { widestWord, wrapMeasured } from '../../../src-shared/text/line-wrap.ts';
import { type Bitmap, blacken, blankBitmap, bytesPerRow, stackBitmaps } from './bitmap.ts';
import { drawable, RECEIPT_FONTS, registerFonts } from './fonts.ts';
import { createLabelPainter, type LabelPainter } from './label-painter.ts';

export type Direction = 'ltr' | 'rtl';

export interface LineStyle {
  readonly emphasis: 'normal' | 'strong';
  readonly size: 1 | 2;
}

/** Draws what a code page cannot carry, as rows of dots of the paper's width. */
export interface LinePainter {
  text(text: string, align: 'start' | 'center' | 'end', style: LineStyle, direction: Direction): Bitmap;
  /**
   * Start edge and end edge of one line. The label wraps, the value never does: too wide, it is drawn smaller. A value narrower than
   * `valueDots` stands at the right of that much room: in a right-to-left table the figures' last digits must stand under each other.
   */
  pair(start: string, end: string, style: LineStyle, direction: Direction, valueDots: number): Bitmap;
  /** How wide a value comes out. */
  valueWidth(text: string, style: LineStyle, direction: Direction): number;
  rule(style: 'single' | 'double'): Bitmap;
  /** Labels, which are of their own size whatever the paper's. */
  readonly labels: LabelPainter;
}

/** Dots. The weights are those of the files in resources/fonts; at 203 dots an inch they stand well beside a printer's own font A. */
const FONTS = {
  1: { pixels: 22, baseline: 24, rows: 34 },
  2: { pixels: 42, baseline: 45, rows: 64 },
} as const;
const WEIGHTS = { normal: 600, strong: 800 } as const;
/** Marks heaped on a letter are cut off above and below this: no spelling needs as much. */
const MAX_LINE_ROWS = 160;
const MAX_ASCENT_ROWS = 100;
/** Least distance between a label and its value. */
const PAIR_GAP_DOTS = 14;
/** Room for marks above and below that reach out of the usual line. */
const MARK_MARGIN_DOTS = 2;
/** A dot is black when at least this much of it (of 255) is covered. Below half, so that thin joins of Arabic letters do not break. */
const BLACK_FROM_ALPHA = 105;
/** Where the alpha stands in RGBA read as one word, on the little-endian machines there are. */
const ALPHA_SHIFT = 24;
const SMALLEST_PIXELS = 10;
const RULE_ROWS = 20;
const DASH_DOTS = 6;

export function createLinePainter(fontsFolder: string, widthDots: number): LinePainter {
  registerFonts(fontsFolder);
  return new CanvasLinePainter(fontsFolder, widthDots);
}

interface Piece {
  readonly text: string;
  readonly align: 'start' | 'center' | 'end';
  /** Away from its edge. */
  readonly insetDots?: number;
}

/** How the pieces of one line look. */
interface Look extends LineStyle {
  readonly direction: Direction;
  /** Of the letters, where it is not the usual one. */
  readonly pixels?: number;
}

class CanvasLinePainter implements LinePainter {
  readonly labels: LabelPainter;
  private readonly fontsFolder: string;
  private readonly widthDots: number;
  /** One canvas for every line: making one takes ten times as long as drawing on it. */
  private readonly context: SKRSContext2D;

  constructor(fontsFolder: string, widthDots: number) {
    this.fontsFolder = fontsFolder;
    this.widthDots = widthDots;
    this.labels = createLabelPainter(fontsFolder);
    this.context = createCanvas(widthDots, MAX_LINE_ROWS).getContext('2d');
    // Otherwise the host's language picks letter forms, and the same receipt would differ from machine to machine.
    this.context.lang = 'ar';
    this.context.fillStyle = '#000';
  }

  text(text: string, align: 'start' | 'center' | 'end', style: LineStyle, direction: Direction): Bitmap {
    const look = { ...style, direction };
    return stackBitmaps(
      this.wrap(drawable(text, this.fontsFolder), this.widthDots, look).map((line) => this.line(look, [{ text: line, align }])),
    );
  }

  pair(start: string, end: string, style: LineStyle, direction: Direction, valueDots: number): Bitmap {
    const look: Look = { ...style, direction };
    const label = drawable(start, this.fontsFolder);
    const value = drawable(end, this.fontsFolder);
    const drawLabel = (line: string): Bitmap => this.line(look, [{ text: line, align: 'start' }]);
    const endWidth = this.width(value, look);
    if (endWidth > this.widthDots) {
      const pixels = Math.max(SMALLEST_PIXELS, Math.floor((FONTS[style.size].pixels * this.widthDots) / endWidth));
      return stackBitmaps([
        ...this.wrap(label, this.widthDots, look).map(drawLabel),
        this.line({ ...look, pixels }, [{ text: value, align: 'end' }]),
      ]);
    }
    const room = Math.max(endWidth, direction === 'rtl' ? valueDots : 0);
    const beside = this.widthDots - room - PAIR_GAP_DOTS;
    const cramped = beside < this.widthDots / 4 || widestWord(label, (word) => this.width(word, look)) > beside;
    const lines = this.wrap(label, cramped ? this.widthDots : beside, look);
    const last = lines.at(-1) ?? '';
    const fitsBeside = this.width(last, look) <= beside;
    const lastLine: Piece[] = [{ text: value, align: 'end', insetDots: room - endWidth }];
    if (fitsBeside) lastLine.push({ text: last, align: 'start' });
    return stackBitmaps([...(fitsBeside ? lines.slice(0, -1) : lines).map(drawLabel), this.line(look, lastLine)]);
  }

  valueWidth(text: string, style: LineStyle, direction: Direction): number {
    return Math.ceil(this.width(drawable(text, this.fontsFolder), { ...style, direction }));
  }

  rule(style: 'single' | 'double'): Bitmap {
    const bitmap = blankBitmap(this.widthDots, RULE_ROWS);
    if (style === 'single') {
      for (let x = 0; x < this.widthDots; x += 2 * DASH_DOTS) blacken(bitmap, x, RULE_ROWS / 2 - 1, DASH_DOTS, 2);
      return bitmap;
    }
    blacken(bitmap, 0, RULE_ROWS / 2 - 3, this.widthDots, 2);
    blacken(bitmap, 0, RULE_ROWS / 2 + 1, this.widthDots, 2);
    return bitmap;
  }

  private wrap(text: string, width: number, look: Look): readonly string[] {
    return wrapMeasured(text, width, (piece) => this.width(piece, look));
  }

  private width(text: string, look: Look): number {
    this.take(look);
    return this.context.measureText(text).width;
  }

  private take(look: Look): void {
    this.context.font = `${WEIGHTS[look.emphasis]} ${look.pixels ?? FONTS[look.size].pixels}px ${RECEIPT_FONTS}`;
    this.context.direction = look.direction;
  }

  private line(look: Look, pieces: readonly Piece[]): Bitmap {
    this.take(look);
    const { context, widthDots } = this;
    const { baseline, rows } = rowsFor(
      look.size,
      pieces.map((piece) => context.measureText(piece.text)),
    );
    context.clearRect(0, 0, widthDots, rows);
    for (const { text, align, insetDots = 0 } of pieces) {
      const edge = align === 'center' ? 'center' : (align === 'start') === (look.direction === 'ltr') ? 'left' : 'right';
      context.textAlign = edge;
      context.fillText(text, edge === 'left' ? insetDots : edge === 'right' ? widthDots - insetDots : widthDots / 2, baseline);
    }
    return blackAndWhite(context.getImageData(0, 0, widthDots, rows).data, widthDots, rows);
  }
}

interface Extent {
  readonly actualBoundingBoxAscent: number;
  readonly actualBoundingBoxDescent: number;
}

function rowsFor(size: 1 | 2, extents: readonly Extent[]): { readonly baseline: number; readonly rows: number } {
  const font = FONTS[size];
  const above = Math.max(font.baseline, ...extents.map((extent) => Math.ceil(extent.actualBoundingBoxAscent) + MARK_MARGIN_DOTS));
  const below = Math.max(
    font.rows - font.baseline,
    ...extents.map((extent) => Math.ceil(extent.actualBoundingBoxDescent) + MARK_MARGIN_DOTS),
  );
  const baseline = Math.min(above, MAX_ASCENT_ROWS);
  return { baseline, rows: Math.min(baseline + below, MAX_LINE_ROWS) };
}

function blackAndWhite(rgba: Uint8ClampedArray, widthDots: number, rows: number): Bitmap {
  const bitmap = blankBitmap(widthDots, rows);
  const rowBytes = bytesPerRow(widthDots);
  // Four bytes at a time, since most of a line is empty. The last of them is the alpha, and nothing but the letters is drawn.
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, widthDots * rows);
  for (let y = 0, pixel = 0; y < rows; y++) {
    for (let x = 0; x < widthDots; x++, pixel++) {
      const colour = pixels[pixel] ?? 0;
      if (colour === 0 || colour >>> ALPHA_SHIFT < BLACK_FROM_ALPHA) continue;
      const at = y * rowBytes + (x >> 3);
      bitmap.bits[at] = (bitmap.bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return bitmap;
}
