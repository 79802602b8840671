import type { SaleCompleted } from '../ledger/bodies.ts';
import type { CartTender, Discount } from '../sale/cart.ts';
import { itemsOf } from '../sale/price-cart.ts';
import type { PricedCart, PricedLine, TaxTotal } from '../sale/priced-cart.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { type Language, type LocalizedText, textIn } from '../text/localized-text.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import type { ReceiptLabels } from './labels.ts';
import { receiptQrData } from './receipt-qr.ts';
import { pairBlock, type ReceiptWords, receiptWords, textBlock } from './receipt-words.ts';
import { returnBlocks } from './return-blocks.ts';

/** Second rows of a line stand in by this much, with spaces at which no line breaks. */
const INDENT = '\u00A0\u00A0';
const MILLI = 1_000;
const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
const DOUBLE_RULE: ReceiptBlock = { kind: 'rule', style: 'double' };

/** What the receipt says that the sale's own record does not. */
export interface ReceiptFacts {
  /** Time of the sale's entry, ISO 8601. */
  readonly at: string;
  readonly terminal: string;
  /** A few characters of the entry's signature; null where it is not known yet. */
  readonly signature: string | null;
  /** 1 the original, 2 the first duplicate. */
  readonly copy: number;
  readonly cashierName: string;
  /** Whose ticket it is, where that is to stand on it. */
  readonly customerName?: string | null;
  /** Rung up in training mode: the paper says that it is worth nothing. */
  readonly training: boolean;
}

export type PreviewFacts = Pick<ReceiptFacts, 'at' | 'cashierName' | 'customerName' | 'training'>;

/** The figures that an open cart and a completed sale have in common. */
type Ticket = Pick<SaleCompleted, 'currency' | 'lines' | 'note' | 'taxes' | 'totals' | 'tenders'>;

/**
 * The receipt of a completed sale, in the sale's language. It adds nothing up: every amount on it is one of the sale's own figures (of a
 * tax that several groups bear at one rate, their sum). Labels are those of the sale's language.
 */
export function buildReceipt(sale: SaleCompleted, facts: ReceiptFacts, settings: StoreSettings, labels: ReceiptLabels): ReceiptDocument {
  const words = receiptWords(sale.currency, sale.language, settings, labels);
  const banners = bannerBlocks(facts, words);
  const identity = { ...facts, receiptNumber: sale.receiptNumber, saleId: sale.saleId, totalMinor: sale.totals.payableMinor };
  const blocks = [
    ...shopBlocks(settings, words),
    ...banners,
    RULE,
    pairBlock(`${labels.receiptNumber} ${words.code(sale.receiptNumber)}`, words.dateTime(facts.at)),
    ...tillBlocks(facts, settings, words),
    ...returnBlocks(sale, words),
    ...ticketBlocks(sale, settings, words),
    ...(facts.signature === null ? [] : [textBlock(`${labels.signature} ${words.code(facts.signature)}`, { align: 'center' })]),
    ...footerBlocks(settings, words),
    ...banners,
    { kind: 'feed', lines: 1 } satisfies ReceiptBlock,
    ...(facts.training ? [] : [{ kind: 'qr', data: receiptQrData(identity, settings.receipt.qrBaseUrl) } satisfies ReceiptBlock]),
  ];
  return { language: sale.language, direction: words.direction, title: sale.receiptNumber, blocks };
}

/** The same paper for a ticket still open: without a number, a signature and a QR, and it says that it is a preview. */
export function previewReceipt(
  cart: PricedCart,
  facts: PreviewFacts,
  language: Language,
  settings: StoreSettings,
  labels: ReceiptLabels,
): ReceiptDocument {
  const words = receiptWords(cart.currency, language, settings, labels);
  const blocks = [
    ...shopBlocks(settings, words),
    ...bannerBlocks({ ...facts, copy: 1 }, words),
    RULE,
    pairBlock(labels.preview, words.dateTime(facts.at)),
    ...tillBlocks(facts, settings, words),
    ...returnBlocks(cart, words),
    ...ticketBlocks(cart, settings, words),
    ...footerBlocks(settings, words),
  ];
  return { language, direction: words.direction, title: labels.preview, blocks };
}

function shopBlocks(settings: StoreSettings, words: ReceiptWords): readonly ReceiptBlock[] {
  const { shop, receipt } = settings;
  const centred = (text: string): ReceiptBlock => textBlock(text, { align: 'center' });
  const logo: readonly ReceiptBlock[] = settings.printing.logo === null ? [] : [{ kind: 'logo' }];
  const blocks: ReceiptBlock[] = [...logo, textBlock(words.text(shop.tradeName), { align: 'center', emphasis: 'strong', size: 2 })];
  if (shop.legalForm !== null) blocks.push(centred(words.text(shop.legalForm)));
  for (const line of shop.address) blocks.push(centred(words.text(line)));
  if (shop.phone !== null) blocks.push(centred(`${words.labels.phone} ${words.code(shop.phone)}`));
  for (const { label, value } of shop.identifiers) blocks.push(centred(words.labelled(label, value)));
  if (shop.capitalMinor !== null) {
    // The company's capital is in the shop's currency, whatever a ticket was paid in.
    const shopWords = receiptWords(settings.currency, words.language, settings, words.labels);
    blocks.push(centred(`${words.labels.capital} ${shopWords.amountWithCurrency(shop.capitalMinor)}`));
  }
  return receipt.header === null ? blocks : [...blocks, { kind: 'feed', lines: 1 }, ...freeTextBlocks(receipt.header, words)];
}

function bannerBlocks(facts: Pick<ReceiptFacts, 'copy' | 'training'>, words: ReceiptWords): readonly ReceiptBlock[] {
  const banners: string[] = [];
  if (facts.training) banners.push(words.labels.training);
  if (facts.copy > 1) banners.push(`${words.labels.duplicate} ${words.count(facts.copy - 1)}`);
  return banners.map((text) => textBlock(text, { align: 'center', emphasis: 'strong', size: 2 }));
}

function tillBlocks(facts: PreviewFacts, settings: StoreSettings, words: ReceiptWords): readonly ReceiptBlock[] {
  const { labels } = words;
  const customer = facts.customerName ?? null;
  return [
    pairBlock(tillName(settings.till.name, labels.till, words), `${labels.cashier} ${words.text(facts.cashierName)}`),
    ...(customer === null ? [] : [textBlock(`${labels.customer} ${words.text(customer)}`)]),
    RULE,
  ];
}

/** Shops name their tills `1` or `Till 1`: the word is not said twice. */
export function tillName(name: string, label: string, words: ReceiptWords): string {
  return name.toLowerCase().startsWith(label.toLowerCase()) ? words.text(name) : `${label} ${words.text(name)}`;
}

function ticketBlocks(ticket: Ticket, settings: StoreSettings, words: ReceiptWords): readonly ReceiptBlock[] {
  return [
    ...ticket.lines.flatMap((line) => lineBlocks(line, words)),
    ...(ticket.note === null ? [] : [textBlock(`${words.labels.note} ${words.text(ticket.note)}`)]),
    RULE,
    ...totalBlocks(ticket, words),
    ...ticket.tenders.flatMap((tender) => tenderBlocks(tender, settings, words)),
    ...(ticket.totals.changeMinor === 0
      ? []
      : [pairBlock(words.labels.change, words.amount(ticket.totals.changeMinor), { emphasis: 'strong' })]),
    RULE,
    pairBlock(words.labels.items, words.count(ticket.lines.reduce((count, line) => count + itemsOf(line), 0))),
  ];
}

function lineBlocks(line: PricedLine, words: ReceiptWords): readonly ReceiptBlock[] {
  const blocks = [pairBlock(words.text(line.name), words.amount(line.grossMinor))];
  if (line.unit !== 'piece' || line.quantityMilli !== MILLI) {
    blocks.push(textBlock(`${INDENT}${words.quantity(line)} × ${words.amount(line.unitPriceMinor)}`));
  }
  if (line.lineDiscountMinor !== 0) {
    blocks.push(pairBlock(INDENT + discountLabel(line.discount, words), words.amount(-line.lineDiscountMinor)));
  }
  if (line.note !== null) blocks.push(textBlock(INDENT + words.text(line.note)));
  return blocks;
}

function discountLabel(discount: Discount | null, words: ReceiptWords): string {
  const rate = discount?.kind === 'percent' ? ` ${words.percent(discount.percentMilli)}` : '';
  const reason = discount?.reason ? ` (${words.text(discount.reason)})` : '';
  return `${words.labels.discount}${rate}${reason}`;
}

function totalBlocks(ticket: Ticket, words: ReceiptWords): readonly ReceiptBlock[] {
  const { labels } = words;
  const { totals } = ticket;
  const blocks: ReceiptBlock[] = [];
  if (totals.discountMinor !== 0) {
    blocks.push(pairBlock(labels.subtotal, words.amount(totals.subtotalMinor)));
    blocks.push(pairBlock(labels.discounts, words.amount(-totals.discountMinor)));
  }
  blocks.push(pairBlock(labels.exclusive, words.amount(totals.exclusiveMinor)));
  blocks.push(...taxesByRate(ticket.taxes).map((tax) => taxBlock(tax, words)));
  blocks.push(pairBlock(labels.total, words.amount(totals.totalMinor), { emphasis: 'strong' }));
  if (totals.stampDutyMinor !== 0) blocks.push(pairBlock(labels.stampDuty, words.amount(totals.stampDutyMinor)));
  if (totals.roundingMinor !== 0) blocks.push(pairBlock(labels.rounding, words.amount(totals.roundingMinor)));
  const payable = totals.payableMinor < 0 ? pairOf(labels.refund, -totals.payableMinor) : pairOf(labels.payable, totals.payableMinor);
  return [...blocks, DOUBLE_RULE, payable, DOUBLE_RULE];

  function pairOf(label: string, amountMinor: number): ReceiptBlock {
    return pairBlock(label, words.amountWithCurrency(amountMinor), { emphasis: 'strong', size: 2 });
  }
}

function taxBlock(tax: Pick<TaxTotal, 'taxId' | 'ratePpm' | 'baseMinor' | 'taxMinor'>, words: ReceiptWords): ReceiptBlock {
  const name = tax.taxId === null ? words.labels.exempt : words.code(`${tax.taxId} ${words.rate(tax.ratePpm)}`);
  return pairBlock(`${name} ${words.labels.taxOn} ${words.amount(tax.baseMinor)}`, words.amount(tax.taxMinor));
}

/** Groups that bear the same tax at the same rate (bread and milk at 9 %) are one line on paper. */
function taxesByRate(taxes: readonly TaxTotal[]): readonly Pick<TaxTotal, 'taxId' | 'ratePpm' | 'baseMinor' | 'taxMinor'>[] {
  const byRate = new Map<string, Pick<TaxTotal, 'taxId' | 'ratePpm' | 'baseMinor' | 'taxMinor'>>();
  for (const { taxId, ratePpm, baseMinor, taxMinor } of taxes) {
    const key = JSON.stringify([taxId, ratePpm]);
    const sum = byRate.get(key) ?? { taxId, ratePpm, baseMinor: 0, taxMinor: 0 };
    byRate.set(key, { ...sum, baseMinor: sum.baseMinor + baseMinor, taxMinor: sum.taxMinor + taxMinor });
  }
  return [...byRate.values()];
}

function tenderBlocks(tender: CartTender, settings: StoreSettings, words: ReceiptWords): readonly ReceiptBlock[] {
  const { labels } = words;
  const type = settings.tenders.find(({ tenderId }) => tenderId === tender.tenderId);
  const blocks = [pairBlock(words.text(type?.name ?? tender.tenderId), words.amount(tender.amountMinor))];
  const details: string[] = [];
  if (tender.card !== null) {
    const { brand, lastFour, approvalCode } = tender.card;
    if (brand !== null || lastFour !== null) details.push(words.labelled(brand ?? '', lastFour === null ? '' : `****${lastFour}`));
    if (approvalCode !== null) details.push(`${labels.approval} ${words.code(approvalCode)}`);
  }
  if (tender.reference !== null) details.push(`${labels.reference} ${words.code(tender.reference)}`);
  if (details.length > 0) blocks.push(textBlock(INDENT + details.join(' ')));
  return blocks;
}

function footerBlocks(settings: StoreSettings, words: ReceiptWords): readonly ReceiptBlock[] {
  const { footer } = settings.receipt;
  return footer === null ? [] : [{ kind: 'feed', lines: 1 }, ...freeTextBlocks(footer, words)];
}

/** The shop's own words, in the lines it wrote them in. */
function freeTextBlocks(text: LocalizedText, words: ReceiptWords): readonly ReceiptBlock[] {
  const lines = textIn(text, words.language).split(/\r\n|\n|\r/);
  return lines.map((line) => textBlock(words.text(line), { align: 'center' }));
}
