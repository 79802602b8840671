import { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One file of an archive. An unpacked one lies beside it, in `<archive>.unpacked`. */
export interface ArchivedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly unpacked: boolean;
  /** From the start of the archive; meaningless for an unpacked file. */
  readonly offsetBytes: number;
}

interface HeaderNode {
  readonly files?: Readonly<Record<string, HeaderNode>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}

/** Two pickles come before the header's text: its size in the first, and in the second, at byte 12, the length of the text itself. */
const HEADER_SIZE_AT = 4;
const TEXT_LENGTH_AT = 12;
const TEXT_AT = 16;
const FILES_AFTER_SIZE = 8;

/**
 * Lists the files of an asar archive, with `/` in their paths.
 * Source: the format's description in the README of @electron/asar.
 */
export function listArchive(archive: string): ArchivedFile[] {
  const file = openSync(archive, 'r');
  try {
    const start = read(file, TEXT_AT, 0);
    const text = read(file, start.readUInt32LE(TEXT_LENGTH_AT), TEXT_AT).toString('utf8');
    const filesAt = FILES_AFTER_SIZE + start.readUInt32LE(HEADER_SIZE_AT);
    return listNode(JSON.parse(text) as HeaderNode, '', filesAt);
  } finally {
    closeSync(file);
  }
}

function listNode(node: HeaderNode, path: string, filesAt: number): ArchivedFile[] {
  if (!node.files) {
    return [{ path, sizeBytes: node.size ?? 0, unpacked: node.unpacked ?? false, offsetBytes: filesAt + Number(node.offset ?? 0) }];
  }
  return Object.entries(node.files).flatMap(([name, child]) => listNode(child, path === '' ? name : `${path}/${name}`, filesAt));
}

/** Writes the given files of an archive under `target`, as a program that runs from the archive would see them. */
export function extractFiles(archive: string, files: readonly ArchivedFile[], target: string): void {
  const file = openSync(archive, 'r');
  try {
    for (const { path, sizeBytes, unpacked, offsetBytes } of files) {
      const out = join(target, path);
      mkdirSync(dirname(out), { recursive: true });
      writeFileSync(out, unpacked ? readFileSync(join(`${archive}.unpacked`, path)) : read(file, sizeBytes, offsetBytes));
    }
  } finally {
    closeSync(file);
  }
}

function read(file: number, lengthBytes: number, positionBytes: number): Buffer {
  const buffer = Buffer.alloc(lengthBytes);
  const got = readSync(file, buffer, 0, lengthBytes, positionBytes);
  if (got !== lengthBytes) throw new Error(`The archive ends ${lengthBytes - got} bytes early.`);
  return buffer;
}
