import type { UserRole } from '../../../src-shared/contract/identity-fields.ts';
import type { OfficeUser } from '../../../src-shared/contract/merchants-routes.ts';
import type { OfficeRight } from '../../../src-shared/contract/route.ts';
import { asMerchant, type Database, type Tx } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import type { OfficeCaller } from '../../platform/routes.ts';
import { audit } from '../audit/service.ts';
import { liveSessions, readAccessToken, type SessionParts } from '../sessions/service.ts';
import { ACCOUNT_ONLY, mayGive, rightsOf } from './roles.ts';

/** Somebody who manages people, and where she calls from. */
export interface ManagingCall {
  readonly caller: OfficeCaller;
  readonly request: { readonly address: string };
}

/** What a member may do at this instant. */
export function rightsOfMember(member: {
  readonly role: UserRole;
  readonly totp_confirmed_at: Date | null;
  readonly owner_totp_required: boolean;
}): ReadonlySet<OfficeRight> {
  const lacksTotp = member.role === 'owner' && member.owner_totp_required && member.totp_confirmed_at === null;
  return lacksTotp ? ACCOUNT_ONLY : rightsOf(member.role);
}

/** Who an access token belongs to: the session, the membership and the rights are read anew, so that whoever is put out is out at once. */
export async function readOfficeCaller(parts: SessionParts, token: string): Promise<OfficeCaller | null> {
  const claims = await readAccessToken(parts, token);
  if (claims === null) return null;
  const found = await liveSessions(parts.database.all, parts.now())
    .innerJoin('user_account', 'user_account.user_id', 'user_session.user_id')
    .innerJoin('merchant', 'merchant.merchant_id', 'user_session.merchant_id')
    .select(['user_account.totp_confirmed_at', 'merchant.owner_totp_required'])
    .where('user_session.session_id', '=', claims.sessionId)
    .where('user_session.user_id', '=', claims.userId)
    // A token from before the session went over to another merchant is good for neither.
    .where('user_session.merchant_id', '=', claims.merchantId)
    .executeTakeFirst();
  if (found === undefined) return null;
  return { kind: 'user', merchantId: claims.merchantId, id: claims.userId, rights: rightsOfMember(found), sessionId: claims.sessionId };
}

/** Gives a person a role with a merchant. Whether she has none there yet. */
export async function addMember(tx: Tx, merchantId: string, userId: string, role: UserRole): Promise<boolean> {
  const added = await tx
    .insertInto('membership')
    .values({ merchant_id: merchantId, user_id: userId, role })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n;
}

export function listUsers(database: Database, merchantId: string): Promise<OfficeUser[]> {
  return asMerchant(database, merchantId, async (tx) => (await members(tx, merchantId).orderBy('user_account.name').execute()).map(userOf));
}

/** @throws Problem `not-found`, `right.missing` for a role of more rights than the caller's, or over one of them, `user.last-owner` */
export function changeRole(database: Database, { caller, request }: ManagingCall, userId: string, role: UserRole): Promise<OfficeUser> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    const before = await selectForManaging(tx, caller, userId);
    if (!mayGive(caller.rights, role)) throw new Problem('right.missing', { role });
    if (role !== 'owner') await assertNotLastOwner(tx, merchantId, userId);
    await tx.updateTable('membership').set({ role }).where('merchant_id', '=', merchantId).where('user_id', '=', userId).execute();
    await audit(tx, { caller, request }, { act: 'user.role-changed', subject: userId, before: { role: before.role }, after: { role } });
    return { ...before, role };
  });
}

/** @throws Problem `not-found`, `right.missing`, `user.last-owner` */
export function removeUser(database: Database, { caller, request }: ManagingCall, userId: string): Promise<void> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    const before = await selectForManaging(tx, caller, userId);
    await assertNotLastOwner(tx, merchantId, userId);
    await audit(tx, { caller, request }, { act: 'user.removed', subject: userId, before });
    await tx.deleteFrom('membership').where('merchant_id', '=', merchantId).where('user_id', '=', userId).execute();
  });
}

/** Ends every session a person has with the merchant. @throws Problem `not-found`, `right.missing` */
export function signOutUser(database: Database, { caller, request }: ManagingCall, userId: string, at: Date): Promise<void> {
  const { merchantId } = caller;
  return asMerchant(database, merchantId, async (tx) => {
    await selectForManaging(tx, caller, userId);
    await tx
      .updateTable('membership')
      .set({ signed_out_at: at })
      .where('merchant_id', '=', merchantId)
      .where('user_id', '=', userId)
      .execute();
    await audit(tx, { caller, request }, { act: 'user.signed-out', subject: userId }, at);
  });
}

/** The person, whose role the caller may decide about: one may not put out somebody who may do more. */
async function selectForManaging(tx: Tx, caller: OfficeCaller, userId: string): Promise<OfficeUser> {
  const row = await members(tx, caller.merchantId).where('membership.user_id', '=', userId).executeTakeFirst();
  if (row === undefined) throw new Problem('not-found');
  if (!mayGive(caller.rights, row.role)) throw new Problem('right.missing', { role: row.role });
  return userOf(row);
}

/** The owners' rows are locked: two owners who put each other out at once leave one. */
async function assertNotLastOwner(tx: Tx, merchantId: string, userId: string): Promise<void> {
  const owners = await tx
    .selectFrom('membership')
    .select('user_id')
    .where('merchant_id', '=', merchantId)
    .where('role', '=', 'owner')
    .forUpdate()
    .execute();
  if (owners.length === 1 && owners[0]?.user_id === userId) throw new Problem('user.last-owner');
}

function members(tx: Tx, merchantId: string) {
  return tx
    .selectFrom('membership')
    .innerJoin('user_account', 'user_account.user_id', 'membership.user_id')
    .select([
      'membership.user_id',
      'membership.role',
      'membership.joined_at',
      'user_account.email',
      'user_account.name',
      'user_account.totp_confirmed_at',
    ])
    .where('membership.merchant_id', '=', merchantId);
}

function userOf(row: {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: UserRole;
  readonly joined_at: Date;
  readonly totp_confirmed_at: Date | null;
}): OfficeUser {
  return {
    userId: row.user_id,
    email: row.email,
    name: row.name,
    role: row.role,
    joinedAt: row.joined_at.toISOString(),
    hasTotp: row.totp_confirmed_at !== null,
  };
}
