import QRCode from 'qrcode';
import { QUIET_MODULES as BAR_QUIET_MODULES, code128Bars, ean8Bars, ean13Bars } from '../../src-shared/barcode/bars.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { DocumentLogo } from './document-logo.ts';
import { drawPageNumbers } from './page-numbers.ts';
import { A4, mm } from './paper-sizes.ts';
import { type PaperOptions, PdfPaper, type TextStyle } from './pdf-paper.ts';

const ROLL_WIDTH = mm(80);
/** ISO/IEC 18004: four modules of white on every side. */
const QUIET_MODULES = 4;
/** A viewer cannot open a longer page (ISO 32000-1, annex C: 14,400 units). */
const LONGEST_PAGE = 14_000;

interface Sheet {
  readonly width: number;
  /** Null: as long as what is on it. */
  readonly height: number | null;
  readonly start: number;
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
  readonly sizes: Readonly<Record<1 | 2, number>>;
  readonly qrSide: number;
}

/** The roll is the receipt as it is printed; on A4 the same lines stand in one column that the eye can follow across. */
const SHEETS: Readonly<Record<'roll' | 'a4', Sheet>> = {
  roll: {
    width: ROLL_WIDTH,
    height: null,
    start: mm(4),
    column: ROLL_WIDTH - 2 * mm(4),
    top: mm(5),
    bottom: mm(6),
    sizes: { 1: 8.5, 2: 14 },
    qrSide: mm(28),
  },
  a4: {
    width: A4.width,
    height: A4.height,
    start: mm(35),
    column: mm(140),
    top: mm(18),
    bottom: mm(20),
    sizes: { 1: 10, 2: 15 },
    qrSide: mm(32),
  },
};

/** A value that is an amount or a count and nothing else. */
const FIGURE = /^[\u2066-\u2069]*-?[\d\u0660-\u0669][\d\u0660-\u0669.,\u066B\u066C\u00A0\u202F]*[\u2066-\u2069]*$/;
const LINE = 1.5;
const BASELINE = 1.08;
const PAIR_GAP = 8;
const RULE_ROOM = 9;
/** GS1 General Specifications: a module of 0.33 mm is the symbol's nominal size. */
const BAR_MODULE = mm(0.33);
const BAR_HEIGHT = mm(12);
/** A logo that is taller costs more page than the receipt. */
const HIGHEST_LOGO = mm(40);
const LOGO_GAP = mm(2);
const GREY = '#777';

/** One step down the page: how high it is, and how it is drawn at a top. */
interface Row {
  readonly height: number;
  readonly draw: (top: number) => void;
}

export type ReceiptPaper = 'roll' | 'a4';

/** Any printable document (receipt, Z report, closure, statement) as a PDF. */
export async function renderReceiptPdf(
  document: ReceiptDocument,
  on: ReceiptPaper,
  { logo, ...options }: Pick<PaperOptions, 'fontsFolder' | 'now'> & { readonly logo: DocumentLogo | null },
): Promise<Uint8Array> {
  const paper = new PdfPaper({ ...options, language: document.language, direction: document.direction, title: document.title });
  const sheet = SHEETS[on];
  const figures = figureColumns(document, paper, sheet);
  const rows = document.blocks.map((block) => rowOf(block, { paper, sheet, figures, logo }));
  const pages = intoPages(rows, sheet);
  for (const page of pages) {
    const used = page.reduce((sum, row) => sum + row.height, 0);
    paper.addPage(sheet.width, sheet.height ?? sheet.top + used + sheet.bottom);
    let top = sheet.top;
    for (const row of page) {
      row.draw(top);
      top += row.height;
    }
  }
  if (sheet.height !== null)
    drawPageNumbers(paper, document.title, { start: sheet.start, width: sheet.column, baseline: sheet.height - mm(10) });
  return paper.finish();
}

function intoPages(rows: readonly Row[], sheet: Sheet): readonly (readonly Row[])[] {
  const room = (sheet.height ?? LONGEST_PAGE) - sheet.top - sheet.bottom;
  const pages: Row[][] = [[]];
  let used = 0;
  for (const row of rows) {
    if (used > 0 && used + row.height > room) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(row);
    used += row.height;
  }
  return pages;
}

/** The widest figure of each size: in a right-to-left table their last digits stand under each other, at the right of that much room. */
function figureColumns(document: ReceiptDocument, paper: PdfPaper, sheet: Sheet): Readonly<Record<1 | 2, number>> {
  const columns = { 1: 0, 2: 0 };
  if (document.direction === 'ltr') return columns;
  for (const block of document.blocks) {
    if (block.kind !== 'pair' || !FIGURE.test(block.end)) continue;
    columns[block.size] = Math.max(columns[block.size], paper.width(block.end, styleOf(block, sheet)));
  }
  return columns;
}

interface Surroundings {
  readonly paper: PdfPaper;
  readonly sheet: Sheet;
  readonly figures: Readonly<Record<1 | 2, number>>;
  readonly logo: DocumentLogo | null;
}

function rowOf(block: ReceiptBlock, { paper, sheet, figures, logo }: Surroundings): Row {
  switch (block.kind) {
    case 'text':
      return textRow(block, paper, sheet);
    case 'pair':
      return pairRow(block, paper, sheet, FIGURE.test(block.end) ? figures[block.size] : 0);
    case 'rule':
      return ruleRow(block.style, paper, sheet);
    case 'feed':
      return { height: block.lines * sheet.sizes[1] * LINE, draw: () => undefined };
    case 'qr':
      return qrRow(block.data, paper, sheet);
    case 'barcode':
      return barcodeRow(block, paper, sheet);
    case 'label':
      return pairRow(
        { kind: 'pair', start: block.label.names[0]?.text ?? '', end: block.label.price.text, emphasis: 'normal', size: 1 },
        paper,
        sheet,
        0,
      );
    case 'logo':
      return logo === null ? { height: 0, draw: () => undefined } : logoRow(logo, paper, sheet);
    // A printer's test patterns are of its own dots.
    case 'printer-test':
      return { height: 0, draw: () => undefined };
  }
}

function styleOf(block: { readonly size: 1 | 2; readonly emphasis: 'normal' | 'strong' }, sheet: Sheet): TextStyle {
  return { size: sheet.sizes[block.size], weight: block.emphasis === 'strong' ? 'bold' : 'regular' };
}

function textRow(block: Extract<ReceiptBlock, { kind: 'text' }>, paper: PdfPaper, sheet: Sheet): Row {
  const style = styleOf(block, sheet);
  const lines = paper.wrap(block.text, sheet.column, style);
  const step = style.size * LINE;
  return {
    height: lines.length * step,
    draw: (top) => {
      paper.leaf('P', block.text, () => {
        for (const [index, line] of lines.entries()) {
          const baseline = top + index * step + style.size * BASELINE;
          paper.line(line, { start: sheet.start, width: sheet.column, baseline, align: block.align }, style);
        }
      });
    },
  };
}

/** The label wraps beside its value; the value is drawn smaller when it alone is wider than the column. */
function pairRow(block: Extract<ReceiptBlock, { kind: 'pair' }>, paper: PdfPaper, sheet: Sheet, figureRoom: number): Row {
  const style = styleOf(block, sheet);
  const valueWidth = paper.width(block.end, style);
  const valueStyle = valueWidth > sheet.column ? { ...style, size: (style.size * sheet.column) / valueWidth } : style;
  const room = Math.min(Math.max(valueWidth, figureRoom), sheet.column);
  const beside = sheet.column - room - PAIR_GAP;
  const valueSlot = { start: sheet.start, width: sheet.column - Math.max(0, room - valueWidth), align: 'end' } as const;
  const isCramped = beside < sheet.column / 4;
  const lines = paper.wrap(block.start, isCramped ? sheet.column : beside, style);
  const step = style.size * LINE;
  const fitsBeside = paper.width(lines.at(-1) ?? '', style) <= beside;
  const count = lines.length + (fitsBeside ? 0 : 1);
  const baselineOf = (top: number, line: number): number => top + line * step + style.size * BASELINE;
  return {
    height: count * step,
    draw: (top) => {
      paper.leaf('P', `${block.start} ${block.end}`, () => {
        for (const [index, line] of lines.entries()) {
          paper.line(line, { start: sheet.start, width: sheet.column, baseline: baselineOf(top, index), align: 'start' }, style);
        }
        paper.line(block.end, { ...valueSlot, baseline: baselineOf(top, count - 1) }, valueStyle);
      });
    },
  };
}

function ruleRow(style: 'single' | 'double', paper: PdfPaper, sheet: Sheet): Row {
  return {
    height: RULE_ROOM,
    draw: (top) => {
      paper.decoration(() => {
        const middle = top + RULE_ROOM / 2;
        if (style === 'single') paper.box(sheet.start, middle, sheet.column, 0.5, GREY);
        else for (const at of [middle - 1.2, middle + 0.8]) paper.box(sheet.start, at, sheet.column, 0.6, '#000');
      });
    },
  };
}

/** In the middle, above the shop's name: a decoration, for the name says what it shows. */
function logoRow({ png, width, height, widthPercent }: DocumentLogo, paper: PdfPaper, sheet: Sheet): Row {
  const scale = Math.min((sheet.column * widthPercent) / 100 / width, HIGHEST_LOGO / height);
  const [drawnWidth, drawnHeight] = [width * scale, height * scale];
  return {
    height: drawnHeight + LOGO_GAP,
    draw: (top) => {
      paper.decoration(() => {
        paper.picture(png, (sheet.width - drawnWidth) / 2, top, drawnWidth, drawnHeight);
      });
    },
  };
}

function qrRow(data: string, paper: PdfPaper, sheet: Sheet): Row {
  const { modules } = QRCode.create(data, { errorCorrectionLevel: 'M' });
  const moduleSide = sheet.qrSide / (modules.size + 2 * QUIET_MODULES);
  return {
    height: sheet.qrSide,
    draw: (top) => {
      const left = (sheet.width - sheet.qrSide) / 2 + QUIET_MODULES * moduleSide;
      paper.leaf('Figure', data, () => {
        paper.squares(left, top + QUIET_MODULES * moduleSide, moduleSide, modules.size, (row, column) => modules.get(row, column) !== 0);
      });
    },
  };
}

/** Bars as wide as a scanner likes them where there is room, with their figures below. */
function barcodeRow({ symbology, data }: Extract<ReceiptBlock, { kind: 'barcode' }>, paper: PdfPaper, sheet: Sheet): Row {
  const bars = symbology === 'ean-13' ? ean13Bars(data) : symbology === 'ean-8' ? ean8Bars(data) : code128Bars(data);
  if (bars === null) throw new Error(`not the data of an ${symbology}`);
  const module = Math.min(BAR_MODULE, sheet.column / (bars.length + 2 * BAR_QUIET_MODULES));
  const style: TextStyle = { size: sheet.sizes[1], weight: 'regular' };
  return {
    height: BAR_HEIGHT + style.size * LINE,
    draw: (top) => {
      paper.leaf('P', data, () => {
        paper.bars((sheet.width - bars.length * module) / 2, top, module, BAR_HEIGHT, bars);
        paper.line(data, { start: sheet.start, width: sheet.column, baseline: top + BAR_HEIGHT + style.size, align: 'center' }, style);
      });
    },
  };
}
