import { useEffect, useState } from 'react';
import { isAccountKind } from '../../../src-shared/accounts/account.ts';
import type { AccountTender } from '../../../src-shared/contract/customers-api.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { call } from '../../state/terminal-store.ts';
import { leftFor } from './pay-actions.ts';

/** From which accounts the ticket can be paid as it stands; asked for anew with every change of it. */
export function useAccountTenders(cart: PricedCart): readonly AccountTender[] {
  const [tenders, setTenders] = useState<readonly AccountTender[]>([]);
  useEffect(() => {
    let isShown = true;
    void call('account.tenders', {}).then((answer) => {
      if (isShown) setTenders(answer.ok ? answer.value.tenders : []);
    });
    return () => {
      isShown = false;
    };
  }, [cart.cartId, cart.revision]);
  return tenders;
}

/** The shop's ways of paying, without those from accounts that this ticket has nothing to do with. */
export function usableTenders(tenders: readonly TenderType[], accounts: readonly AccountTender[]): readonly TenderType[] {
  return tenders.filter(({ tenderId, kind }) => !isAccountKind(kind) || accounts.some((account) => account.tenderId === tenderId));
}

/** What a way of paying proposes: all that is left, or as much of it as its account has. On a tab all that is left: it may go over its limit. */
export function proposedFor(cart: PricedCart, { kind, tenderId }: TenderType, accounts: readonly AccountTender[]): number {
  const leftMinor = leftFor(cart, kind);
  const most = accounts.find((account) => account.tenderId === tenderId)?.mostMinor ?? null;
  return most === null || kind === 'on-account' || leftMinor < 0 ? leftMinor : Math.min(leftMinor, most);
}
