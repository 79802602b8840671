import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const OWNERS_FILE = 'pid';
const POLL_MS = 200;
const WAIT_LIMIT_MS = 15 * 60_000;
/** Between making the folder and writing the pid into it a process may be interrupted, but not for long. */
const UNNAMED_GRACE_MS = 10_000;

/**
 * Runs `work` while no other process runs the same under this folder name. A folder is made because making one is atomic everywhere; it
 * holds its owner's pid, so that the lock of a process that died is taken over. `work` may name processes it starts as owners too: a
 * program that was killed outright can leave them behind, still at work.
 * @template T
 * @param {string} dir The lock's folder. Its parent must exist.
 * @param {{ onWait?: (owners: readonly number[]) => void }} options
 * @param {(addOwner: (pid: number) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(dir, { onWait }, work) {
  await acquire(dir, onWait);
  const release = () => {
    if (readOwners(dir)[0] === process.pid) rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', release);
  try {
    return await work((pid) => appendFileSync(join(dir, OWNERS_FILE), ` ${pid}`));
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/**
 * @param {string} dir
 * @param {((owners: readonly number[]) => void) | undefined} onWait
 */
async function acquire(dir, onWait) {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  for (let waited = false; ; waited = true) {
    if (tryTake(dir)) return;
    const owners = readOwners(dir);
    if (isAbandoned(dir, owners)) {
      clearAbandoned(dir, owners);
      continue;
    }
    if (Date.now() > deadline) throw new Error(`Another run (process ${owners.join(', ')}) keeps ${dir}: end it, or delete that folder.`);
    if (!waited) onWait?.(owners);
    await sleep(POLL_MS);
  }
}

/**
 * @param {string} dir
 * @returns {boolean}
 */
function tryTake(dir) {
  try {
    mkdirSync(dir);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(dir, OWNERS_FILE), String(process.pid));
  return true;
}

/**
 * @param {string} dir
 * @returns {number[]} The taker first.
 */
function readOwners(dir) {
  try {
    const pids = readFileSync(join(dir, OWNERS_FILE), 'utf8').split(' ').map(Number);
    return pids.filter((pid) => Number.isInteger(pid) && pid > 0);
  } catch {
    return [];
  }
}

/**
 * @param {string} dir
 * @param {readonly number[]} owners
 */
function isAbandoned(dir, owners) {
  if (owners.length > 0) return !owners.some(isAlive);
  const madeAtMs = statSync(dir, { throwIfNoEntry: false })?.mtimeMs;
  return madeAtMs !== undefined && Date.now() - madeAtMs > UNNAMED_GRACE_MS;
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Moves the dead owner's folder away before deleting it: of several that wait, one succeeds. Should the folder by then belong to a new
 * owner, it is put back.
 * @param {string} dir
 * @param {readonly number[]} deadOwners
 */
function clearAbandoned(dir, deadOwners) {
  const aside = `${dir}.stale-${process.pid}`;
  try {
    renameSync(dir, aside);
    if (readOwners(aside)[0] === deadOwners[0]) rmSync(aside, { recursive: true, force: true });
    else renameSync(aside, dir);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
}
