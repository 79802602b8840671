import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject, sign, verify } from 'node:crypto';
import type { EntryDigest } from '../../src-shared/ledger/entry.ts';
import type { EntrySigner } from '../../src-shared/ledger/seal.ts';

/** Sixteen hexadecimal digits of the public key's SHA-256: enough to tell a terminal's few keys apart, short enough to read out. */
const KEY_ID_LENGTH = 16;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** SHA-256 and UTF-8 of Node, for the pure code of src-shared/ledger. */
export const nodeDigest: EntryDigest = {
  utf8: (text) => Buffer.from(text, 'utf8'),
  text: (bytes) => strictUtf8.decode(bytes),
  sha256: (bytes) => hash('sha256', bytes, 'hex'),
};

/** An Ed25519 key pair (RFC 8032): public as SPKI in base64, private as PKCS #8. */
export interface TerminalKey {
  readonly keyId: string;
  readonly publicKeySpki: string;
  readonly privateKey: KeyObject;
}

export function generateTerminalKey(): TerminalKey {
  return terminalKey(generateKeyPairSync('ed25519').privateKey);
}

/** Throws when the bytes are no Ed25519 private key in PKCS #8. */
export function importTerminalKey(pkcs8: Uint8Array): TerminalKey {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key is not an Ed25519 key');
  return terminalKey(privateKey);
}

export function exportTerminalKey(key: TerminalKey): Uint8Array {
  return key.privateKey.export({ format: 'der', type: 'pkcs8' });
}

function terminalKey(privateKey: KeyObject): TerminalKey {
  const publicKeySpki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
  return { keyId: keyIdOf(publicKeySpki), publicKeySpki, privateKey };
}

/** The name of a public key, derived from it: a key cannot pass under another's name. */
export function keyIdOf(publicKeySpki: string): string {
  return hash('sha256', Buffer.from(publicKeySpki, 'base64'), 'hex').slice(0, KEY_ID_LENGTH);
}

export function createSigner(key: TerminalKey): EntrySigner {
  return {
    ...nodeDigest,
    keyId: key.keyId,
    sign: (digest) => sign(null, Buffer.from(digest, 'hex'), key.privateKey).toString('base64'),
  };
}

/** Null when the text is no Ed25519 public key. */
export function importPublicKey(publicKeySpki: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKeySpki, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

export function isSignedBy(key: KeyObject, digest: string, sig: string): boolean {
  return verify(null, Buffer.from(digest, 'hex'), key, Buffer.from(sig, 'base64'));
}

/** The same on libuv's thread pool, so that many signatures are checked on every core while the caller reads on. */
export function isSignedByInPool(key: KeyObject, digest: string, sig: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    verify(null, Buffer.from(digest, 'hex'), key, Buffer.from(sig, 'base64'), (error, valid) => {
      if (error === null) resolve(valid);
      else reject(error);
    });
  });
}
