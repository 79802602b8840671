import type { Session } from '../../../src-shared/contract/identity-routes.ts';
import { Problem } from '../../platform/problem.ts';
import { type AccountParts, type AccountRow, admitSecret, findAccount, merchantsOf, passSecondFactor } from '../accounts/service.ts';
import { useLink } from '../links/service.ts';
import { type Origin, openSession } from '../sessions/service.ts';

interface Wanted {
  readonly code?: string | undefined;
  /** The merchant to begin with; without it the one of the last session, or the first by name. */
  readonly merchantId?: string | undefined;
}

/**
 * Opens a session by e-mail and password. Every failure is answered alike, and takes the same time, whether the account exists or not; the
 * second factor is asked for only of who knew the password.
 * @throws Problem `request.too-many`, `sign-in.refused`, `sign-in.second-factor-needed`
 */
export async function signIn(
  parts: AccountParts,
  { email, password, ...wanted }: Wanted & { readonly email: string; readonly password: string },
  origin: Origin,
): Promise<Session> {
  const forgive = await admitSecret(parts, email, origin.address);
  const account = await findAccount(parts.database.all, { email });
  const isRight = await parts.passwords.isRight(account?.password_hash ?? null, password);
  if (account === undefined || !isRight) throw new Problem('sign-in.refused');
  try {
    await passSecondFactor(parts, account, wanted.code);
  } catch (error) {
    // The password was right: being asked for the code is no failure, and a wrong code is one.
    if (error instanceof Problem && error.code === 'sign-in.second-factor-needed') await forgive();
    throw error;
  }
  const session = await openFor(parts, account, wanted.merchantId, origin);
  await forgive();
  return session;
}

/** Opens a session by the ticket of a provider's sign-in. The second factor is ours, and asked for all the same. */
export async function signInWithTicket(
  parts: AccountParts,
  { ticket, ...wanted }: Wanted & { readonly ticket: string },
  origin: Origin,
): Promise<Session> {
  const { database, identity, now } = parts;
  const account = await database.all.transaction().execute(async (tx) => {
    const { subjectId: userId } = await useLink(tx, identity, 'oidc-ticket', ticket, now());
    const found = await findAccount(tx, { userId });
    if (found === undefined) throw new Problem('sign-in.refused');
    // Thrown within the transaction, so that the ticket is still good when she comes back with the code.
    if (found.totp_confirmed_at !== null && wanted.code === undefined) throw new Problem('sign-in.second-factor-needed');
    return found;
  });
  const forgive = await admitSecret(parts, account.email, origin.address);
  await passSecondFactor(parts, account, wanted.code);
  const session = await openFor(parts, account, wanted.merchantId, origin);
  await forgive();
  return session;
}

async function openFor(parts: AccountParts, { user_id: userId }: AccountRow, wanted: string | undefined, origin: Origin): Promise<Session> {
  return parts.database.all.transaction().execute(async (tx) => {
    const merchants = await merchantsOf(tx, userId);
    const last = await tx
      .selectFrom('user_session')
      .select('merchant_id')
      .where('user_id', '=', userId)
      .orderBy('last_used_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const chosen =
      merchants.find(({ merchantId }) => merchantId === (wanted ?? last?.merchant_id)) ?? (wanted === undefined ? merchants[0] : undefined);
    // Who works for nobody has nothing to sign in to.
    if (chosen === undefined) throw new Problem('sign-in.refused');
    return openSession(tx, parts, { userId, merchantId: chosen.merchantId }, origin);
  });
}
