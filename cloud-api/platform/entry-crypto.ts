import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { EntryDigest } from '../../src-shared/ledger/entry.ts';

const KEY_ID_LENGTH = 16;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** SHA-256 and UTF-8 of Node, for the pure code of src-shared/ledger. */
export const nodeDigest: EntryDigest = {
  utf8: (text) => Buffer.from(text, 'utf8'),
  text: (bytes) => strictUtf8.decode(bytes),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
};

/** Lower-case hexadecimal of the SHA-256 of a text. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The name of a terminal's public key, derived from it as the terminal derives it. */
export function keyIdOf(publicKeySpki: string): string {
  return createHash('sha256').update(Buffer.from(publicKeySpki, 'base64')).digest('hex').slice(0, KEY_ID_LENGTH);
}

/** Null when the text is no Ed25519 public key (SPKI in base64). */
export function importPublicKey(publicKeySpki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKeySpki, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** Checks an Ed25519 signature (base64) over bytes, on libuv's threads: a batch is checked on every core. */
export function isSignedBy(key: KeyObject, bytes: Uint8Array, signature: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, bytes, key, Buffer.from(signature, 'base64'), (error, valid) => {
      if (error === null) resolve(valid);
      else reject(error);
    });
  });
}
