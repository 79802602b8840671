import { accountIdOf, isAccountKind } from '../../../src-shared/accounts/account.ts';
import type { AccountTender } from '../../../src-shared/contract/customers-api.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import type { Till } from '../till.ts';
import { accountView } from './account-views.ts';

/** The accounts the open ticket can be paid from, by the shop's ways of paying; those that cannot be used now are left out. */
export function accountTenders(till: Till): AccountTender[] {
  const cart = till.ticket?.priced;
  if (cart === undefined) return [];
  return till.settings.tenders.flatMap((tender) => accountTender(till, cart, tender) ?? []);
}

function accountTender(till: Till, cart: PricedCart, { tenderId, kind }: TenderType): AccountTender | null {
  if (!isAccountKind(kind)) return null;
  const isRefund = cart.totals.totalMinor < 0;
  if (kind === 'gift-card') {
    return isRefund || !till.ledger.accounts.hasGiftCards() ? null : { tenderId, accountId: null, balance: null, mostMinor: null };
  }
  const holder = kind === 'deposit' ? cart.layawayId : cart.customerId;
  if (holder === undefined) return null;
  const { accountId, balance, availableMinor } = accountView(till, accountIdOf(kind, holder));
  // Other accounts are given back what they paid, which the return itself proposes.
  if (isRefund) return kind === 'store-credit' ? { tenderId, accountId, balance, mostMinor: null } : null;
  const takenMinor = cart.tenders.reduce((sum, tender) => (tender.accountId === accountId ? sum + tender.amountMinor : sum), 0);
  const mostMinor = Math.max(0, availableMinor - takenMinor);
  // A tab at its limit is still offered: a colleague may let it go over.
  if (mostMinor === 0 && takenMinor === 0 && kind !== 'on-account') return null;
  return { tenderId, accountId, balance, mostMinor };
}
