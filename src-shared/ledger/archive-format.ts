import { z } from 'zod';
import { hashSchema } from './entry.ts';

/**
 * An archive: lines of JSON, the first a header, the last a seal, between them the entries in order with nothing left out. An entry's signed
 * bytes are the canonical form (RFC 8785) of its `entry`. The seal signs the SHA-256 of everything before it, so that a cut or a change
 * shows even where no entry was touched. The whole may be compressed with gzip.
 */
export const ARCHIVE_FORMAT = 1;

/** A ticket of the most lines allowed stays far below; a longer line is no entry. */
export const MAX_ARCHIVE_LINE_BYTES = 16 * 1024 * 1024;

const placeSchema = z.object({ epoch: z.int().min(1), seq: z.int().min(1), hash: hashSchema });

export const archiveHeaderSchema = z.object({
  archive: z.literal('contacto-ledger'),
  format: z.int().min(1),
  terminal: z.string(),
  exportedAt: z.string(),
  programVersion: z.string(),
  /** The entry before the first one here; null when the archive begins where the journal does. */
  after: placeSchema.nullable(),
  /** Keys that sign entries here. Whether they are the terminal's own is for the reader to know from elsewhere. */
  keys: z.array(z.object({ keyId: z.string(), publicKeySpki: z.string() })).min(1),
});
export type ArchiveHeader = z.infer<typeof archiveHeaderSchema>;

export const archiveEntrySchema = z.object({ entry: z.unknown(), hash: hashSchema, sig: z.string() });

export const archiveSealSchema = z.object({
  sealed: z.object({ entries: z.int().min(0), last: placeSchema.nullable() }),
  /** Of every byte before this line. */
  sha256: hashSchema,
  keyId: z.string(),
  /** Ed25519 over the 32 bytes of `sha256`, base64. */
  sig: z.string(),
});
export type ArchiveSeal = z.infer<typeof archiveSealSchema>;
