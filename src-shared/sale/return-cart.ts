import { type Refusal, refusal } from '../contract/refusal.ts';
import { formatDecimal } from '../money/decimal.ts';
import { fail, ok, type Result } from '../result.ts';
import { type Cart, type CartEvent, type CartItem, type CartLine, MAX_CART_EVENTS, MAX_CART_LINES } from './cart.ts';
import { priceCart } from './price-cart.ts';
import type { PricedLine } from './priced-cart.ts';
import type { CartChange, CartContext } from './reduce-cart.ts';
import type { ReturnTerms } from './return-line.ts';
import { type SoldLine, shareOfLine } from './return-share.ts';

/** A receipt as a return sees it. */
export interface ReturnableTicket {
  readonly saleId: string;
  readonly receiptNumber: string;
  /** All its lines, in order. */
  readonly lines: readonly SoldLine[];
  /** What has come back already, thousandths by line number. */
  readonly returned: ReadonlyMap<number, number>;
  readonly owedRoundingMinor: number;
}

/** What somebody chose to bring back of one line. */
export interface ChosenReturn {
  /** From 1. */
  readonly lineNo: number;
  /** Above zero. */
  readonly quantityMilli: number;
  readonly terms: ReturnTerms;
}

/** More than is left of a line; `left` in the unit it was sold in. */
export function returnExceeds(lineNo: number, leftMilli: number): Refusal {
  return refusal('return.exceeds', { lineNo, left: formatDecimal(leftMilli, 3).replace(/\.?0+$/, '') });
}

/** What of a line can still come back; 0 for one on which goods came back themselves. */
export function returnableMilli({ line }: SoldLine, returnedMilli: number): number {
  return Math.max(0, line.quantityMilli - returnedMilli);
}

/**
 * Puts what comes back of one receipt on a ticket. The choice is whole: lines of the same receipt that stood on the ticket give way to it, and
 * those that it leaves out are told as taken off. The way back of the money is decided later.
 *
 * Refused: `return.nothing-chosen`, `return.exceeds`, `cart.quantity-not-whole`,
 * `cart.tenders-present`, `cart.too-many-lines`, those of `priceCart`.
 */
export function putReturns(
  cart: Cart,
  ticket: ReturnableTicket,
  chosen: readonly ChosenReturn[],
  context: CartContext,
): Result<CartChange, Refusal> {
  if (cart.tenders.length > 0) return fail(refusal('cart.tenders-present'));
  if (chosen.length === 0) return fail(refusal('return.nothing-chosen'));
  const lines: CartLine[] = [];
  for (const [index, choice] of chosen.entries()) {
    // Each by itself would be within what is left; a line is chosen once, with all that comes back of it.
    if (chosen.slice(0, index).some(({ lineNo }) => lineNo === choice.lineNo)) return fail(returnExceeds(choice.lineNo, 0));
    const line = lineBroughtBack(ticket, choice, `${context.newId()}.${choice.lineNo}`);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  const kept = cart.lines.filter((line) => line.returnOf?.saleId !== ticket.saleId);
  const chosenNos = new Set(chosen.map(({ lineNo }) => lineNo));
  const left = cart.lines.filter(({ returnOf }) => returnOf?.saleId === ticket.saleId && !chosenNos.has(returnOf.lineNo));
  const told = left.map((line): CartEvent => ({ kind: 'line-voided', at: context.nowIso, personId: context.personId, line }));
  if (cart.events.length + told.length > MAX_CART_EVENTS) return fail(refusal('cart.too-many-lines', { limit: MAX_CART_EVENTS }));
  const owedRounding = { saleId: ticket.saleId, amountMinor: ticket.owedRoundingMinor };
  return repriced({ ...cart, lines: [...kept, ...lines], events: [...cart.events, ...told], owedRounding }, lines.at(-1), context);
}

function lineBroughtBack(
  ticket: ReturnableTicket,
  { lineNo, quantityMilli, terms }: ChosenReturn,
  lineId: string,
): Result<CartLine, Refusal> {
  const sold = ticket.lines[lineNo - 1];
  if (sold === undefined) return fail(refusal('cart.line-unknown'));
  const beforeMilli = ticket.returned.get(lineNo) ?? 0;
  const leftMilli = returnableMilli(sold, beforeMilli);
  if (quantityMilli <= 0 || quantityMilli > leftMilli) return fail(returnExceeds(lineNo, leftMilli));
  const { line } = sold;
  if (line.unit === 'piece' && quantityMilli % 1_000 !== 0 && line.quantityMilli % 1_000 === 0) {
    return fail(refusal('cart.quantity-not-whole'));
  }
  const share = shareOfLine(sold, beforeMilli, quantityMilli);
  const returnOf = { saleId: ticket.saleId, receiptNumber: ticket.receiptNumber, lineNo, share };
  return ok({
    ...itemSold(line),
    lineId,
    quantityMilli: 0 - quantityMilli,
    listPriceMinor: line.listPriceMinor,
    discount: line.discount,
    note: null,
    returnOf,
    returnTerms: terms,
  });
}

function itemSold(line: PricedLine): CartItem {
  const { productId, code, sku, name, unit, unitPriceMinor, priceIncludesTax, taxGroupId, labelPriceMinor } = line;
  return { productId, code, sku, name, unit, unitPriceMinor, priceIncludesTax, taxGroupId, labelPriceMinor };
}

/** Goods that come back without a receipt of this till: at the price of now, or at a lower one, and with the taxes of now. */
export function putUnreceipted(
  cart: Cart,
  back: { readonly item: CartItem; readonly listPriceMinor: number; readonly quantityMilli: number; readonly terms: ReturnTerms },
  context: CartContext,
): Result<CartChange, Refusal> {
  if (cart.tenders.length > 0) return fail(refusal('cart.tenders-present'));
  if (back.quantityMilli <= 0) return fail(refusal('return.nothing-chosen'));
  if (back.item.unit === 'piece' && back.quantityMilli % 1_000 !== 0) return fail(refusal('cart.quantity-not-whole'));
  const line: CartLine = {
    ...back.item,
    lineId: context.newId(),
    quantityMilli: 0 - back.quantityMilli,
    listPriceMinor: back.listPriceMinor,
    discount: null,
    note: null,
    returnTerms: back.terms,
  };
  return repriced({ ...cart, lines: [...cart.lines, line] }, line, context);
}

function repriced(changed: Cart, shown: CartLine | undefined, { rules }: CartContext): Result<CartChange, Refusal> {
  if (changed.lines.length > MAX_CART_LINES) return fail(refusal('cart.too-many-lines', { limit: MAX_CART_LINES }));
  const cart = { ...changed, revision: changed.revision + 1 };
  const priced = priceCart(cart, rules);
  return priced.ok ? ok({ cart, priced: priced.value, changedLineId: shown?.lineId ?? null }) : priced;
}
