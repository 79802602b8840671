import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { renameDurably, writeFileDurably } from './durable-file.ts';
import { exportTerminalKey, generateTerminalKey, importTerminalKey, keyIdOf, type TerminalKey } from './entry-crypto.ts';
import type { KeyProtector } from './ledger.ts';

const IDENTITY_FORMAT = 1;

const identitySchema = z.strictObject({
  format: z.literal(IDENTITY_FORMAT),
  /** `creating` until the ledger's first entry is on the disk: a folder that got no further was never a terminal. */
  state: z.enum(['creating', 'ready']),
  terminal: z.string().min(1).max(64),
  /** The highest epoch that was ever begun here, though its first entry may not have come to be. */
  epoch: z.int().min(1),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Base64. */
  publicKeySpki: z.string().min(1).max(256),
  /** Name of the protector that holds the private key. */
  protector: z.string().min(1).max(64),
  createdAt: z.iso.datetime(),
});
/** Who this terminal is, in the open; its private key lies in a file of its own. */
export type Identity = Readonly<z.infer<typeof identitySchema>>;

/** The file's own permissions (0600) are all that protects the key: for platforms and shells without a key store. */
export const plainProtector: KeyProtector = {
  name: 'plain',
  protect: (bytes) => bytes,
  unprotect: (bytes) => bytes,
};

export type IdentityFailure =
  | { readonly code: 'none' }
  /** Half written, or not ours: `detail` says what is wrong. */
  | { readonly code: 'damaged'; readonly detail: string };

export type KeyFailure = { readonly code: 'key-unreadable'; readonly detail: string };

const IDENTITY_FILE = 'identity.json';
const KEY_FILE = 'terminal.key';

/** Whether anything of an identity lies in the folder. */
export function hasKeyFile(folder: string): boolean {
  return existsSync(join(folder, KEY_FILE));
}

/** Throws the system's error when the file is there and cannot be read. */
export function readIdentity(folder: string): Result<Identity, IdentityFailure> {
  const path = join(folder, IDENTITY_FILE);
  if (!existsSync(path)) return fail({ code: 'none' });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return fail({ code: 'damaged', detail: 'not whole' });
    throw error;
  }
  const parsed = identitySchema.safeParse(json);
  if (!parsed.success) return fail({ code: 'damaged', detail: parsed.error.issues[0]?.path.join('.') ?? '' });
  if (keyIdOf(parsed.data.publicKeySpki) !== parsed.data.keyId) return fail({ code: 'damaged', detail: 'keyId' });
  return ok(parsed.data);
}

/** Makes an identity with a new key and writes both; `terminal` is given when a restored ledger goes on under a new key. */
export function createIdentity(
  folder: string,
  protector: KeyProtector,
  nowMs: number,
  terminal: string = uuidv7({ msecs: nowMs }),
): { readonly identity: Identity; readonly key: TerminalKey } {
  const key = generateTerminalKey();
  const identity: Identity = {
    format: IDENTITY_FORMAT,
    state: 'creating',
    terminal,
    epoch: 1,
    keyId: key.keyId,
    publicKeySpki: key.publicKeySpki,
    protector: protector.name,
    createdAt: new Date(nowMs).toISOString(),
  };
  writeIdentity(folder, identity);
  writeFileDurably(join(folder, KEY_FILE), protector.protect(exportTerminalKey(key)));
  return { identity, key };
}

export function writeIdentity(folder: string, identity: Identity): void {
  writeFileDurably(join(folder, IDENTITY_FILE), `${JSON.stringify(identity, null, 2)}\n`);
}

/** The private key of an identity. */
export function readKey(folder: string, identity: Identity, protector: KeyProtector): Result<TerminalKey, KeyFailure> {
  if (protector.name !== identity.protector) {
    return fail({ code: 'key-unreadable', detail: `protected by ${identity.protector}, not by ${protector.name}` });
  }
  let key: TerminalKey;
  try {
    key = importTerminalKey(protector.unprotect(readFileSync(join(folder, KEY_FILE))));
  } catch (error) {
    return fail({ code: 'key-unreadable', detail: error instanceof Error ? error.message : String(error) });
  }
  if (key.keyId !== identity.keyId) return fail({ code: 'key-unreadable', detail: 'the key is another terminal’s' });
  return ok(key);
}

/** Puts an identity that cannot be used aside, under a name that says so: the key may still be wanted by whoever looks into it. */
export function setIdentityAside(folder: string, suffix: string): void {
  for (const name of [IDENTITY_FILE, KEY_FILE]) {
    const path = join(folder, name);
    if (existsSync(path)) renameDurably(path, `${path}.${suffix}`);
  }
}
