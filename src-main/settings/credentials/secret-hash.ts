import { timingSafeEqual } from 'node:crypto';
import { hashRaw, type Options } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet, argon2id (the package's own default): 19 MiB, two passes, one lane. About 40 ms on a till, in a thread of its own. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const satisfies Options;

/**
 * Argon2id of a PIN or a badge's code. `pepper` is the shop's own secret, which the platform keeps: ten thousand PINs are soon tried on a file
 * that was stolen, but not without it.
 */
export async function hashSecret(secret: string, salt: Uint8Array, pepper: Uint8Array): Promise<string> {
  return (await hashRaw(secret, { ...COST, salt, secret: pepper })).toString('base64');
}

/** Whether two hashes are the same, in a time that tells nothing. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'base64'), Buffer.from(other, 'base64')];
  return a.length === b.length && timingSafeEqual(a, b);
}
