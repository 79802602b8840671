import { z } from 'zod';
import { eventTypeSchema } from './events.ts';
import { nothing, pageOf, pageQuerySchema, type Routes } from './route.ts';

/** The form of `Last-Event-ID`; opaque to the caller. */
export const eventPlaceSchema = z.string().regex(/^\d{1,20}-\d{1,19}$/);

const endpointSchema = z.object({
  endpointId: z.uuid(),
  url: z.string(),
  /** Null: every type. */
  types: z.array(z.string()).nullable(),
  state: z.enum(['enabled', 'disabled']),
  createdAt: z.iso.datetime(),
});
export type WebhookEndpoint = z.infer<typeof endpointSchema>;

const endpointUrlSchema = z.url({ protocol: /^https?$/ }).max(2_000);
const typesSchema = z.array(eventTypeSchema).min(1).max(100).nullable();
/** `whsec_` and base64, as the Standard Webhooks libraries take it. Shown once. */
const secretSchema = z.object({ secret: z.string() });

export const newEndpointSchema = z.strictObject({ url: endpointUrlSchema, types: typesSchema.default(null) });
export const changedEndpointSchema = z.strictObject({
  url: endpointUrlSchema.optional(),
  types: typesSchema.optional(),
  state: z.enum(['enabled', 'disabled']).optional(),
});

const deliverySchema = z.object({
  deliveryId: z.uuid(),
  eventId: z.uuid(),
  type: z.string(),
  /** `dead`: given up after the last attempt, until it is replayed. */
  state: z.enum(['waiting', 'delivered', 'dead']),
  createdAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
});
export type WebhookDelivery = z.infer<typeof deliverySchema>;

const attemptSchema = z.object({
  at: z.iso.datetime(),
  /** The receiver's answer, when there was one. */
  status: z.int().nullable(),
  /** Why it did not count: `status`, `timeout`, `address-refused`, `unreachable`. */
  fault: z.string().nullable(),
  ms: z.int(),
});

const endpointParams = z.object({ endpointId: z.uuid() });
const deliveryParams = z.object({ endpointId: z.uuid(), deliveryId: z.uuid() });

export const EVENT_ROUTES = {
  events: {
    method: 'GET',
    path: '/v1/events',
    access: 'merchant.read',
    summary:
      'What happens, as server-sent events of the types the caller may see. `Last-Event-ID` goes on from there; `missed` says that some are no longer held.',
    params: nothing,
    query: nothing,
    body: null,
    response: 'stream',
  },
} as const satisfies Routes;

export const WEBHOOK_ROUTES = {
  list: {
    method: 'GET',
    path: '/v1/webhooks',
    access: 'webhooks.manage',
    summary: 'The addresses events are sent to.',
    params: nothing,
    query: pageQuerySchema,
    body: null,
    response: pageOf(endpointSchema),
  },
  create: {
    method: 'POST',
    path: '/v1/webhooks',
    access: 'webhooks.manage',
    summary: 'Adds an address. Its signing secret is shown now and never again (Standard Webhooks).',
    params: nothing,
    query: nothing,
    body: newEndpointSchema,
    response: endpointSchema.extend(secretSchema.shape),
  },
  change: {
    method: 'PATCH',
    path: '/v1/webhooks/:endpointId',
    access: 'webhooks.manage',
    summary: 'Changes an address, its types, or whether it is sent to. What is missing stays.',
    params: endpointParams,
    query: nothing,
    body: changedEndpointSchema,
    response: endpointSchema,
  },
  remove: {
    method: 'DELETE',
    path: '/v1/webhooks/:endpointId',
    access: 'webhooks.manage',
    summary: 'Removes an address and the log of what was sent to it.',
    params: endpointParams,
    query: nothing,
    body: null,
    response: nothing,
  },
  renewSecret: {
    method: 'POST',
    path: '/v1/webhooks/:endpointId/secret',
    access: 'webhooks.manage',
    summary: 'A new signing secret, shown once. The former one signs beside it for 24 hours.',
    params: endpointParams,
    query: nothing,
    body: null,
    response: secretSchema,
  },
  deliveries: {
    method: 'GET',
    path: '/v1/webhooks/:endpointId/deliveries',
    access: 'webhooks.manage',
    summary: 'What was sent to an address, the newest first. `state=dead`: what was given up.',
    params: endpointParams,
    query: pageQuerySchema.extend({ state: z.enum(['waiting', 'delivered', 'dead']).optional() }),
    body: null,
    response: pageOf(deliverySchema),
  },
  attempts: {
    method: 'GET',
    path: '/v1/webhooks/:endpointId/deliveries/:deliveryId/attempts',
    access: 'webhooks.manage',
    summary: 'Each attempt at one delivery, the first first.',
    params: deliveryParams,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(attemptSchema) }),
  },
  replay: {
    method: 'POST',
    path: '/v1/webhooks/:endpointId/deliveries/:deliveryId/replay',
    access: 'webhooks.manage',
    summary: 'Sends a delivery once more, with all its attempts, under the same id.',
    params: deliveryParams,
    query: nothing,
    body: null,
    response: nothing,
  },
  replayDead: {
    method: 'POST',
    path: '/v1/webhooks/:endpointId/replay',
    access: 'webhooks.manage',
    summary: 'Sends once more what was given up at an address, the oldest first, up to 1,000 at a time.',
    params: endpointParams,
    query: nothing,
    body: null,
    response: z.object({ replayed: z.int() }),
  },
} as const satisfies Routes;
