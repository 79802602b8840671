import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { authorize } from './authorize.ts';
import { tellTrainingVoided } from './journal/training.ts';
import { beginTicket, namedTicket, tell } from './ticket.ts';
import { currentTillId } from './till/sessions.ts';
import { type OpenTicket, signedIn, type Till } from './till.ts';

/**
 * Gives the open ticket up. It leaves a trace in the journal, with what it held, before it leaves the counter; after a crash between the two
 * it stands there again and may be voided once more, which the journal tells by the same `cartId`.
 */
export function voidTicket(till: Till, cartId: string, reason: string | null): Result<CartOutcome, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const named = namedTicket(till, cartId);
  if (!named.ok) return named;
  const { cart } = named.value;
  if (cart.lines.length === 0 && cart.events.length === 0) return fail(refusal('cart.empty'));
  if (cart.tenders.length > 0) return fail(refusal('cart.tenders-present'));
  const authorized = authorize(till, rightToVoid(till, cart.lines.length), { cartId, totalMinor: named.value.priced.totals.totalMinor });
  if (!authorized.ok) return authorized;
  const { approval } = authorized.value;
  const told = till.training
    ? tellTrainingVoided(till, named.value, person.value.personId)
    : tellVoided(till, named.value, person.value.personId, reason, approval);
  if (!told.ok) return told;
  const begun = beginTicket(till, person.value.personId, till.newId());
  return begun.ok ? ok(tell(till, null)) : begun;
}

/** A short ticket could as well be emptied line by line, which nobody should have to do. */
function rightToVoid(till: Till, lines: number): Permission {
  return lines > till.settings.access.freeVoidLines ? 'ticket.void' : 'line.void';
}

/** Tells the journal of a ticket that leaves the counter without being completed: what it held, and what was taken off it before. */
export function tellVoided(
  till: Till,
  { cart, priced }: OpenTicket,
  personId: string,
  reason: string | null,
  approval: Approval | null = null,
): Result<null, Refusal> {
  const { cartId, currency, events } = cart;
  const body = {
    cartId,
    tillId: currentTillId(till),
    reason,
    currency,
    totalMinor: priced.totals.totalMinor,
    lines: priced.lines,
    events,
    ...(approval === null ? {} : { approval }),
  };
  const entry = till.ledger.append({ type: 'cart.voided', v: 1, body }, personId);
  return entry.ok ? ok(null) : entry;
}
