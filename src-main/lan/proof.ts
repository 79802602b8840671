import { createHash, createPublicKey, type KeyObject, verify, type X509Certificate } from 'node:crypto';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { KnownTerminal, NeighbourBook } from './neighbour-book.ts';

/**
 * How a till proves who it is. Its certificate holds one address of the form `urn:contacto:till:1:<terminal>:<key id>:<signature>`; the
 * signature, by the terminal's ledger key, is over the store, the terminal and the hash of the certificate's own public key. The handshake
 * proves that the peer holds that key's private half, the signature that the ledger's owner meant it. Nothing else of a certificate counts.
 */
const PREFIX = 'urn:contacto:till:1';
const ADDRESS = /^URI:urn:contacto:till:1:([A-Za-z0-9-]{1,64}):([0-9a-f]{16}):([A-Za-z0-9_-]{86})$/;

export interface ProvenKey {
  readonly storeId: string;
  readonly terminal: string;
  /** `tlsKeyHashOf` */
  readonly tlsKeyHash: string;
}

/** The text that is signed: longer than the 32 bytes of an entry's hash, so that neither can pass for the other. */
export function proofText({ storeId, terminal, tlsKeyHash }: ProvenKey): string {
  return `contacto-lan-1:${storeId}:${terminal}:${tlsKeyHash}`;
}

/** `signature` in base64. */
export function proofAddress(proof: { readonly terminal: string; readonly keyId: string; readonly signature: string }): string {
  return [PREFIX, proof.terminal, proof.keyId, Buffer.from(proof.signature, 'base64').toString('base64url')].join(':');
}

/** SHA-256 of a public key's SPKI, base64url. */
export function tlsKeyHashOf(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('base64url');
}

/** Why a peer is turned away. The log says it; the peer is told nothing. */
export type Stranger = 'no-certificate' | 'no-proof' | 'unknown-terminal' | 'not-active' | 'unknown-key' | 'wrong-signature';

/**
 * Who a certificate belongs to, by the keys known from enrolment. A signature is checked whether or not the terminal is known, so that the
 * time an answer takes says nothing of who is in the book.
 */
export function provenTerminal(certificate: X509Certificate | undefined, book: NeighbourBook): Result<KnownTerminal, Stranger> {
  if (certificate === undefined) return fail('no-certificate');
  const [, terminal = '', keyId = '', signature = ''] = ADDRESS.exec(certificate.subjectAltName ?? '') ?? [];
  if (signature === '') return fail('no-proof');
  const known = book.terminals.find((each) => each.terminal === terminal);
  const spki = known?.keys.find((key) => key.keyId === keyId)?.publicKeySpki;
  const tlsKeyHash = tlsKeyHashOf(certificate.publicKey.export({ format: 'der', type: 'spki' }));
  const text = Buffer.from(proofText({ storeId: book.storeId, terminal, tlsKeyHash }), 'utf8');
  const isSigned = verify(null, text, publicKeyOf(spki ?? NOBODY), Buffer.from(signature, 'base64url'));
  if (known === undefined) return fail('unknown-terminal');
  if (spki === undefined) return fail('unknown-key');
  if (!isSigned) return fail('wrong-signature');
  return known.state === 'active' ? ok(known) : fail('not-active');
}

/** A point whose private half nobody has kept: what is signed is never checked good by it. */
const NOBODY = 'MCowBQYDK2VwAyEA3OSpEzGe65OBFMKwl40ZlWn2OSQ3r+5bgHW8l7BbWcc=';

/** A key of the book that is none is as good as nobody's. */
function publicKeyOf(spki: string): KeyObject {
  try {
    const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said by the check of the signature, which then fails.
  }
  return createPublicKey({ key: Buffer.from(NOBODY, 'base64'), format: 'der', type: 'spki' });
}
