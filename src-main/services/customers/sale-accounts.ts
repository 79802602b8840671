import { accountIdOf } from '../../../src-shared/accounts/account.ts';
import { changeOf } from '../../../src-shared/accounts/movement.ts';
import { checkStandings, ticketMovements } from '../../../src-shared/accounts/sale-movements.ts';
import { type Refusal, refusal } from '../../../src-shared/contract/refusal.ts';
import type { SaleCompleted } from '../../../src-shared/ledger/bodies.ts';
import type { Approval } from '../../../src-shared/people/approval.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import type { Cart } from '../../../src-shared/sale/cart.ts';
import { authorize } from '../authorize.ts';
import type { Till } from '../till.ts';
import { standingOf } from './account-views.ts';
import { pointsTakenBack } from './returned-points.ts';

/**
 * The right to complete the ticket as far as its tab goes: to write on it, and beyond its limit a colleague's. Null where no tab is in it.
 * Asked right before the sale, and answered with what the entry keeps of it; of a sale that is in the ledger already nothing is asked again.
 */
export function authorizeTab(till: Till, cart: Cart): Result<{ readonly mayGoOver: boolean; readonly approval: Approval | null }, Refusal> {
  const onTab = cart.tenders.filter(({ kind, amountMinor }) => kind === 'on-account' && amountMinor > 0);
  const accountId = onTab[0]?.accountId;
  if (accountId === undefined || till.ledger.findSale(cart.cartId) !== null) return ok({ mayGoOver: false, approval: null });
  const amountMinor = onTab.reduce((sum, tender) => sum + tender.amountMinor, 0);
  const { balance, floor } = standingOf(till, accountId);
  const isOver = balance - amountMinor < floor;
  const right = isOver
    ? authorize(till, 'account.over-limit', { accountId, amountMinor, limitMinor: 0 - floor })
    : authorize(till, 'account.charge', { accountId, amountMinor });
  return right.ok ? ok({ mayGoOver: isOver, approval: right.value.approval }) : right;
}

/**
 * The sale's body with what it changes on accounts. Called inside the sale's transaction: the balances are those of this very moment, so two
 * tickets cannot spend the same money.
 */
export function saleAccounts(
  till: Till,
  cart: Cart,
  sale: SaleCompleted,
  tab: { readonly mayGoOver: boolean; readonly approval: Approval | null },
): Result<SaleCompleted, Refusal> {
  const { customerId = null, layawayId } = cart;
  const ticket = { customerId, totalMinor: sale.totals.totalMinor, tenders: sale.tenders };
  const own = ticketMovements(ticket, till.settings.accounts.points);
  if (!own.ok) return own;
  const problem = checkStandings(own.value, (accountId) => standingOf(till, accountId), tab.mayGoOver);
  if (problem !== null) return fail(problem);
  if (layawayId !== undefined) {
    const accountId = accountIdOf('deposit', layawayId);
    if (!till.ledger.accounts.isOpenLayaway(layawayId)) return fail(refusal('layaway.unknown'));
    // What she paid for these goods pays for these goods: none of it is left behind.
    const leftMinor = till.ledger.accounts.balance(accountId) + changeOf(accountId, own.value);
    if (leftMinor !== 0) return fail(refusal('layaway.deposit-left', { leftMinor }));
  }
  const movements = [...own.value, ...pointsTakenBack(till, sale)];
  return ok({
    ...sale,
    ...(customerId === null ? {} : { customerId }),
    ...(movements.length === 0 ? {} : { movements }),
    ...(layawayId === undefined ? {} : { layawayId }),
    ...(tab.approval === null ? {} : { accountApproval: tab.approval }),
  });
}
