import { readAccountId } from '../../../src-shared/accounts/account.ts';
import { checkStandings, ticketMovements } from '../../../src-shared/accounts/sale-movements.ts';
import { accountMismatch } from '../../../src-shared/accounts/tender-account.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { CartOutcome } from '../../../src-shared/contract/terminal-api.ts';
import { fail, type Result } from '../../../src-shared/result.ts';
import type { Cart, CartCommand } from '../../../src-shared/sale/cart.ts';
import { errorFields } from '../log.ts';
import { editTicket } from '../ticket.ts';
import type { Till } from '../till.ts';
import { standingOf } from './account-views.ts';
import { namedGiftCard } from './gift-cards.ts';

/**
 * A screen's command on the open ticket, as `editTicket`, after a look at the accounts it touches. A customer who is put on a ticket has
 * been here: she comes sooner in searches.
 */
export function commandTicket(till: Till, cartId: string, revision: number, command: CartCommand): Result<CartOutcome, Refusal> {
  const cart = till.ticket?.cart;
  const problem = cart?.cartId === cartId ? accountProblem(till, cart, command) : null;
  if (problem !== null) return fail(problem);
  const outcome = editTicket(till, cartId, revision, command);
  if (outcome.ok && command.kind === 'cart.customer' && command.customerId !== null) noteVisit(till, command.customerId);
  return outcome;
}

function noteVisit(till: Till, customerId: string): void {
  try {
    till.customers.touch(customerId, till.now().toISOString());
  } catch (error) {
    // She comes later in searches, and is on the ticket all the same.
    till.log.warn('a customer could not be noted as seen', errorFields(error));
  }
}

/**
 * Why a command of a screen may not be done to the ticket as far as accounts go, or null: a customer who is not there, a card that is not
 * ours or has run out, more than an account bears. The last word is `saleAccounts`', in the sale's own transaction; here the person is told
 * while the customer is still choosing. A tab over its limit is asked for when the sale is completed.
 */
function accountProblem(till: Till, cart: Cart, command: CartCommand): Refusal | null {
  if (command.kind === 'cart.customer') {
    return command.customerId === null || till.customers.find(command.customerId) !== null ? null : refusal('customer.unknown');
  }
  if (command.kind !== 'tender.add' || command.tender.accountId === undefined) return null;
  const { tender } = command;
  const mismatch = accountMismatch(cart, tender);
  if (mismatch !== null) return mismatch;
  if (tender.kind === 'gift-card' && tender.amountMinor > 0) {
    const card = namedGiftCard(till, readAccountId(command.tender.accountId).holder);
    if (!card.ok) return card.error;
  }
  const ticket = { customerId: cart.customerId ?? null, totalMinor: 0, tenders: [...cart.tenders, { ...tender, tenderLineId: '-' }] };
  const movements = ticketMovements(ticket, till.settings.accounts.points);
  if (!movements.ok) return movements.error;
  return checkStandings(movements.value, (accountId) => standingOf(till, accountId), true);
}
