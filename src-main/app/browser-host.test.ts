import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyFolder } from '../ledger/verify.ts';

const HOST = join(import.meta.dirname, 'browser-host.ts');
const ADDRESS = /^Contacto is ready at (http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43})$/m;

let root: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contacto-host-process-'));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

interface Host {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly complained: () => string;
}

function launch(...args: string[]): Host {
  const child = spawn(process.execPath, [HOST, '--data', root, '--no-open', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let [said, complained] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    complained += part.toString();
  });
  return { child, said: () => said, complained: () => complained };
}

async function addressOf(host: Host): Promise<string> {
  while (!ADDRESS.test(host.said())) {
    if (host.child.exitCode !== null) throw new Error(host.complained());
    await once(host.child.stdout!, 'data');
  }
  return ADDRESS.exec(host.said())![1]!;
}

test('it prints the address in one line, refuses a second program, and closes cleanly when told to', async () => {
  const first = launch('--demo', '--port', '0');
  const address = await addressOf(first);
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(303);
  const second = launch('--port', '0');
  expect(await once(second.child, 'exit')).toEqual([1, null]);
  expect(second.complained()).toMatch(/^Another program is selling on this folder \(process \d+ on .+\)\..+\n$/);
  first.child.kill('SIGTERM');
  expect(await once(first.child, 'exit')).toEqual([0, null]);
  expect(first.complained()).toBe('');
  expect((await verifyFolder(root, { quickCheck: true })).fault).toBeNull();
  // The folder was let go: the next one has it.
  const third = launch('--port', '0');
  await addressOf(third);
}, 60_000);

test('options that do not fit are answered with the usage', async () => {
  for (const args of [['--port', 'x'], ['--port', '70000'], ['--bogus'], ['positional']]) {
    const host = launch(...args);
    expect(await once(host.child, 'exit')).toEqual([1, null]);
    expect(host.complained()).toMatch(/^usage: browser-host/);
  }
}, 60_000);
