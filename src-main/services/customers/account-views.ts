import { type AccountKind, accountIdOf, floorOf, readAccountId } from '../../../src-shared/accounts/account.ts';
import { worthOfPoints } from '../../../src-shared/accounts/points.ts';
import type { AccountStanding } from '../../../src-shared/accounts/sale-movements.ts';
import type { AccountView } from '../../../src-shared/contract/customers-api.ts';
import type { Till } from '../till.ts';

/** A customer's own accounts, shown whether or not anything ever moved on them: a tab that may be used is worth knowing of. */
const KINDS_OF_CUSTOMER: readonly AccountKind[] = ['on-account', 'store-credit', 'points'];

/** How far a customer's tab may go: what was decided for her, else the shop's rule. */
function tabLimit(till: Till, accountId: string): { readonly limitMinor: number; readonly isOwn: boolean } {
  const own = till.ledger.accounts.limit(accountId);
  return { limitMinor: own ?? till.settings.accounts.tabLimitMinor, isOwn: own !== null };
}

/** How an account stands now, read from the journal: within a transaction, with what it has written. */
export function standingOf(till: Till, accountId: string): AccountStanding {
  const { kind } = readAccountId(accountId);
  const limitMinor = kind === 'on-account' ? tabLimit(till, accountId).limitMinor : 0;
  return { balance: till.ledger.accounts.balance(accountId), floor: floorOf(kind, limitMinor) };
}

/** An account as the screens show it. */
export function accountView(till: Till, accountId: string): AccountView {
  const { kind, holder } = readAccountId(accountId);
  const { balance, floor } = standingOf(till, accountId);
  const limit = kind === 'on-account' ? tabLimit(till, accountId) : null;
  const rule = till.settings.accounts.points;
  const pointsMinor = rule === null ? 0 : worthOfPoints(balance, rule);
  return {
    accountId,
    kind,
    balance,
    availableMinor: kind === 'points' ? pointsMinor : Math.max(0, balance - floor),
    limitMinor: limit?.limitMinor ?? null,
    isOwnLimit: limit?.isOwn ?? false,
    expiresOn: kind === 'gift-card' ? (till.ledger.accounts.giftCard(holder)?.expiresOn ?? null) : null,
  };
}

/** A customer's accounts: those the shop has a way of paying from, and those something is left on. */
export function accountsOf(till: Till, customerId: string): AccountView[] {
  const views = KINDS_OF_CUSTOMER.map((kind) => accountView(till, accountIdOf(kind, customerId)));
  return views.filter((view) => view.balance !== 0 || isOffered(till, view.kind));
}

function isOffered(till: Till, kind: AccountKind): boolean {
  if (kind === 'points') return till.settings.accounts.points !== null;
  return till.settings.tenders.some((tender) => tender.kind === kind);
}
