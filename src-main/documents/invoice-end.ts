import { drawColumn, type InvoiceSheet } from './invoice-sheet.ts';
import { BODY, LINE_STEP, QUIET, STRONG } from './invoice-table.ts';
import { mm } from './paper-sizes.ts';
import type { TextStyle } from './pdf-paper.ts';

const PAYABLE: TextStyle = { size: 12, weight: 'bold' };
const ABOVE = mm(4);
const PARTING = mm(8);
const TOTALS_SHARE = 0.46;
const ROW = BODY.size * LINE_STEP + 2;
const PAYABLE_ROW = PAYABLE.size * LINE_STEP + 6;
const PAYABLE_FILL = '#e9e9ea';

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly style: TextStyle;
}

/** How much room everything below the table takes: it stays together on one page. */
export function endHeight(sheet: InvoiceSheet): number {
  const taxes = taxRows(sheet).length * ROW;
  const payments = (1 + paymentsOf(sheet).length) * ROW;
  const words = wordsLines(sheet).length * STRONG.size * LINE_STEP + ROW;
  return ABOVE + Math.max(taxes + payments + ROW, totalsOf(sheet).length * ROW + PAYABLE_ROW + ROW) + words + 2 * ROW;
}

/** Taxes and payments at the start, totals at the end, then the amount in words and the signature. */
export function drawInvoiceEnd(sheet: InvoiceSheet, top: number): void {
  const { paper, document, labels, words } = sheet;
  const { left, totals } = columnsOf(sheet);
  const begin = top + ABOVE;
  let leftTop = drawTaxes(sheet, begin, left);
  const heading = document.kind === 'invoice' ? labels.payments : labels.repayments;
  leftTop = drawColumn(sheet, [heading], { ...left, top: leftTop + ROW / 2, align: 'start' }, QUIET);
  for (const payment of paymentsOf(sheet)) leftTop = drawFigure(sheet, payment, { ...left, top: leftTop });
  let totalsTop = begin;
  for (const figure of totalsOf(sheet)) totalsTop = drawFigure(sheet, figure, { ...totals, top: totalsTop });
  totalsTop = drawPayable(sheet, totalsTop + 2, totals);
  let below = Math.max(leftTop, totalsTop) + ROW;
  const inWords = wordsLines(sheet);
  if (document.inWords !== null) {
    const lead = document.kind === 'invoice' ? labels.inWordsInvoice : labels.inWordsCreditNote;
    below = drawColumn(sheet, [lead], { start: sheet.start, width: sheet.width, top: below, align: 'start' }, BODY);
    paper.leaf('P', document.inWords, () => {
      for (const line of inWords) {
        paper.line(line, { start: sheet.start, width: sheet.width, baseline: below + STRONG.size, align: 'start' }, STRONG);
        below += STRONG.size * LINE_STEP;
      }
    });
  }
  const signature = `${labels.signature} ${words.code(document.signature)}`;
  drawColumn(sheet, [signature], { start: sheet.start, width: sheet.width, top: below + ROW / 2, align: 'start' }, QUIET);
}

interface Side {
  readonly start: number;
  readonly width: number;
}

function columnsOf(sheet: InvoiceSheet): { readonly left: Side; readonly totals: Side } {
  const width = sheet.width * TOTALS_SHARE;
  return {
    left: { start: sheet.start, width: sheet.width - width - PARTING },
    totals: { start: sheet.start + sheet.width - width, width },
  };
}

function wordsLines(sheet: InvoiceSheet): readonly string[] {
  const { inWords } = sheet.document;
  return inWords === null ? [] : sheet.paper.wrap(sheet.words.text(inWords), sheet.width, STRONG);
}

function totalsOf({ document: { totals }, labels, words }: InvoiceSheet): readonly Figure[] {
  const row = (label: string, amountMinor: number, style = BODY): Figure => ({ label, value: words.amount(amountMinor), style });
  return [
    row(labels.totalExclusive, totals.exclusiveMinor),
    row(labels.totalTax, totals.taxMinor),
    row(labels.totalInclusive, totals.totalMinor, STRONG),
    ...(totals.discountMinor === 0 ? [] : [row(labels.discounts, totals.discountMinor, QUIET)]),
    ...(totals.stampDutyMinor === 0 ? [] : [row(labels.stampDuty, totals.stampDutyMinor)]),
    ...(totals.roundingMinor === 0 ? [] : [row(labels.rounding, totals.roundingMinor)]),
  ];
}

function paymentsOf({ document, words }: InvoiceSheet): readonly Figure[] {
  return document.payments.map(({ name, amountMinor, detail }) => ({
    label: detail === null ? words.text(name) : `${words.text(name)} ${words.code(detail)}`,
    value: words.amount(amountMinor),
    style: BODY,
  }));
}

function taxRows({ document, labels, words }: InvoiceSheet): readonly (readonly [string, string, string])[] {
  return [
    ['', labels.taxBase, labels.tax],
    ...document.taxes.map(({ name, ratePpm, baseMinor, taxMinor }): readonly [string, string, string] => [
      name === null ? labels.exempt : `${words.text(name)} ${words.rate(ratePpm)}`,
      words.amount(baseMinor),
      words.amount(taxMinor),
    ]),
  ];
}

function drawTaxes(sheet: InvoiceSheet, top: number, side: Side): number {
  const { paper } = sheet;
  const rows = taxRows(sheet);
  const column = side.width / 3;
  paper.within('Table', () => {
    for (const [index, cells] of rows.entries()) {
      const style = index === 0 ? QUIET : BODY;
      paper.within('TR', () => {
        for (const [place, text] of cells.entries()) {
          const slot = { start: side.start + place * column, width: column, baseline: top + index * ROW + BODY.size } as const;
          paper.leaf(index === 0 ? 'TH' : 'TD', text, () => {
            paper.line(text, { ...slot, align: alignOf(sheet, place) }, style);
          });
        }
      });
    }
  });
  return top + rows.length * ROW;
}

/** The first column is words, the others figures, which stand at the right in both directions. */
function alignOf({ paper }: InvoiceSheet, column: number): 'start' | 'end' {
  return column === 0 || paper.direction === 'rtl' ? 'start' : 'end';
}

function drawFigure(sheet: InvoiceSheet, { label, value, style }: Figure, place: Side & { readonly top: number }): number {
  const { paper } = sheet;
  const valueWidth = place.width * 0.4;
  const lines = paper.wrap(label, place.width - valueWidth - 4, style);
  const baselineOf = (line: number): number => place.top + style.size + line * style.size * LINE_STEP;
  paper.leaf('P', `${label} ${value}`, () => {
    for (const [index, line] of lines.entries()) {
      paper.line(line, { start: place.start, width: place.width, baseline: baselineOf(index), align: 'start' }, style);
    }
    drawValue(sheet, value, { start: place.start + place.width - valueWidth, width: valueWidth }, baselineOf(0), style);
  });
  return place.top + Math.max(ROW, lines.length * style.size * LINE_STEP + 2);
}

/** Values stand under each other by their last digits: at the right end of their column in both directions. */
function drawValue(sheet: InvoiceSheet, value: string, side: Side, baseline: number, style: TextStyle): void {
  const { paper, words, document } = sheet;
  // The widest of them is the payable amount or one of its parts: a column of its width ends at the page's edge.
  const room = paper.direction === 'rtl' ? paper.width(words.amount(widestOf(document.totals)), STRONG) : 0;
  const width = paper.width(value, style);
  const inset = Math.max(0, room - width);
  paper.line(value, { start: side.start, width: side.width - inset, baseline, align: 'end' }, style);
}

function widestOf(totals: InvoiceSheet['document']['totals']): number {
  return Math.max(totals.totalMinor, totals.exclusiveMinor, totals.payableMinor);
}

function drawPayable(sheet: InvoiceSheet, top: number, side: Side): number {
  const { paper, document, labels, words } = sheet;
  const label = document.kind === 'invoice' ? labels.payable : labels.credited;
  const value = words.amountWithCurrency(document.totals.payableMinor);
  const room = side.width - paper.width(label, PAYABLE) - 8;
  const width = paper.width(value, PAYABLE);
  const style = width > room ? { ...PAYABLE, size: (PAYABLE.size * room) / width } : PAYABLE;
  paper.decoration(() => {
    paper.box(side.start - 3, top, side.width + 6, PAYABLE_ROW, PAYABLE_FILL);
  });
  const baseline = top + PAYABLE.size + 4;
  paper.leaf('P', `${label} ${value}`, () => {
    paper.line(label, { ...side, baseline, align: 'start' }, PAYABLE);
    paper.line(value, { ...side, baseline, align: 'end' }, style);
  });
  return top + PAYABLE_ROW;
}
