import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import type { OfficeLanguage, UserRole } from '../../../src-shared/contract/identity-fields.ts';
import type { Invitation } from '../../../src-shared/contract/merchants-routes.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { type AccountParts, createAccount, findAccount } from '../accounts/service.ts';
import { admitAttempt, LETTER_ATTEMPTS } from '../attempts/service.ts';
import { audit } from '../audit/service.ts';
import { linkAddress, makeLinkToken, readLink, useLink } from '../links/service.ts';
import { type LetterWriter, queueLetter } from '../mail/service.ts';
import { mayGive } from './roles.ts';
import { addMember, type ManagingCall } from './service.ts';

const INVITATION_SECONDS = 7 * 86_400;

const letterDetail = z.object({ merchantId: z.uuid(), invitationId: z.uuid(), language: z.enum(['fr', 'ar', 'en']) });

/**
 * Invites somebody. Whether the address has an account anywhere is not said; that it works for this merchant already is, for that can be seen
 * in its list anyway.
 * @throws Problem `right.missing` for a role of more rights than the caller's, `conflict` for somebody who is there already
 */
export async function invite(
  { database, now }: AccountParts,
  { caller, request }: ManagingCall,
  { email, role }: { readonly email: string; readonly role: UserRole },
): Promise<Invitation> {
  const { merchantId } = caller;
  if (!mayGive(caller.rights, role)) throw new Problem('right.missing', { role });
  await admitAttempt(database, LETTER_ATTEMPTS, email, now());
  const invitationId = uuidv7();
  const createdAt = now();
  const expiresAt = new Date(createdAt.getTime() + INVITATION_SECONDS * 1_000);
  return asMerchant(database, merchantId, async (tx) => {
    // Row-level security shows the caller's own merchant's people, and nobody else.
    const members = await tx.selectFrom('user_account').select(['user_id', 'email', 'language']).execute();
    if (members.some((member) => member.email === email)) throw new Problem('conflict', { at: 'email' });
    const invitedBy = caller.kind === 'user' ? caller.id : null;
    await tx
      .insertInto('invitation')
      .values({
        merchant_id: merchantId,
        invitation_id: invitationId,
        email,
        role,
        invited_by: invitedBy,
        created_at: createdAt,
        expires_at: expiresAt,
      })
      .execute();
    // Nobody knows yet what language she reads: the one of whoever invites her.
    const language = members.find((member) => member.user_id === invitedBy)?.language ?? 'fr';
    await queueLetter(tx, 'invitation', { merchantId, invitationId, language }, createdAt);
    await audit(tx, { caller, request }, { act: 'user.invited', subject: invitationId, after: { email, role } }, createdAt);
    return { invitationId, email, role, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
  });
}

export function listInvitations(database: Database, merchantId: string, at: Date): Promise<Invitation[]> {
  return asMerchant(database, merchantId, async (tx) => {
    const rows = await waiting(tx, at).where('merchant_id', '=', merchantId).orderBy('created_at').execute();
    return rows.map((row) => ({
      invitationId: row.invitation_id,
      email: row.email,
      role: row.role,
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }));
  });
}

/** @throws Problem `not-found` */
export function revokeInvitation(
  { database, now }: Pick<AccountParts, 'database' | 'now'>,
  { caller, request }: ManagingCall,
  invitationId: string,
): Promise<void> {
  return asMerchant(database, caller.merchantId, async (tx) => {
    const revoked = await tx
      .updateTable('invitation')
      .set({ revoked_at: now() })
      .where('merchant_id', '=', caller.merchantId)
      .where('invitation_id', '=', invitationId)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (revoked.numUpdatedRows === 0n) throw new Problem('not-found');
    await audit(tx, { caller, request }, { act: 'user.invitation-revoked', subject: invitationId }, now());
  });
}

/** What an invitation is to: who holds its link is who it was sent to. @throws Problem `link.not-good` */
export async function readInvitation({ database, identity, now }: AccountParts, token: string) {
  const { subjectId, email } = await readLink(database.all, identity, 'invitation', token, now());
  const row = await waiting(database.all, now())
    .innerJoin('merchant', 'merchant.merchant_id', 'invitation.merchant_id')
    .select('merchant.name as merchantName')
    .where('invitation_id', '=', subjectId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem('link.not-good');
  const account = await findAccount(database.all, { email });
  return { merchantName: row.merchantName, email, role: row.role, hasAccount: account !== undefined };
}

/**
 * Accepts an invitation. The link lets nobody in: who has an account signs in with it as ever, and who has none makes one.
 * @throws Problem `link.not-good`; `request.malformed` without what an account is made of, where there is none
 */
export async function acceptInvitation(
  parts: AccountParts,
  token: string,
  made: { readonly name: string; readonly language: OfficeLanguage; readonly password: string } | undefined,
  address: string,
): Promise<void> {
  const { database, identity, now } = parts;
  const { hasAccount } = await readInvitation(parts, token);
  if (!hasAccount && made === undefined) throw new Problem('request.malformed', { at: 'account', detail: 'There is no account yet.' });
  const passwordHash = hasAccount || made === undefined ? null : await parts.passwords.hash(made.password);
  await database.all.transaction().execute(async (tx) => {
    const { subjectId, email } = await useLink(tx, identity, 'invitation', token, now());
    const invitation = await waiting(tx, now()).where('invitation_id', '=', subjectId).forUpdate().executeTakeFirst();
    if (invitation === undefined) throw new Problem('link.not-good');
    const account = await findAccount(tx, { email });
    if (account === undefined && made === undefined) throw new Problem('link.not-good');
    const userId =
      account?.user_id ?? (await createAccount(tx, { email, name: made?.name ?? email, language: made?.language ?? 'fr', passwordHash }));
    const { merchant_id: merchantId, role } = invitation;
    await addMember(tx, merchantId, userId, role);
    await tx
      .updateTable('invitation')
      .set({ accepted_at: now() })
      .where('merchant_id', '=', merchantId)
      .where('invitation_id', '=', subjectId)
      .execute();
    const acting = { caller: { kind: 'user', id: userId, merchantId }, request: { address } } as const;
    await audit(tx, acting, { act: 'user.joined', subject: userId, after: { role } }, now());
  });
}

/** The letter of an invitation, unless it was taken back meanwhile. */
export function invitationLetters({ identity, now, publicUrl }: AccountParts): readonly (readonly [string, LetterWriter])[] {
  return [
    [
      'invitation',
      async (tx, detail) => {
        const { invitationId, language } = letterDetail.parse(detail);
        const row = await waiting(tx, now())
          .innerJoin('merchant', 'merchant.merchant_id', 'invitation.merchant_id')
          .select('merchant.name as merchantName')
          .where('invitation_id', '=', invitationId)
          .executeTakeFirst();
        if (row === undefined) return null;
        const lifeSeconds = Math.floor((row.expires_at.getTime() - now().getTime()) / 1_000);
        const subject = { purpose: 'invitation', subjectId: invitationId, email: row.email } as const;
        const token = await makeLinkToken(tx, identity, subject, lifeSeconds, now());
        const link = linkAddress(publicUrl(), 'invitation', token, language);
        return { to: row.email, language, text: 'invitation', values: { merchant: row.merchantName }, link };
      },
    ],
  ];
}

/** Invitations that may still be accepted. */
function waiting(tx: Tx | Database['all'], at: Date) {
  return tx
    .selectFrom('invitation')
    .select([
      'invitation.merchant_id',
      'invitation.invitation_id',
      'invitation.email',
      'invitation.role',
      'invitation.created_at',
      'invitation.expires_at',
    ])
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', at);
}
