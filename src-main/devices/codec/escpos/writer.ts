import { barsOf, QUIET_MODULES } from '../../../../src-shared/barcode/bars.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../../../src-shared/receipt/document.ts';
import type { CodePage, PrinterProfile } from '../../profiles/printer-profile.ts';
import { barcodeBitmap } from '../../raster/barcode-bitmap.ts';
import { type Bitmap, bytesPerRow, stackBitmaps, widened } from '../../raster/bitmap.ts';
import type { LinePainter, LineStyle } from '../../raster/line-painter.ts';
import { qrBitmap, qrModuleDots, qrModules } from '../../raster/qr-bitmap.ts';
import { nativeBarcode } from './barcode-command.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { encodeFitted, fitToCodePage } from './code-page.ts';
import * as commands from './commands.ts';
import { codePageRows, columnRuler, darkness, dotRuler, type PrinterTestPart } from './printer-test.ts';
import { pairLines, wrapColumns } from './text-lines.ts';

/** Height of a line of font A with the usual line spacing, for the wait for the confirmation only. */
const TEXT_LINE_DOTS = 34;
/** The symbol takes no more of the paper's width than this share of it. */
const QR_SHARE_OF_WIDTH = 0.6;
const MAX_QR_BYTES = 1_000;
/** GS1 General Specifications: at least 0.264 mm a module for goods scanned at a till; two dots at 203 an inch are 0.25, three 0.375. */
const MIN_BARCODE_MODULE_DOTS = 2;
const MAX_BARCODE_MODULE_DOTS = 3;
const BARCODE_HEIGHT_DOTS = 80;
const MM_PER_INCH = 25.4;
const BLOCKS_PER_TURN = 8;
/** A value that is an amount or a count and nothing else. */
const FIGURE = /^[\u2066-\u2069]*-?[\d\u0660-\u0669][\d\u0660-\u0669.,\u066B\u066C\u00A0\u202F]*[\u2066-\u2069]*$/;

export interface EncodedJob {
  readonly bytes: Uint8Array;
  /** About how much paper it takes: what the wait for the confirmation is reckoned from. */
  readonly paperDots: number;
}

/**
 * A document as the bytes of one print job: initialise, lines, cut, and the question whose answer says that all of it is on paper. A line
 * goes out as text when one of the printer's code pages carries it whole, else as dots: no character is ever replaced by a question mark.
 * `logo`: the shop's picture, of the paper's width; null: none. Pure but for the painter. Throws on a document that breaks its own schema.
 */
export function encodeJob(
  document: ReceiptDocument,
  profile: PrinterProfile,
  painter: LinePainter,
  logo: Bitmap | null = null,
): EncodedJob {
  const writer = new JobWriter(document, profile, painter, logo);
  for (const block of document.blocks) writer.block(block);
  return writer.finish();
}

/** The same, letting others run in between: a ticket of a thousand drawn lines must not hold up a scan. */
export async function encodeJobInTurns(
  document: ReceiptDocument,
  profile: PrinterProfile,
  painter: LinePainter,
  pause: () => Promise<void>,
  logo: Bitmap | null = null,
): Promise<EncodedJob> {
  const writer = new JobWriter(document, profile, painter, logo);
  for (const [index, block] of document.blocks.entries()) {
    if (index > 0 && index % BLOCKS_PER_TURN === 0) await pause();
    writer.block(block);
  }
  return writer.finish();
}

/** The drawer's pulse as a job of its own. Null: this printer has no drawer port. */
export function encodeDrawerPulse(profile: PrinterProfile): EncodedJob | null {
  if (profile.drawer === null) return null;
  const { pin, onMs, offMs } = profile.drawer;
  return {
    bytes: Uint8Array.from([...commands.drawerPulse(pin, onMs, offMs), ...(profile.status.confirms ? commands.CONFIRM : [])]),
    paperDots: 0,
  };
}

interface TextState {
  codePage: number | null;
  alignment: commands.Alignment;
  strong: boolean;
  size: 1 | 2;
}

class JobWriter {
  private readonly out = new ByteBuffer();
  private paperDots = 0;
  /** What the printer stands at, so that a command is sent only when it changes something. */
  private readonly state: TextState = { codePage: null, alignment: 'left', strong: false, size: 1 };
  /** Pictures not sent yet: neighbours go out in one band. */
  private drawn: Bitmap[] = [];
  private readonly document: ReceiptDocument;
  private readonly profile: PrinterProfile;
  private readonly painter: LinePainter;
  private readonly logo: Bitmap | null;
  private readonly mayUseText: boolean;
  private readonly figureColumns = new Map<1 | 2, number>();
  private hasLabel = false;

  constructor(document: ReceiptDocument, profile: PrinterProfile, painter: LinePainter, logo: Bitmap | null) {
    this.document = document;
    this.profile = profile;
    this.painter = painter;
    this.logo = logo;
    this.mayUseText = document.direction === 'ltr' || profile.latinLinesOfArabic === 'text';
    this.out.write(commands.INITIALISE);
    this.out.write(commands.SINGLE_BYTE_TEXT);
    this.out.write(commands.PLAIN_ASCII);
  }

  block(block: ReceiptBlock): void {
    switch (block.kind) {
      case 'text':
        this.textBlock(block);
        return;
      case 'pair':
        this.pairBlock(block);
        return;
      case 'rule':
        if (this.mayUseText && this.profile.codePages[0] !== undefined) {
          this.textLine((block.style === 'single' ? '-' : '=').repeat(this.profile.columns), this.profile.codePages[0], 'left', PLAIN);
        } else this.draw(this.painter.rule(block.style));
        return;
      case 'feed':
        this.feed(block.lines);
        return;
      case 'qr':
        this.qr(block.data);
        return;
      case 'barcode':
        this.barcode(block);
        return;
      case 'logo':
        if (this.logo !== null) this.draw(this.logo);
        return;
      case 'label':
        this.label(block);
        return;
      case 'printer-test':
        this.printerTest(block.part);
        return;
    }
  }

  finish(): EncodedJob {
    this.flushDrawn();
    if (this.profile.cutter === 'none') this.feed(this.profile.tearOffLines);
    else this.out.write(commands.cutPaper(this.profile.cutter));
    if (this.profile.status.confirms) this.out.write(commands.CONFIRM);
    return { bytes: this.out.toBytes(), paperDots: this.paperDots };
  }

  private textBlock(block: Extract<ReceiptBlock, { kind: 'text' }>): void {
    const fitted = this.fit(block.text);
    if (fitted === null) {
      this.draw(this.painter.text(block.text, block.align, block, this.document.direction));
      return;
    }
    const alignment = block.align === 'center' ? 'center' : this.edge(block.align);
    for (const line of wrapColumns(fitted.texts[0] ?? '', this.columnsAt(block.size))) this.textLine(line, fitted.page, alignment, block);
  }

  private pairBlock(block: Extract<ReceiptBlock, { kind: 'pair' }>): void {
    const fitted = this.fit(block.start, block.end);
    const lines = fitted === null ? null : this.pairTextLines(fitted.texts[0] ?? '', fitted.texts[1] ?? '', block.size);
    if (fitted === null || lines === null) {
      const valueDots = FIGURE.test(block.end) ? this.figureDots(block.size) : 0;
      this.draw(this.painter.pair(block.start, block.end, block, this.document.direction, valueDots));
      return;
    }
    for (const line of lines) this.textLine(line, fitted.page, 'left', block);
  }

  /** The widest figure among the document's values of that size: the column they all stand in. */
  private figureDots(size: 1 | 2): number {
    const known = this.figureColumns.get(size);
    if (known !== undefined) return known;
    const { blocks, direction } = this.document;
    const figures = blocks.filter((block) => block.kind === 'pair' && block.size === size && FIGURE.test(block.end));
    const widest = figures.reduce((most, block) => {
      return block.kind === 'pair' ? Math.max(most, this.painter.valueWidth(block.end, block, direction)) : most;
    }, 0);
    this.figureColumns.set(size, widest);
    return widest;
  }

  private pairTextLines(start: string, end: string, size: 1 | 2): readonly string[] | null {
    const columns = this.columnsAt(size);
    if (this.document.direction === 'ltr') return pairLines(start, end, columns);
    if (start.length + 1 + end.length > columns) return null;
    return [end.padEnd(columns - start.length) + start];
  }

  /** The first code page that carries all of these texts, and the texts as it does. */
  private fit(...texts: readonly string[]): { readonly page: CodePage; readonly texts: readonly string[] } | null {
    if (!this.mayUseText) return null;
    for (const page of this.profile.codePages) {
      const fitted = texts.map((text) => fitToCodePage(text, page.name));
      if (fitted.every((text) => text !== null)) return { page, texts: fitted };
    }
    return null;
  }

  private edge(align: 'start' | 'end'): 'left' | 'right' {
    return (align === 'start') === (this.document.direction === 'ltr') ? 'left' : 'right';
  }

  private columnsAt(size: 1 | 2): number {
    return Math.floor(this.profile.columns / size);
  }

  private textLine(line: string, page: CodePage, alignment: commands.Alignment, style: LineStyle): void {
    this.flushDrawn();
    const strong = style.emphasis === 'strong';
    if (this.state.codePage !== page.number) this.out.write(commands.selectCodePage(page.number));
    this.align(alignment);
    if (this.state.strong !== strong) this.out.write(commands.selectEmphasis(strong));
    if (this.state.size !== style.size) this.out.write(commands.selectSize(style.size));
    Object.assign(this.state, { codePage: page.number, strong, size: style.size } satisfies Partial<TextState>);
    this.out.write(encodeFitted(line.trimEnd(), page.name));
    this.out.write([commands.LF]);
    this.paperDots += TEXT_LINE_DOTS * style.size;
  }

  private align(alignment: commands.Alignment): void {
    if (this.state.alignment !== alignment) this.out.write(commands.selectAlignment(alignment));
    this.state.alignment = alignment;
  }

  private feed(lines: number): void {
    this.flushDrawn();
    if (lines > 0) this.out.write(commands.feedLines(lines));
    this.paperDots += TEXT_LINE_DOTS * lines;
  }

  private qr(data: string): void {
    const bytes = new TextEncoder().encode(data);
    // A control byte inside the data could be taken for a command, and a longer one cannot be scanned off paper anyway.
    if (bytes.length > MAX_QR_BYTES || bytes.some((byte) => byte < 0x20 || byte === 0x7f)) throw new Error('not the data of a receipt QR');
    const moduleDots = qrModuleDots(data, Math.floor(this.profile.widthDots * QR_SHARE_OF_WIDTH), this.profile.qr.maxModuleDots);
    if (this.profile.qr.kind === 'drawn') {
      this.draw(qrBitmap(data, this.profile.widthDots, moduleDots));
      return;
    }
    this.flushDrawn();
    this.align('center');
    this.out.write(commands.nativeQr(bytes, moduleDots));
    this.paperDots += qrModules(data) * moduleDots;
  }

  private barcode({ symbology, data }: Extract<ReceiptBlock, { kind: 'barcode' }>): void {
    const bars = barsOf(symbology, data);
    // A printer draws nothing then and says nothing.
    if (bars === null) throw new Error(`not the data of an ${symbology}`);
    const moduleDots = Math.min(MAX_BARCODE_MODULE_DOTS, Math.floor(this.profile.widthDots / (bars.length + 2 * QUIET_MODULES)));
    // Finer than a scanner reads: the figures are typed then.
    if (moduleDots < MIN_BARCODE_MODULE_DOTS) {
      this.textBlock({ kind: 'text', text: data, align: 'center', ...PLAIN });
      return;
    }
    if (this.profile.barcodes === 'drawn') {
      this.draw(barcodeBitmap(bars, this.profile.widthDots, moduleDots, BARCODE_HEIGHT_DOTS));
      this.draw(this.painter.text(data, 'center', PLAIN, 'ltr'));
      return;
    }
    this.flushDrawn();
    this.align('center');
    this.out.write(nativeBarcode(symbology, data, moduleDots, BARCODE_HEIGHT_DOTS));
    this.paperDots += BARCODE_HEIGHT_DOTS + TEXT_LINE_DOTS;
  }

  /** Each one cut off from the next, or far enough from it to be torn off. */
  private label({ label, copies }: Extract<ReceiptBlock, { kind: 'label' }>): void {
    const { widthDots, dotsPerInch, cutter, tearOffLines } = this.profile;
    const picture = widened(this.painter.labels.paint(label, dotsPerInch / MM_PER_INCH), widthDots);
    for (let copy = 0; copy < copies; copy++) {
      if (this.hasLabel) {
        this.flushDrawn();
        if (cutter === 'none') this.feed(tearOffLines);
        else this.out.write(commands.cutPaper(cutter));
      }
      this.hasLabel = true;
      this.draw(picture);
    }
  }

  private printerTest(part: PrinterTestPart): void {
    const { codePages, columns, widthDots } = this.profile;
    switch (part) {
      case 'ruler':
        if (codePages[0] !== undefined) for (const line of columnRuler(columns)) this.textLine(line, codePages[0], 'left', PLAIN);
        this.draw(dotRuler(widthDots));
        return;
      case 'code-pages':
        for (const page of codePages) {
          this.textLine(`${page.name} (ESC t ${page.number})`, page, 'left', PLAIN);
          for (const row of codePageRows(page)) this.textLine(row, page, 'left', PLAIN);
        }
        return;
      case 'darkness':
        this.draw(darkness(widthDots));
        return;
    }
  }

  private draw(bitmap: Bitmap): void {
    this.drawn.push(bitmap);
    this.paperDots += bitmap.rows;
  }

  private flushDrawn(): void {
    if (this.drawn.length === 0) return;
    this.align('left');
    for (const band of bandsOf(this.drawn, this.profile.raster.maxRows)) {
      const rowBytes = bytesPerRow(band.widthDots);
      this.out.write(commands.rasterHead(rowBytes, band.rows));
      this.out.write(commands.withoutRealTimeCommands(band.bits));
    }
    this.drawn = [];
  }
}

const PLAIN: LineStyle = { emphasis: 'normal', size: 1 };

/** Pictures put together in bands of at most `maxRows`, parted between lines where that can be: some printers stop a moment at each. */
function bandsOf(bitmaps: readonly Bitmap[], maxRows: number): readonly Bitmap[] {
  const bands: Bitmap[] = [];
  let gathered: Bitmap[] = [];
  let rows = 0;
  const close = (): void => {
    if (gathered.length > 0) bands.push(stackBitmaps(gathered));
    gathered = [];
    rows = 0;
  };
  for (const piece of bitmaps.flatMap((bitmap) => slices(bitmap, maxRows))) {
    if (rows + piece.rows > maxRows) close();
    gathered.push(piece);
    rows += piece.rows;
  }
  close();
  return bands;
}

function slices(bitmap: Bitmap, maxRows: number): readonly Bitmap[] {
  if (bitmap.rows <= maxRows) return [bitmap];
  const rowBytes = bytesPerRow(bitmap.widthDots);
  const pieces: Bitmap[] = [];
  for (let top = 0; top < bitmap.rows; top += maxRows) {
    const rows = Math.min(maxRows, bitmap.rows - top);
    pieces.push({ widthDots: bitmap.widthDots, rows, bits: bitmap.bits.subarray(top * rowBytes, (top + rows) * rowBytes) });
  }
  return pieces;
}
