import type { ReceiptBlock, ReceiptDocument } from '../receipt/document.ts';
import { pairBlock, textBlock } from '../receipt/receipt-words.ts';
import { type DocumentWords, documentWords } from './document-words.ts';
import type { InvoiceDocument, InvoiceLine } from './invoice-document.ts';
import type { InvoiceLabels } from './invoice-labels.ts';

const INDENT = '\u00A0\u00A0';
const MILLI = 1_000;
const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
const DOUBLE_RULE: ReceiptBlock = { kind: 'rule', style: 'double' };

/** An invoice or a credit note on the paper of receipts: the same facts as on A4, one below the other. */
export function invoiceOnRoll(document: InvoiceDocument, labels: InvoiceLabels): ReceiptDocument {
  const words = documentWords(document);
  const title = document.kind === 'invoice' ? labels.invoice : labels.creditNote;
  const banners = bannerBlocks(document, labels, words);
  const blocks: ReceiptBlock[] = [
    ...shopBlocks(document, labels, words),
    ...banners,
    RULE,
    textBlock(title, { align: 'center', emphasis: 'strong', size: 2 }),
    pairBlock(`${labels.number} ${words.code(document.number)}`, words.date(document.date), { emphasis: 'strong' }),
    pairBlock(`${labels.receipt} ${words.code(document.receipt.number)}`, words.date(document.receipt.date)),
    pairBlock(labels.seller, words.text(document.receipt.sellerName)),
    ...correctsBlocks(document, labels, words),
    RULE,
    ...buyerBlocks(document, labels, words),
    RULE,
    ...document.lines.flatMap((line) => lineBlocks(line, labels, words)),
    RULE,
    ...totalBlocks(document, labels, words),
    ...wordsBlocks(document, labels, words),
    ...paymentBlocks(document, labels, words),
    textBlock(`${labels.signature} ${words.code(document.signature)}`, { align: 'center' }),
    ...banners,
  ];
  return { language: document.language, direction: words.direction, title: document.number, blocks };
}

function bannerBlocks(document: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  const banners: string[] = [];
  if (document.training) banners.push(labels.training);
  if (document.copy > 1) banners.push(`${labels.duplicate} ${words.count(document.copy - 1)}`);
  return banners.map((text) => textBlock(text, { align: 'center', emphasis: 'strong', size: 2 }));
}

function shopBlocks({ shop }: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  const centred = (text: string): ReceiptBlock => textBlock(text, { align: 'center' });
  return [
    textBlock(words.text(shop.tradeName), { align: 'center', emphasis: 'strong', size: 2 }),
    ...(shop.legalForm === null ? [] : [centred(words.text(shop.legalForm))]),
    ...shop.address.map((line) => centred(words.text(line))),
    ...(shop.phone === null ? [] : [centred(`${labels.phone} ${words.code(shop.phone)}`)]),
    ...shop.identifiers.map(({ label, value }) => centred(words.labelled(label, value))),
    ...(shop.capitalMinor === null ? [] : [centred(`${labels.capital} ${words.amountWithCurrency(shop.capitalMinor)}`)]),
  ];
}

function correctsBlocks({ corrects }: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  if (corrects === null) return [];
  return [textBlock(`${labels.corrects} ${words.code(corrects.number)} ${labels.ofDate} ${words.date(corrects.date)}`)];
}

function buyerBlocks({ kind, buyer }: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  if (buyer === null) return [textBlock(labels.buyerErased)];
  return [
    textBlock(kind === 'invoice' ? labels.billedTo : labels.creditedTo),
    textBlock(words.text(buyer.name), { emphasis: 'strong' }),
    ...buyer.address.map((line) => textBlock(words.text(line))),
    ...(buyer.phone === null ? [] : [textBlock(`${labels.phone} ${words.code(buyer.phone)}`)]),
    ...buyer.identifiers.map(({ label, value }) => textBlock(words.labelled(label, value))),
  ];
}

function lineBlocks(line: InvoiceLine, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  const blocks = [pairBlock(words.text(line.name), words.amount(line.exclusiveMinor))];
  const price = `${words.amount(line.unitPriceMinor)} ${line.priceIncludesTax ? labels.taxIncluded : labels.taxExcluded}`;
  const many = line.unit === 'piece' && line.quantityMilli === MILLI ? price : `${words.quantity(line)} × ${price}`;
  blocks.push(pairBlock(INDENT + many, line.ratePpm === 0 ? labels.exempt : words.rate(line.ratePpm)));
  if (line.discountMinor !== 0) blocks.push(pairBlock(INDENT + labels.discount, words.amount(0 - line.discountMinor)));
  return blocks;
}

function totalBlocks({ kind, totals, taxes }: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  const taxBlock = (tax: InvoiceDocument['taxes'][number]): ReceiptBlock => {
    const name = tax.name === null ? labels.exempt : words.labelled(tax.name, words.rate(tax.ratePpm));
    return pairBlock(`${name} ${labels.taxBase} ${words.amount(tax.baseMinor)}`, words.amount(tax.taxMinor));
  };
  return [
    ...(totals.discountMinor === 0 ? [] : [pairBlock(labels.discounts, words.amount(totals.discountMinor))]),
    pairBlock(labels.totalExclusive, words.amount(totals.exclusiveMinor), { emphasis: 'strong' }),
    ...taxes.map(taxBlock),
    pairBlock(labels.totalInclusive, words.amount(totals.totalMinor), { emphasis: 'strong' }),
    ...(totals.stampDutyMinor === 0 ? [] : [pairBlock(labels.stampDuty, words.amount(totals.stampDutyMinor))]),
    ...(totals.roundingMinor === 0 ? [] : [pairBlock(labels.rounding, words.amount(totals.roundingMinor))]),
    DOUBLE_RULE,
    pairBlock(kind === 'invoice' ? labels.payable : labels.credited, words.amountWithCurrency(totals.payableMinor), {
      emphasis: 'strong',
      size: 2,
    }),
    DOUBLE_RULE,
  ];
}

function wordsBlocks({ kind, inWords }: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  if (inWords === null) return [];
  return [
    textBlock(kind === 'invoice' ? labels.inWordsInvoice : labels.inWordsCreditNote),
    textBlock(words.text(inWords), { emphasis: 'strong' }),
  ];
}

function paymentBlocks({ kind, payments }: InvoiceDocument, labels: InvoiceLabels, words: DocumentWords): readonly ReceiptBlock[] {
  if (payments.length === 0) return [];
  return [
    textBlock(kind === 'invoice' ? labels.payments : labels.repayments),
    ...payments.map(({ name, amountMinor, detail }) =>
      pairBlock(INDENT + words.text(name) + (detail === null ? '' : ` ${words.code(detail)}`), words.amount(amountMinor)),
    ),
  ];
}
