import { createHash, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import {
  ARCHIVE_FORMAT,
  type ArchiveHeader,
  type ArchiveSeal,
  archiveEntrySchema,
  archiveHeaderSchema,
  archiveSealSchema,
  MAX_ARCHIVE_LINE_BYTES,
} from '../../src-shared/ledger/archive-format.ts';
import { canonicalJson } from '../../src-shared/ledger/canonical.ts';
import { type ChainLink, checkEntry } from '../../src-shared/ledger/check-chain.ts';
import type { Entry, SealedBytes } from '../../src-shared/ledger/entry.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { importPublicKey, isSignedBy, keyIdOf, nodeDigest } from './entry-crypto.ts';
import type { LedgerFault, LedgerFaultCode } from './ledger-fault.ts';
import type { Position } from './position.ts';

/** https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1 */
const GZIP_MAGIC = [0x1f, 0x8b];

export interface ArchiveReport {
  /** The first thing found wrong; null when everything holds. */
  readonly fault: LedgerFault | null;
  /** The line it stands in, from 1; null when nothing is wrong. */
  readonly line: number | null;
  /** Null when the header cannot be read. */
  readonly terminal: string | null;
  /** Whose keys these are is for the reader to know from elsewhere: an archive vouches for itself only. */
  readonly keyIds: readonly string[];
  /** Entries checked and found good. */
  readonly entries: number;
  readonly last: Position | null;
}

/** Checks an archive without the terminal that wrote it; reads the file once, in bounded memory. Throws the system's error when it cannot be read. */
export async function verifyArchive(path: string): Promise<ArchiveReport> {
  const checker = new ArchiveChecker();
  try {
    for await (const line of linesOf(await openArchive(path))) {
      if (!checker.take(line)) break;
    }
    checker.finish();
  } catch (error) {
    if (!isDamage(error)) throw error;
    checker.cut(error.message);
  }
  return checker.report();
}

async function openArchive(path: string): Promise<Readable> {
  const handle = await open(path);
  const head = Buffer.alloc(GZIP_MAGIC.length);
  await handle.read(head, 0, head.length, 0);
  await handle.close();
  const file = createReadStream(path);
  if (!GZIP_MAGIC.every((byte, index) => head[index] === byte)) return file;
  // The error reaches whoever reads the unpacked stream, which pipeline destroys with it.
  return pipeline(file, createGunzip(), () => undefined);
}

class LineTooLongError extends Error {}

/** Lines with their end, as bytes: what the digest is over. */
async function* linesOf(stream: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a, from)) {
      yield rest.subarray(from, end + 1);
      from = end + 1;
    }
    rest = rest.subarray(from);
    if (rest.length > MAX_ARCHIVE_LINE_BYTES) throw new LineTooLongError('a line without an end');
  }
  if (rest.length > 0) yield rest;
}

/** A gzip stream that is cut or changed, or a line without an end: a finding, not an error of ours. */
function isDamage(error: unknown): error is Error {
  if (error instanceof LineTooLongError) return true;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

class ArchiveChecker {
  readonly #digest = createHash('sha256');
  readonly #keys = new Map<string, KeyObject>();
  #line = 0;
  #header: ArchiveHeader | null = null;
  #previous: ChainLink | null = null;
  #last: Entry | null = null;
  #entries = 0;
  #sealed = false;
  #fault: LedgerFault | null = null;

  /** Takes the next line; false when there is nothing more to be learned. */
  take(bytes: Buffer): boolean {
    this.#line += 1;
    if (this.#sealed) return this.#fail('archive-digest', 'something follows the seal');
    const json = parseJson(bytes);
    if (json === undefined) return this.#fail(this.#line === 1 ? 'not-an-archive' : 'archive-line');
    if (this.#header === null) return this.#takeHeader(json, bytes);
    const seal = archiveSealSchema.safeParse(json);
    if (seal.success) return this.#takeSeal(seal.data);
    const entry = this.#checkEntry(json);
    if (!entry.ok) return this.#fail(entry.error.code, '', entry.error.place);
    this.#digest.update(bytes);
    this.#previous = entry.value;
    this.#last = entry.value;
    this.#entries += 1;
    return true;
  }

  finish(): void {
    if (!this.#sealed && this.#fault === null) this.cut('');
  }

  cut(detail: string): void {
    this.#fail(this.#header === null ? 'not-an-archive' : 'archive-cut', detail);
  }

  report(): ArchiveReport {
    const last = this.#last === null ? null : { epoch: this.#last.epoch, seq: this.#last.seq };
    const line = this.#fault === null ? null : this.#line;
    return {
      fault: this.#fault,
      line,
      terminal: this.#header?.terminal ?? null,
      keyIds: [...this.#keys.keys()],
      entries: this.#entries,
      last,
    };
  }

  #fail(code: LedgerFaultCode, detail = '', place: Position = this.#last ?? { epoch: 0, seq: 0 }): false {
    this.#fault ??= { code, detail, epoch: place.epoch, seq: place.seq };
    return false;
  }

  #takeHeader(json: unknown, bytes: Buffer): boolean {
    const header = archiveHeaderSchema.safeParse(json);
    if (!header.success) return this.#fail('not-an-archive');
    if (header.data.format > ARCHIVE_FORMAT) return this.#fail('archive-header', `format ${header.data.format}`);
    this.#header = header.data;
    for (const { keyId, publicKeySpki } of header.data.keys) {
      const key = importPublicKey(publicKeySpki);
      if (key === null || keyIdOf(publicKeySpki) !== keyId) return this.#fail('archive-header', `key ${keyId}`);
      this.#keys.set(keyId, key);
    }
    const { after, terminal } = header.data;
    // The entry before is not here: its time is not known, and nothing is earlier than the beginning of time.
    this.#previous = after === null ? null : { ...after, terminal, at: new Date(0).toISOString() };
    this.#digest.update(bytes);
    return true;
  }

  #checkEntry(json: unknown): Result<Entry, { readonly code: LedgerFaultCode; readonly place: Position }> {
    const parsed = archiveEntrySchema.safeParse(json);
    const next: Position = { epoch: this.#previous?.epoch ?? 1, seq: (this.#previous?.seq ?? 0) + 1 };
    const sealed = parsed.success ? sealedOf(parsed.data) : null;
    if (sealed === null) return fail({ code: 'archive-line', place: next });
    const checked = checkEntry(this.#previous, sealed, {
      ...nodeDigest,
      verify: (keyId, hash, sig) => {
        const key = this.#keys.get(keyId);
        if (key === undefined) return 'unknown-key';
        return isSignedBy(key, hash, sig) ? 'valid' : 'invalid';
      },
    });
    if (!checked.ok) return fail({ code: checked.error, place: next });
    return checked.value.terminal === this.#header?.terminal ? ok(checked.value) : fail({ code: 'terminal', place: next });
  }

  #takeSeal(seal: ArchiveSeal): boolean {
    this.#sealed = true;
    if (this.#digest.digest('hex') !== seal.sha256) return this.#fail('archive-digest');
    const key = this.#keys.get(seal.keyId);
    if (key === undefined || !isSignedBy(key, seal.sha256, seal.sig)) return this.#fail('archive-seal');
    if (seal.sealed.entries !== this.#entries || seal.sealed.last?.hash !== this.#last?.hash) return this.#fail('archive-count');
    return true;
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(nodeDigest.text(bytes));
  } catch {
    return undefined;
  }
}

/** The bytes that were signed are the canonical form of what the line holds. Null when it has none. */
function sealedOf(line: { readonly entry?: unknown; readonly hash: string; readonly sig: string }): SealedBytes | null {
  try {
    return { bytes: nodeDigest.utf8(canonicalJson(line.entry)), hash: line.hash, sig: line.sig };
  } catch {
    return null;
  }
}
