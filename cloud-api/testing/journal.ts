import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { SignJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { enrolmentProofText, normaliseEnrolmentCode, type PushedEntry } from '../../src-shared/contract/cloud-api.ts';
import { GENESIS_HASH } from '../../src-shared/ledger/entry.ts';
import { type EntrySigner, sealEntry } from '../../src-shared/ledger/seal.ts';
import { keyIdOf, nodeDigest } from '../platform/entry-crypto.ts';

/** A terminal's journal as the cloud sees it: the same seals as a real one writes, without its database. */
export class Journal {
  readonly terminal: string;
  readonly publicKeySpki: string;
  readonly keyId: string;
  readonly entries: PushedEntry[] = [];
  readonly #privateKey: KeyObject;
  readonly #signer: EntrySigner;
  #prev = GENESIS_HASH;
  #atMs = Date.parse('2026-01-05T08:00:00Z');

  constructor(terminal: string = uuidv7(), privateKey: KeyObject = generateKeyPairSync('ed25519').privateKey) {
    this.terminal = terminal;
    this.#privateKey = privateKey;
    this.publicKeySpki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64');
    this.keyId = keyIdOf(this.publicKeySpki);
    this.#signer = { ...nodeDigest, keyId: this.keyId, sign: (digest) => this.#sign(Buffer.from(digest, 'hex')) };
  }

  /** The same machine's disk, copied: what both write from here on parts. */
  clone(): Journal {
    const copy = new Journal(this.terminal, this.#privateKey);
    copy.entries.push(...this.entries);
    copy.#prev = this.#prev;
    copy.#atMs = this.#atMs + 1;
    return copy;
  }

  get lastHash(): string {
    return this.#prev;
  }

  /** Writes entries that hold what is given, or a drawer opened for the reason `n`. */
  write(count: number, act: (n: number) => { readonly type: string; readonly v: number; readonly body: unknown } = drawerOpened): void {
    for (let n = 0; n < count; n += 1) {
      const seq = this.entries.length + 1;
      this.#atMs += 1_000;
      const unsealed = {
        id: uuidv7({ msecs: this.#atMs }),
        terminal: this.terminal,
        epoch: 1,
        seq,
        at: new Date(this.#atMs).toISOString(),
        clampedMs: 0,
        mono: seq,
        bootId: 'boot',
        actor: 'amina',
        prev: this.#prev,
        ...act(seq),
      };
      const { entry, bytes } = sealEntry(unsealed, this.#signer);
      this.#prev = entry.hash;
      this.entries.push({ text: nodeDigest.text(bytes), hash: entry.hash, sig: entry.sig });
    }
  }

  enrolment(code: string): Record<string, string> {
    const proof = this.#sign(Buffer.from(enrolmentProofText(normaliseEnrolmentCode(code), this.terminal), 'utf8'));
    const { terminal, keyId, publicKeySpki } = this;
    return { code, terminal, keyId, publicKeySpki, programVersion: '0.1.0', proof };
  }

  assertion(now: Date, claims: { readonly jti?: string; readonly audience?: string; readonly subject?: string } = {}): Promise<string> {
    const seconds = Math.floor(now.getTime() / 1_000);
    return new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: this.keyId })
      .setIssuer(this.terminal)
      .setSubject(claims.subject ?? this.terminal)
      .setAudience(claims.audience ?? 'contacto:cloud')
      .setJti(claims.jti ?? uuidv7())
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 60)
      .sign(this.#privateKey);
  }

  /** Signs the 32 bytes of a digest in hexadecimal, as the seal of an archive is made. */
  sealDigest(digest: string): string {
    return this.#sign(Buffer.from(digest, 'hex'));
  }

  #sign(bytes: Uint8Array): string {
    return sign(null, bytes, this.#privateKey).toString('base64');
  }
}

function drawerOpened(n: number): { readonly type: string; readonly v: number; readonly body: unknown } {
  return { type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: `reason ${n}` } };
}
