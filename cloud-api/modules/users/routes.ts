import { INVITATION_ROUTES } from '../../../src-shared/contract/identity-routes.ts';
import { USER_ROUTES } from '../../../src-shared/contract/merchants-routes.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import type { AccountParts } from '../accounts/service.ts';
import { acceptInvitation, invite, listInvitations, readInvitation, revokeInvitation } from './invitations.ts';
import { changeRole, listUsers, removeUser, signOutUser } from './service.ts';

/** The people of a merchant's back office. */
export function userRoutes(parts: AccountParts, wakeMailer: () => void): readonly ServedRoute[] {
  const { database, now } = parts;
  const answers = implement(INVITATION_ROUTES, {
    readInvitation: ({ body }) => readInvitation(parts, body.token),
    acceptInvitation: async ({ body, request }) => {
      await acceptInvitation(parts, body.token, body.account, request.address);
      return {};
    },
  });
  const users = implement(USER_ROUTES, {
    listUsers: async ({ caller }) => ({ items: await listUsers(database, caller.merchantId) }),
    changeRole: (call) => changeRole(database, call, call.params.userId, call.body.role),
    removeUser: async (call) => {
      await removeUser(database, call, call.params.userId);
      return {};
    },
    signOutUser: async (call) => {
      await signOutUser(database, call, call.params.userId, now());
      return {};
    },
    listInvitations: async ({ caller }) => ({ items: await listInvitations(database, caller.merchantId, now()) }),
    invite: async (call) => {
      const invitation = await invite(parts, call, call.body);
      wakeMailer();
      return invitation;
    },
    revokeInvitation: async (call) => {
      await revokeInvitation(parts, call, call.params.invitationId);
      return {};
    },
  });
  return [...answers, ...users];
}
