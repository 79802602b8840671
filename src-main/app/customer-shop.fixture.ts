import { accountIdOf } from '../../src-shared/accounts/account.ts';
import type { SlipFor } from '../../src-shared/contract/customers-api.ts';
import type { CartEdit, CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import type { CustomerInput } from '../../src-shared/customers/customer.ts';
import type { TenderKind } from '../../src-shared/sale/cart.ts';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { TestTerminal } from './terminal.fixture.ts';

/** Bin bags at 90.00, a piece of the demo shop. */
const BIN_BAGS = '6139990088430';
export const BIN_BAGS_MINOR = 9_000;
export const DAY = '2026-11-20';

export const YASMINE: CustomerInput = {
  name: 'Yasmine Bensaïd',
  phone: '0550 12 34 56',
  address: '',
  identifiers: [],
  language: 'fr',
  note: '',
  marketing: false,
};

/** A shop with customers, called over the contract as a screen does. */
export class CustomerShop extends TestTerminal {
  async create(changes: Partial<CustomerInput> = {}): Promise<string> {
    const made = await this.must('customer.create', { customer: { ...YASMINE, ...changes }, acceptDuplicate: true });
    if (made.kind !== 'created') throw new Error('a duplicate was offered');
    return made.card.customer.customerId;
  }

  /** Changes what the shop has decided about accounts, and nothing else. */
  async decide(accounts: Partial<StoreSettings['accounts']>): Promise<void> {
    const { settings } = this.till;
    await this.must('settings.save', { settings: { ...settings, accounts: { ...settings.accounts, ...accounts } }, reason: 'test' });
  }

  command({ cart }: CartOutcome, command: CartEdit): Promise<CartOutcome> {
    return this.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command });
  }

  attempt({ cart }: CartOutcome, command: CartEdit) {
    return this.call('cart.command', { cartId: cart.cartId, revision: cart.revision, command });
  }

  /** A ticket of so many bin bags, for a customer or nobody. */
  async ring(count: number, customerId: string | null = null): Promise<CartOutcome> {
    const scanned = await this.must('scan', { text: BIN_BAGS, symbology: null, source: 'wedge' });
    if (scanned.kind !== 'added') throw new Error(scanned.kind);
    const lineId = scanned.outcome.cart.lines.at(-1)?.lineId ?? '';
    const counted = await this.command(scanned.outcome, { kind: 'line.quantity', lineId, quantityMilli: count * 1_000 });
    return customerId === null ? counted : this.command(counted, { kind: 'cart.customer', customerId });
  }

  async complete({ cart }: CartOutcome) {
    return this.must('sale.complete', { cartId: cart.cartId, revision: cart.revision });
  }

  tryComplete({ cart }: CartOutcome) {
    return this.call('sale.complete', { cartId: cart.cartId, revision: cart.revision });
  }

  /** Sells so many bin bags to a customer, paid in one way. Answers the sale's id. */
  async sell(count: number, customerId: string | null, kind: TenderKind): Promise<string> {
    const outcome = await this.ring(count, customerId);
    const accountId = kind === 'on-account' && customerId !== null ? accountIdOf(kind, customerId) : undefined;
    return (await this.complete(await this.command(outcome, tender(kind, count * BIN_BAGS_MINOR, accountId)))).sale.saleId;
  }

  async take(what: SlipFor, amountMinor: number, kind: TenderKind = 'card') {
    const { slipId } = await this.must('account.quote', { amountMinor });
    const tenders = [{ tenderId: kind, kind, amountMinor, card: null, reference: null }];
    return this.call('account.take', { slipId, for: what, amountMinor, tenders, reason: null });
  }

  /** A new card with so much on it; answers its number. */
  async giftCard(amountMinor: number): Promise<string> {
    const taken = await this.take({ purpose: 'gift-card', code: null, customerId: null }, amountMinor);
    const code = taken.ok ? taken.value.slip.giftCard?.code : undefined;
    if (code === undefined) throw new Error(JSON.stringify(taken));
    return code;
  }

  async balance(customerId: string, kind: 'on-account' | 'store-credit' | 'points'): Promise<number> {
    const { card } = await this.must('customer.card', { customerId });
    return card.accounts.find((account) => account.kind === kind)?.balance ?? 0;
  }
}

export function tender(kind: TenderKind, amountMinor: number, accountId?: string): CartEdit {
  return {
    kind: 'tender.add',
    tender: { tenderId: kind, kind, amountMinor, card: null, reference: null, ...(accountId === undefined ? {} : { accountId }) },
  };
}
