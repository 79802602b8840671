import { canonicalJson } from './canonical.ts';
import type { Entry, EntryDigest, UnsealedEntry } from './entry.ts';

export interface EntrySigner extends Pick<EntryDigest, 'utf8' | 'sha256'> {
  readonly keyId: string;
  /** Ed25519 over the 32 bytes of the hash, given in hexadecimal; base64. */
  sign(hash: string): string;
}

/**
 * Makes the final record: canonical bytes, their hash, its signature. Nothing may be changed afterwards; the bytes are stored as they are.
 * @throws NotCanonicalError when the body holds what JSON cannot say.
 */
export function sealEntry(
  unsealed: Omit<UnsealedEntry, 'keyId'>,
  signer: EntrySigner,
): { readonly entry: Entry; readonly bytes: Uint8Array } {
  const signed: UnsealedEntry = { ...unsealed, keyId: signer.keyId };
  const bytes = signer.utf8(canonicalJson(signed));
  const hash = signer.sha256(bytes);
  return { entry: { ...signed, hash, sig: signer.sign(hash) }, bytes };
}
