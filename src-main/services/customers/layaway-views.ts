import { accountIdOf } from '../../../src-shared/accounts/account.ts';
import type { LayawayView } from '../../../src-shared/contract/customers-api.ts';
import { businessDateOf } from '../../../src-shared/sale/complete-sale.ts';
import type { StoredLayaway } from '../../ledger/account-reads.ts';
import type { Till } from '../till.ts';

/** What is put aside, for one customer or (null) for everybody, the soonest due first. */
export function layawaysOf(till: Till, customerId: string | null): LayawayView[] {
  return till.ledger.accounts.openLayaways(customerId).map((stored) => layawayView(till, stored));
}

export function layawayView(till: Till, stored: StoredLayaway): LayawayView {
  const paidMinor = till.ledger.accounts.balance(accountIdOf('deposit', stored.layawayId));
  const today = businessDateOf(till.now().toISOString(), till.settings.timeZone);
  return {
    layawayId: stored.layawayId,
    number: stored.number,
    customerId: stored.customerId,
    customerName: till.customers.find(stored.customerId)?.name ?? null,
    openedAt: stored.at,
    dueOn: stored.dueOn,
    isOverdue: stored.dueOn < today,
    totalMinor: stored.totalMinor,
    paidMinor,
    leftMinor: stored.totalMinor - paidMinor,
  };
}
