import { closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Each import writes a file of its own, `catalog-N.db`, and the newest one is the catalog. A new file is built under another name and takes
 * its own by one rename when it is whole, so a killed import leaves the catalog as it was; and since no file is ever replaced, a terminal
 * that has one open is not disturbed (Windows would refuse to rename over an open file).
 */
const FINISHED = /^catalog-([1-9][0-9]{0,8})\.db$/;
const UNFINISHED = /^catalog-[1-9][0-9]{0,8}\.db\.building/;
const SIDE_FILES = ['', '-wal', '-shm', '-journal'];

/** The generation in a folder: 0 where there is none, or no folder. Throws the system's error where the folder cannot be read. */
export function newestGeneration(folder: string): number {
  return Math.max(0, ...generationsIn(folder));
}

export function catalogPath(folder: string, generation: number): string {
  return join(folder, `catalog-${generation}.db`);
}

export function buildingPath(folder: string, generation: number): string {
  return `${catalogPath(folder, generation)}.building`;
}

/** Makes the folder where it is missing, and removes what a killed import left. Only for the one who holds the import lock. */
export function clearUnfinished(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (UNFINISHED.test(name)) rmSync(join(folder, name), { force: true });
}

/** Gives a finished file its name: from here on it is the catalog, also after a power cut. */
export function publish(folder: string, generation: number): void {
  const building = buildingPath(folder, generation);
  flush(building, 'r+');
  renameSync(building, catalogPath(folder, generation));
  // Windows cannot open a folder; NTFS journals the rename itself.
  if (process.platform !== 'win32') flush(folder, 'r');
}

/** Where the goods of this terminal's own are kept once those of the cloud have taken their place. */
export function ownCatalogPath(folder: string): string {
  return join(folder, 'catalog-own.db');
}

/** Keeps a copy of the newest catalog as that of this terminal's own, whole or not at all. */
export function keepOwnCatalog(folder: string): void {
  const copy = ownCatalogPath(folder);
  copyFileSync(catalogPath(folder, newestGeneration(folder)), `${copy}.building`);
  flush(`${copy}.building`, 'r+');
  renameSync(`${copy}.building`, copy);
}

export function removeBuilding(folder: string, generation: number): void {
  for (const suffix of SIDE_FILES) rmSync(buildingPath(folder, generation) + suffix, { force: true });
}

/** Removes the generations before `current`. One that another terminal still has open stays where the system refuses (Windows). */
export function removeOlder(folder: string, current: number): void {
  for (const generation of generationsIn(folder)) {
    if (generation >= current) continue;
    try {
      for (const suffix of SIDE_FILES) rmSync(catalogPath(folder, generation) + suffix, { force: true });
    } catch {
      // In use, or not ours to remove: the next opening tries again, and an older file is never read.
    }
  }
}

function generationsIn(folder: string): readonly number[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  return names.flatMap((name) => {
    const match = FINISHED.exec(name);
    return match === null ? [] : [Number(match[1])];
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function flush(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
