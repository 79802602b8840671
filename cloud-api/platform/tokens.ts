import { hkdfSync } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Database } from './database.ts';

/** A stolen token is good for no longer. */
export const ACCESS_TOKEN_SECONDS = 600;
const ALGORITHM = 'EdDSA';
/** Whom a token is for: one made for a link opens no session, and a terminal's no back office. */
export type TokenAudience = 'contacto:terminal' | 'contacto:office' | 'contacto:link';
const DERIVED_KEY_BYTES = 32;

/** What a terminal's token says. */
const terminalClaimsSchema = z.object({ sub: z.string(), merchant: z.uuid() });

export interface TerminalCaller {
  readonly merchantId: string;
  readonly terminalId: string;
}

/** Which database this is, and the key its tokens are signed with. */
export interface ServerIdentity {
  readonly serverEpoch: string;
  signTerminal(caller: TerminalCaller, now: Date): Promise<string>;
  /** Null for a token that is not ours, not for terminals, or past its time. */
  readTerminal(token: string, now: Date): Promise<TerminalCaller | null>;
  sign(audience: TokenAudience, claims: JWTPayload, lifeSeconds: number, now: Date): Promise<string>;
  /** The claims; null for a token that is not ours, for another audience, or past its time. */
  read(audience: TokenAudience, token: string, now: Date): Promise<JWTPayload | null>;
  /** 32 bytes for one purpose, from the key the tokens are signed with (HKDF, RFC 5869): the same in every process. */
  deriveKey(purpose: string): Buffer;
}

/** Reads the identity, or makes it in a database that has none: whichever process is first, they all come to the same one. */
export async function loadServerIdentity(database: Database, newId: () => string): Promise<ServerIdentity> {
  const fresh = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(fresh.privateKey);
  await database.all
    .insertInto('server_identity')
    .values({ one: 1, server_epoch: newId(), token_key: JSON.stringify(jwk) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await database.all.selectFrom('server_identity').selectAll().executeTakeFirstOrThrow();
  return createIdentity(row.server_epoch, row.token_key as JWK);
}

async function createIdentity(serverEpoch: string, jwk: JWK): Promise<ServerIdentity> {
  const privateKey = await importJWK(jwk, ALGORITHM);
  const { d: privatePart = '', ...publicJwk } = jwk;
  const publicKey = await importJWK(publicJwk, ALGORITHM);
  const sign: ServerIdentity['sign'] = (audience, claims, lifeSeconds, now) => {
    const nowSeconds = Math.floor(now.getTime() / 1_000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(serverEpoch)
      .setAudience(audience)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(nowSeconds + lifeSeconds)
      .sign(privateKey);
  };
  const read: ServerIdentity['read'] = async (audience, token, now) => {
    try {
      return (await jwtVerify(token, publicKey, { issuer: serverEpoch, audience, algorithms: [ALGORITHM], currentDate: now })).payload;
    } catch {
      return null;
    }
  };
  return {
    serverEpoch,
    sign,
    read,
    signTerminal: ({ merchantId, terminalId }, now) =>
      sign('contacto:terminal', { merchant: merchantId, sub: terminalId }, ACCESS_TOKEN_SECONDS, now),
    readTerminal: async (token, now) => {
      const claims = terminalClaimsSchema.safeParse(await read('contacto:terminal', token, now));
      return claims.success ? { merchantId: claims.data.merchant, terminalId: claims.data.sub } : null;
    },
    deriveKey: (purpose) => Buffer.from(hkdfSync('sha256', Buffer.from(privatePart, 'base64url'), serverEpoch, purpose, DERIVED_KEY_BYTES)),
  };
}
