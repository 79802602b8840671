// Longer than most: one contract of an area, a list of addresses to be read from top to bottom.
import { z } from 'zod';
import { emailSchema, nameSchema, userRoleSchema } from './identity-fields.ts';
import { nothing, OFFICE_RIGHTS, pageOf, pageQuerySchema, type Routes } from './route.ts';

const rightSchema = z.enum(OFFICE_RIGHTS);

const merchantSchema = z.object({
  merchantId: z.uuid(),
  name: z.string(),
  /** Owners without a second factor may do nothing but set one up. */
  ownerTotpRequired: z.boolean(),
});
const storeSchema = z.object({ storeId: z.uuid(), name: z.string(), closedAt: z.iso.datetime().nullable() });
export type Store = z.infer<typeof storeSchema>;
const storeParams = z.object({ storeId: z.uuid() });

export const MERCHANT_ROUTES = {
  readMerchant: {
    method: 'GET',
    path: '/v1/merchant',
    access: 'merchant.read',
    summary: 'The merchant the caller works for at present.',
    params: nothing,
    query: nothing,
    body: null,
    response: merchantSchema,
  },
  editMerchant: {
    method: 'PATCH',
    path: '/v1/merchant',
    access: 'merchant.edit',
    summary: 'Renames the merchant, or asks its owners for a second factor.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: nameSchema.optional(), ownerTotpRequired: z.boolean().optional() }),
    response: merchantSchema,
  },
  createMerchant: {
    method: 'POST',
    path: '/v1/merchants',
    access: 'own.account',
    summary: 'One more merchant, whose owner the caller becomes.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: nameSchema, storeName: nameSchema }),
    response: z.object({ merchantId: z.uuid(), storeId: z.uuid() }),
  },
  listStores: {
    method: 'GET',
    path: '/v1/stores',
    access: 'merchant.read',
    summary: 'The merchant’s stores, in order of name, closed ones among them.',
    params: nothing,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(storeSchema) }),
  },
  createStore: {
    method: 'POST',
    path: '/v1/stores',
    access: 'merchant.edit',
    summary: 'Opens a store.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: nameSchema }),
    response: storeSchema,
  },
  renameStore: {
    method: 'PATCH',
    path: '/v1/stores/:storeId',
    access: 'merchant.edit',
    summary: 'Renames a store.',
    params: storeParams,
    query: nothing,
    body: z.strictObject({ name: nameSchema }),
    response: storeSchema,
  },
  closeStore: {
    method: 'POST',
    path: '/v1/stores/:storeId/closing',
    access: 'merchant.edit',
    summary: 'Closes a store that has no terminal any more. What it sold stays.',
    params: storeParams,
    query: nothing,
    body: null,
    response: storeSchema,
  },
} as const satisfies Routes;

const officeUserSchema = z.object({
  userId: z.uuid(),
  email: z.string(),
  name: z.string(),
  role: userRoleSchema,
  joinedAt: z.iso.datetime(),
  hasTotp: z.boolean(),
});
export type OfficeUser = z.infer<typeof officeUserSchema>;
const userParams = z.object({ userId: z.uuid() });

const invitationSchema = z.object({
  invitationId: z.uuid(),
  email: z.string(),
  role: userRoleSchema,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Invitation = z.infer<typeof invitationSchema>;

export const USER_ROUTES = {
  listUsers: {
    method: 'GET',
    path: '/v1/users',
    access: 'users.manage',
    summary: 'Who works for the merchant in its back office.',
    params: nothing,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(officeUserSchema) }),
  },
  changeRole: {
    method: 'PATCH',
    path: '/v1/users/:userId',
    access: 'users.manage',
    summary: 'Gives somebody another role, of no more rights than the caller’s own.',
    params: userParams,
    query: nothing,
    body: z.strictObject({ role: userRoleSchema }),
    response: officeUserSchema,
  },
  removeUser: {
    method: 'DELETE',
    path: '/v1/users/:userId',
    access: 'users.manage',
    summary: 'Ends somebody’s work for the merchant, at once. The last owner stays.',
    params: userParams,
    query: nothing,
    body: null,
    response: nothing,
  },
  signOutUser: {
    method: 'DELETE',
    path: '/v1/users/:userId/sessions',
    access: 'users.manage',
    summary: 'Ends every session somebody has for this merchant, at once.',
    params: userParams,
    query: nothing,
    body: null,
    response: nothing,
  },
  listInvitations: {
    method: 'GET',
    path: '/v1/invitations',
    access: 'users.manage',
    summary: 'Invitations that wait for an answer.',
    params: nothing,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(invitationSchema) }),
  },
  invite: {
    method: 'POST',
    path: '/v1/invitations',
    access: 'users.manage',
    summary: 'Invites somebody by e-mail, for seven days.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ email: emailSchema, role: userRoleSchema }),
    response: invitationSchema,
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/v1/invitations/:invitationId',
    access: 'users.manage',
    summary: 'Takes an invitation back.',
    params: z.object({ invitationId: z.uuid() }),
    query: nothing,
    body: null,
    response: nothing,
  },
} as const satisfies Routes;

const apiKeySchema = z.object({
  keyId: z.uuid(),
  name: z.string(),
  /** The first characters of the key, to recognise it by. */
  prefix: z.string(),
  rights: z.array(rightSchema),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

export const API_KEY_ROUTES = {
  listKeys: {
    method: 'GET',
    path: '/v1/api-keys',
    access: 'keys.manage',
    summary: 'Keys of programs that were not revoked.',
    params: nothing,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(apiKeySchema) }),
  },
  createKey: {
    method: 'POST',
    path: '/v1/api-keys',
    access: 'keys.manage',
    summary: 'Makes a key; it is told this once. Its rights are some of the caller’s.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      name: nameSchema.max(100),
      rights: z.array(rightSchema).min(1).max(OFFICE_RIGHTS.length),
      expiresInDays: z.int().min(1).max(3_650).optional(),
    }),
    response: apiKeySchema.extend({ key: z.string() }),
  },
  revokeKey: {
    method: 'DELETE',
    path: '/v1/api-keys/:keyId',
    access: 'keys.manage',
    summary: 'Revokes a key, at once.',
    params: z.object({ keyId: z.uuid() }),
    query: nothing,
    body: null,
    response: nothing,
  },
} as const satisfies Routes;

export const auditCursorSchema = z.object({ auditId: z.uuid() });
const auditFilter = z.string().min(1).max(254).optional();
export const auditQuerySchema = pageQuerySchema.extend({ act: auditFilter, actorId: auditFilter, subject: auditFilter });

const auditEntrySchema = z.object({
  auditId: z.uuid(),
  at: z.iso.datetime(),
  actor: z.object({ kind: z.enum(['user', 'key', 'terminal', 'system']), id: z.string() }),
  /** The address the request came from; empty for the server's own acts. */
  address: z.string(),
  act: z.string(),
  /** The id of what it was done to. */
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const AUDIT_ROUTES = {
  listAudit: {
    method: 'GET',
    path: '/v1/audit',
    access: 'audit.read',
    summary: 'Sensitive acts, the newest first.',
    params: nothing,
    query: auditQuerySchema,
    body: null,
    response: pageOf(auditEntrySchema),
  },
} as const satisfies Routes;
