import { type Refusal, refusal } from '../contract/refusal.ts';
import type { SaleCompleted } from '../ledger/bodies.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Language } from '../text/localized-text.ts';
import type { PricedCart } from './priced-cart.ts';

/** Making an `Intl.DateTimeFormat` is slow and a terminal has one time zone: they are kept, and never more than this. */
const MAX_KEPT_FORMATTERS = 20;

export interface SaleFacts {
  readonly receiptNumber: string;
  readonly receiptSeq: number;
  /** `YYYY-MM-DD`, the day the ticket was priced for. */
  readonly businessDate: string;
  readonly tillId: string;
  readonly language: Language;
  /** The sums that never reset, as they stood before this sale. */
  readonly perpetualBefore: SaleCompleted['perpetual'];
}

/**
 * The journal's body of a sale that is paid. Refused: `cart.empty`, `cart.not-settled` (`remainingMinor`), and `cart.amount-too-large` when
 * the perpetual sums would leave the safe integers (ninety million million dinars).
 */
export function buildSaleCompleted(priced: PricedCart, facts: SaleFacts): Result<SaleCompleted, Refusal> {
  if (priced.lines.length === 0) return fail(refusal('cart.empty'));
  if (!priced.settled) return fail(refusal('cart.not-settled', { remainingMinor: priced.remainingOtherMinor }));
  const perpetual = perpetualAfter(facts.perpetualBefore, priced.totals.totalMinor);
  if (!Number.isSafeInteger(perpetual.absoluteMinor)) return fail(refusal('cart.amount-too-large'));
  return ok({
    saleId: priced.cartId,
    receiptNumber: facts.receiptNumber,
    receiptSeq: facts.receiptSeq,
    businessDate: facts.businessDate,
    openedAt: priced.openedAt,
    currency: priced.currency,
    tillId: facts.tillId,
    language: facts.language,
    lines: priced.lines,
    discount: priced.discount,
    note: priced.note,
    taxes: priced.taxes,
    totals: priced.totals,
    tenders: priced.tenders,
    events: priced.events,
    perpetual,
  });
}

/** The goods' total, tax in: duty and rounding are not the shop's turnover. A return lowers the signed sum and raises the absolute one. */
function perpetualAfter(before: SaleCompleted['perpetual'], totalMinor: number): SaleCompleted['perpetual'] {
  return {
    signedMinor: before.signedMinor + totalMinor,
    absoluteMinor: before.absoluteMinor + Math.abs(totalMinor),
    tickets: before.tickets + 1,
  };
}

const keptFormatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar day (`YYYY-MM-DD`) of an instant in an IANA time zone. Throws a RangeError on an unknown zone or a text that is no instant. */
export function businessDateOf(instantIso: string, timeZone: string): string {
  let formatter = keptFormatters.get(timeZone);
  if (formatter === undefined) {
    if (keptFormatters.size >= MAX_KEPT_FORMATTERS) keptFormatters.clear();
    formatter = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    keptFormatters.set(timeZone, formatter);
  }
  const parts = new Map(formatter.formatToParts(new Date(instantIso)).map(({ type, value }) => [type, value]));
  return `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
}
