import type { OfficeLanguage } from '../../../src-shared/contract/identity-fields.ts';
import type { Account, OwnSession } from '../../../src-shared/contract/identity-routes.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import { ACCESS_TOKEN_SECONDS } from '../../platform/tokens.ts';
import { admitAttempt, LETTER_ATTEMPTS } from '../attempts/service.ts';
import { audit } from '../audit/service.ts';
import { queueLetter } from '../mail/service.ts';
import { endSessions, liveSessions, moveSession } from '../sessions/service.ts';
import { putPassword } from './by-link.ts';
import { type AccountParts, type AccountRow, admitSecret, auditAccount, findAccount, merchantsOf, passSecondFactor } from './service.ts';
import { newRecoveryCodes, newTotp, recoveryCodeHash, stepOfCode } from './totp.ts';

/** A person and where she calls from: a handler's own call. */
interface Own {
  readonly caller: OfficeCaller;
  readonly request: { readonly address: string };
}

export async function readAccount({ database }: AccountParts, { caller }: Own): Promise<Account> {
  const account = await ownAccount(database.all, caller);
  const rights = [...caller.rights];
  return {
    userId: account.user_id,
    email: account.email,
    name: account.name,
    language: account.language,
    hasPassword: account.password_hash !== null,
    hasTotp: account.totp_confirmed_at !== null,
    merchantId: caller.merchantId,
    rights,
    merchants: await merchantsOf(database.all, caller.id),
  };
}

export async function editAccount(
  { database }: AccountParts,
  { caller }: Own,
  change: { readonly name?: string | undefined; readonly language?: OfficeLanguage | undefined },
): Promise<void> {
  const { name, language } = change;
  if (name === undefined && language === undefined) return;
  await database.all
    .updateTable('user_account')
    .set({ ...(name === undefined ? {} : { name }), ...(language === undefined ? {} : { language }) })
    .where('user_id', '=', caller.id)
    .execute();
}

/** @throws Problem `sign-in.refused` with a wrong password */
export async function changePassword(
  parts: AccountParts,
  own: Own,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
): Promise<void> {
  await assertPassword(parts, own, password);
  const passwordHash = await parts.passwords.hash(newPassword);
  const where = { address: own.request.address, at: parts.now(), keep: own.caller.sessionId };
  await parts.database.all.transaction().execute((tx) => putPassword(tx, own.caller.id, passwordHash, where));
}

/** Sends a link to the new address. The old one stays until it is followed. @throws Problem `sign-in.refused` */
export async function changeEmail(
  parts: AccountParts,
  own: Own,
  { password, email }: { readonly password: string; readonly email: string },
): Promise<void> {
  const { database, now } = parts;
  await assertPassword(parts, own, password);
  await admitAttempt(database, LETTER_ATTEMPTS, email, now());
  await database.all.transaction().execute((tx) => queueLetter(tx, 'change-email', { userId: own.caller.id, email }, now()));
}

/** Goes on for another merchant, in the same session. @throws Problem `not-found` for one she does not work for */
export async function switchMerchant({ database, identity, now }: AccountParts, { caller, request }: Own, merchantId: string) {
  const sessionId = sessionOf(caller);
  await database.all.transaction().execute(async (tx) => {
    if (!(await moveSession(tx, { userId: caller.id, sessionId }, merchantId))) throw new Problem('not-found');
    await audit(tx, { caller: { kind: 'user', id: caller.id, merchantId }, request }, { act: 'session.opened', subject: sessionId }, now());
  });
  const claims = { sub: caller.id, merchant: merchantId, sid: sessionId };
  const accessToken = await identity.sign('contacto:office', claims, ACCESS_TOKEN_SECONDS, now());
  return { accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, sessionId, merchantId };
}

export async function listSessions({ database, now }: AccountParts, { caller }: Own): Promise<OwnSession[]> {
  const rows = await liveSessions(database.all, now())
    .where('user_session.user_id', '=', caller.id)
    .orderBy('user_session.last_used_at', 'desc')
    .execute();
  return rows.map((row) => ({
    sessionId: row.session_id,
    merchantId: row.merchant_id,
    signedInAt: row.signed_in_at.toISOString(),
    lastUsedAt: row.last_used_at.toISOString(),
    address: row.address,
    userAgent: row.user_agent,
    isThisOne: row.session_id === caller.sessionId,
  }));
}

/** Ends one session of the caller's own, or all of them. @throws Problem `not-found` for one that is not hers or has ended */
export async function endOwnSessions({ database, now }: AccountParts, { caller, request }: Own, sessionId: string | null): Promise<void> {
  await database.all.transaction().execute(async (tx) => {
    const which = { userId: caller.id, ...(sessionId === null ? {} : { sessionId }) };
    const ended = await endSessions(tx, which, sessionId === caller.sessionId ? 'signed-out' : 'revoked', now());
    if (ended === 0) throw new Problem('not-found');
    await audit(tx, { caller, request }, { act: 'session.ended', subject: sessionId ?? caller.id, after: { ended } }, now());
  });
}

/** Begins a second factor: nothing is asked for at sign-in before its first code was right. @throws Problem `conflict` when there is one */
export async function beginTotp(
  parts: AccountParts,
  own: Own,
  password: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const account = await assertPassword(parts, own, password);
  const { secret, uri } = newTotp(account.email);
  const begun = await parts.database.all
    .updateTable('user_account')
    .set({ totp_secret: parts.seal.close(secret, account.user_id) })
    .where('user_id', '=', account.user_id)
    .where('totp_confirmed_at', 'is', null)
    .executeTakeFirst();
  if (begun.numUpdatedRows === 0n) throw new Problem('conflict', { at: 'totp' });
  return { secret, uri };
}

/** @returns the recovery codes, which are kept as hashes only. @throws Problem `sign-in.refused` for a wrong code, `conflict` */
export async function confirmTotp(parts: AccountParts, { caller, request }: Own, code: string): Promise<readonly string[]> {
  const { database, seal, now } = parts;
  const account = await ownAccount(database.all, caller);
  if (account.totp_secret === null || account.totp_confirmed_at !== null) throw new Problem('conflict', { at: 'totp' });
  const forgive = await admitSecret(parts, account.email, request.address);
  const step = stepOfCode(seal.open(account.totp_secret, account.user_id), code, now());
  if (step === null) throw new Problem('sign-in.refused');
  const recoveryCodes = newRecoveryCodes();
  await database.all.transaction().execute(async (tx) => {
    const confirmed = await tx
      .updateTable('user_account')
      .set({ totp_confirmed_at: now(), totp_last_step: step })
      .where('user_id', '=', account.user_id)
      .where('totp_secret', '=', account.totp_secret)
      .where('totp_confirmed_at', 'is', null)
      .executeTakeFirst();
    if (confirmed.numUpdatedRows === 0n) throw new Problem('conflict', { at: 'totp' });
    const rows = recoveryCodes.map((recoveryCode) => ({ user_id: account.user_id, code_hash: recoveryCodeHash(recoveryCode) }));
    await tx.insertInto('recovery_code').values(rows).execute();
    await auditAccount(tx, account.user_id, request.address, { act: 'totp.confirmed', subject: account.user_id }, now());
    await queueLetter(tx, 'notice', { userId: account.user_id, text: 'totp-changed' }, now());
  });
  await forgive();
  return recoveryCodes;
}

/** @throws Problem `sign-in.refused` */
export async function removeTotp(
  parts: AccountParts,
  own: Own,
  { password, code }: { readonly password: string; readonly code: string },
): Promise<void> {
  const { database, now } = parts;
  const account = await assertPassword(parts, own, password, code);
  await database.all.transaction().execute(async (tx) => {
    const none = { totp_secret: null, totp_confirmed_at: null };
    await tx.updateTable('user_account').set(none).where('user_id', '=', account.user_id).execute();
    await tx.deleteFrom('recovery_code').where('user_id', '=', account.user_id).execute();
    await auditAccount(tx, account.user_id, own.request.address, { act: 'totp.removed', subject: account.user_id }, now());
    await queueLetter(tx, 'notice', { userId: account.user_id, text: 'totp-changed' }, now());
  });
}

/** An open session does not suffice for what would take the account over: the password is asked for again, and the code where it is given. */
async function assertPassword(parts: AccountParts, { caller, request }: Own, password: string, code?: string): Promise<AccountRow> {
  const account = await ownAccount(parts.database.all, caller);
  const forgive = await admitSecret(parts, account.email, request.address);
  if (!(await parts.passwords.isRight(account.password_hash, password))) throw new Problem('sign-in.refused');
  if (code !== undefined) await passSecondFactor(parts, account, code);
  await forgive();
  return account;
}

async function ownAccount(all: AccountParts['database']['all'], caller: OfficeCaller): Promise<AccountRow> {
  const account = await findAccount(all, { userId: caller.id });
  if (account === undefined) throw new Problem('sign-in.needed');
  return account;
}

/** No API key has the right to an account of its own, so there is a session. */
function sessionOf({ sessionId }: OfficeCaller): string {
  if (sessionId === null) throw new Problem('right.missing', { right: 'own.account' });
  return sessionId;
}
