import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { Session } from '../../../src-shared/contract/identity-routes.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { sha256Hex } from '../../platform/entry-crypto.ts';
import { Problem } from '../../platform/problem.ts';
import { ACCESS_TOKEN_SECONDS, type ServerIdentity } from '../../platform/tokens.ts';
import { audit } from '../audit/service.ts';
import { queueLetter } from '../mail/service.ts';

const DAY_MS = 86_400_000;
/** A session that is not used for this long has ended; however much it is used, so has one of this age. */
const IDLE_DAYS = 30;
const LONGEST_DAYS = 90;
/** A used refresh token that comes back after this is refused like any unknown one. */
const USED_TOKENS_KEPT_DAYS = 7;
const REFRESH_TOKEN_BYTES = 32;
const MAX_USER_AGENT = 300;

export interface SessionParts {
  readonly database: Database;
  readonly identity: ServerIdentity;
  readonly now: () => Date;
}

/** Where somebody signs in from. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
}

export type EndReason = 'signed-out' | 'password-changed' | 'revoked' | 'token-reused';

/** What an access token says of its session; whether the session still lives is asked of the database. */
export interface SessionClaims {
  readonly userId: string;
  readonly merchantId: string;
  readonly sessionId: string;
}

const claimsSchema = z.object({ sub: z.uuid(), merchant: z.uuid(), sid: z.uuid() });

/** Opens a session for somebody who has proven who she is: an access token of ten minutes, and the first refresh token of its family. */
export async function openSession(
  tx: Tx,
  { identity, now }: SessionParts,
  who: { readonly userId: string; readonly merchantId: string },
  { address, userAgent }: Origin,
): Promise<Session> {
  const at = now();
  const sessionId = uuidv7();
  await tx
    .insertInto('user_session')
    .values({
      session_id: sessionId,
      user_id: who.userId,
      merchant_id: who.merchantId,
      signed_in_at: at,
      last_used_at: at,
      expires_at: new Date(at.getTime() + IDLE_DAYS * DAY_MS),
      address,
      user_agent: userAgent.slice(0, MAX_USER_AGENT),
    })
    .execute();
  await audit(
    tx,
    { caller: { kind: 'user', id: who.userId, merchantId: who.merchantId }, request: { address } },
    { act: 'session.opened', subject: sessionId },
    at,
  );
  return issue(tx, identity, { ...who, sessionId }, at);
}

/**
 * A new pair of tokens against a refresh token, which is used up. One that was used before is in two hands: the whole session ends, whoever
 * came second.
 * @throws Problem `sign-in.needed`
 */
export async function refreshSession(
  { database, identity, now }: SessionParts,
  refreshToken: string,
  { address }: Origin,
): Promise<Session> {
  const at = now();
  const renewed = await database.all.transaction().execute(async (tx) => {
    const tokenHash = sha256Hex(refreshToken);
    const taken = await tx
      .updateTable('refresh_token')
      .set({ used_at: at })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .returning('session_id')
      .executeTakeFirst();
    if (taken === undefined) {
      await endStolen(tx, tokenHash, address, at);
      return null;
    }
    const session = await extend(tx, taken.session_id, at);
    return session === null ? null : issue(tx, identity, session, at);
  });
  if (renewed === null) throw new Problem('sign-in.needed');
  return renewed;
}

async function issue(tx: Tx, identity: ServerIdentity, claims: SessionClaims, at: Date): Promise<Session> {
  const refreshToken = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
  await tx
    .insertInto('refresh_token')
    .values({ token_hash: sha256Hex(refreshToken), session_id: claims.sessionId })
    .execute();
  const { userId, merchantId, sessionId } = claims;
  const accessToken = await identity.sign(
    'contacto:office',
    { sub: userId, merchant: merchantId, sid: sessionId },
    ACCESS_TOKEN_SECONDS,
    at,
  );
  return { accessToken, expiresInSeconds: ACCESS_TOKEN_SECONDS, refreshToken, sessionId, merchantId };
}

/** Null when the session has ended, or the person works for its merchant no more. */
async function extend(tx: Tx, sessionId: string, at: Date): Promise<SessionClaims | null> {
  const session = await liveSessions(tx, at).where('user_session.session_id', '=', sessionId).executeTakeFirst();
  if (session === undefined) return null;
  const expiresMs = Math.min(at.getTime() + IDLE_DAYS * DAY_MS, session.signed_in_at.getTime() + LONGEST_DAYS * DAY_MS);
  await tx
    .updateTable('user_session')
    .set({ last_used_at: at, expires_at: new Date(expiresMs) })
    .where('session_id', '=', sessionId)
    .execute();
  return { userId: session.user_id, merchantId: session.merchant_id, sessionId };
}

async function endStolen(tx: Tx, tokenHash: string, address: string, at: Date): Promise<void> {
  const stolen = await tx
    .selectFrom('refresh_token')
    .innerJoin('user_session', 'user_session.session_id', 'refresh_token.session_id')
    .select(['user_session.session_id', 'user_session.user_id', 'user_session.merchant_id', 'user_session.ended_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (stolen === undefined || stolen.ended_at !== null) return;
  await endSessions(tx, { userId: stolen.user_id, sessionId: stolen.session_id }, 'token-reused', at);
  const caller = { kind: 'user', id: stolen.user_id, merchantId: stolen.merchant_id } as const;
  await audit(tx, { caller, request: { address } }, { act: 'session.token-reused', subject: stolen.session_id }, at);
  await queueLetter(tx, 'notice', { userId: stolen.user_id, text: 'token-reused' }, at);
}

/** Sessions that let in: neither ended nor expired, and of somebody who works for the merchant and was not signed out of it since. */
export function liveSessions(tx: Tx | Database['all'], at: Date) {
  return tx
    .selectFrom('user_session')
    .innerJoin('membership', (join) =>
      join.onRef('membership.merchant_id', '=', 'user_session.merchant_id').onRef('membership.user_id', '=', 'user_session.user_id'),
    )
    .select([
      'user_session.session_id',
      'user_session.user_id',
      'user_session.merchant_id',
      'user_session.signed_in_at',
      'user_session.last_used_at',
      'user_session.address',
      'user_session.user_agent',
      'membership.role',
    ])
    .where('user_session.ended_at', 'is', null)
    .where('user_session.expires_at', '>', at)
    .where((eb) =>
      eb.or([eb('membership.signed_out_at', 'is', null), eb('membership.signed_out_at', '<', eb.ref('user_session.signed_in_at'))]),
    );
}

/** Ends one session of a person, or all, or all but one. Gives how many. */
export async function endSessions(
  tx: Tx,
  which: { readonly userId: string; readonly sessionId?: string; readonly except?: string | null },
  reason: EndReason,
  at: Date,
): Promise<number> {
  let ending = tx
    .updateTable('user_session')
    .set({ ended_at: at, ended_by: reason })
    .where('user_id', '=', which.userId)
    .where('ended_at', 'is', null);
  if (which.sessionId !== undefined) ending = ending.where('session_id', '=', which.sessionId);
  if (which.except !== undefined && which.except !== null) ending = ending.where('session_id', '!=', which.except);
  return Number((await ending.executeTakeFirst()).numUpdatedRows);
}

/** Null for a token that is not an access token of ours, or past its time. */
export async function readAccessToken(
  { identity, now }: Pick<SessionParts, 'identity' | 'now'>,
  token: string,
): Promise<SessionClaims | null> {
  const claims = claimsSchema.safeParse(await identity.read('contacto:office', token, now()));
  return claims.success ? { userId: claims.data.sub, merchantId: claims.data.merchant, sessionId: claims.data.sid } : null;
}

/** Removes sessions long over, and used tokens that are kept for catching a thief no longer. */
export async function sweepSessions(database: Database, now: Date): Promise<void> {
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  await database.all.deleteFrom('user_session').where('expires_at', '<', before(IDLE_DAYS)).execute();
  await database.all.deleteFrom('refresh_token').where('used_at', '<', before(USED_TOKENS_KEPT_DAYS)).execute();
}

/** Lets a session go on for another merchant of the same person. Whether it may: she works there, and was not signed out there since. */
export async function moveSession(
  tx: Tx,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
  merchantId: string,
): Promise<boolean> {
  const moved = await tx
    .updateTable('user_session')
    .set({ merchant_id: merchantId })
    .where('session_id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('membership')
          .select('role')
          .where('membership.merchant_id', '=', merchantId)
          .where('membership.user_id', '=', userId)
          .where((of) =>
            of.or([of('membership.signed_out_at', 'is', null), of('membership.signed_out_at', '<', of.ref('user_session.signed_in_at'))]),
          ),
      ),
    )
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}
