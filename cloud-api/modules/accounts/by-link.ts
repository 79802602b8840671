import type { Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { admitAttempt, LETTER_ATTEMPTS } from '../attempts/service.ts';
import { readLink, useLink, voidLinks } from '../links/service.ts';
import { queueLetter } from '../mail/service.ts';
import { endSessions } from '../sessions/service.ts';
import { type AccountParts, auditAccount, findAccount } from './service.ts';

/**
 * Asks for a link to choose a password. Whether there is an account is looked up when the letter is written: the answer, and the time it
 * takes, are the same for every address.
 * @throws Problem `request.too-many`
 */
export async function requestPassword({ database, now }: AccountParts, email: string): Promise<void> {
  await admitAttempt(database, LETTER_ATTEMPTS, email, now());
  await database.all.transaction().execute((tx) => queueLetter(tx, 'set-password', { email }, now()));
}

/** Chooses a password by a link. Whoever was signed in is not any more. @throws Problem `link.not-good` */
export async function setPassword(parts: AccountParts, token: string, password: string, address: string): Promise<void> {
  const { database, identity, now } = parts;
  // Hashing takes long: not for a link that is no good, and not within the transaction.
  await readLink(database.all, identity, 'set-password', token, now());
  const passwordHash = await parts.passwords.hash(password);
  await database.all.transaction().execute(async (tx) => {
    const { subjectId: userId, email } = await useLink(tx, identity, 'set-password', token, now());
    const account = await findAccount(tx, { userId });
    // A letter to an address that is the account's no more opens it no more.
    if (account?.email !== email) throw new Problem('link.not-good');
    await putPassword(tx, userId, passwordHash, { address, at: now(), keep: null });
  });
}

/** Puts a new password in place, ends the other sessions, and tells the person and her merchants. */
export async function putPassword(
  tx: Tx,
  userId: string,
  passwordHash: string,
  { address, at, keep }: { readonly address: string; readonly at: Date; readonly keep: string | null },
): Promise<void> {
  await tx.updateTable('user_account').set({ password_hash: passwordHash }).where('user_id', '=', userId).execute();
  await voidLinks(tx, 'set-password', userId, at);
  await endSessions(tx, { userId, except: keep }, 'password-changed', at);
  await auditAccount(tx, userId, address, { act: 'password.changed', subject: userId }, at);
  await queueLetter(tx, 'notice', { userId, text: 'password-changed' }, at);
}

/** Takes a new address into use; the old one is told. @throws Problem `link.not-good`, `conflict` when the address was taken meanwhile */
export async function confirmEmail({ database, identity, now }: AccountParts, token: string, address: string): Promise<void> {
  await database.all.transaction().execute(async (tx) => {
    const { subjectId: userId, email } = await useLink(tx, identity, 'change-email', token, now());
    const account = await findAccount(tx, { userId });
    if (account === undefined) throw new Problem('link.not-good');
    if ((await findAccount(tx, { email })) !== undefined) throw new Problem('conflict', { at: 'email' });
    await tx.updateTable('user_account').set({ email }).where('user_id', '=', userId).execute();
    await voidLinks(tx, 'set-password', userId, now());
    const change = { act: 'email.changed', subject: userId, before: { email: account.email }, after: { email } };
    await auditAccount(tx, userId, address, change, now());
    await queueLetter(tx, 'notice', { userId, text: 'email-changed', to: account.email }, now());
  });
}
