import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D: 96 bits, at random; far fewer than 2^32 texts are ever sealed with one key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps short secrets at rest. */
export interface Seal {
  /** `owner` is bound to what is sealed: a sealed text copied to another row does not open. */
  close(text: string, owner: string): string;
  /** @throws Error when it was not sealed by this key for this owner. */
  open(sealed: string, owner: string): string;
}

/** @param key 32 bytes. */
export function createSeal(key: Buffer): Seal {
  return {
    close: (text, owner) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(owner));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
    },
    open: (sealed, owner) => {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    },
  };
}
