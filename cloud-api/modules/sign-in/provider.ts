import { createHash, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { emailSchema } from '../../../src-shared/contract/identity-fields.ts';
import type { OidcConfig } from '../../platform/config.ts';
import type { Tx } from '../../platform/database.ts';
import { sha256Hex } from '../../platform/entry-crypto.ts';
import { Problem } from '../../platform/problem.ts';
import { type AccountParts, auditAccount, findAccount } from '../accounts/service.ts';
import { makeLinkToken } from '../links/service.ts';

/** Somebody may look for her password at the provider's. */
const ATTEMPT_SECONDS = 900;
/** From the provider back to the back office is one redirect. */
const TICKET_SECONDS = 120;
const PROVIDER_TIMEOUT_SECONDS = 10;
const COOKIE = 'contacto_sign_in';
const RETURN_PATH = '/v1/sign-in/provider/return';
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** What is believed of a provider's word: an address only when the provider says that it has proven it. */
const claimsSchema = z.object({ sub: z.string().min(1).max(255), email: emailSchema.optional(), email_verified: z.boolean().optional() });

/** Sign-in at a provider of OpenID Connect: authorization code with PKCE, state and nonce. */
export interface ProviderSignIn {
  /** Where to send the browser, and what it must bring back. */
  begin(response: Response): Promise<void>;
  /** Takes the browser that comes back; sends it on to its page with a ticket. @throws Problem `sign-in.refused`, `server.unavailable` */
  end(response: Response, search: string, cookies: string, address: string): Promise<void>;
}

export function createProviderSignIn(parts: AccountParts, config: OidcConfig): ProviderSignIn {
  const { database, now, publicUrl } = parts;
  const discovered = rememberedOnSuccess(() => discover(config));
  return {
    begin: async (response) => {
      const provider = await discovered();
      const state = oidc.randomState();
      const nonce = oidc.randomNonce();
      const verifier = oidc.randomPKCECodeVerifier();
      const expiresAt = new Date(now().getTime() + ATTEMPT_SECONDS * 1_000);
      await database.all
        .insertInto('oidc_attempt')
        .values({ state_hash: sha256Hex(state), nonce, code_verifier: verifier, expires_at: expiresAt })
        .execute();
      const to = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: `${publicUrl()}${RETURN_PATH}`,
        scope: 'openid email profile',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
      });
      // The browser that comes back must be the one that left: a link with somebody else's code signs nobody in.
      const isSecure = publicUrl().startsWith('https:');
      response.cookie(COOKIE, state, {
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure,
        path: RETURN_PATH,
        maxAge: ATTEMPT_SECONDS * 1_000,
      });
      response.redirect(302, to.href);
    },
    end: async (response, search, cookies, address) => {
      response.clearCookie(COOKIE, { path: RETURN_PATH });
      const state = stateOf(search, cookies);
      const attempt = await takeAttempt(parts, state);
      const claims = await claimsOf(await discovered(), new URL(`${publicUrl()}${RETURN_PATH}${search}`), { ...attempt, state });
      const ticket = await database.all.transaction().execute((tx) => ticketFor(tx, parts, config.issuer, claims, address));
      response.redirect(302, `${publicUrl()}/account/provider#ticket=${ticket}`);
    },
  };
}

/** A provider that is out of reach is asked again next time, and one that was found is not. */
function rememberedOnSuccess<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = null;
      throw error;
    });
    return answer;
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcConfig): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  // Without TLS only on this machine: a provider of one's own beside the server, and tests.
  // The signature of the identity token is checked although it comes over TLS, which the library alone would take for proof enough.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to make it stand out, and kept to loopback addresses here
  const execute = [oidc.enableNonRepudiationChecks, ...(LOOPBACK.has(url.hostname) ? [oidc.allowInsecureRequests] : [])];
  try {
    return await oidc.discovery(url, clientId, clientSecret, undefined, { execute, timeout: PROVIDER_TIMEOUT_SECONDS });
  } catch (error) {
    throw new Problem('server.unavailable', { reason: 'provider', cause: error instanceof Error ? error.name : 'unknown' });
  }
}

/** @throws Problem `sign-in.refused` when the browser is not the one that was sent */
function stateOf(search: string, cookies: string): string {
  const state = new URLSearchParams(search).get('state') ?? '';
  const kept = cookies
    .split(';')
    .map((cookie) => cookie.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  if (state === '' || kept === undefined || !timingSafeEqual(digest(state), digest(kept))) throw new Problem('sign-in.refused');
  return state;
}

/** Used up: a second return with the same state finds none. */
async function takeAttempt({ database, now }: AccountParts, state: string): Promise<{ readonly nonce: string; readonly verifier: string }> {
  const attempt = await database.all
    .deleteFrom('oidc_attempt')
    .where('state_hash', '=', sha256Hex(state))
    .returningAll()
    .executeTakeFirst();
  if (attempt === undefined || attempt.expires_at <= now()) throw new Problem('sign-in.refused');
  return { nonce: attempt.nonce, verifier: attempt.code_verifier };
}

async function claimsOf(
  provider: oidc.Configuration,
  url: URL,
  { nonce, verifier, state }: { readonly nonce: string; readonly verifier: string; readonly state: string },
): Promise<z.infer<typeof claimsSchema>> {
  try {
    const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true };
    const tokens = await oidc.authorizationCodeGrant(provider, url, checks);
    return claimsSchema.parse(tokens.claims());
  } catch {
    throw new Problem('sign-in.refused');
  }
}

/** A ticket for the account that is linked to the provider's, or of the address that the provider has proven. */
async function ticketFor(
  tx: Tx,
  { identity, now }: AccountParts,
  issuer: string,
  { sub, email, email_verified: isVerified }: z.infer<typeof claimsSchema>,
  address: string,
): Promise<string> {
  const linked = await tx
    .selectFrom('oidc_identity')
    .select('user_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', sub)
    .executeTakeFirst();
  const account =
    linked !== undefined
      ? await findAccount(tx, { userId: linked.user_id })
      : email !== undefined && isVerified === true
        ? await findAccount(tx, { email })
        : undefined;
  if (account === undefined) throw new Problem('sign-in.refused');
  if (linked === undefined) {
    await tx.insertInto('oidc_identity').values({ issuer, subject: sub, user_id: account.user_id }).execute();
    await auditAccount(tx, account.user_id, address, { act: 'provider.linked', subject: account.user_id, after: { issuer } }, now());
  }
  const subject = { purpose: 'oidc-ticket', subjectId: account.user_id, email: account.email } as const;
  return makeLinkToken(tx, identity, subject, TICKET_SECONDS, now());
}
