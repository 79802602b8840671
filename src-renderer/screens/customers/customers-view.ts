import { create } from 'zustand';
import type { CustomerCard, SlipFor } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Customer } from '../../../src-shared/customers/customer.ts';
import type { Result } from '../../../src-shared/result.ts';
import { openOverlay } from '../../app/navigation.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';

/** What the sheet of customers shows. */
export type CustomersPage =
  | { readonly kind: 'find' }
  | { readonly kind: 'card'; readonly customerId: string }
  | { readonly kind: 'statement'; readonly customerId: string; readonly accountId: string }
  /** `customer` null: a new one; `typed` is what was looked for and not found. */
  | { readonly kind: 'form'; readonly customer: Customer | null; readonly typed: string };

/** Money about to be taken or handed out; the most that makes sense of it, where there is one. */
export interface MoneyMatter {
  /** `layaway`: the deposit with which the open ticket's goods are put aside. */
  readonly for: SlipFor | { readonly purpose: 'layaway' };
  /** What stands on the pad at first; null: nothing. */
  readonly proposedMinor: number | null;
}

interface CustomersView {
  readonly page: CustomersPage;
  readonly query: string;
  readonly money: MoneyMatter | null;
  /** The number in the sheet of gift cards, as typed or scanned. */
  readonly giftCode: string;
  /** Raised when something was done that makes cards and lists others. */
  readonly changes: number;
}

export const useCustomersView = create<CustomersView>(() => ({ page: { kind: 'find' }, query: '', money: null, giftCode: '', changes: 0 }));

export function showPage(page: CustomersPage): void {
  useCustomersView.setState({ page });
}

export function setCustomerQuery(query: string): void {
  useCustomersView.setState({ query });
}

export function askForMoney(money: MoneyMatter | null): void {
  useCustomersView.setState({ money });
}

/** Cards and lists on the screen are asked for anew. */
export function noteChange(): void {
  useCustomersView.setState(({ changes }) => ({ changes: changes + 1 }));
}

/** Opens the sheet: on the ticket's customer, where it has one. */
export function openCustomers(): void {
  const customerId = useTerminal.getState().terminal?.cart?.customerId;
  useCustomersView.setState({ page: customerId === undefined ? { kind: 'find' } : { kind: 'card', customerId }, query: '', money: null });
  openOverlay('customers');
}

/** Opens the sheet of gift cards, on a card that was scanned. */
export function openGiftCard(giftCode: string): void {
  useCustomersView.setState({ giftCode, money: null });
  openOverlay('gift-cards');
}

export function setGiftCode(giftCode: string): void {
  useCustomersView.setState({ giftCode });
}

export function loadCard(customerId: string): Promise<Result<CustomerCard, Refusal>> {
  return call('customer.card', { customerId }).then((answer) => (answer.ok ? { ok: true, value: answer.value.card } : answer));
}
