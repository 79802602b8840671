import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Database } from './database.ts';

/** A stolen token is good for no longer. */
export const ACCESS_TOKEN_SECONDS = 600;
const ALGORITHM = 'EdDSA';
const TERMINAL_AUDIENCE = 'contacto:terminal';

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
  const { d: _private, ...publicJwk } = jwk;
  const publicKey = await importJWK(publicJwk, ALGORITHM);
  return {
    serverEpoch,
    signTerminal: ({ merchantId, terminalId }, now) => {
      const nowSeconds = Math.floor(now.getTime() / 1_000);
      return new SignJWT({ merchant: merchantId })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(serverEpoch)
        .setAudience(TERMINAL_AUDIENCE)
        .setSubject(terminalId)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + ACCESS_TOKEN_SECONDS)
        .sign(privateKey);
    },
    readTerminal: async (token, now) => {
      try {
        const options = { issuer: serverEpoch, audience: TERMINAL_AUDIENCE, algorithms: [ALGORITHM], currentDate: now };
        const { payload } = await jwtVerify(token, publicKey, options);
        const claims = terminalClaimsSchema.parse(payload);
        return { merchantId: claims.merchant, terminalId: claims.sub };
      } catch {
        return null;
      }
    },
  };
}
