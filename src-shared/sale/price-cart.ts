import { type Refusal, refusal } from '../contract/refusal.ts';
import { allocate } from '../money/allocate.ts';
import { MAX_AMOUNT_MINOR } from '../money/amount.ts';
import { minorDigitsOf } from '../money/currency.ts';
import { extendedMinor } from '../money/extend.ts';
import { multiplyDivideRounded } from '../money/rounding.ts';
import { fail, ok, type Result } from '../result.ts';
import type { StoreSettings, TenderType } from '../settings/store-settings.ts';
import { computeTaxes, type LineTax } from '../tax/compute-taxes.ts';
import type { TaxGroup } from '../tax/tax-table.ts';
import type { Cart, CartLine, Discount } from './cart.ts';
import type { PricedCart, PricedLine } from './priced-cart.ts';
import { quickCashAmounts } from './quick-amounts.ts';
import { isReturnLine, owedRoundingOf, pricedReturnLine, withReturnedTaxes } from './return-pricing.ts';
import { type CashRules, cashDueMinor, settle } from './settle.ts';

const HUNDRED_PERCENT_MILLI = 100_000;
const MILLI = 1_000;

/** What of the store's settings decides about a ticket's money, on one day. */
export interface PricingRules extends CashRules {
  readonly taxGroups: readonly TaxGroup[];
  readonly denominationsMinor: readonly number[];
  readonly tenders: readonly TenderType[];
}

/** The rules for a day of business (`YYYY-MM-DD`). Throws when ISO 4217 does not know the currency: settings are checked before. */
export function pricingRulesOf(settings: StoreSettings, day: string): PricingRules {
  const minorDigits = minorDigitsOf(settings.currency);
  if (minorDigits === null) throw new RangeError(`Not an ISO 4217 currency: ${settings.currency}`);
  return {
    day,
    minorDigits,
    taxGroups: settings.taxGroups,
    stampDuty: settings.stampDuty,
    cashRoundingMinor: settings.cashRoundingMinor,
    denominationsMinor: settings.denominationsMinor,
    tenders: settings.tenders,
  };
}

/** A line before tax. */
interface DiscountedLine {
  readonly line: CartLine;
  readonly grossMinor: number;
  readonly lineDiscountMinor: number;
  /** What the line still costs after its own discount. */
  readonly restMinor: number;
}

/**
 * Works out every figure of a ticket. Linear in its lines but for one sort of numbers, since it runs after every scan.
 *
 * Gross is quantity × unit price, or the label's price. A line's discount comes off it in its direction (off a sale, off a refund). The
 * ticket's discount comes off what is left: by per cent off every line; by amount off the lines that go the ticket's way, so that a return in
 * the same ticket is given back whole. A line that comes back from a receipt has the figures of that receipt. Taxes are those of `computeTaxes`, the payment that of `settle`.
 *
 * Refused: `cart.amount-too-large` when a line or the sum of the lines' sizes, tax in, is beyond MAX_AMOUNT_MINOR;
 * `cart.discount-too-large` (`limitMinor`) when a discount by amount is more than what it comes off; `cart.tax-group-unknown`.
 */
export function priceCart(cart: Cart, rules: PricingRules): Result<PricedCart, Refusal> {
  const worked = priceLines(cart, rules);
  if (!worked.ok) return worked;
  const { lines, taxes } = worked.value;
  if (sumBy(lines, (line) => Math.abs(line.totalMinor)) > MAX_AMOUNT_MINOR) return fail(refusal('cart.amount-too-large'));
  const totalMinor = sumBy(lines, (line) => line.totalMinor);
  const cashRules = { ...rules, owedRoundingMinor: owedRoundingOf(cart) };
  if (Math.abs(cashDueMinor(totalMinor, cashRules)) > MAX_AMOUNT_MINOR) return fail(refusal('cart.amount-too-large'));
  const { remainingCashMinor, remainingOtherMinor, settled, ...payment } = settle(totalMinor, cart.tenders, cashRules);
  return ok({
    ...cart,
    lines,
    taxes,
    totals: {
      subtotalMinor: sumBy(lines, (line) => line.grossMinor),
      discountMinor: sumBy(lines, (line) => line.lineDiscountMinor + line.cartDiscountMinor),
      exclusiveMinor: sumBy(lines, (line) => line.exclusiveMinor),
      taxMinor: sumBy(lines, (line) => line.taxMinor),
      totalMinor,
      ...payment,
    },
    itemCount: sumBy(lines, itemsOf),
    remainingCashMinor,
    remainingOtherMinor,
    quickCashMinor: quickCashAmounts(remainingCashMinor, rules.denominationsMinor),
    settled,
  });
}

/** The figures of every line. Those that come back from a receipt bring theirs along: nothing of today's rules touches them. */
function priceLines(cart: Cart, rules: PricingRules): Result<Pick<PricedCart, 'lines' | 'taxes'>, Refusal> {
  const returned = cart.lines.filter(isReturnLine);
  const others = returned.length === 0 ? cart.lines : cart.lines.filter((line) => !isReturnLine(line));
  const discounted = discountLines(others);
  if (!discounted.ok) return discounted;
  const shares = shareCartDiscount(cart, discounted.value);
  if (!shares.ok) return shares;
  const taxable = discounted.value.map(({ line, restMinor }, index) => ({
    taxGroupId: line.taxGroupId,
    priceIncludesTax: line.priceIncludesTax,
    netMinor: restMinor - (shares.value[index] ?? 0),
  }));
  const taxed = computeTaxes(taxable, rules.taxGroups, rules.day);
  if (!taxed.ok) return taxed;
  const priced = discounted.value.map((part, index) => pricedLine(part, shares.value[index] ?? 0, taxed.value.lines[index]));
  if (returned.length === 0) return ok({ lines: priced, taxes: taxed.value.taxes });
  let next = 0;
  const lines = cart.lines.flatMap((line) => (isReturnLine(line) ? pricedReturnLine(line) : (priced[next++] ?? [])));
  return ok({ lines, taxes: withReturnedTaxes(taxed.value.taxes, returned, rules.taxGroups) });
}

function discountLines(lines: readonly CartLine[]): Result<readonly DiscountedLine[], Refusal> {
  const parts: DiscountedLine[] = [];
  let sizeMinor = 0;
  for (const line of lines) {
    const gross = grossMinorOf(line);
    if (!gross.ok) return gross;
    const grossMinor = gross.value;
    sizeMinor += Math.abs(grossMinor);
    if (sizeMinor > MAX_AMOUNT_MINOR) return fail(refusal('cart.amount-too-large'));
    const lineDiscountMinor = line.discount === null ? 0 : discountOff(grossMinor, line.discount);
    if (Math.abs(lineDiscountMinor) > Math.abs(grossMinor)) return fail(discountTooLarge(grossMinor));
    parts.push({ line, grossMinor, lineDiscountMinor, restMinor: grossMinor - lineDiscountMinor });
  }
  return ok(parts);
}

function grossMinorOf(line: CartLine): Result<number, Refusal> {
  if (line.labelPriceMinor !== null) return ok(line.quantityMilli < 0 ? 0 - line.labelPriceMinor : line.labelPriceMinor);
  const extended = extendedMinor(line.unitPriceMinor, line.quantityMilli);
  return extended.ok ? extended : fail(refusal('cart.amount-too-large'));
}

/** The discount in the direction of what it comes off. */
function discountOff(amountMinor: number, discount: Discount): number {
  if (discount.kind === 'percent') return multiplyDivideRounded(amountMinor, discount.percentMilli, HUNDRED_PERCENT_MILLI);
  return amountMinor < 0 ? 0 - discount.amountMinor : discount.amountMinor;
}

function discountTooLarge(limitMinor: number): Refusal {
  return refusal('cart.discount-too-large', { limitMinor: Math.abs(limitMinor) });
}

/** Each line's share of the ticket's discount. Signs are shared apart, so that no share is larger than its line. */
function shareCartDiscount(cart: Cart, parts: readonly DiscountedLine[]): Result<readonly number[], Refusal> {
  const discount = cart.discount;
  if (discount === null) return ok(parts.map(() => 0));
  const sales = parts.map(({ restMinor }) => Math.max(restMinor, 0));
  const returns = parts.map(({ restMinor }) => Math.min(restMinor, 0));
  const salesMinor = sales.reduce((a, b) => a + b, 0);
  const returnsMinor = returns.reduce((a, b) => a + b, 0);
  if (discount.kind === 'percent') {
    const offSales = allocate(discountOff(salesMinor, discount), sales);
    const offReturns = allocate(discountOff(returnsMinor, discount), returns);
    return ok(offSales.map((share, index) => share + (offReturns[index] ?? 0)));
  }
  const sumMinor = salesMinor + returnsMinor;
  if (discount.amountMinor > Math.abs(sumMinor)) return fail(discountTooLarge(sumMinor));
  return ok(allocate(discountOff(sumMinor, discount), sumMinor < 0 ? returns : sales));
}

function pricedLine(part: DiscountedLine, cartDiscountMinor: number, tax: LineTax | undefined): PricedLine {
  if (tax === undefined) throw new Error('A line without its tax');
  return {
    ...part.line,
    grossMinor: part.grossMinor,
    lineDiscountMinor: part.lineDiscountMinor,
    cartDiscountMinor,
    netMinor: part.restMinor - cartDiscountMinor,
    exclusiveMinor: tax.exclusiveMinor,
    taxMinor: tax.taxMinor,
    totalMinor: tax.totalMinor,
  };
}

/** What a line counts for in "number of items": its pieces, or one when it is weighed or measured. */
/** How many things a line puts on the counter: its pieces, sold or returned, and one for what is weighed or measured. */
export function itemsOf(line: CartLine): number {
  if (line.unit !== 'piece') return 1;
  return Math.abs(line.quantityMilli - (line.quantityMilli % MILLI)) / MILLI;
}

function sumBy<T>(items: readonly T[], figureOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + figureOf(item), 0);
}
