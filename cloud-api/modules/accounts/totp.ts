import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Tx } from '../../platform/database.ts';
import { sha256Hex } from '../../platform/entry-crypto.ts';
import type { Seal } from '../../platform/seal.ts';

const ISSUER = 'Contacto';
/** RFC 4226 asks for 160 bits. */
const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
/** A code is good for its own half minute and the ones beside it: phones' clocks are not ours. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Crockford's Base32; 16 of them hold 80 bits, so that a plain hash of one cannot be guessed backwards. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECOVERY_CODE_LENGTH = 16;

/** A new secret, and the address an authenticator app reads from a QR code. */
export function newTotp(email: string): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(new Secret({ size: SECRET_BYTES }).base32, email);
  return { secret: totp.secret.base32, uri: totp.toString() };
}

export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const characters = Array.from({ length: RECOVERY_CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
    return characters.replaceAll(/(.{4})(?=.)/g, '$1-');
  });
}

export function recoveryCodeHash(typed: string): string {
  const code = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replaceAll('O', '0');
  return sha256Hex(`recovery:${code}`);
}

/** The time step a code belongs to; null for a wrong one. */
export function stepOfCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret, '').validate({ token: code, timestamp: now.getTime(), window: WINDOW });
  return delta === null ? null : Math.floor(now.getTime() / 1_000 / PERIOD_SECONDS) + delta;
}

/**
 * Takes a code of the second factor, or a recovery code, and uses it up: neither is good twice, in however many requests at once.
 * Whether it was good.
 */
export async function takeCode(
  tx: Tx,
  seal: Seal,
  account: { readonly user_id: string; readonly totp_secret: string | null },
  code: string,
  now: Date,
): Promise<boolean> {
  const { user_id: userId, totp_secret: sealed } = account;
  if (sealed === null) return false;
  const step = stepOfCode(seal.open(sealed, userId), code, now);
  if (step === null) return takeRecoveryCode(tx, userId, code, now);
  const taken = await tx
    .updateTable('user_account')
    .set({ totp_last_step: step })
    .where('user_id', '=', userId)
    .where('totp_last_step', '<', step)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

async function takeRecoveryCode(tx: Tx, userId: string, code: string, now: Date): Promise<boolean> {
  const taken = await tx
    .updateTable('recovery_code')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('code_hash', '=', recoveryCodeHash(code))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret, period: PERIOD_SECONDS });
}
