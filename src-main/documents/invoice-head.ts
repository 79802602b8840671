import { drawColumn, type InvoiceSheet } from './invoice-sheet.ts';
import { BODY, QUIET, STRONG } from './invoice-table.ts';
import { mm } from './paper-sizes.ts';
import type { TextStyle } from './pdf-paper.ts';

const NAME: TextStyle = { size: 15, weight: 'bold' };
const KIND: TextStyle = { size: 17, weight: 'bold' };
const BANNER: TextStyle = { size: 11, weight: 'bold', colour: '#b00020' };
const PARTING = mm(8);
const BOX_FILL = '#f4f4f5';
const BOX_ROOM = mm(3);

/** Who sells, what it is, and to whom: everything above the table. Answers where the table begins. */
export function drawInvoiceHead(sheet: InvoiceSheet, top: number): number {
  const half = (sheet.width - PARTING) / 2;
  const seller = { start: sheet.start, width: half, align: 'start' } as const;
  const facts = { start: sheet.start + half + PARTING, width: half, align: 'end' } as const;
  const nameEnd = drawTitle(sheet, sheet.words.text(sheet.document.shop.tradeName), { ...seller, top }, NAME, 'H2');
  const sellerEnd = drawColumn(sheet, mentionsOf(sheet), { ...seller, top: nameEnd });
  const factsEnd = drawColumn(sheet, factsOf(sheet), { ...facts, top: drawKind(sheet, { ...facts, top }) }, BODY);
  return drawBuyer(sheet, Math.max(sellerEnd, factsEnd) + mm(5), half) + mm(5);
}

type Place = Parameters<typeof drawColumn>[2];

function drawTitle({ paper }: InvoiceSheet, text: string, place: Place, style: TextStyle, role: 'H1' | 'H2'): number {
  const lines = paper.wrap(text, place.width, style);
  paper.leaf(role, text, () => {
    for (const [index, line] of lines.entries())
      paper.line(line, { ...place, baseline: place.top + style.size * (1 + index * 1.3) }, style);
  });
  return place.top + lines.length * style.size * 1.3 + 2;
}

function drawKind(sheet: InvoiceSheet, place: Place): number {
  const { document, labels, words } = sheet;
  let top = drawTitle(sheet, document.kind === 'invoice' ? labels.invoice : labels.creditNote, place, KIND, 'H1');
  if (document.copy > 1) top = drawTitle(sheet, `${labels.duplicate} ${words.count(document.copy - 1)}`, { ...place, top }, BANNER, 'H2');
  if (document.training) top = drawTitle(sheet, labels.training, { ...place, top }, BANNER, 'H2');
  return top;
}

/** Everything the law wants to be said of the shop. */
function mentionsOf({ document: { shop }, labels, words }: InvoiceSheet): readonly string[] {
  return [
    ...(shop.legalForm === null ? [] : [words.text(shop.legalForm)]),
    ...(shop.capitalMinor === null ? [] : [`${labels.capital} ${words.amountWithCurrency(shop.capitalMinor)}`]),
    ...shop.address.map((line) => words.text(line)),
    ...(shop.phone === null ? [] : [`${labels.phone} ${words.code(shop.phone)}`]),
    ...shop.identifiers.map(({ label, value }) => words.labelled(label, value)),
  ];
}

function factsOf({ document, labels, words }: InvoiceSheet): readonly string[] {
  const { receipt, corrects } = document;
  return [
    `${labels.number} ${words.code(document.number)}`,
    `${labels.date} ${words.date(document.date)}`,
    ...(corrects === null ? [] : [`${labels.corrects} ${words.code(corrects.number)} ${labels.ofDate} ${words.date(corrects.date)}`]),
    `${labels.receipt} ${words.code(receipt.number)} ${labels.ofDate} ${words.date(receipt.date)}`,
    `${labels.seller} ${words.text(receipt.sellerName)}`,
  ];
}

function drawBuyer(sheet: InvoiceSheet, top: number, half: number): number {
  const { paper, document, labels, words } = sheet;
  const { buyer } = document;
  const heading = document.kind === 'invoice' ? labels.billedTo : labels.creditedTo;
  const name = buyer === null ? labels.buyerErased : words.text(buyer.name);
  const left = buyer === null ? [] : buyer.address.map((line) => words.text(line));
  const right =
    buyer === null
      ? []
      : [
          ...(buyer.phone === null ? [] : [`${labels.phone} ${words.code(buyer.phone)}`]),
          ...buyer.identifiers.map(({ label, value }) => words.labelled(label, value)),
        ];
  const inner = { start: sheet.start + BOX_ROOM, width: half - BOX_ROOM, align: 'start' } as const;
  const other = { ...inner, start: inner.start + half + PARTING };
  const lineOf = (style: TextStyle, text: string, width: number): number => paper.wrap(text, width, style).length * style.size * 1.4;
  const heightOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + lineOf(BODY, text, inner.width), 0);
  const nameHeight = lineOf(QUIET, heading, inner.width) + lineOf(STRONG, name, inner.width);
  const height = Math.max(nameHeight + heightOf(left), heightOf(right)) + 2 * BOX_ROOM;
  paper.decoration(() => {
    paper.box(sheet.start, top, sheet.width, height, BOX_FILL);
  });
  paper.within('Sect', () => {
    const nameTop = drawColumn(sheet, [heading], { ...inner, top: top + BOX_ROOM }, QUIET);
    drawColumn(sheet, left, { ...inner, top: drawColumn(sheet, [name], { ...inner, top: nameTop }, STRONG) }, BODY);
    drawColumn(sheet, right, { ...other, top: top + BOX_ROOM }, BODY);
  });
  return top + height;
}
