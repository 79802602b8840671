import { type Refusal, refusal } from '../contract/refusal.ts';
import type { Cart, CartTender } from '../sale/cart.ts';
import { isAccountKind, isOfCustomer, readAccountId } from './account.ts';

/**
 * Why a tender does not go with a ticket as far as the account it names goes, or null: one from an account names it, one of a customer's own
 * accounts is the ticket's customer's, and a deposit is for the goods it was paid for. `customer.needed`, `account.unknown`,
 * `cart.tender-unknown`.
 */
export function accountMismatch(
  cart: Pick<Cart, 'customerId' | 'layawayId'>,
  { kind, accountId, refundOf, amountMinor }: Pick<CartTender, 'kind' | 'accountId' | 'refundOf' | 'amountMinor'>,
): Refusal | null {
  if (!isAccountKind(kind)) return accountId === undefined ? null : refusal('cart.tender-unknown');
  // Money given back goes where it came from, whoever brings the goods.
  const isRefund = refundOf !== undefined && amountMinor < 0;
  if (isOfCustomer(kind) && cart.customerId === undefined && !isRefund) return refusal('customer.needed');
  if (accountId === undefined || readAccountId(accountId).kind !== kind) return refusal('account.unknown');
  const { holder } = readAccountId(accountId);
  // The goods of a deposit have been collected: what is given back for them does not wait for others.
  if (isRefund) return kind === 'deposit' ? refusal('account.unknown') : null;
  if (kind === 'gift-card') return null;
  return holder === (kind === 'deposit' ? cart.layawayId : cart.customerId) ? null : refusal('account.unknown');
}
