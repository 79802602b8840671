import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_NAME_LENGTH = 100;
/** What some file system or shell takes for something else (Windows has the longest list); all of it becomes a hyphen. */
const NOT_IN_A_NAME = /[^\p{L}\p{N}._-]+/gu;

/** A title as a file name that every system takes. */
export function fileNameOf(title: string, extension: string): string {
  const stem = title
    .normalize('NFC')
    .replace(NOT_IN_A_NAME, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, MAX_NAME_LENGTH);
  return `${stem === '' ? 'document' : stem}.${extension}`;
}

/**
 * Puts a file in a folder, which is made when it is not there: beside its place first, so that what bears the name is whole. A file of
 * that name is replaced. Answers with the path; rejects with the system's error and leaves nothing behind.
 */
export async function saveDocument(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return path;
}
