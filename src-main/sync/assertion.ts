import { randomUUID } from 'node:crypto';
import type { SyncLedger } from './sync-ledger.ts';

const AUDIENCE = 'contacto:cloud';
const LIFETIME_SECONDS = 60;

/** A JWT by the terminal's own key that asks for an access token (RFC 7523; RFC 8037 for the signature). */
export function signAssertion(ledger: Pick<SyncLedger, 'terminal' | 'keyId' | 'signText'>, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  const header = { alg: 'EdDSA', typ: 'JWT', kid: ledger.keyId };
  const claims = {
    iss: ledger.terminal,
    sub: ledger.terminal,
    aud: AUDIENCE,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + LIFETIME_SECONDS,
  };
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${Buffer.from(ledger.signText(text), 'base64').toString('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}
