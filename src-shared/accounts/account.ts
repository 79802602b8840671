import { z } from 'zod';

/**
 * What a shop and a customer have between them beside goods. An account is the sum of its movements and nothing else: it comes to be with
 * the first one. A balance is what the customer has with the shop: of a tab it is below zero while she owes.
 */
export const ACCOUNT_KINDS = ['store-credit', 'gift-card', 'on-account', 'deposit', 'points'] as const;
export const accountKindSchema = z.enum(ACCOUNT_KINDS);
export type AccountKind = z.infer<typeof accountKindSchema>;

const SEPARATOR = ':';
const MAX_ID_LENGTH = 64;

/** `<kind>:<holder>`: the holder is a customer's id, a gift card's code or a layaway's id. */
export const accountIdSchema = z
  .string()
  .max(MAX_ID_LENGTH)
  .regex(/^(?:store-credit|gift-card|on-account|deposit|points):[A-Za-z0-9-]{1,50}$/);

/** The account of a holder: every machine comes to the same id without asking another. */
export function accountIdOf(kind: AccountKind, holder: string): string {
  return kind + SEPARATOR + holder;
}

/** What an account's id says. @throws Error for a text that is no account's id. */
export function readAccountId(accountId: string): { readonly kind: AccountKind; readonly holder: string } {
  const at = accountId.indexOf(SEPARATOR);
  const kind = ACCOUNT_KINDS.find((candidate) => candidate === accountId.slice(0, at));
  if (kind === undefined) throw new Error(`Not an account's id: ${accountId}`);
  return { kind, holder: accountId.slice(at + SEPARATOR.length) };
}

/** Whether a way of paying takes from an account. */
export function isAccountKind(kind: string): kind is AccountKind {
  return ACCOUNT_KINDS.some((candidate) => candidate === kind);
}

/** Accounts that are a customer's own: there is one of each kind for each customer. */
export function isOfCustomer(kind: AccountKind): boolean {
  return kind === 'store-credit' || kind === 'on-account' || kind === 'points';
}

/** Below this a balance does not go by spending: nobody spends what is not there, and a tab goes down to its limit. */
export function floorOf(kind: AccountKind, limitMinor: number): number {
  return kind === 'on-account' ? 0 - limitMinor : 0;
}
