import { rmSync } from 'node:fs';
import { join } from 'node:path';

const FILE_NAME = /^catalog-changes-(0|[1-9][0-9]{0,8})\.db$/;
const SIDE_FILES = ['-wal', '-shm', '-journal', ''];

/** The file that belongs to the catalogs of one snapshot. */
export function changesPath(folder: string, snapshot: number): string {
  return join(folder, `catalog-changes-${snapshot}.db`);
}

/** Of a file's name, the snapshot it belongs to; null where it is another kind of file. */
export function snapshotOfName(name: string): number | null {
  const match = FILE_NAME.exec(name);
  return match === null ? null : Number(match[1]);
}

export function removeChanges(folder: string, snapshot: number): void {
  for (const suffix of SIDE_FILES) rmSync(changesPath(folder, snapshot) + suffix, { force: true });
}
