import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { withLock } from './install-lock.mjs';

/**
 * Builds `target` unless it already holds what was built from sources of this hash. The work is done in a folder beside it, which then
 * takes its place, so that a terminal that serves the old build never sees half of the new one. Returns whether it had to build.
 */
export async function buildOnce(target: string, sourceHash: string, build: (dir: string) => Promise<unknown>): Promise<boolean> {
  if (isBuiltFrom(target, sourceHash)) return false;
  mkdirSync(dirname(target), { recursive: true });
  return withLock(`${target}.lock`, {}, async () => {
    if (isBuiltFrom(target, sourceHash)) return false;
    const fresh = `${target}.new`;
    const old = `${target}.old`;
    for (const leftover of [fresh, old]) rmSync(leftover, { recursive: true, force: true });
    await build(fresh);
    rmSync(stampOf(target), { force: true });
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
    writeFileSync(stampOf(target), sourceHash);
    rmSync(old, { recursive: true, force: true });
    return true;
  });
}

function isBuiltFrom(target: string, sourceHash: string): boolean {
  return existsSync(target) && existsSync(stampOf(target)) && readFileSync(stampOf(target), 'utf8') === sourceHash;
}

function stampOf(target: string): string {
  return `${target}.built-from`;
}
