import { accountMismatch } from '../accounts/tender-account.ts';
import { type Refusal, refusal } from '../contract/refusal.ts';
import { MAX_QUANTITY_MILLI } from '../money/amount.ts';
import { assertNever, fail, ok, type Result } from '../result.ts';
import {
  type Cart,
  type CartCommand,
  type CartEvent,
  type CartItem,
  type CartLine,
  MAX_CART_EVENTS,
  MAX_CART_LINES,
  MAX_CART_TENDERS,
} from './cart.ts';
import { type PricingRules, priceCart } from './price-cart.ts';
import type { PricedCart } from './priced-cart.ts';
import { tenderProblem } from './settle.ts';

const MILLI = 1_000;

export interface CartContext {
  readonly nowIso: string;
  /** A fresh id for a line or a tender. */
  readonly newId: () => string;
  /** Whose act it is; named in the ticket's events. */
  readonly personId: string;
  readonly rules: PricingRules;
}

export interface CartChange {
  readonly cart: Cart;
  /** `cart` with its figures: the reducer has worked them out to know that the change holds. */
  readonly priced: PricedCart;
  /** Where the eye should go: the line added, merged into or altered; null otherwise. */
  readonly changedLineId: string | null;
}

type Step = Result<{ readonly cart: Cart; readonly changedLineId: string | null }, Refusal>;
type CommandOf<K extends CartCommand['kind']> = Extract<CartCommand, { kind: K }>;

/**
 * One act of a person on a ticket: the ticket after it, one revision on, or why it was not done. Pure: time, ids and rules are given. A ticket
 * that comes out can always be priced under the same rules.
 *
 * While a tender stands, whatever moves the total is refused (`cart.tenders-present`): the sum a customer is paying does not change under
 * her hand. Notes move no money and stay allowed. What was put aside is sold as it was agreed (`layaway.lines-fixed`).
 *
 * Other refusals: `cart.line-unknown`, `cart.too-many-lines` (also when the ticket's events are full), `cart.quantity-out-of-range`,
 * `cart.quantity-not-whole` (pieces), `cart.label-price-fixed`, `cart.tender-unknown`, `cart.too-many-tenders`, `cart.empty` (nothing to
 * pay for), `customer.needed`, `account.unknown` and `layaway.customer-fixed` (whose account pays), those of `priceCart` and of
 * `tenderProblem`.
 */
export function reduceCart(cart: Cart, command: CartCommand, context: CartContext): Result<CartChange, Refusal> {
  if (cart.tenders.length > 0 && movesTotal(command)) return fail(refusal('cart.tenders-present'));
  if (cart.layawayId !== undefined && movesTotal(command)) return fail(refusal('layaway.lines-fixed'));
  const step = apply(cart, command, context);
  if (!step.ok) return step;
  const next = { ...step.value.cart, revision: cart.revision + 1 };
  const priced = priceCart(next, context.rules);
  if (!priced.ok) return priced;
  return ok({ cart: next, priced: priced.value, changedLineId: step.value.changedLineId });
}

function movesTotal(command: CartCommand): boolean {
  switch (command.kind) {
    case 'line.add':
    case 'line.quantity':
    case 'line.price':
    case 'line.discount':
    case 'line.void':
    case 'cart.discount':
      return true;
    case 'line.note':
    case 'cart.note':
    case 'cart.customer':
    case 'tender.add':
    case 'tender.remove':
      return false;
    default:
      return assertNever(command);
  }
}

function apply(cart: Cart, command: CartCommand, context: CartContext): Step {
  switch (command.kind) {
    case 'line.add':
      return addLine(cart, command, context);
    case 'line.quantity':
      return withLine(cart, command.lineId, (line) => changeQuantity(cart, line, command.quantityMilli, context));
    case 'line.price':
      return withLine(cart, command.lineId, (line) => changePrice(cart, line, command, context));
    case 'line.discount':
      return withLine(cart, command.lineId, (line) => replaceLine(cart, { ...line, discount: command.discount }));
    case 'line.note':
      return withLine(cart, command.lineId, (line) => replaceLine(cart, { ...line, note: command.note }));
    case 'line.void':
      return withLine(cart, command.lineId, (line) => voidLine(cart, line, context));
    case 'cart.discount':
      return ok({ cart: { ...cart, discount: command.discount }, changedLineId: null });
    case 'cart.note':
      return ok({ cart: { ...cart, note: command.note }, changedLineId: null });
    case 'cart.customer':
      return changeCustomer(cart, command.customerId);
    case 'tender.add':
      return addTender(cart, command.tender, context);
    case 'tender.remove':
      return removeTender(cart, command.tenderLineId);
    default:
      return assertNever(command);
  }
}

function withLine(cart: Cart, lineId: string, change: (line: CartLine) => Step): Step {
  const line = cart.lines.find((candidate) => candidate.lineId === lineId);
  return line === undefined ? fail(refusal('cart.line-unknown')) : change(line);
}

function replaceLine(cart: Cart, changed: CartLine): Step {
  const lines = cart.lines.map((line) => (line.lineId === changed.lineId ? changed : line));
  return ok({ cart: { ...cart, lines }, changedLineId: changed.lineId });
}

function addLine(cart: Cart, command: CommandOf<'line.add'>, context: CartContext): Step {
  const { item, quantityMilli } = command;
  const twin = command.merge && quantityMilli > 0 ? cart.lines.findLast((line) => isTwin(line, item)) : undefined;
  if (twin !== undefined) return changeQuantity(cart, twin, twin.quantityMilli + quantityMilli, context);
  const problem = quantityProblem(item, quantityMilli);
  if (problem !== null) return fail(problem);
  if (cart.lines.length >= MAX_CART_LINES) return fail(refusal('cart.too-many-lines', { limit: MAX_CART_LINES }));
  const line: CartLine = {
    ...item,
    lineId: context.newId(),
    quantityMilli,
    listPriceMinor: item.unitPriceMinor,
    discount: null,
    note: null,
  };
  return ok({ cart: { ...cart, lines: [...cart.lines, line] }, changedLineId: line.lineId });
}

/** Whether another piece of the item can be counted on the line: same product on the same terms, and nothing particular about the line. */
function isTwin(line: CartLine, item: CartItem): boolean {
  return (
    item.productId !== null &&
    line.productId === item.productId &&
    item.unit === 'piece' &&
    line.unit === 'piece' &&
    line.quantityMilli > 0 &&
    line.unitPriceMinor === item.unitPriceMinor &&
    // A price changed by hand is for that line, even when the catalog has come to ask the same.
    line.listPriceMinor === item.unitPriceMinor &&
    line.priceIncludesTax === item.priceIncludesTax &&
    line.taxGroupId === item.taxGroupId &&
    line.labelPriceMinor === null &&
    item.labelPriceMinor === null &&
    line.discount === null &&
    line.note === null
  );
}

function quantityProblem(item: CartItem, quantityMilli: number): Refusal | null {
  if (!Number.isSafeInteger(quantityMilli) || quantityMilli === 0 || Math.abs(quantityMilli) > MAX_QUANTITY_MILLI) {
    return refusal('cart.quantity-out-of-range', { limit: MAX_QUANTITY_MILLI / MILLI });
  }
  if (item.unit === 'piece' && quantityMilli % MILLI !== 0) return refusal('cart.quantity-not-whole');
  return null;
}

/**
 * Whether goods leave the ticket when a line's quantity goes from one to the other: it falls, or goods sold become goods brought back or the
 * other way round. Such a change is told in the ticket's events.
 */
export function isReduction(fromMilli: number, toMilli: number): boolean {
  return toMilli < fromMilli || Math.sign(toMilli) !== Math.sign(fromMilli);
}

/**
 * On a line with a label's price the quantity can only change its sign (the same pack comes back). It was derived from the label, and for
 * another weight the label's price would be wrong, as would be a new price for a pack that says another: each pack is scanned by itself, or
 * the line gets a price by hand first.
 */
function changeQuantity(cart: Cart, line: CartLine, quantityMilli: number, { nowIso, personId }: CartContext): Step {
  const problem = quantityProblem(line, quantityMilli);
  if (problem !== null) return fail(problem);
  if (line.labelPriceMinor !== null && Math.abs(quantityMilli) !== Math.abs(line.quantityMilli)) {
    return fail(refusal('cart.label-price-fixed'));
  }
  // What the scale said is no longer what stands there.
  const isOtherWeight = line.measured === 'scale' && Math.abs(quantityMilli) !== Math.abs(line.quantityMilli);
  const changed: CartLine = { ...line, quantityMilli, ...(isOtherWeight ? { measured: 'keyed' } : {}) };
  if (!isReduction(line.quantityMilli, quantityMilli)) return replaceLine(cart, changed);
  const { lineId, quantityMilli: fromMilli } = line;
  const noted = withEvent(cart, { kind: 'quantity-reduced', at: nowIso, personId, lineId, fromMilli, toMilli: quantityMilli });
  return noted.ok ? replaceLine(noted.value, changed) : noted;
}

/** A price by hand takes the place of the catalog's and of a label's; the ticket's events keep what it was, by whom and why. */
function changePrice(cart: Cart, line: CartLine, command: CommandOf<'line.price'>, context: CartContext): Step {
  const { unitPriceMinor, reason } = command;
  if (unitPriceMinor === line.unitPriceMinor && line.labelPriceMinor === null) return ok({ cart, changedLineId: line.lineId });
  const noted = withEvent(cart, {
    kind: 'price-changed',
    at: context.nowIso,
    personId: context.personId,
    lineId: line.lineId,
    fromMinor: line.unitPriceMinor,
    toMinor: unitPriceMinor,
    reason,
  });
  if (!noted.ok) return noted;
  return replaceLine(noted.value, { ...line, unitPriceMinor, labelPriceMinor: null });
}

/** The last line takes the ticket's discount with it: there is nothing left for it to come off. */
function voidLine(cart: Cart, line: CartLine, context: CartContext): Step {
  const noted = withEvent(cart, { kind: 'line-voided', at: context.nowIso, personId: context.personId, line });
  if (!noted.ok) return noted;
  const lines = cart.lines.filter((candidate) => candidate.lineId !== line.lineId);
  const discount = lines.length === 0 ? null : cart.discount;
  return ok({ cart: { ...noted.value, lines, discount }, changedLineId: null });
}

function withEvent(cart: Cart, event: CartEvent): Result<Cart, Refusal> {
  if (cart.events.length >= MAX_CART_EVENTS) return fail(refusal('cart.too-many-lines', { limit: MAX_CART_EVENTS }));
  return ok({ ...cart, events: [...cart.events, event] });
}

function addTender(cart: Cart, tender: CommandOf<'tender.add'>['tender'], { rules, newId }: CartContext): Step {
  if (cart.lines.length === 0) return fail(refusal('cart.empty'));
  const known = rules.tenders.some(({ tenderId, kind }) => tenderId === tender.tenderId && kind === tender.kind);
  if (!known) return fail(refusal('cart.tender-unknown'));
  const mismatch = accountMismatch(cart, tender);
  if (mismatch !== null) return fail(mismatch);
  if (cart.tenders.length >= MAX_CART_TENDERS) return fail(refusal('cart.too-many-tenders', { limit: MAX_CART_TENDERS }));
  const priced = priceCart(cart, rules);
  if (!priced.ok) return priced;
  const problem = tenderProblem(priced.value.totals.totalMinor, cart.tenders, tender, rules);
  if (problem !== null) return fail(problem);
  return ok({ cart: { ...cart, tenders: [...cart.tenders, { ...tender, tenderLineId: newId() }] }, changedLineId: null });
}

/** The ticket becomes another customer's, or nobody's. Not while it is being paid from an account that is hers, or is hers by a layaway. */
function changeCustomer({ customerId: before, ...cart }: Cart, customerId: string | null): Step {
  const standing = before === undefined ? cart : { ...cart, customerId: before };
  if (customerId === (before ?? null)) return ok({ cart: standing, changedLineId: null });
  if (cart.layawayId !== undefined) return fail(refusal('layaway.customer-fixed'));
  if (cart.tenders.some(({ accountId }) => accountId !== undefined)) return fail(refusal('cart.tenders-present'));
  return ok({ cart: customerId === null ? cart : { ...cart, customerId }, changedLineId: null });
}

function removeTender(cart: Cart, tenderLineId: string): Step {
  const tenders = cart.tenders.filter((tender) => tender.tenderLineId !== tenderLineId);
  if (tenders.length === cart.tenders.length) return fail(refusal('cart.tender-unknown'));
  return ok({ cart: { ...cart, tenders }, changedLineId: null });
}
