import { useEffect, useState } from 'react';
import type { CustomerCard } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { loadCard, useCustomersView } from './customers-view.ts';

/** A customer with her balances, asked for anew after every sale and every slip; null until the first answer. */
export function useCustomerCard(customerId: string | null): Result<CustomerCard, Refusal> | null {
  const changes = useCustomersView((view) => view.changes);
  const lastSaleId = useTerminal((view) => view.terminal?.lastSale?.saleId ?? null);
  const [shown, setShown] = useState<{ readonly id: string; readonly answer: Result<CustomerCard, Refusal> } | null>(null);
  useEffect(() => {
    let isShown = true;
    if (customerId !== null) {
      void loadCard(customerId).then((answer) => {
        if (isShown) setShown({ id: customerId, answer });
      });
    }
    return () => {
      isShown = false;
    };
    // A sale or a slip is what makes the balances others.
  }, [customerId, changes, lastSaleId]);
  return shown !== null && shown.id === customerId ? shown.answer : null;
}
