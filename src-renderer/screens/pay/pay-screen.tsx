import { useEffect } from 'react';
import { openOverlay, showScreen } from '../../app/navigation.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { useShortcut } from '../../ui/shortcut.tsx';
import { openCustomers } from '../customers/customers-view.ts';
import { Paid } from './paid.tsx';
import { usePayView } from './pay-view.ts';
import { Paying } from './paying.tsx';

function useKeysOfBoth(): void {
  useShortcut('F1', () => openOverlay('help'), { inFields: true });
  useShortcut('F10', () => openOverlay('till-menu'), { inFields: true });
  useShortcut('F5', openCustomers, { inFields: true });
}

/** Takes the money of the open ticket; once there is none, shows what the last sale leaves to be done. */
export function PayScreen() {
  const cart = useTerminal((view) => view.terminal?.cart ?? null);
  const lastSale = useTerminal((view) => view.terminal?.lastSale ?? null);
  const hasLines = cart !== null && cart.lines.length > 0;
  // The empty ticket of the next customer may be here before the answer that tells of the sale.
  const isNothing = usePayView(({ completing }) => completing === 'no') && !hasLines && lastSale === null;
  useKeysOfBoth();
  useEffect(() => {
    // The ticket was put aside or given up on another screen of this till.
    if (isNothing) showScreen('sell');
  }, [isNothing]);
  if (hasLines) return <Paying cart={cart} />;
  return lastSale === null ? null : <Paid sale={lastSale} />;
}
