import type { DocumentWords } from '../../src-shared/documents/document-words.ts';
import type { InvoiceDocument, InvoiceLine } from '../../src-shared/documents/invoice-document.ts';
import type { InvoiceLabels } from '../../src-shared/documents/invoice-labels.ts';
import type { PdfPaper, TextStyle } from './pdf-paper.ts';

export const BODY: TextStyle = { size: 8.5, weight: 'regular' };
export const STRONG: TextStyle = { ...BODY, weight: 'bold' };
export const QUIET: TextStyle = { size: 7.5, weight: 'regular', colour: '#555' };
/** From one line of text to the next, in parts of its size. */
export const LINE_STEP = 1.4;
const CELL_ROOM = 2.5;
const COLUMN_GAP = 7;
const HEAD_FILL = '#e9e9ea';
const RULE = '#b5b5b8';

/** A column of the table: its head, where its text stands, and what of a line it shows. */
export interface Column {
  readonly head: string;
  readonly align: 'start' | 'end';
  readonly start: number;
  readonly width: number;
  readonly of: (line: InvoiceLine) => string;
  /** What stands under the cell in quiet letters. */
  readonly under?: (line: InvoiceLine) => string | null;
  /** Running sum carried from page to page; null where none is. */
  readonly sum: ((line: InvoiceLine) => number) | null;
}

type Draft = Omit<Column, 'start' | 'width'>;

/** The columns, each as wide as its widest figure; the description takes what is left. */
export function invoiceColumns(
  paper: PdfPaper,
  document: InvoiceDocument,
  words: DocumentWords,
  labels: InvoiceLabels,
  place: { readonly start: number; readonly width: number },
): readonly Column[] {
  const drafts = draftsOf(document, words, labels);
  const widths = drafts.map((draft) => widestOf(paper, draft, document, words));
  const nameAt = drafts.findIndex(({ align, head }) => align === 'start' && head === labels.name);
  const others = widths.reduce((sum, width, index) => sum + (index === nameAt ? 0 : width), 0);
  widths[nameAt] = place.width - others - COLUMN_GAP * (drafts.length - 1);
  let start = place.start;
  return drafts.map((draft, index) => {
    const column = { ...draft, start, width: widths[index] ?? 0 };
    start += column.width + COLUMN_GAP;
    return column;
  });
}

function draftsOf(document: InvoiceDocument, words: DocumentWords, labels: InvoiceLabels): readonly Draft[] {
  const { lines } = document;
  const modes = new Set(lines.map(({ priceIncludesTax }) => priceIncludesTax));
  const modeOf = (isIncluded: boolean): string => (isIncluded ? labels.taxIncluded : labels.taxExcluded);
  const [only] = modes;
  const priceHead = modes.size === 1 && only !== undefined ? `${labels.unitPrice} ${modeOf(only)}` : labels.unitPrice;
  const drafts: Draft[] = [
    { head: labels.line, align: 'start', of: (line) => words.count(line.lineNo), sum: null },
    {
      head: labels.name,
      align: 'start',
      of: (line) => words.text(line.name),
      under: (line) => (line.sku === null ? null : words.code(line.sku)),
      sum: null,
    },
    { head: labels.quantity, align: 'end', of: (line) => words.quantity(line), sum: null },
    {
      head: priceHead,
      align: 'end',
      of: (line) => words.amount(line.unitPriceMinor),
      // Prices of both modes on one paper: each says which it is.
      ...(modes.size > 1 ? { under: (line: InvoiceLine) => modeOf(line.priceIncludesTax) } : {}),
      sum: null,
    },
  ];
  if (lines.some(({ discountMinor }) => discountMinor !== 0)) {
    drafts.push({ head: labels.discount, align: 'end', of: (line) => words.amount(line.discountMinor), sum: null });
  }
  drafts.push(
    { head: labels.rate, align: 'end', of: (line) => words.rate(line.ratePpm), sum: null },
    { head: labels.exclusive, align: 'end', of: (line) => words.amount(line.exclusiveMinor), sum: (line) => line.exclusiveMinor },
    { head: labels.total, align: 'end', of: (line) => words.amount(line.totalMinor), sum: (line) => line.totalMinor },
  );
  return drafts;
}

/** A long invoice has a thousand lines and few widths: figures of as many characters are as wide, or nearly, as each other. */
function widestOf(paper: PdfPaper, draft: Draft, document: InvoiceDocument, words: DocumentWords): number {
  const headWords = draft.head.split(' ').map((word) => paper.width(word, STRONG));
  const longest = new Map<number, string>();
  for (const line of document.lines) {
    const text = draft.of(line);
    longest.set(text.length, text);
  }
  const { sum } = draft;
  if (sum !== null) {
    const total = words.amount(document.lines.reduce((all, line) => all + sum(line), 0));
    longest.set(total.length, total);
  }
  const cells = [...longest.values()].map((text) => paper.width(text, STRONG));
  return Math.max(...headWords, ...cells) + 1;
}

/** A row measured: how high it is, and what draws it with its top there. */
export interface TableRow {
  readonly height: number;
  readonly draw: (top: number) => void;
}

export function headRow(paper: PdfPaper, columns: readonly Column[], place: { readonly start: number; readonly width: number }): TableRow {
  const cells = columns.map((column) => paper.wrap(column.head, column.width + 1, STRONG));
  const height = Math.max(...cells.map((lines) => lines.length)) * STRONG.size * LINE_STEP + 2 * CELL_ROOM;
  return {
    height,
    draw: (top) => {
      paper.decoration(() => {
        paper.box(place.start - CELL_ROOM, top, place.width + 2 * CELL_ROOM, height, HEAD_FILL);
      });
      paper.within('TR', () => {
        for (const [index, column] of columns.entries()) {
          paper.leaf('TH', column.head, () => {
            drawLines(paper, cells[index] ?? [], column, top + CELL_ROOM, STRONG);
          });
        }
      });
    },
  };
}

export function lineRow(paper: PdfPaper, columns: readonly Column[], line: InvoiceLine): TableRow {
  const cells = columns.map((column) => {
    const text = column.of(line);
    return { column, text, lines: paper.wrap(text, column.width + 1, BODY), under: column.under?.(line) ?? null };
  });
  const heightOf = (cell: (typeof cells)[number]): number =>
    cell.lines.length * BODY.size * LINE_STEP + (cell.under === null ? 0 : QUIET.size * LINE_STEP);
  const height = Math.max(...cells.map(heightOf)) + 2 * CELL_ROOM;
  return {
    height,
    draw: (top) => {
      paper.within('TR', () => {
        for (const { column, text, lines, under } of cells) {
          paper.leaf('TD', under === null ? text : `${text} ${under}`, () => {
            drawLines(paper, lines, column, top + CELL_ROOM, BODY);
            if (under !== null) drawLines(paper, [under], column, top + CELL_ROOM + lines.length * BODY.size * LINE_STEP, QUIET);
          });
        }
      });
      ruleUnder(paper, columns, top + height);
    },
  };
}

/** The sums so far, at a page's foot and again at the head of the next one. */
export function carriedRow(
  paper: PdfPaper,
  columns: readonly Column[],
  label: string,
  lines: readonly InvoiceLine[],
  words: DocumentWords,
): TableRow {
  const height = STRONG.size * LINE_STEP + 2 * CELL_ROOM;
  const [, name] = columns;
  return {
    height,
    draw: (top) => {
      paper.within('TR', () => {
        if (name !== undefined) paper.leaf('TD', label, () => drawLines(paper, [label], name, top + CELL_ROOM, STRONG));
        for (const column of columns) {
          const { sum } = column;
          if (sum === null) continue;
          const text = words.amount(lines.reduce((all, line) => all + sum(line), 0));
          paper.leaf('TD', text, () => drawLines(paper, [text], column, top + CELL_ROOM, STRONG));
        }
      });
      ruleUnder(paper, columns, top + height);
    },
  };
}

function drawLines(paper: PdfPaper, lines: readonly string[], column: Column, top: number, style: TextStyle): void {
  for (const [index, line] of lines.entries()) {
    // Figures stand at the right in both directions, so that their last digits are under each other.
    const align = column.align === 'end' && paper.direction === 'rtl' ? 'start' : column.align;
    const baseline = top + style.size * (index * LINE_STEP + 1);
    paper.line(line, { start: column.start, width: column.width, baseline, align }, style);
  }
}

function ruleUnder(paper: PdfPaper, columns: readonly Column[], top: number): void {
  const first = columns[0];
  const last = columns.at(-1);
  if (first === undefined || last === undefined) return;
  paper.decoration(() => {
    paper.box(first.start - CELL_ROOM, top, last.start + last.width - first.start + 2 * CELL_ROOM, 0.4, RULE);
  });
}
