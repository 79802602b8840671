import type { Notice } from '../../src-shared/contract/terminal-state.ts';
import { type Customers, openCustomers } from '../customers/customers.ts';
import type { Log } from '../services/log.ts';

/** Opens who the customers are. A damaged file is put aside and said; balances are in the journal and lose nothing by it. */
export function openCustomersRoom(path: string, log: Log, now: Date): { readonly room: Customers; readonly notices: readonly Notice[] } {
  const { customers, setAside } = openCustomers(path, now);
  if (setAside === null) return { room: customers, notices: [] };
  log.error('the customers were damaged and put aside', { path: setAside });
  return { room: customers, notices: [{ code: 'customers.set-aside', params: { path: setAside } }] };
}
