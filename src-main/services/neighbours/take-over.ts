import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../../src-shared/contract/terminal-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { priceCart } from '../../../src-shared/sale/price-cart.ts';
import { MAX_HELD_CARTS } from '../../drafts/drafts.ts';
import type { GivenCart, OpenGift, OpenTaking } from '../../drafts/hand-overs.ts';
import { recallTicket } from '../hold.ts';
import { errorFields } from '../log.ts';
import { rulesNow, signedIn, type Till } from '../till.ts';

/**
 * Takes a ticket that another till holds onto this counter (see drafts/hand-overs.ts for how neither loses it). `lan.no-answer`: the other
 * did not answer; the ticket stays with it, and it is told so as soon as it is reached.
 */
export async function takeOver(till: Till, terminal: string, cartId: string): Promise<Result<CartOutcome, Refusal>> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (till.ticket !== null && till.ticket.cart.lines.length > 0) return fail(refusal('cart.not-empty'));
  if (till.drafts.heldCount() >= MAX_HELD_CARTS) return fail(refusal('cart.too-many-held', { limit: MAX_HELD_CARTS }));
  const name = till.lan.named(terminal)?.name ?? terminal;
  const handOverId = till.newId();
  const fetched = await fetchCart(till, { handOverId, cartId, owner: terminal }, name);
  // One that did not answer hears how it ended when it is next reached: nobody waits for it twice.
  if (fetched.ok || fetched.error.code !== 'lan.no-answer') await settleTakings(till, terminal);
  // Somebody may have rung something up while the other till was asked: then it waits among the own tickets on hold.
  return fetched.ok ? recallTicket(till, cartId) : fetched;
}

type AskedHandOver = Omit<OpenTaking, 'state'>;

/** The ticket is among the own ones on hold, or it is not and never will be under this id. */
async function fetchCart(till: Till, asked: AskedHandOver, name: string): Promise<Result<null, Refusal>> {
  const { handOverId, cartId, owner } = asked;
  try {
    till.drafts.ask(handOverId, cartId, owner);
    const answer = await till.lan.ask(owner, 'take', { handOverId, cartId });
    const problem = !answer.ok
      ? refusal('lan.no-answer', { name })
      : answer.value.kind === 'gone'
        ? refusal('cart.not-found')
        : unusable(till, answer.value, cartId)
          ? refusal('lan.cart-unusable', { name })
          : null;
    if (problem === null && answer.ok && answer.value.kind === 'given' && till.drafts.take(handOverId, answer.value)) return ok(null);
    till.drafts.withdraw(handOverId);
    return fail(problem ?? refusal('cart.not-found'));
  } catch (error) {
    // Whichever state is on the disk counts: it is told to the owner, now or after the next start.
    till.log.error('a ticket could not be taken over', errorFields(error));
    return fail(refusal('drafts.unwritable'));
  }
}

/** A ticket this till cannot work with stays where it can be. */
function unusable(till: Till, { cart, held }: GivenCart, cartId: string): boolean {
  const isAsked = cart.cartId === cartId && held.cartId === cartId && cart.tenders.length === 0;
  return !isAsked || cart.currency !== till.settings.currency || !priceCart(cart, rulesNow(till)).ok;
}

/** After a start nobody waits for an answer any more: what was being asked for is given up. */
export function withdrawUnanswered(till: Till): void {
  for (const { handOverId, state } of till.drafts.openTakings()) if (state === 'asking') till.drafts.withdraw(handOverId);
}

/** Tells the owner how hand-overs ended that it has not heard of. Those under way are left alone. */
export async function settleTakings(till: Till, owner: string): Promise<void> {
  const untold = till.drafts.openTakings().filter((taking) => taking.owner === owner && taking.state !== 'asking');
  await Promise.all(untold.map((taking) => settleTaking(till, taking)));
}

async function settleTaking(till: Till, { handOverId, cartId, owner, state }: OpenTaking): Promise<void> {
  const end = state === 'taken' ? 'taken' : 'withdrawn';
  const heard = await till.lan.ask(owner, 'settle', { handOverId, cartId, end });
  if (heard.ok) till.drafts.forgetTaking(handOverId);
}

/** Asks a till that was given tickets what became of them: one whose drafts were lost will never tell by itself. */
export async function settleGifts(till: Till, taker: string): Promise<void> {
  const open = till.drafts.openGifts().filter((gift) => gift.taker === taker);
  await Promise.all(open.map((gift) => settleGift(till, gift)));
}

async function settleGift(till: Till, { handOverId, taker, held }: OpenGift): Promise<void> {
  const answer = await till.lan.ask(taker, 'standing', { handOverId });
  if (!answer.ok || answer.value.standing === 'asking') return;
  const end = answer.value.standing === 'taken' ? 'taken' : 'withdrawn';
  till.drafts.settle({ handOverId, cartId: held.cartId, taker }, end);
}
