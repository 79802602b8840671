import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { ARCHIVE_FORMAT, type ArchiveHeader, type ArchiveSeal } from '../../src-shared/ledger/archive-format.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { renameDurably, syncFile } from './durable-file.ts';
import { nodeDigest } from './entry-crypto.ts';
import { type EntryReads, entryOf } from './entry-table.ts';
import type { JournalAuthor } from './journal.ts';
import type { ArchiveRequest, ArchiveSummary, CopyFailure } from './ledger.ts';
import { type Position, placeOf, positionOf } from './position.ts';
import { copyFault } from './storage-fault.ts';

/** Entries read between two turns of the event loop. */
const BATCH_ENTRIES = 100;

export interface ArchiveSource {
  readonly entries: EntryReads;
  /** The last entry the archive will hold: what is written meanwhile is for the next one. */
  readonly end: Position;
  readonly author: JournalAuthor;
  readonly nowMs: number;
  readonly programVersion: string;
}

/** What has gone into the archive so far. */
interface Written {
  entries: number;
  first: Position | null;
  last: (Position & { readonly hash: string }) | null;
}

/** Writes an archive beside `path`, syncs it and gives it its name. What lay there before is replaced. */
export async function writeArchive(request: ArchiveRequest, source: ArchiveSource): Promise<Result<ArchiveSummary, CopyFailure>> {
  const temporary = `${request.path}.${String(process.pid)}.tmp`;
  const written: Written = { entries: 0, first: null, last: null };
  try {
    mkdirSync(dirname(request.path), { recursive: true });
    const lines = Readable.from(archiveLines(request.after, source, written), { objectMode: false });
    const squeeze = request.gzip ? createGzip() : new PassThrough();
    await pipeline(lines, squeeze, createWriteStream(temporary, { mode: 0o600 }));
    syncFile(temporary);
    renameDurably(temporary, request.path);
  } catch (error) {
    return fail({ code: 'copy.not-written', params: { fault: copyFault(error), path: request.path } });
  } finally {
    rmSync(temporary, { force: true });
  }
  const { entries, first, last } = written;
  return ok({ entries, first, last, bytes: statSync(request.path).size });
}

async function* archiveLines(after: Position, source: ArchiveSource, written: Written): AsyncGenerator<Buffer> {
  const digest = createHash('sha256');
  const line = (text: string): Buffer => {
    const bytes = Buffer.from(`${text}\n`, 'utf8');
    digest.update(bytes);
    return bytes;
  };
  yield line(JSON.stringify(header(after, source)));
  const end = positionOf(source.end);
  for (let position = positionOf(after); position < end; ) {
    const batch = source.entries.after(position, BATCH_ENTRIES).filter((row) => row.position <= end);
    if (batch.length === 0) break;
    for (const row of batch) {
      written.entries += 1;
      written.first ??= placeOf(row.position);
      written.last = { ...placeOf(row.position), hash: row.hash };
      position = row.position;
      yield line(`{"entry":${nodeDigest.text(row.bytes)},"hash":"${row.hash}","sig":"${row.sig}"}`);
    }
    await new Promise(setImmediate);
  }
  yield Buffer.from(`${JSON.stringify(seal(written, digest.digest('hex'), source.author))}\n`);
}

function header(after: Position, source: ArchiveSource): ArchiveHeader {
  const before = source.entries.at(positionOf(after));
  return {
    archive: 'contacto-ledger',
    format: ARCHIVE_FORMAT,
    terminal: source.author.terminal,
    exportedAt: new Date(source.nowMs).toISOString(),
    programVersion: source.programVersion,
    after: before === null ? null : { ...placeOf(before.position), hash: before.hash },
    keys: keysFrom(after.epoch, source),
  };
}

/** The first entry of an epoch introduces its key. */
function keysFrom(epoch: number, source: ArchiveSource): ArchiveHeader['keys'] {
  const keys = new Map<string, string>();
  for (let each = epoch; each <= source.end.epoch; each += 1) {
    const first = source.entries.at(positionOf({ epoch: each, seq: 1 }));
    const read = first === null ? null : readBody(entryOf(first));
    if (first === null || read?.ok !== true) continue;
    if (read.value.type === 'terminal.initialised' || read.value.type === 'ledger.recovered')
      keys.set(first.keyId, read.value.body.publicKeySpki);
  }
  return [...keys].map(([keyId, publicKeySpki]) => ({ keyId, publicKeySpki }));
}

function seal({ entries, last }: Written, sha256: string, author: JournalAuthor): ArchiveSeal {
  return { sealed: { entries, last }, sha256, keyId: author.signer.keyId, sig: author.signer.sign(sha256) };
}
