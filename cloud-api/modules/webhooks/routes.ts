import { WEBHOOK_ROUTES } from '../../../src-shared/contract/events-routes.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { listAttempts, listDeliveries, replay } from './deliveries.ts';
import { changeEndpoint, createEndpoint, listEndpoints, removeEndpoint, renewSecret, type WebhookParts } from './endpoints.ts';

export function webhookRoutes(parts: WebhookParts): readonly ServedRoute[] {
  return implement(WEBHOOK_ROUTES, {
    list: ({ caller, query }) => listEndpoints(parts, caller.merchantId, query),
    create: ({ caller, body }) => createEndpoint(parts, caller.merchantId, body),
    change: ({ caller, params, body }) => changeEndpoint(parts, { ...params, merchantId: caller.merchantId }, body),
    remove: async ({ caller, params }) => {
      await removeEndpoint(parts, { ...params, merchantId: caller.merchantId });
      return {};
    },
    renewSecret: ({ caller, params }) => renewSecret(parts, { ...params, merchantId: caller.merchantId }),
    deliveries: ({ caller, params, query }) => listDeliveries(parts, { ...params, merchantId: caller.merchantId }, query),
    attempts: ({ caller, params }) => listAttempts(parts, { ...params, merchantId: caller.merchantId }, params.deliveryId),
    replay: async ({ caller, params }) => {
      await replay(parts, { ...params, merchantId: caller.merchantId }, params.deliveryId);
      return {};
    },
    replayDead: async ({ caller, params }) => ({
      replayed: await replay(parts, { ...params, merchantId: caller.merchantId }, null),
    }),
  });
}
