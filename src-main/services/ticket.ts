import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Cart, CartCommand } from '../../src-shared/sale/cart.ts';
import { newCart } from '../../src-shared/sale/new-cart.ts';
import { priceCart } from '../../src-shared/sale/price-cart.ts';
import { type CartChange, type CartContext, reduceCart } from '../../src-shared/sale/reduce-cart.ts';
import { errorFields } from './log.ts';
import { returnEditProblem } from './returns/check-returns.ts';
import { authorizeChange } from './ticket-rights.ts';
import { notify, type OpenTicket, rulesNow, signedIn, type Till } from './till.ts';

/**
 * The open ticket, and the one way to change it: reduce, keep as a draft, tell every screen. The ticket in memory is the truth; the draft is
 * its shadow on the disk, and a disk that refuses it does not stop the queue at the counter.
 */

/** The open ticket of the person signed in; an empty one is begun where there is none. */
export function openTicket(till: Till): Result<OpenTicket, Refusal> {
  if (till.ticket !== null) return ok(till.ticket);
  const person = signedIn(till);
  return person.ok ? beginTicket(till, person.value.personId, till.newId()) : person;
}

/** Puts an empty ticket on the counter, forgetting the one before and its way back. */
export function beginTicket(till: Till, personId: string, cartId: string): Result<OpenTicket, Refusal> {
  const cart = newCart({ cartId, currency: till.settings.currency, personId, nowIso: till.now().toISOString() });
  const priced = priceCart(cart, rulesNow(till));
  if (!priced.ok) return priced;
  keepDraft(till, () => {
    till.drafts.begin(cart);
  });
  till.ticket = { cart, priced: priced.value };
  return ok(till.ticket);
}

/** Says whether a change may be, right before it is: the change to carry out, or why not. */
type Allow = (change: CartChange, before: OpenTicket) => Result<CartChange, Refusal>;

/** Carries one command out on the open ticket. Whoever has not asked a screen for it needs no leave. */
export function changeTicket(till: Till, command: CartCommand, allow: Allow = ok): Result<CartOutcome, Refusal> {
  const ticket = openTicket(till);
  if (!ticket.ok) return ticket;
  const context = contextOf(till, ticket.value.cart);
  if (!context.ok) return context;
  const change = reduceCart(ticket.value.cart, command, context.value);
  if (!change.ok) return change;
  const allowed = allow(change.value, ticket.value);
  return allowed.ok ? takeChange(till, allowed.value) : allowed;
}

/** Puts a changed ticket in the place of the open one. */
export function takeChange(till: Till, { cart, priced, changedLineId }: CartChange): Result<CartOutcome, Refusal> {
  keepDraft(till, () => {
    till.drafts.save(cart);
  });
  till.ticket = { cart, priced };
  forgetLastSale(till);
  return ok(tell(till, changedLineId));
}

/** As `changeTicket`, for a command of a screen: refused when the screen saw another ticket or another state of it. */
export function editTicket(till: Till, cartId: string, revision: number, command: CartCommand): Result<CartOutcome, Refusal> {
  const named = namedTicket(till, cartId);
  if (!named.ok) return named;
  if (named.value.cart.revision !== revision) return fail(refusal('cart.stale'));
  const problem = returnEditProblem(till, named.value.cart, command);
  if (problem !== null) return fail(problem);
  return changeTicket(till, command, (change, before) => authorizeChange(till, before, change));
}

/** The open ticket where it is the one the screen means. */
export function namedTicket(till: Till, cartId: string): Result<OpenTicket, Refusal> {
  return till.ticket?.cart.cartId === cartId ? ok(till.ticket) : fail(refusal('cart.not-found'));
}

/** The ticket as every screen shows it now. */
export function outcomeOf(till: Till, changedLineId: string | null): CartOutcome {
  if (till.ticket === null) throw new Error('there is no open ticket to show');
  return {
    cart: till.ticket.priced,
    changedLineId,
    canUndo: till.drafts.undoSteps() > 0,
    heldCount: till.drafts.heldCount(),
  };
}

/** `outcomeOf`, and the other screens hear of it. */
export function tell(till: Till, changedLineId: string | null): CartOutcome {
  const outcome = outcomeOf(till, changedLineId);
  till.events.emit({ kind: 'cart', outcome });
  return outcome;
}

/**
 * Ids of lines and tenders are the revision they came with: unique within the ticket, since a revision is never used twice, and short, since
 * each is written to the journal.
 */
export function contextOf(till: Till, cart: Cart): Result<CartContext, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  return ok({
    nowIso: till.now().toISOString(),
    newId: () => String(cart.revision + 1),
    personId: person.value.personId,
    rules: rulesNow(till),
  });
}

/** Writes to the drafts; a disk that refuses is said once, on the screen and in the log, and selling goes on. */
export function keepDraft(till: Till, write: () => void): void {
  try {
    write();
  } catch (error) {
    till.log.error('the open ticket could not be kept', errorFields(error));
    notify(till, { code: 'drafts.not-kept', params: {} });
  }
}

/** The change of the last sale stays on the screen until the next ticket begins to fill. */
function forgetLastSale(till: Till): void {
  if (till.lastSale === null) return;
  till.lastSale = null;
  keepDraft(till, () => {
    till.drafts.keepLastSale(null);
  });
}
