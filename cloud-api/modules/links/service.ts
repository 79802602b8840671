import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { OfficeLanguage } from '../../../src-shared/contract/identity-fields.ts';
import type { Database, Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { ServerIdentity } from '../../platform/tokens.ts';

/** What links of letters are for; each has a page of its own. */
export type PagePurpose = 'sign-up' | 'change-email' | 'set-password' | 'invitation';
export type LinkPurpose = PagePurpose | 'oidc-ticket';

/** What a link is for. */
export interface LinkSubject {
  readonly purpose: LinkPurpose;
  /** The user, registration or invitation it is for. */
  readonly subjectId: string;
  /** The address it is sent to, which following it proves. */
  readonly email: string;
}

const claimsSchema = z.object({ jti: z.uuid(), purpose: z.string() });

/** Makes what stands in a link: signed, good once, and until then. It is kept nowhere. */
export async function makeLinkToken(
  tx: Tx,
  identity: ServerIdentity,
  { purpose, subjectId, email }: LinkSubject,
  lifeSeconds: number,
  now: Date,
): Promise<string> {
  const linkId = uuidv7();
  const expiresAt = new Date(now.getTime() + lifeSeconds * 1_000);
  await tx.insertInto('account_link').values({ link_id: linkId, purpose, subject_id: subjectId, email, expires_at: expiresAt }).execute();
  return identity.sign('contacto:link', { jti: linkId, purpose }, lifeSeconds, now);
}

/** What a link is for, without using it up. @throws Problem `link.not-good` */
export async function readLink(
  tx: Tx | Database['all'],
  identity: ServerIdentity,
  purpose: LinkPurpose,
  token: string,
  now: Date,
): Promise<Omit<LinkSubject, 'purpose'>> {
  const row = await tx
    .selectFrom('account_link')
    .select(['subject_id', 'email'])
    .where('link_id', '=', await linkIdOf(identity, purpose, token, now))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('link.not-good');
  return { subjectId: row.subject_id, email: row.email };
}

/**
 * Uses a link up, in the transaction that does what it is for: of two that come at once one finds it used.
 * @throws Problem `link.not-good` for one that is expired, used, tampered with or for something else; nobody is told which.
 */
export async function useLink(
  tx: Tx,
  identity: ServerIdentity,
  purpose: LinkPurpose,
  token: string,
  now: Date,
): Promise<Omit<LinkSubject, 'purpose'>> {
  const row = await tx
    .updateTable('account_link')
    .set({ used_at: now })
    .where('link_id', '=', await linkIdOf(identity, purpose, token, now))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['subject_id', 'email'])
    .executeTakeFirst();
  if (row === undefined) throw new Problem('link.not-good');
  return { subjectId: row.subject_id, email: row.email };
}

/** No link of this kind made for the subject so far is good any more. */
export async function voidLinks(tx: Tx, purpose: LinkPurpose, subjectId: string, now: Date): Promise<void> {
  await tx
    .updateTable('account_link')
    .set({ used_at: now })
    .where('subject_id', '=', subjectId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute();
}

async function linkIdOf(identity: ServerIdentity, purpose: LinkPurpose, token: string, now: Date): Promise<string> {
  const claims = claimsSchema.safeParse(await identity.read('contacto:link', token, now));
  if (!claims.success || claims.data.purpose !== purpose) throw new Problem('link.not-good');
  return claims.data.jti;
}

/**
 * The address of a link: a page of `account-pages`. What opens it stands behind `#`, which no browser sends to a server and no log holds.
 * Without the language of whoever it is for, the page speaks the browser's.
 */
export function linkAddress(publicUrl: string, purpose: PagePurpose, token: string, language?: OfficeLanguage): string {
  const query = language === undefined ? '' : `?language=${language}`;
  return `${publicUrl.replace(/\/$/, '')}/account/${purpose}${query}#token=${token}`;
}

/** Removes links that are good no more. */
export async function sweepLinks(database: Database, now: Date): Promise<void> {
  await database.all.deleteFrom('account_link').where('expires_at', '<', now).execute();
}
