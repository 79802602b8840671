import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';

type Line = SaleCompleted['lines'][number];

export interface SoldLine {
  readonly productId: string | null;
  /** Thousandths; below zero for what comes back. */
  readonly quantityMilli: number;
  /** Whether what comes back may be sold again. */
  readonly disposition?: 'restock' | 'waste';
  readonly name?: string;
}

export interface TicketOptions {
  readonly saleId: string;
  readonly receiptSeq: number;
  readonly lines: readonly SoldLine[];
  readonly businessDate?: string;
  readonly currency?: string;
  readonly customerId?: string;
  /** Paid from this account instead of in cash. */
  readonly accountId?: string;
}

const PRICE_MINOR = 1_190;
const TAX_PPM = 190_000;

/** A ticket of goods at 11.90 a piece, 19 % in it, as a till writes it: for tests of the cloud, which has no till. */
export function ticket(options: TicketOptions): { readonly type: 'sale.completed'; readonly v: 1; readonly body: SaleCompleted } {
  const { saleId, receiptSeq, businessDate = '2026-01-05', currency = 'DZD', customerId, accountId } = options;
  const lines = options.lines.map((line, index) => lineOf(saleId, index, line));
  const sum = (member: 'totalMinor' | 'taxMinor' | 'exclusiveMinor') => lines.reduce((total, line) => total + line[member], 0);
  const totalMinor = sum('totalMinor');
  const body: SaleCompleted = {
    saleId,
    receiptNumber: `A1-${String(receiptSeq).padStart(6, '0')}`,
    receiptSeq,
    businessDate,
    openedAt: '2026-01-05T08:00:00.000Z',
    currency,
    tillId: 'till-1',
    language: 'fr',
    lines,
    discount: null,
    note: null,
    taxes: [{ taxGroupId: 'tva-19', taxId: 'TVA', ratePpm: TAX_PPM, baseMinor: sum('exclusiveMinor'), taxMinor: sum('taxMinor') }],
    totals: {
      subtotalMinor: totalMinor,
      discountMinor: 0,
      exclusiveMinor: sum('exclusiveMinor'),
      taxMinor: sum('taxMinor'),
      totalMinor,
      stampDutyMinor: 0,
      roundingMinor: 0,
      payableMinor: totalMinor,
      tenderedMinor: totalMinor,
      changeMinor: 0,
    },
    tenders: totalMinor === 0 ? [] : [tenderOf(saleId, totalMinor, accountId)],
    events: [],
    perpetual: { signedMinor: 0, absoluteMinor: 0, tickets: receiptSeq },
    ...(customerId === undefined ? {} : { customerId }),
    ...(accountId === undefined
      ? {}
      : { movements: [{ accountId, customerId: customerId ?? null, cause: 'spent' as const, amount: 0 - totalMinor }] }),
  };
  return { type: 'sale.completed', v: 1, body };
}

function tenderOf(saleId: string, amountMinor: number, accountId: string | undefined): SaleCompleted['tenders'][number] {
  const tender = { tenderLineId: `${saleId}-t1`, amountMinor, card: null, reference: null };
  return accountId === undefined
    ? { ...tender, tenderId: 'cash', kind: 'cash' }
    : { ...tender, tenderId: 'credit', kind: 'store-credit', accountId };
}

function lineOf(saleId: string, index: number, { productId, quantityMilli, disposition, name = 'Café moulu' }: SoldLine): Line {
  const totalMinor = Math.round((quantityMilli * PRICE_MINOR) / 1_000);
  const exclusiveMinor = Math.round((totalMinor * 1_000_000) / (1_000_000 + TAX_PPM));
  return {
    lineId: `${saleId}-l${index}`,
    productId,
    code: null,
    sku: productId === null ? null : `SKU-${index}`,
    name: { fr: name },
    unit: 'piece',
    unitPriceMinor: PRICE_MINOR,
    priceIncludesTax: true,
    taxGroupId: 'tva-19',
    labelPriceMinor: null,
    quantityMilli,
    listPriceMinor: PRICE_MINOR,
    discount: null,
    note: null,
    grossMinor: totalMinor,
    lineDiscountMinor: 0,
    cartDiscountMinor: 0,
    netMinor: totalMinor,
    exclusiveMinor,
    taxMinor: totalMinor - exclusiveMinor,
    totalMinor,
    ...(disposition === undefined ? {} : { returnTerms: { reasonId: 'r', note: null, disposition, approval: null, foreignReceipt: null } }),
  };
}
