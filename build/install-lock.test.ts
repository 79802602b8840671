import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './install-lock.mjs';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-lock-'));
  lock = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The pid of a process that has certainly ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test('runs that overlap take turns', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(lock, {}, work)));
  expect(most).toBe(1);
  expect(existsSync(lock)).toBe(false);
});

test('the one that waits is told whom it waits for', async () => {
  const waitedFor: (readonly number[])[] = [];
  let second: Promise<void> | undefined;
  await withLock(lock, {}, async () => {
    second = withLock(lock, { onWait: (owners) => waitedFor.push(owners) }, () => Promise.resolve());
    await Promise.resolve();
  });
  await second;
  expect(waitedFor).toEqual([[process.pid]]);
});

test('the lock of a process that died is taken over', async () => {
  mkdirSync(lock);
  writeFileSync(join(lock, 'pid'), String(deadPid()));
  const owner = await withLock(lock, {}, () => Promise.resolve(readFileSync(join(lock, 'pid'), 'utf8')));
  expect(owner).toBe(String(process.pid));
});

test('the lock of a process that died is kept while a process it started lives', async () => {
  mkdirSync(lock);
  writeFileSync(join(lock, 'pid'), `${deadPid()} ${process.pid}`);
  let waited = false;
  const onWait = () => {
    waited = true;
    rmSync(lock, { recursive: true });
  };
  await withLock(lock, { onWait }, () => Promise.resolve());
  expect(waited).toBe(true);
});

test('a lock whose maker was interrupted before it could sign it is taken over', async () => {
  mkdirSync(lock);
  const longAgo = new Date('2020-01-01');
  utimesSync(lock, longAgo, longAgo);
  await expect(withLock(lock, {}, () => Promise.resolve('done'))).resolves.toBe('done');
});

test('the lock is given back when the work fails', async () => {
  await expect(withLock(lock, {}, () => Promise.reject(new Error('no space')))).rejects.toThrow('no space');
  expect(existsSync(lock)).toBe(false);
});

test('a folder that cannot be written to is an error, not an endless wait', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(withLock(join(folder, 'file', 'lock'), {}, () => Promise.resolve())).rejects.toThrow(/ENOTDIR/);
});
