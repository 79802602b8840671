import { type Bars, code128Bars, ean8Bars, ean13Bars } from '../../../src-shared/barcode/bars.ts';
import type { Alignment } from '../codec/escpos/commands.ts';
import type { BarcodeSymbology, EscPosOperation } from '../codec/escpos/reader.ts';
import type { Bitmap } from '../raster/bitmap.ts';
import { qrModules } from '../raster/qr-bitmap.ts';

/** Font A of ESC/POS printers: 12 by 24 dots, lines a sixth of an inch apart at 203 dots an inch. */
export const CELL_WIDTH_DOTS = 12;
export const CELL_HEIGHT_DOTS = 24;
const LINE_DOTS = 34;
/** A roll has no pages; a picture of it must end somewhere. */
const MAX_PAGE_ROWS = 20_000;

interface TextRun {
  readonly text: string;
  readonly strong: boolean;
  /** Times the cell's width and height. */
  readonly width: number;
  readonly height: number;
}

/** What stands on paper from one height to another. */
export type PaperStrip =
  | { readonly kind: 'text'; readonly alignment: Alignment; readonly runs: readonly TextRun[]; readonly rows: number }
  | { readonly kind: 'dots'; readonly bitmap: Bitmap; readonly rows: number }
  | { readonly kind: 'qr'; readonly alignment: Alignment; readonly data: string; readonly moduleDots: number; readonly rows: number }
  | {
      readonly kind: 'bars';
      readonly alignment: Alignment;
      readonly bars: Bars;
      readonly moduleDots: number;
      readonly rows: number;
    }
  | { readonly kind: 'blank'; readonly rows: number };

export type PaperPage = readonly PaperStrip[];

/** The paper of a printer: what operations put on it, page by page. */
export class Paper {
  private strips: PaperStrip[] = [];
  private rows = 0;
  private runs: TextRun[] = [];
  private alignment: Alignment = 'left';
  private strong = false;
  private width = 1;
  private height = 1;
  private readonly columns: number;
  private readonly onPage: (page: PaperPage) => void;

  constructor(columns: number, onPage: (page: PaperPage) => void) {
    this.columns = columns;
    this.onPage = onPage;
  }

  apply(operation: EscPosOperation): void {
    switch (operation.kind) {
      case 'initialise':
        // Epson, "ESC @": what is in the line and not printed yet is dropped.
        this.runs = [];
        Object.assign(this, { alignment: 'left', strong: false, width: 1, height: 1 });
        return;
      case 'text':
        this.text(operation.text);
        return;
      case 'line-feed':
        this.endLine(true);
        return;
      case 'feed-lines':
        this.endLine(false);
        this.add({ kind: 'blank', rows: operation.lines * LINE_DOTS });
        return;
      case 'feed-dots':
        this.endLine(false);
        this.add({ kind: 'blank', rows: operation.dots });
        return;
      case 'align':
        this.alignment = operation.alignment;
        return;
      case 'emphasis':
        this.strong = operation.strong;
        return;
      case 'size':
        this.width = operation.width;
        this.height = operation.height;
        return;
      case 'print-mode':
        this.strong = operation.strong;
        this.width = operation.width;
        this.height = operation.height;
        return;
      case 'barcode':
        this.endLine(false);
        this.barcode(operation);
        return;
      case 'raster':
        this.endLine(false);
        this.add({ kind: 'dots', bitmap: operation.bitmap, rows: operation.bitmap.rows });
        return;
      case 'qr':
        this.endLine(false);
        this.qr(operation.data, operation.moduleDots);
        return;
      case 'cut':
        this.tearOff();
        return;
      default:
    }
  }

  /** Ends the page, by the knife or by hand. A page with nothing on it is none. */
  tearOff(): void {
    this.endLine(false);
    if (this.strips.some((strip) => strip.kind !== 'blank')) this.onPage(this.strips);
    this.strips = [];
    this.rows = 0;
  }

  private text(text: string): void {
    for (const character of text) {
      const used = this.runs.reduce((columns, run) => columns + run.text.length * run.width, 0);
      if (used + this.width > this.columns) this.endLine(true);
      const last = this.runs.at(-1);
      if (last !== undefined && last.strong === this.strong && last.width === this.width && last.height === this.height) {
        this.runs[this.runs.length - 1] = { ...last, text: last.text + character };
      } else this.runs.push({ text: character, strong: this.strong, width: this.width, height: this.height });
    }
  }

  private endLine(evenEmpty: boolean): void {
    if (this.runs.length === 0 && !evenEmpty) return;
    const tallest = this.runs.reduce((height, run) => Math.max(height, run.height), 1);
    this.add({ kind: 'text', alignment: this.alignment, runs: this.runs, rows: Math.max(LINE_DOTS, tallest * CELL_HEIGHT_DOTS) });
    this.runs = [];
  }

  private qr(data: string, moduleDots: number): void {
    if (data === '') return;
    this.add({ kind: 'qr', alignment: this.alignment, data, moduleDots, rows: qrModules(data) * moduleDots });
  }

  /** A symbol that cannot be, or is wider than the paper, is not printed: printers do the same. */
  private barcode(code: Extract<EscPosOperation, { kind: 'barcode' }>): void {
    const bars = barsOf(code.symbology, code.data);
    if (bars === null || bars.length * code.moduleDots > this.columns * CELL_WIDTH_DOTS) return;
    this.add({ kind: 'bars', alignment: this.alignment, bars, moduleDots: code.moduleDots, rows: code.heightDots });
    if (!code.hasText) return;
    const run = { text: code.data, strong: false, width: 1, height: 1 };
    this.add({ kind: 'text', alignment: this.alignment, runs: [run], rows: LINE_DOTS });
  }

  private add(strip: PaperStrip): void {
    if (strip.rows === 0) return;
    if (this.rows + strip.rows > MAX_PAGE_ROWS) {
      this.onPage(this.strips);
      this.strips = [];
      this.rows = 0;
    }
    this.strips.push(strip);
    this.rows += strip.rows;
  }
}

function barsOf(symbology: BarcodeSymbology, data: string): Bars | null {
  switch (symbology) {
    case 'upc-a':
      return ean13Bars(`0${data}`);
    case 'ean-13':
      return ean13Bars(data);
    case 'ean-8':
      return ean8Bars(data);
    case 'code-128':
      return code128Bars(data);
    case 'other':
      return null;
  }
}

/** The lines of text of a page, as they read from the left; spaces at the end dropped. */
export function textOfPage(page: PaperPage): readonly string[] {
  return page.flatMap((strip) =>
    strip.kind === 'text'
      ? [
          strip.runs
            .map((run) => run.text)
            .join('')
            .trimEnd(),
        ]
      : [],
  );
}
