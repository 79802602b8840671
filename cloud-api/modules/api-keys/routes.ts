import { API_KEY_ROUTES } from '../../../src-shared/contract/merchants-routes.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { type ApiKeyParts, createKey, listKeys, revokeKey } from './service.ts';

export function apiKeyRoutes(parts: ApiKeyParts): readonly ServedRoute[] {
  return implement(API_KEY_ROUTES, {
    listKeys: async ({ caller }) => ({ items: await listKeys(parts.database, caller.merchantId) }),
    createKey: (call) => createKey(parts, call, call.caller, call.body),
    revokeKey: async (call) => {
      await revokeKey(parts, call, call.params.keyId);
      return {};
    },
  });
}
