import { fail, ok, type Result } from '../result.ts';
import { canonicalJson } from './canonical.ts';
import { type Entry, type EntryDigest, GENESIS_HASH, type SealedBytes, unsealedEntrySchema } from './entry.ts';

/** What is wrong with an entry, seen from the one before it; each has one meaning, whatever was done to the file. */
export type ChainFault =
  /** The bytes are not those that were hashed. */
  | 'hash'
  /** The bytes are no entry: not UTF-8, not JSON, or a member is missing, strange or of the wrong kind. */
  | 'unreadable'
  /** The bytes are not the canonical form of what they say. */
  | 'not-canonical'
  /** An entry of another terminal. */
  | 'terminal'
  /** An epoch that does not come after the one before, or does not begin with its first entry. */
  | 'epoch'
  | 'seq-gap'
  /** It does not follow the entry before it: its `prev` is another hash. */
  | 'prev'
  | 'time-backwards'
  | 'unknown-key'
  | 'signature';

/** The end of the chain so far: what the next entry must follow. */
export type ChainLink = Pick<Entry, 'terminal' | 'epoch' | 'seq' | 'hash' | 'at'>;

export interface EntryChecker extends EntryDigest {
  /** Whether `sig` (base64) is the Ed25519 signature of the hash's 32 bytes by that key. */
  verify(keyId: string, hash: string, sig: string): 'valid' | 'invalid' | 'unknown-key';
}

/** Checks one entry whole: its place in the chain, and its signature. `previous` is null for the first entry of all. */
export function checkEntry(previous: ChainLink | null, sealed: SealedBytes, checker: EntryChecker): Result<Entry, ChainFault> {
  const linked = checkLink(previous, sealed, checker);
  if (!linked.ok) return linked;
  const verdict = checker.verify(linked.value.keyId, sealed.hash, sealed.sig);
  if (verdict === 'valid') return linked;
  return fail(verdict === 'invalid' ? 'signature' : 'unknown-key');
}

/** Checks everything but the signature, which a caller with many entries checks elsewhere at the same time. */
export function checkLink(previous: ChainLink | null, sealed: SealedBytes, digest: EntryDigest): Result<Entry, ChainFault> {
  const opened = openSeal(sealed, digest);
  if (!opened.ok) return opened;
  const fault = previous === null ? firstFault(opened.value) : linkFault(previous, opened.value);
  return fault === null ? opened : fail(fault);
}

/** Checks an entry by itself: that its bytes are those hashed, and what they say. */
export function openSeal(sealed: SealedBytes, digest: EntryDigest): Result<Entry, 'hash' | 'unreadable' | 'not-canonical'> {
  return digest.sha256(sealed.bytes) === sealed.hash ? parseEntry(sealed, digest) : fail('hash');
}

/** Reads stored bytes into an entry; the seal is taken as given. */
export function parseEntry(sealed: SealedBytes, digest: Pick<EntryDigest, 'text'>): Result<Entry, 'unreadable' | 'not-canonical'> {
  let text: string;
  let json: unknown;
  try {
    text = digest.text(sealed.bytes);
    json = JSON.parse(text);
  } catch {
    return fail('unreadable');
  }
  const parsed = unsealedEntrySchema.safeParse(json);
  if (!parsed.success) return fail('unreadable');
  if (!isCanonical(json, text)) return fail('not-canonical');
  return ok({ ...parsed.data, hash: sealed.hash, sig: sealed.sig });
}

function isCanonical(json: unknown, text: string): boolean {
  try {
    return canonicalJson(json) === text;
  } catch {
    return false;
  }
}

function firstFault(entry: Entry): ChainFault | null {
  if (entry.seq !== 1) return 'seq-gap';
  return entry.prev === GENESIS_HASH ? null : 'prev';
}

function linkFault(previous: ChainLink, entry: Entry): ChainFault | null {
  if (entry.terminal !== previous.terminal) return 'terminal';
  if (entry.epoch !== previous.epoch) {
    if (entry.epoch < previous.epoch || entry.seq !== 1) return 'epoch';
    return firstFault(entry);
  }
  if (entry.seq !== previous.seq + 1) return 'seq-gap';
  if (entry.prev !== previous.hash) return 'prev';
  return Date.parse(entry.at) < Date.parse(previous.at) ? 'time-backwards' : null;
}
