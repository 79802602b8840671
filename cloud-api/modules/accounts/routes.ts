import { ACCOUNT_ROUTES, LINK_ROUTES } from '../../../src-shared/contract/identity-routes.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { confirmEmail, requestPassword, setPassword } from './by-link.ts';
import * as own from './own-account.ts';
import type { AccountParts } from './service.ts';

/** A person’s own account, and the links of letters about it. `wakeMailer`: letters were asked for. */
export function accountRoutes(parts: AccountParts, wakeMailer: () => void): readonly ServedRoute[] {
  /** Nothing to tell but that it is done; a letter may have been asked for. */
  const done = async (work: Promise<void>): Promise<Record<string, never>> => {
    await work;
    wakeMailer();
    return {};
  };
  const byLink = implement(LINK_ROUTES, {
    requestPassword: ({ body }) => done(requestPassword(parts, body.email)),
    setPassword: ({ body, request }) => done(setPassword(parts, body.token, body.password, request.address)),
    confirmEmail: ({ body, request }) => done(confirmEmail(parts, body.token, request.address)),
  });
  const account = implement(ACCOUNT_ROUTES, {
    readAccount: (call) => own.readAccount(parts, call),
    editAccount: (call) => done(own.editAccount(parts, call, call.body)),
    changePassword: (call) => done(own.changePassword(parts, call, call.body)),
    changeEmail: (call) => done(own.changeEmail(parts, call, call.body)),
    switchMerchant: (call) => own.switchMerchant(parts, call, call.body.merchantId),
    listSessions: async (call) => ({ items: await own.listSessions(parts, call) }),
    signOut: (call) => done(own.endOwnSessions(parts, call, call.caller.sessionId)),
    endSession: (call) => done(own.endOwnSessions(parts, call, call.params.sessionId)),
    endAllSessions: (call) => done(own.endOwnSessions(parts, call, null)),
    beginTotp: (call) => own.beginTotp(parts, call, call.body.password),
    confirmTotp: async (call) => {
      const recoveryCodes = await own.confirmTotp(parts, call, call.body.code);
      wakeMailer();
      return { recoveryCodes: [...recoveryCodes] };
    },
    removeTotp: (call) => done(own.removeTotp(parts, call, call.body)),
  });
  return [...byLink, ...account];
}
