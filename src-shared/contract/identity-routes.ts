// Longer than most: one contract of an area, a list of addresses to be read from top to bottom.
import { z } from 'zod';
import { emailSchema, nameSchema, officeLanguageSchema, passwordSchema, userRoleSchema } from './identity-fields.ts';
import { nothing, OFFICE_RIGHTS, type Routes } from './route.ts';

/** A password as it is tried: whatever was ever taken as one. */
const triedPasswordSchema = z.string().max(256);
/** Six digits of the second factor, or one of the recovery codes. */
const codeSchema = z.string().trim().min(6).max(32);
/** What stands in a link after `#token=`. */
const linkTokenSchema = z.string().min(20).max(2_000);

const sessionSchema = z.object({
  /** A bearer token; what it may do is looked up with each request. */
  accessToken: z.string(),
  expiresInSeconds: z.int(),
  /** Good once: the answer to it holds the next one. Used twice it ends the session. */
  refreshToken: z.string(),
  sessionId: z.uuid(),
  merchantId: z.uuid(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Ways in, which anybody may call. */
export const SIGN_IN_ROUTES = {
  signIn: {
    method: 'POST',
    path: '/v1/sessions',
    access: 'public',
    summary: 'Signs in with e-mail and password, and the code of the second factor where there is one.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      email: emailSchema,
      password: triedPasswordSchema,
      code: codeSchema.optional(),
      merchantId: z.uuid().optional(),
    }),
    response: sessionSchema,
  },
  refresh: {
    method: 'POST',
    path: '/v1/sessions/refreshing',
    access: 'public',
    summary: 'The next pair of tokens against a refresh token.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ refreshToken: z.string().min(20).max(200) }),
    response: sessionSchema,
  },
  waysIn: {
    method: 'GET',
    path: '/v1/sign-in',
    access: 'public',
    summary: 'Which ways in this server has.',
    params: nothing,
    query: nothing,
    body: null,
    response: z.object({ signUp: z.boolean(), provider: z.boolean() }),
  },
  beginProviderSignIn: {
    method: 'GET',
    path: '/v1/sign-in/provider',
    access: 'public',
    summary: 'Sends the browser to the sign-in provider (OpenID Connect).',
    params: nothing,
    query: nothing,
    body: null,
    response: 'stream',
  },
  endProviderSignIn: {
    method: 'GET',
    path: '/v1/sign-in/provider/return',
    access: 'public',
    summary: 'Where the provider sends the browser back; goes on to the back office with a ticket.',
    params: nothing,
    // The provider's own; they are checked as a whole (RFC 6749, 4.1.2).
    query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    body: null,
    response: 'stream',
  },
  signInWithTicket: {
    method: 'POST',
    path: '/v1/sessions/provider',
    access: 'public',
    summary: 'Signs in with the ticket of a provider’s sign-in, and the code of the second factor where there is one.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ ticket: linkTokenSchema, code: codeSchema.optional(), merchantId: z.uuid().optional() }),
    response: sessionSchema,
  },
  signUp: {
    method: 'POST',
    path: '/v1/sign-up',
    access: 'public',
    summary: 'Asks for a new merchant. The answer is the same whoever the address belongs to; a letter says how it goes on.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      email: emailSchema,
      name: nameSchema,
      language: officeLanguageSchema,
      merchantName: nameSchema,
      storeName: nameSchema,
    }),
    response: nothing,
  },
  confirmSignUp: {
    method: 'POST',
    path: '/v1/sign-up/confirmation',
    access: 'public',
    summary: 'Makes merchant, store and owner, by the link of the letter.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ token: linkTokenSchema, password: passwordSchema }),
    response: nothing,
  },
} as const satisfies Routes;

/** Links out of letters about an account. */
export const LINK_ROUTES = {
  requestPassword: {
    method: 'POST',
    path: '/v1/password-requests',
    access: 'public',
    summary: 'Asks for a link to choose a new password. The answer is the same whoever the address belongs to.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ email: emailSchema }),
    response: nothing,
  },
  setPassword: {
    method: 'POST',
    path: '/v1/passwords',
    access: 'public',
    summary: 'Chooses a new password, by the link of the letter. Every session ends.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ token: linkTokenSchema, password: passwordSchema }),
    response: nothing,
  },
  confirmEmail: {
    method: 'POST',
    path: '/v1/email-confirmations',
    access: 'public',
    summary: 'Takes a new e-mail address into use, by the link that was sent to it.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ token: linkTokenSchema }),
    response: nothing,
  },
} as const satisfies Routes;

/** The answer to an invitation. */
export const INVITATION_ROUTES = {
  readInvitation: {
    method: 'POST',
    path: '/v1/invitations/reading',
    access: 'public',
    summary: 'What an invitation is to, by the link of the letter.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ token: linkTokenSchema }),
    response: z.object({ merchantName: z.string(), email: z.string(), role: userRoleSchema, hasAccount: z.boolean() }),
  },
  acceptInvitation: {
    method: 'POST',
    path: '/v1/invitations/acceptance',
    access: 'public',
    summary: 'Accepts an invitation, by the link of the letter; who has no account yet makes one.',
    params: nothing,
    query: nothing,
    body: z.strictObject({
      token: linkTokenSchema,
      account: z.strictObject({ name: nameSchema, language: officeLanguageSchema, password: passwordSchema }).optional(),
    }),
    response: nothing,
  },
} as const satisfies Routes;

const accountSchema = z.object({
  userId: z.uuid(),
  email: z.string(),
  name: z.string(),
  language: officeLanguageSchema,
  hasPassword: z.boolean(),
  hasTotp: z.boolean(),
  /** The merchant worked for at present, and what may be done there. */
  merchantId: z.uuid(),
  rights: z.array(z.enum(OFFICE_RIGHTS)),
  merchants: z.array(z.object({ merchantId: z.uuid(), name: z.string(), role: userRoleSchema })),
});
export type Account = z.infer<typeof accountSchema>;

const ownSessionSchema = z.object({
  sessionId: z.uuid(),
  merchantId: z.uuid(),
  signedInAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  address: z.string(),
  userAgent: z.string(),
  isThisOne: z.boolean(),
});
export type OwnSession = z.infer<typeof ownSessionSchema>;

/** A person's own account. */
export const ACCOUNT_ROUTES = {
  readAccount: {
    method: 'GET',
    path: '/v1/account',
    access: 'own.account',
    summary: 'Who is signed in, and for whom she works.',
    params: nothing,
    query: nothing,
    body: null,
    response: accountSchema,
  },
  editAccount: {
    method: 'PATCH',
    path: '/v1/account',
    access: 'own.account',
    summary: 'Changes one’s name or language.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: nameSchema.optional(), language: officeLanguageSchema.optional() }),
    response: nothing,
  },
  changePassword: {
    method: 'PUT',
    path: '/v1/account/password',
    access: 'own.account',
    summary: 'Changes one’s password; every other session ends.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ password: triedPasswordSchema, newPassword: passwordSchema }),
    response: nothing,
  },
  changeEmail: {
    method: 'PUT',
    path: '/v1/account/email',
    access: 'own.account',
    summary: 'Asks for another e-mail address, which gets a link to confirm it.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ password: triedPasswordSchema, email: emailSchema }),
    response: nothing,
  },
  switchMerchant: {
    method: 'PUT',
    path: '/v1/account/merchant',
    access: 'own.account',
    summary: 'Goes on for another merchant one works for.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ merchantId: z.uuid() }),
    response: sessionSchema.omit({ refreshToken: true }),
  },
  listSessions: {
    method: 'GET',
    path: '/v1/account/sessions',
    access: 'own.account',
    summary: 'Where one is signed in.',
    params: nothing,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(ownSessionSchema) }),
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/account/session',
    access: 'own.account',
    summary: 'Ends this session.',
    params: nothing,
    query: nothing,
    body: null,
    response: nothing,
  },
  endSession: {
    method: 'DELETE',
    path: '/v1/account/sessions/:sessionId',
    access: 'own.account',
    summary: 'Ends one session of one’s own.',
    params: z.object({ sessionId: z.uuid() }),
    query: nothing,
    body: null,
    response: nothing,
  },
  endAllSessions: {
    method: 'DELETE',
    path: '/v1/account/sessions',
    access: 'own.account',
    summary: 'Ends every session of one’s own, this one too.',
    params: nothing,
    query: nothing,
    body: null,
    response: nothing,
  },
  beginTotp: {
    method: 'POST',
    path: '/v1/account/totp',
    access: 'own.account',
    summary: 'Begins a second factor (RFC 6238): the secret, to be scanned.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ password: triedPasswordSchema }),
    response: z.object({ secret: z.string(), uri: z.string() }),
  },
  confirmTotp: {
    method: 'POST',
    path: '/v1/account/totp/confirmation',
    access: 'own.account',
    summary: 'Takes the second factor into use with its first code, and tells the recovery codes, this once.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ code: codeSchema }),
    response: z.object({ recoveryCodes: z.array(z.string()) }),
  },
  removeTotp: {
    method: 'POST',
    path: '/v1/account/totp/removal',
    access: 'own.account',
    summary: 'Gives the second factor up, by password and code.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ password: triedPasswordSchema, code: codeSchema }),
    response: nothing,
  },
} as const satisfies Routes;
