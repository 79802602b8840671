import type { SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import { advancePerpetual } from '../../../src-shared/ledger/totals.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../../src-shared/receipt/document.ts';
import { ok } from '../../../src-shared/result.ts';
import type { PricedLine } from '../../../src-shared/sale/priced-cart.ts';
import type { CompleteSaleRequest, SaleFacts } from '../ledger.ts';

/** A ticket for tests and benches: so many equal lines as a grocery has them, in three languages, paid in cash, with its receipt. */
export interface SampleTicket {
  readonly lines: number;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
}

const FIVE_LINES: SampleTicket = { lines: 5, quantityMilli: 2_000, unitPriceMinor: 45_000 };
/** Of a price with 19 % in it. */
const TAX_SHARE = 0.19 / 1.19;

export function sampleSale(saleId: string, ticket: Partial<SampleTicket> = {}): CompleteSaleRequest {
  return {
    saleId,
    actor: 'cashier-1',
    build: (facts) => ok(saleOf(saleId, facts, { ...FIVE_LINES, ...ticket })),
    printJobs: (sale) => [
      { jobId: `${saleId}-1`, printerId: 'receipt', title: sale.receiptNumber, saleId, copy: 1, document: receiptOf(sale) },
    ],
  };
}

function saleOf(saleId: string, facts: SaleFacts, ticket: SampleTicket): SaleCompleted {
  const lines = Array.from({ length: ticket.lines }, (_, index) => lineOf(saleId, index, ticket));
  const totalMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  const changeMinor = totalMinor > 0 ? 50_000 : 0;
  return {
    saleId,
    receiptNumber: `A1-${String(facts.receiptSeq).padStart(6, '0')}`,
    receiptSeq: facts.receiptSeq,
    businessDate: facts.atIso.slice(0, 10),
    openedAt: facts.atIso,
    currency: 'DZD',
    tillId: 'till-1',
    language: 'fr',
    lines,
    discount: null,
    note: null,
    taxes: [{ taxGroupId: 'tva-19', taxId: 'TVA', ratePpm: 190_000, baseMinor: totalMinor - taxMinor, taxMinor }],
    totals: {
      subtotalMinor: totalMinor,
      discountMinor: 0,
      exclusiveMinor: totalMinor - taxMinor,
      taxMinor,
      totalMinor,
      stampDutyMinor: 0,
      roundingMinor: 0,
      payableMinor: totalMinor,
      tenderedMinor: totalMinor + changeMinor,
      changeMinor,
    },
    tenders:
      totalMinor === 0
        ? []
        : [
            {
              tenderLineId: `${saleId}-t1`,
              tenderId: 'cash',
              kind: 'cash',
              amountMinor: totalMinor + changeMinor,
              card: null,
              reference: null,
            },
          ],
    events: [],
    perpetual: advancePerpetual(facts.perpetualBefore, totalMinor),
  };
}

function lineOf(saleId: string, index: number, { quantityMilli, unitPriceMinor }: SampleTicket): PricedLine {
  const totalMinor = Math.round((quantityMilli * unitPriceMinor) / 1_000);
  const taxMinor = Math.round(totalMinor * TAX_SHARE);
  return {
    lineId: `${saleId}-l${index}`,
    productId: `product-${1_000 + index}`,
    code: `613000123456${index}`,
    sku: `SKU-${1_000 + index}`,
    name: { fr: `Café moulu 250 g n° ${index}`, ar: `قهوة مطحونة 250 غ رقم ${index}`, en: `Ground coffee 250 g no. ${index}` },
    unit: 'piece',
    unitPriceMinor,
    priceIncludesTax: true,
    taxGroupId: 'tva-19',
    labelPriceMinor: null,
    quantityMilli,
    listPriceMinor: unitPriceMinor,
    discount: null,
    note: null,
    grossMinor: totalMinor,
    lineDiscountMinor: 0,
    cartDiscountMinor: 0,
    netMinor: totalMinor,
    exclusiveMinor: totalMinor - taxMinor,
    taxMinor,
    totalMinor,
  };
}

function receiptOf(sale: SaleCompleted): ReceiptDocument {
  const pair = (start: string, end: string): ReceiptBlock => ({ kind: 'pair', start, end, emphasis: 'normal', size: 1 });
  const text = (line: string): ReceiptBlock => ({ kind: 'text', text: line, align: 'center', emphasis: 'normal', size: 1 });
  return {
    language: 'fr',
    direction: 'ltr',
    title: sale.receiptNumber,
    blocks: [
      text('Épicerie du Port'),
      text('12 rue de la Liberté, Alger'),
      pair('RC', '16/00-1234567B19'),
      pair('NIF', '001916123456789'),
      { kind: 'rule', style: 'single' },
      ...sale.lines.flatMap((line) => [text(line.name.fr ?? ''), pair('2 × 450,00', '900,00')]),
      { kind: 'rule', style: 'double' },
      pair('Total', '4 500,00 DA'),
      pair('TVA 19 %', '718,50'),
      pair('Espèces', '5 000,00'),
      pair('Rendu', '500,00'),
      { kind: 'qr', data: `${sale.receiptNumber} ${sale.saleId}` },
      { kind: 'feed', lines: 3 },
    ],
  };
}
