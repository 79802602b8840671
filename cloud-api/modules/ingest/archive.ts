import { createHash, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { MAX_PUSH_ENTRIES, type PushedEntry } from '../../../src-shared/contract/cloud-api.ts';
import type { Brought } from '../../../src-shared/contract/terminals-routes.ts';
import {
  ARCHIVE_FORMAT,
  type ArchiveHeader,
  archiveEntrySchema,
  archiveHeaderSchema,
  archiveSealSchema,
} from '../../../src-shared/ledger/archive-format.ts';
import { canonicalJson } from '../../../src-shared/ledger/canonical.ts';
import { unsealedEntrySchema } from '../../../src-shared/ledger/entry.ts';
import { asMerchant } from '../../platform/database.ts';
import { isSignedBy } from '../../platform/entry-crypto.ts';
import { createGate } from '../../platform/gate.ts';
import { Problem } from '../../platform/problem.ts';
import type { TerminalCaller } from '../../platform/tokens.ts';
import { type Acting, audit } from '../audit/service.ts';
import { loadKeys } from '../terminals/service.ts';
import { checkBatch } from './check-batch.ts';
import type { IngestParts } from './service.ts';
import { bringTail } from './tail.ts';

/** Unpacked: some fifty thousand sales. What a till holds beyond that is exported in pieces. */
const MAX_ARCHIVE_BYTES = 200_000_000;
/** A file of line breaks alone would be as many texts. */
const MAX_ARCHIVE_LINES = 500_000;
const LINE_BREAK = 0x0a;
/** A small file may unpack to a large one: a process holds one of them, and lets few wait. */
const oneAtATime = createGate(1, 4);

const unzip = promisify(gunzip);

/**
 * Takes the entries of an archive a terminal has exported: of one that was revoked, or that no network reaches. The seal and every signature
 * are checked with the keys the cloud knows this terminal by, never with those the archive brings. Brought again it changes nothing.
 * @throws Problem `not-found`, `ledger.archive-bad` with the line, `ledger.bad-entry`, `ledger.gap`
 */
export async function bringArchive(parts: IngestParts, terminal: TerminalCaller, gzipBase64: string, acting: Acting): Promise<Brought> {
  const { database } = parts;
  const keys = await asMerchant(database, terminal.merchantId, (tx) => loadKeys(tx, terminal));
  if (keys.size === 0) throw new Problem('not-found');
  return oneAtATime(() => bringChecked(parts, terminal, keys, gzipBase64, acting));
}

async function bringChecked(
  parts: IngestParts,
  terminal: TerminalCaller,
  keys: ReadonlyMap<string, KeyObject>,
  gzipBase64: string,
  acting: Acting,
): Promise<Brought> {
  const { database } = parts;
  const batches = await readArchive(await unpacked(gzipBase64), terminal.terminalId, keys);
  const sum = { taken: 0, aside: 0, known: 0 };
  for (const { epoch, entries } of batches) {
    const checked = await checkBatch(entries, { terminalId: terminal.terminalId, epoch, keys });
    if (!checked.ok) throw new Problem('ledger.bad-entry', { ...checked.error, epoch });
    const brought = await asMerchant(database, terminal.merchantId, (tx) => bringTail(tx, terminal, checked.value, false));
    sum.taken += brought.taken;
    sum.aside += brought.aside;
    sum.known += brought.known;
  }
  await asMerchant(database, terminal.merchantId, (tx) =>
    audit(tx, acting, { act: 'terminal.archive-brought', subject: terminal.terminalId, after: sum }, parts.now()),
  );
  parts.metrics.entriesTaken(sum.taken);
  if (sum.taken > 0) parts.onStored(terminal.merchantId);
  return sum;
}

async function unpacked(gzipBase64: string): Promise<Buffer> {
  try {
    return await unzip(Buffer.from(gzipBase64, 'base64'), { maxOutputLength: MAX_ARCHIVE_BYTES });
  } catch {
    throw bad(0, 'not gzip, or too large');
  }
}

interface ArchiveBatch {
  readonly epoch: number;
  readonly entries: PushedEntry[];
}

/** The entries in batches of one epoch each, once header and seal are found good. */
async function readArchive(bytes: Buffer, terminalId: string, keys: ReadonlyMap<string, KeyObject>): Promise<readonly ArchiveBatch[]> {
  if (countLines(bytes) > MAX_ARCHIVE_LINES) throw bad(MAX_ARCHIVE_LINES, 'too many lines');
  const lines = bytes.toString('utf8').split('\n');
  // Every line has an end of its own.
  if (lines.pop() !== '' || lines.length < 2) throw bad(lines.length, 'cut');
  const header = readHeader(lines[0] ?? '');
  if (header.terminal !== terminalId) throw bad(1, 'of another terminal');
  await assertSeal(lines, keys);
  const batches: ArchiveBatch[] = [];
  for (const [index, line] of lines.slice(1, -1).entries()) {
    const { epoch, pushed } = readEntry(line, index + 2);
    const current = batches.at(-1);
    if (current?.epoch === epoch && current.entries.length < MAX_PUSH_ENTRIES) current.entries.push(pushed);
    else batches.push({ epoch, entries: [pushed] });
  }
  return batches;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_BREAK); at !== -1 && count <= MAX_ARCHIVE_LINES; at = bytes.indexOf(LINE_BREAK, at + 1)) count += 1;
  return count;
}

function readHeader(line: string): ArchiveHeader {
  const parsed = archiveHeaderSchema.safeParse(jsonOf(line));
  if (!parsed.success || parsed.data.format > ARCHIVE_FORMAT) throw bad(1, 'no archive of ours');
  return parsed.data;
}

async function assertSeal(lines: readonly string[], keys: ReadonlyMap<string, KeyObject>): Promise<void> {
  const seal = archiveSealSchema.safeParse(jsonOf(lines.at(-1) ?? ''));
  if (!seal.success) throw bad(lines.length, 'cut');
  const before = `${lines.slice(0, -1).join('\n')}\n`;
  const key = keys.get(seal.data.keyId);
  if (createHash('sha256').update(before, 'utf8').digest('hex') !== seal.data.sha256) throw bad(lines.length, 'changed');
  const isSealed = key !== undefined && (await isSignedBy(key, Buffer.from(seal.data.sha256, 'hex'), seal.data.sig));
  if (!isSealed) throw bad(lines.length, 'not sealed by a key of this terminal');
  if (seal.data.sealed.entries !== lines.length - 2) throw bad(lines.length, 'entries left out');
}

function readEntry(line: string, number: number): { readonly epoch: number; readonly pushed: PushedEntry } {
  const parsed = archiveEntrySchema.safeParse(jsonOf(line));
  const entry = parsed.success ? unsealedEntrySchema.safeParse(parsed.data.entry) : null;
  if (!parsed.success || entry?.success !== true) throw bad(number, 'no entry');
  // The canonical form is what was hashed; whether it was, the check of the batch finds out.
  return { epoch: entry.data.epoch, pushed: { text: canonicalJson(parsed.data.entry), hash: parsed.data.hash, sig: parsed.data.sig } };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function bad(line: number, detail: string): Problem {
  return new Problem('ledger.archive-bad', { line, detail });
}
