import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { priceCart } from '../../src-shared/sale/price-cart.ts';
import { MAX_HELD_CARTS } from '../drafts/drafts.ts';
import { errorFields } from './log.ts';
import { beginTicket, namedTicket, tell } from './ticket.ts';
import { rulesNow, signedIn, type Till } from './till.ts';
import { tellVoided } from './void-ticket.ts';

/** Puts the open ticket aside under a label. Not once money has been taken for it: a tender must not wait in a list. */
export function holdTicket(till: Till, cartId: string, label: string): Result<CartOutcome, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const named = namedTicket(till, cartId);
  if (!named.ok) return named;
  const { cart, priced } = named.value;
  if (cart.lines.length === 0) return fail(refusal('cart.empty'));
  if (cart.tenders.length > 0) return fail(refusal('cart.tenders-present'));
  if (till.drafts.heldCount() >= MAX_HELD_CARTS) return fail(refusal('cart.too-many-held', { limit: MAX_HELD_CARTS }));
  const held = {
    cartId,
    label,
    heldAt: till.now().toISOString(),
    personId: person.value.personId,
    lineCount: cart.lines.length,
    totalMinor: priced.totals.totalMinor,
  };
  try {
    till.drafts.hold(cart, held);
  } catch (error) {
    // The ticket stays on the counter: one that waits in memory only would be gone with the power.
    till.log.error('a ticket could not be held', errorFields(error));
    return fail(refusal('drafts.unwritable'));
  }
  const begun = beginTicket(till, person.value.personId, till.newId());
  return begun.ok ? ok(tell(till, null)) : begun;
}

/**
 * Takes a held ticket back. The counter must be empty: two tickets never become one by mistake. A ticket that was emptied line by line is
 * told in the journal as given up before the other takes its place.
 */
export function recallTicket(till: Till, cartId: string): Result<CartOutcome, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (till.ticket !== null && till.ticket.cart.lines.length > 0) return fail(refusal('cart.not-empty'));
  const cart = till.drafts.heldCart(cartId);
  if (cart === null) return fail(refusal('cart.not-found'));
  const priced = priceCart(cart, rulesNow(till));
  if (!priced.ok) return priced;
  if (till.ticket !== null && till.ticket.cart.events.length > 0) {
    const told = tellVoided(till, till.ticket, person.value.personId, null);
    if (!told.ok) return told;
  }
  till.drafts.recall(cartId);
  till.ticket = { cart, priced: priced.value };
  return ok(tell(till, null));
}
