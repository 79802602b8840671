import { KeyObject } from 'node:crypto';
import { proofAddress, proofText, tlsKeyHashOf } from './proof.ts';

/** What a till shows its neighbours: a certificate of a key that lives as long as the program, and its private half. PEM. */
export interface LanIdentity {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface LedgerIdentity {
  readonly terminal: string;
  readonly keyId: string;
  /** Ed25519 by the ledger's key over a text, base64. */
  signText(text: string): string;
}

/**
 * P-256: what every TLS library of ours speaks. BoringSSL, which Electron brings, takes no Ed25519 in a handshake unless it is told to, and
 * the ledger's key is for entries: it signs this key, and stays where it is.
 */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** A till whose clock is years off still sells, and still talks to its neighbours: who may is said by the key, not by a date (RFC 5280, 4.1.2.5). */
const ALWAYS = { notBefore: new Date('2000-01-01T00:00:00Z'), notAfter: new Date('9999-12-31T23:59:59Z') };

/** Makes a key pair and its self-signed certificate, which names the terminal in a signed address (see `proof.ts`). */
export async function makeLanIdentity(ledger: LedgerIdentity, storeId: string): Promise<LanIdentity> {
  // Loaded only where there are neighbours: a till without any pays nothing for it at its start. The first is what the second needs.
  await import('reflect-metadata');
  const { SubjectAlternativeNameExtension, X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const spki = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey));
  const signature = ledger.signText(proofText({ storeId, terminal: ledger.terminal, tlsKeyHash: tlsKeyHashOf(spki) }));
  const url = proofAddress({ terminal: ledger.terminal, keyId: ledger.keyId, signature });
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Contacto',
      keys,
      signingAlgorithm: ALGORITHM,
      ...ALWAYS,
      extensions: [new SubjectAlternativeNameExtension([{ type: 'url', value: url }])],
    },
    crypto,
  );
  const privateKey = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' });
  return { certificate: certificate.toString('pem'), privateKey: privateKey.toString() };
}
