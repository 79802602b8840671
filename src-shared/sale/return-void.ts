import type { AccountMovement, MovementCause } from '../accounts/movement.ts';
import type { Perpetual, SaleCompleted } from '../ledger/bodies.ts';
import { advancePerpetual } from '../ledger/totals.ts';
import type { CartTender } from './cart.ts';
import type { PricedLine } from './priced-cart.ts';
import type { LineShare, ReturnTerms } from './return-line.ts';
import { paidByTender } from './return-refund.ts';
import { type SoldLine, shareOfLine, soldLines } from './return-share.ts';

export interface ReversalFacts {
  readonly saleId: string;
  readonly receiptNumber: string;
  readonly receiptSeq: number;
  readonly businessDate: string;
  readonly openedAt: string;
  readonly tillId: string;
  readonly perpetualBefore: Perpetual;
  readonly terms: ReturnTerms;
}

/**
 * The ticket that takes another back whole: every line, tax, discount, the stamp duty, the rounding and every tender with the opposite sign,
 * so that the two come to nothing in every sum there is. Change that was given is taken off the cash: it never was in the drawer.
 *
 * Lines sold come back; lines that had come back on it (an exchange, a return) are as good as never returned.
 */
export function reversalOf(sale: SaleCompleted, facts: ReversalFacts): SaleCompleted {
  const { totals } = sale;
  const minus = (amountMinor: number): number => 0 - amountMinor;
  return {
    saleId: facts.saleId,
    receiptNumber: facts.receiptNumber,
    receiptSeq: facts.receiptSeq,
    businessDate: facts.businessDate,
    openedAt: facts.openedAt,
    currency: sale.currency,
    tillId: facts.tillId,
    language: sale.language,
    lines: soldLines(sale).map((sold, index) => reversedLine(sale, sold, index + 1, facts.terms)),
    discount: sale.discount,
    note: null,
    taxes: sale.taxes.map((row) => ({ ...row, baseMinor: minus(row.baseMinor), taxMinor: minus(row.taxMinor) })),
    totals: {
      subtotalMinor: minus(totals.subtotalMinor),
      discountMinor: minus(totals.discountMinor),
      exclusiveMinor: minus(totals.exclusiveMinor),
      taxMinor: minus(totals.taxMinor),
      totalMinor: minus(totals.totalMinor),
      stampDutyMinor: minus(totals.stampDutyMinor),
      roundingMinor: minus(totals.roundingMinor),
      payableMinor: minus(totals.payableMinor),
      tenderedMinor: minus(totals.tenderedMinor - totals.changeMinor),
      changeMinor: 0,
    },
    tenders: reversedTenders(sale),
    events: [],
    perpetual: advancePerpetual(facts.perpetualBefore, minus(totals.totalMinor)),
    voids: { saleId: sale.saleId, receiptNumber: sale.receiptNumber },
    ...(sale.customerId === undefined ? {} : { customerId: sale.customerId }),
    ...(sale.movements === undefined ? {} : { movements: sale.movements.map(reversedMovement) }),
  };
}

const OPPOSITE: Partial<Record<MovementCause, MovementCause>> = {
  spent: 'given-back',
  'given-back': 'spent',
  earned: 'taken-back',
  'taken-back': 'earned',
};

function reversedMovement(movement: AccountMovement): AccountMovement {
  return { ...movement, cause: OPPOSITE[movement.cause] ?? movement.cause, amount: 0 - movement.amount };
}

function reversedLine(sale: SaleCompleted, sold: SoldLine, lineNo: number, terms: ReturnTerms): PricedLine {
  const { line } = sold;
  const figures = reversedFigures(sold);
  const { taxes: _taxes, ...money } = figures;
  const { returnOf, returnTerms, ...rest } = line;
  const reversed = { ...rest, ...money, quantityMilli: 0 - line.quantityMilli };
  if (returnOf !== undefined) return { ...reversed, returnOf: { ...returnOf, share: figures }, ...(returnTerms && { returnTerms }) };
  // Goods that came back without a receipt go out again; there is nothing they were sold on.
  if (line.quantityMilli < 0) return { ...reversed, ...(returnTerms && { returnTerms }) };
  return { ...reversed, returnOf: { saleId: sale.saleId, receiptNumber: sale.receiptNumber, lineNo, share: figures }, returnTerms: terms };
}

function reversedFigures(sold: SoldLine): LineShare {
  if (sold.line.quantityMilli > 0 && sold.line.returnOf === undefined) return shareOfLine(sold, 0, sold.line.quantityMilli);
  const { line } = sold;
  return {
    grossMinor: 0 - line.grossMinor,
    lineDiscountMinor: 0 - line.lineDiscountMinor,
    cartDiscountMinor: 0 - line.cartDiscountMinor,
    netMinor: 0 - line.netMinor,
    exclusiveMinor: 0 - line.exclusiveMinor,
    taxMinor: 0 - line.taxMinor,
    totalMinor: 0 - line.totalMinor,
    taxes: sold.taxes.map((tax) => ({ ...tax, taxMinor: 0 - tax.taxMinor })),
  };
}

/** The tenders the other way round. Of a refund: it is as good as never given, so it goes back to the same tender with the other sign. */
function reversedTenders(sale: SaleCompleted): CartTender[] {
  const paid = paidByTender(sale.tenders, sale.totals.changeMinor);
  return sale.tenders.flatMap((tender) => {
    const amountMinor = 0 - (paid.get(tender.tenderLineId) ?? 0);
    if (amountMinor === 0) return [];
    const refundOf = tender.refundOf ?? { saleId: sale.saleId, tenderLineId: tender.tenderLineId };
    return [{ ...tender, amountMinor, ...(tender.amountMinor < 0 && tender.refundOf === undefined ? {} : { refundOf }) }];
  });
}
