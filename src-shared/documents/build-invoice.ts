import type { SaleCompleted } from '../ledger/bodies.ts';
import { amountInWords } from '../money/words.ts';
import type { CartTender } from '../sale/cart.ts';
import { paidByTender } from '../sale/return-refund.ts';
import { type SoldLine, soldLines } from '../sale/return-share.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { type Language, textIn } from '../text/localized-text.ts';
import type { Buyer } from './buyer.ts';
import type { InvoiceDocument, InvoiceLine } from './invoice-document.ts';

/** What a document says that the ticket's own record does not. */
export interface InvoiceFacts {
  readonly number: string;
  readonly date: string;
  readonly copy: number;
  readonly buyer: Buyer | null;
  readonly sellerName: string;
  readonly signature: string;
  readonly training: boolean;
}

export interface CreditNoteFacts extends InvoiceFacts {
  /** The invoice that is corrected, and the ticket it is of. */
  readonly corrects: NonNullable<InvoiceDocument['corrects']>;
  readonly invoicedSaleId: string;
}

/** Whether a ticket has anything on it that an invoice could be for. */
export function isInvoiceable(sale: Pick<SaleCompleted, 'lines' | 'voids'>): boolean {
  return sale.voids === undefined && sale.lines.some((line) => line.quantityMilli > 0);
}

/** The invoice of what a ticket sold. What came back on the same ticket is not on it: that is for a credit note. */
export function buildInvoice(sale: SaleCompleted, facts: InvoiceFacts, settings: StoreSettings): InvoiceDocument {
  const sold = numbered(sale).filter(({ line }) => line.quantityMilli > 0);
  const { stampDutyMinor, roundingMinor } = sale.totals;
  const sums = { ...sumsOf(sold, 1), stampDutyMinor, roundingMinor };
  const isWhole = sold.length === sale.lines.length;
  return documentOf('invoice', sale, facts, settings, {
    lines: sold.map((line) => invoiceLine(line, sale.language, 1)),
    taxes: taxRows(sold, 1),
    totals: isWhole ? { ...sums, payableMinor: sale.totals.payableMinor } : withPayable(sums),
    payments: payments(sale, settings, 1),
    corrects: null,
  });
}

/**
 * The credit note for what a ticket brings back of an invoiced one, in amounts above zero. Stamp duty is on it only when the whole sale was
 * taken back: a refund bears none. Its payments are those of the ticket where that brought back nothing else.
 */
export function buildCreditNote(sale: SaleCompleted, facts: CreditNoteFacts, settings: StoreSettings): InvoiceDocument {
  const returned = numbered(sale).filter(({ line }) => line.returnOf?.saleId === facts.invoicedSaleId);
  const isWhole = returned.length === sale.lines.length;
  const stampDutyMinor = sale.voids === undefined ? 0 : 0 - sale.totals.stampDutyMinor;
  const roundingMinor = isWhole ? 0 - sale.totals.roundingMinor : 0;
  return documentOf('credit-note', sale, facts, settings, {
    lines: returned.map((line) => invoiceLine(line, sale.language, -1)),
    taxes: taxRows(returned, -1),
    totals: withPayable({ ...sumsOf(returned, -1), stampDutyMinor, roundingMinor }),
    payments: isWhole ? payments(sale, settings, -1) : [],
    corrects: facts.corrects,
  });
}

interface NumberedLine extends SoldLine {
  readonly lineNo: number;
}

type Sign = 1 | -1;
type Part = Pick<InvoiceDocument, 'lines' | 'taxes' | 'totals' | 'payments' | 'corrects'>;
type Sums = Omit<InvoiceDocument['totals'], 'payableMinor'>;

function numbered(sale: SaleCompleted): readonly NumberedLine[] {
  return soldLines(sale).map((sold, index) => ({ ...sold, lineNo: index + 1 }));
}

function documentOf(
  kind: InvoiceDocument['kind'],
  sale: SaleCompleted,
  facts: InvoiceFacts,
  settings: StoreSettings,
  part: Part,
): InvoiceDocument {
  const { language, currency } = sale;
  const { shop, shownDecimals, digits } = settings;
  return {
    kind,
    number: facts.number,
    date: facts.date,
    copy: facts.copy,
    training: facts.training,
    language,
    currency,
    shownDecimals,
    digits,
    shop: {
      tradeName: textIn(shop.tradeName, language),
      legalForm: shop.legalForm,
      address: shop.address.map((line) => textIn(line, language)),
      phone: shop.phone,
      identifiers: shop.identifiers.map(({ label, value }) => ({ label, value })),
      capitalMinor: shop.capitalMinor,
    },
    buyer: facts.buyer,
    receipt: { number: sale.receiptNumber, date: sale.businessDate, sellerName: facts.sellerName },
    ...part,
    inWords: amountInWords(part.totals.payableMinor, currency, language),
    signature: facts.signature,
  };
}

function invoiceLine({ line, taxes, lineNo }: NumberedLine, language: Language, sign: Sign): InvoiceLine {
  return {
    lineNo,
    name: textIn(line.name, language),
    sku: line.sku,
    unit: line.unit,
    quantityMilli: times(sign, line.quantityMilli),
    unitPriceMinor: line.unitPriceMinor,
    priceIncludesTax: line.priceIncludesTax,
    discountMinor: times(sign, line.lineDiscountMinor + line.cartDiscountMinor),
    ratePpm: taxes.reduce((sum, tax) => sum + tax.ratePpm, 0),
    exclusiveMinor: times(sign, line.exclusiveMinor),
    taxMinor: times(sign, line.taxMinor),
    totalMinor: times(sign, line.totalMinor),
  };
}

/** Never −0, which JSON cannot say. */
function times(sign: Sign, figure: number): number {
  return sign === 1 ? figure : 0 - figure;
}

/** One row for each tax at each rate, in the order in which the lines bring them. */
function taxRows(lines: readonly NumberedLine[], sign: Sign): InvoiceDocument['taxes'] {
  const rows = new Map<string, InvoiceDocument['taxes'][number]>();
  for (const { line, taxes } of lines) {
    for (const { taxId: name, ratePpm, taxMinor } of taxes) {
      const key = JSON.stringify([name, ratePpm]);
      const row = rows.get(key) ?? { name, ratePpm, baseMinor: 0, taxMinor: 0 };
      const baseMinor = row.baseMinor + times(sign, line.exclusiveMinor);
      rows.set(key, { ...row, baseMinor, taxMinor: row.taxMinor + times(sign, taxMinor) });
    }
  }
  return [...rows.values()];
}

function sumsOf(lines: readonly NumberedLine[], sign: Sign): Omit<Sums, 'stampDutyMinor' | 'roundingMinor'> {
  const sum = (figureOf: (line: NumberedLine['line']) => number): number =>
    times(
      sign,
      lines.reduce((total, { line }) => total + figureOf(line), 0),
    );
  return {
    discountMinor: sum((line) => line.lineDiscountMinor + line.cartDiscountMinor),
    exclusiveMinor: sum((line) => line.exclusiveMinor),
    taxMinor: sum((line) => line.taxMinor),
    totalMinor: sum((line) => line.totalMinor),
  };
}

function withPayable(sums: Sums): InvoiceDocument['totals'] {
  return { ...sums, payableMinor: sums.totalMinor + sums.stampDutyMinor + sums.roundingMinor };
}

function payments(sale: SaleCompleted, settings: StoreSettings, sign: Sign): InvoiceDocument['payments'] {
  const paid = paidByTender(sale.tenders, sale.totals.changeMinor);
  return sale.tenders.map((tender) => {
    const type = settings.tenders.find(({ tenderId }) => tenderId === tender.tenderId);
    return {
      name: type === undefined ? tender.tenderId : textIn(type.name, sale.language),
      amountMinor: times(sign, paid.get(tender.tenderLineId) ?? 0),
      detail: detailOf(tender),
    };
  });
}

/** Of a card no more than its brand and last four. */
function detailOf({ card, reference }: CartTender): string | null {
  const parts = [card?.brand ?? null, lastFourOf(card), reference];
  const told = parts.filter((part) => part !== null && part !== '');
  return told.length === 0 ? null : told.join(' ');
}

function lastFourOf(card: CartTender['card']): string | null {
  return card === null || card.lastFour === null ? null : `****${card.lastFour}`;
}
