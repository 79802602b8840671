import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'contacto.lock';

export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process: the embedded database does not notice a second one, and two of them destroy it.
 * @throws Error that names the process which has it.
 */
export function lockFolder(folder: string): FolderLock {
  const path = `${join(folder, '..')}/${LOCK_FILE}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return {
        release: () => {
          rmSync(path, { force: true });
        },
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = Number(readFileSync(path, 'utf8'));
      if (attempt > 1 || isAlive(holder)) throw new Error(`The database in ${folder} is in use by process ${holder}.`, { cause: error });
      // Its holder ended without letting it go.
      rmSync(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process is somebody else's, and there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
