import { readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';
import { writeDurably } from '../write-durably.ts';

const CREDENTIAL_FILE_VERSION = 1;

const attemptsShape = { failures: z.int().min(0), lastFailureAt: z.iso.datetime().nullable() };

const personCredentialsSchema = z.strictObject({
  pin: z.strictObject({ salt: z.base64(), hash: z.base64() }).nullable(),
  /** Argon2id of the code under the file's `badgeSalt`, the same for all: a badge is looked up by it. */
  badge: z.base64().nullable(),
  ...attemptsShape,
  /** Locked by failures. `until` null: until somebody unlocks her. */
  lock: z.strictObject({ until: z.iso.datetime().nullable() }).nullable(),
});
export type PersonCredentials = Readonly<z.infer<typeof personCredentialsSchema>>;

const credentialFileSchema = z.strictObject({
  version: z.literal(CREDENTIAL_FILE_VERSION),
  /** 32 random bytes, wrapped by whoever keeps the terminal's key, in base64. */
  pepper: z.base64(),
  badgeSalt: z.base64(),
  people: z.record(z.string(), personCredentialsSchema),
  badgeAttempts: z.strictObject(attemptsShape),
});
export type CredentialFile = Readonly<z.infer<typeof credentialFileSchema>>;

export const NO_CREDENTIALS: PersonCredentials = { pin: null, badge: null, failures: 0, lastFailureAt: null, lock: null };

export function newCredentialFile(pepper: Uint8Array, badgeSalt: Uint8Array): CredentialFile {
  return {
    version: CREDENTIAL_FILE_VERSION,
    pepper: Buffer.from(pepper).toString('base64'),
    badgeSalt: Buffer.from(badgeSalt).toString('base64'),
    people: {},
    badgeAttempts: { failures: 0, lastFailureAt: null },
  };
}

export type CredentialReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'read'; readonly file: CredentialFile }
  | { readonly kind: 'damaged'; readonly detail: string };

/** Throws the system's error where the file is there and cannot be read. */
export function readCredentialFile(path: string): CredentialReading {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'absent' };
    throw error;
  }
  try {
    const parsed = credentialFileSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? { kind: 'read', file: parsed.data }
      : { kind: 'damaged', detail: parsed.error.issues[0]?.path.join('.') ?? 'shape' };
  } catch {
    return { kind: 'damaged', detail: 'not whole' };
  }
}

/** Mode 0600, whole or not at all. Throws the system's error; the file of before is then still there. */
export function writeCredentialFile(path: string, file: CredentialFile): void {
  writeDurably(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** Moves a file nobody can use out of the way, for a technician to look at. Returns its new name. */
export function setCredentialFileAside(path: string, now: Date): string {
  const aside = `${path}.aside-${now.toISOString().replaceAll(':', '-')}`;
  renameSync(path, aside);
  return aside;
}
