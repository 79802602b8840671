import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import { roleOf } from '../../src-shared/people/roles.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type Cart, type CartEvent, MAX_CART_EVENTS } from '../../src-shared/sale/cart.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import { type NeededRight, rightsNeeded, rightsToGoBack } from '../../src-shared/sale/ticket-rights.ts';
import { authorizeAll } from './authorize.ts';
import { type OpenTicket, signedIn, type Till } from './till.ts';

/**
 * Whether the person signed in may bring the ticket from `before` to `after`, by her own rights or by a colleague's yes, which this uses up.
 * Answers with the ticket as it is to stand: what was allowed is told in its events, with who asked and who allowed it.
 */
export function authorizeChange<T extends OpenTicket>(till: Till, before: OpenTicket, after: T): Result<T, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const { discountLimitMilli } = roleOf(person.value, till.settings);
  return authorizeRights(till, before, after, rightsNeeded(before.priced, after.priced, discountLimitMilli));
}

/** As `authorizeChange`, for going back to a state the ticket was in before. */
export function authorizeUndo(till: Till, before: OpenTicket, after: OpenTicket): Result<OpenTicket, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const { discountLimitMilli } = roleOf(person.value, till.settings);
  return authorizeRights(till, before, after, rightsToGoBack(before.priced, after.priced, discountLimitMilli));
}

function authorizeRights<T extends OpenTicket>(
  till: Till,
  before: OpenTicket,
  after: T,
  rights: readonly NeededRight[],
): Result<T, Refusal> {
  if (rights.length === 0) return ok(after);
  if (after.cart.events.length + rights.length > MAX_CART_EVENTS) {
    return fail(refusal('cart.too-many-lines', { limit: MAX_CART_EVENTS }));
  }
  const authorized = authorizeAll(till, rights);
  if (!authorized.ok) return authorized;
  const { approvals, person } = authorized.value;
  if (approvals.length === 0) return ok(after);
  const allowed = rights.filter(({ permission }) => approvals.some((approval) => approval.permission === permission));
  const told = new Set(before.cart.events.map((event) => JSON.stringify(event)));
  const events = after.cart.events.map((event) => (told.has(JSON.stringify(event)) ? event : withApproval(event, approvals)));
  const at = till.now().toISOString();
  const discounts = allowed.flatMap(({ permission, subject }): readonly CartEvent[] => {
    const approval = approvals.find((given) => given.permission === permission);
    if (permission !== 'discount.over-limit' || approval === undefined) return [];
    const { lineId = null, percentMilli } = subject;
    return [{ kind: 'discount-allowed', at, personId: person.personId, lineId, percentMilli: Number(percentMilli), approval }];
  });
  return ok(withEvents(after, [...events, ...discounts]));
}

const PERMISSION_OF = { 'line-voided': 'line.void', 'quantity-reduced': 'line.void', 'price-changed': 'price.change' } as const;

function withApproval(event: CartEvent, approvals: readonly Approval[]): CartEvent {
  if (event.kind === 'discount-allowed') return event;
  const approval = approvals.find(({ permission }) => permission === PERMISSION_OF[event.kind]);
  return approval === undefined ? event : { ...event, approval };
}

function withEvents<T extends OpenTicket>(ticket: T, events: readonly CartEvent[]): T {
  const cart: Cart = { ...ticket.cart, events: [...events] };
  const priced: PricedCart = { ...ticket.priced, events: [...events] };
  return { ...ticket, cart, priced };
}
