import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type Cart, type CartEvent, MAX_CART_EVENTS } from '../../src-shared/sale/cart.ts';
import { priceCart } from '../../src-shared/sale/price-cart.ts';
import { isReduction } from '../../src-shared/sale/reduce-cart.ts';
import { keepDraft, namedTicket, tell } from './ticket.ts';
import { authorizeUndo } from './ticket-rights.ts';
import { rulesNow, signedIn, type Till } from './till.ts';

/** Takes the last change of the open ticket back: refused when the screen saw another ticket or another state of it. */
export function undo(till: Till, cartId: string, revision: number): Result<CartOutcome, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const named = namedTicket(till, cartId);
  if (!named.ok) return named;
  const current = named.value.cart;
  if (current.revision !== revision) return fail(refusal('cart.stale'));
  const before = ticketBefore(till, current);
  if (before === null) return fail(refusal('cart.nothing-to-undo'));
  const restored = takenBack(current, before, { personId: person.value.personId, nowIso: till.now().toISOString() });
  if (restored.events.length > MAX_CART_EVENTS) return fail(refusal('cart.too-many-lines', { limit: MAX_CART_EVENTS }));
  const priced = priceCart(restored, rulesNow(till));
  if (!priced.ok) return priced;
  const allowed = authorizeUndo(till, named.value, { cart: restored, priced: priced.value });
  if (!allowed.ok) return allowed;
  keepDraft(till, () => {
    till.drafts.stepBack(allowed.value.cart);
  });
  till.ticket = allowed.value;
  return ok(tell(till, null));
}

/** A draft that was not kept would bring back a ticket of another moment, or another ticket. */
function ticketBefore(till: Till, { cartId, revision }: Cart): Cart | null {
  const kept = till.drafts.current();
  if (kept?.cartId !== cartId || kept.revision !== revision) return null;
  const before = till.drafts.before();
  return before?.cartId === cartId ? before : null;
}

/**
 * `before` in the place of `current`, one revision on. Undo must not be a way to take goods off a ticket without a trace: a line that goes
 * away by it is told in the journal as voided, and one that shrinks as reduced. What was told before stays told, unless its goods are back.
 */
export function takenBack(current: Cart, before: Cart, by: { readonly personId: string; readonly nowIso: string }): Cart {
  const restored = new Map(before.lines.map((line) => [line.lineId, line.quantityMilli]));
  const toldBefore = new Set(before.events.filter((event) => event.kind === 'quantity-reduced').map(identityOf));
  const staysTold = (event: CartEvent): boolean => {
    if (isOfBefore(event)) return false;
    if (event.kind === 'line-voided') return !restored.has(event.line.lineId);
    const quantityMilli = restored.get(event.lineId);
    return quantityMilli === undefined || isReduction(event.fromMilli, quantityMilli) || toldBefore.has(identityOf(event));
  };
  const pricesOfBefore = before.events.filter(isOfBefore);
  const goneNow = current.lines.flatMap((line): readonly CartEvent[] => {
    const toMilli = restored.get(line.lineId);
    const told = { at: by.nowIso, personId: by.personId };
    if (toMilli === undefined) return [{ kind: 'line-voided', ...told, line }];
    if (!isReduction(line.quantityMilli, toMilli)) return [];
    return [{ kind: 'quantity-reduced', ...told, lineId: line.lineId, fromMilli: line.quantityMilli, toMilli }];
  });
  const events = [...pricesOfBefore, ...current.events.filter(staysTold), ...goneNow];
  return { ...before, revision: current.revision + 1, events: events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

/** A price and a discount are as they were, and so is what was told of them. */
function isOfBefore(event: CartEvent): event is Extract<CartEvent, { kind: 'price-changed' | 'discount-allowed' }> {
  return event.kind === 'price-changed' || event.kind === 'discount-allowed';
}

/** The same reduction in two states of a ticket; the states are read from the disk, so that no object is in both. */
function identityOf(event: Extract<CartEvent, { kind: 'quantity-reduced' }>): string {
  return JSON.stringify([event.at, event.lineId, event.fromMilli, event.toMilli]);
}
