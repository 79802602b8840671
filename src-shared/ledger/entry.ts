import { z } from 'zod';

/** Lower-case hexadecimal of a SHA-256. */
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);
/** `prev` of the first entry of an epoch. */
export const GENESIS_HASH = '0'.repeat(64);

/** Milliseconds `at` was moved forward so as not to be earlier than the entry before it, when the wall clock had gone back. */
const clampedMsSchema = z.int().min(0);

/**
 * What is hashed of an entry. Entries of one (terminal, epoch) are numbered without gaps and chained by hash; order and uniqueness come from
 * `seq` and `id`, never from time. A type and version, once released, is frozen: readers up-cast older versions.
 */
export const unsealedEntrySchema = z.strictObject({
  id: z.uuidv7(),
  terminal: z.string().min(1).max(64),
  epoch: z.int().min(1),
  seq: z.int().min(1),
  type: z.string().min(1).max(64),
  v: z.int().min(1),
  at: z.iso.datetime(),
  clampedMs: clampedMsSchema,
  /** Milliseconds of the monotonic clock since `bootId` began: lets a wrong wall clock be corrected afterwards. */
  mono: z.int().min(0),
  bootId: z.string().min(1).max(64),
  /** The person whose act it is; `system` for the program's own. */
  actor: z.string().min(1).max(64),
  /** JSON of the type's own shape: `readBody` makes it a typed one. */
  body: z.unknown(),
  prev: hashSchema,
  /** The key that signs: part of what is hashed, so that a signature cannot be passed off as another key's. */
  keyId: z.string().min(1).max(64),
});
export type UnsealedEntry = Readonly<z.infer<typeof unsealedEntrySchema>>;

/** An entry as it is stored and pushed: its canonical bytes (RFC 8785) verbatim as they were hashed, and their seal. */
export interface SealedBytes {
  readonly bytes: Uint8Array;
  /** SHA-256 over `bytes`, lower-case hexadecimal. */
  readonly hash: string;
  /** Ed25519 over the 32 bytes of the hash, base64. */
  readonly sig: string;
}

/** One fact of the journal, sealed. */
export interface Entry extends UnsealedEntry {
  readonly hash: string;
  readonly sig: string;
}

/** The hash and signature functions of the platform; this floor has none of its own. */
export interface EntryDigest {
  utf8(text: string): Uint8Array;
  /** Throws on bytes that are not UTF-8. */
  text(bytes: Uint8Array): string;
  /** Lower-case hexadecimal. */
  sha256(bytes: Uint8Array): string;
}
