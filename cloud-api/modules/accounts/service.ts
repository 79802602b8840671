import type { Selectable } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { OfficeLanguage } from '../../../src-shared/contract/identity-fields.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { Schema } from '../../platform/schema.ts';
import type { Seal } from '../../platform/seal.ts';
import type { ServerIdentity } from '../../platform/tokens.ts';
import { ACCOUNT_ATTEMPTS, ADDRESS_ATTEMPTS, admitAttempt, forgiveAttempt } from '../attempts/service.ts';
import { type AuditedAct, audit } from '../audit/service.ts';
import type { Passwords } from './passwords.ts';
import { takeCode } from './totp.ts';

export { createPasswords } from './passwords.ts';

export interface AccountParts {
  readonly database: Database;
  readonly identity: ServerIdentity;
  readonly seal: Seal;
  readonly passwords: Passwords;
  readonly now: () => Date;
  /** Where links of letters lead, such as `https://shop.example`. */
  readonly publicUrl: () => string;
}

export type AccountRow = Selectable<Schema['user_account']>;

/** The account of an e-mail address in the form of `emailSchema`, or of a user's id. */
export function findAccount(
  tx: Tx | Database['all'],
  by: { readonly email: string } | { readonly userId: string },
): Promise<AccountRow | undefined> {
  const query = tx.selectFrom('user_account').selectAll();
  return ('email' in by ? query.where('email', '=', by.email) : query.where('user_id', '=', by.userId)).executeTakeFirst();
}

/**
 * Makes an account of an address that was proven. @returns its id.
 * @throws Problem `conflict` when the address has one already.
 */
export async function createAccount(
  tx: Tx,
  account: {
    readonly email: string;
    readonly name: string;
    readonly language: OfficeLanguage;
    readonly passwordHash: string | null;
  },
): Promise<string> {
  const userId = uuidv7();
  const made = await tx
    .insertInto('user_account')
    .values({
      user_id: userId,
      email: account.email,
      name: account.name,
      language: account.language,
      password_hash: account.passwordHash,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  if (made.numInsertedOrUpdatedRows !== 1n) throw new Problem('conflict', { at: 'email' });
  return userId;
}

/**
 * Counts one try of a secret of an account, from an address. Give the account by what the caller named it by, so that a try for an account
 * that is not there counts the same. The function it gives forgets the try: call it when the secret was right.
 * @throws Problem `request.too-many`
 */
export async function admitSecret(
  { database, now }: Pick<AccountParts, 'database' | 'now'>,
  email: string,
  address: string,
): Promise<() => Promise<void>> {
  await admitAttempt(database, ADDRESS_ATTEMPTS, address, now());
  await admitAttempt(database, ACCOUNT_ATTEMPTS, email, now());
  return async () => {
    await forgiveAttempt(database, ACCOUNT_ATTEMPTS, email);
    await forgiveAttempt(database, ADDRESS_ATTEMPTS, address);
  };
}

/**
 * The code of the second factor, where the account has one. It is used up.
 * @throws Problem `sign-in.second-factor-needed` without one, `sign-in.refused` with a wrong or used one.
 */
export async function passSecondFactor(
  { database, seal, now }: Pick<AccountParts, 'database' | 'seal' | 'now'>,
  account: AccountRow,
  code: string | undefined,
): Promise<void> {
  if (account.totp_confirmed_at === null) return;
  if (code === undefined) throw new Problem('sign-in.second-factor-needed');
  const isGood = await database.all.transaction().execute((tx) => takeCode(tx, seal, account, code, now()));
  if (!isGood) throw new Problem('sign-in.refused');
}

/** The merchants a person works for, by name. */
export function merchantsOf(tx: Tx | Database['all'], userId: string) {
  return tx
    .selectFrom('membership')
    .innerJoin('merchant', 'merchant.merchant_id', 'membership.merchant_id')
    .select(['merchant.merchant_id as merchantId', 'merchant.name', 'membership.role'])
    .where('membership.user_id', '=', userId)
    .orderBy('merchant.name')
    .orderBy('merchant.merchant_id')
    .execute();
}

/** Notes what a person did to her own account with every merchant she works for: it lets somebody in to each of them. */
export async function auditAccount(tx: Tx, userId: string, address: string, act: AuditedAct, at: Date): Promise<void> {
  for (const { merchantId } of await merchantsOf(tx, userId)) {
    await audit(tx, { caller: { kind: 'user', id: userId, merchantId }, request: { address } }, act, at);
  }
}
