import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from './project-paths.mjs';
import { taskCommand, userFolder } from './tasks.mjs';

/** A project of nothing but the start scripts, in a folder of its own, with a stand-in for npm. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-run-'));
  cpSync(join(projectRoot, 'build'), join(folder, 'build'), { recursive: true });
  mkdirSync(join(folder, 'src-main/app'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  writeFileSync(
    join(folder, 'src-main/app/cli.ts'),
    `const [first]: string[] = process.argv.slice(2);
     process.stdin.on('data', (chunk) => process.stdout.write(chunk)).on('end', () => { process.exitCode = Number(first); });`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes an `npm-cli.js` that writes its arguments down and then does what `body` says, in the project's folder. */
function fakeNpm(body: string): string {
  const dir = join(folder, 'npm');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{ "type": "commonjs" }');
  const prelude = `const fs = require('fs'); fs.appendFileSync(${JSON.stringify(join(folder, 'npm-calls'))}, process.argv.slice(2).join(' ') + '\\n');`;
  writeFileSync(join(dir, 'npm-cli.js'), `${prelude}\n${body}`);
  return join(dir, 'npm-cli.js');
}

const INSTALL = `
  if (process.argv[2] === 'ci') {
    fs.mkdirSync('node_modules/node/bin', { recursive: true });
    fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  } else fs.symlinkSync(process.env.REAL_NODE, 'node_modules/node/bin/node');`;

function run(args: readonly string[], npm: string, input = '') {
  const env = { ...process.env, npm_execpath: npm, npm_node_execpath: process.execPath, REAL_NODE: process.execPath };
  return spawnSync(process.execPath, [join(folder, 'build/run.mjs'), ...args], { cwd: folder, env, input, encoding: 'utf8' });
}

test('a missing installation is made, and the task gets our input, its output stays clean and its exit code is ours', () => {
  const npm = fakeNpm(INSTALL);
  const first = run(['terminal', '7'], npm, 'scanned');
  expect({ status: first.status, stdout: first.stdout }).toEqual({ status: 7, stdout: 'scanned' });
  expect(first.stderr).toContain('Installing the dependencies');
});

test('an installation that fits is left alone, with or without our stamp', () => {
  const npm = fakeNpm(INSTALL);
  run(['terminal', '0'], npm);
  const failing = fakeNpm('process.exit(1);');
  expect(run(['terminal', '0'], failing)).toMatchObject({ status: 0, stderr: '' });
  rmSync(join(folder, 'node_modules/.cache'), { recursive: true });
  expect(run(['terminal', '0'], failing)).toMatchObject({ status: 0, stderr: '' });
});

test('an installation without its Node gets only that', () => {
  mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  const result = run(['terminal', '0'], fakeNpm(`if (process.argv[2] === 'ci') process.exit(1); ${INSTALL}`));
  expect(result.status).toBe(0);
});

test('a failed installation says in one line what to do, and gives the lock back', () => {
  const result = run(['terminal', '0'], fakeNpm("process.stderr.write('npm error code ENOSPC\\nnpm error nospc'); process.exit(228);"));
  expect(result.status).toBe(1);
  expect(result.stderr.trim().split('\n').at(-1)).toMatch(/^No space left on the disk/);
  expect(existsSync(join(folder, '.install-lock'))).toBe(false);
});

test('a Node that does not run here is an error', () => {
  const result = run(['terminal', '0'], fakeNpm(INSTALL.replace('process.env.REAL_NODE', "'/nonexistent'")));
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(/does not run on this machine/);
});

test('a torn lockfile is named', () => {
  writeFileSync(join(folder, 'package-lock.json'), '{ "packages"');
  expect(run(['terminal'], fakeNpm(INSTALL)).stderr).toMatch(/package-lock\.json is not valid JSON/);
});

test.skipIf(process.platform === 'win32')(
  'a terminal ends cleanly when npm is ended, although the shell between them hands no signal on',
  async () => {
    writeFileSync(
      join(folder, 'src-main/app/cli.ts'),
      `process.on('SIGTERM', () => { process.stdout.write('clean end'); process.exit(0); });
     setInterval(() => undefined, 1000);
     process.stdout.write('ready ');`,
    );
    fakeNpm(INSTALL);
    const env = {
      ...process.env,
      npm_execpath: join(folder, 'npm/npm-cli.js'),
      npm_lifecycle_event: 'terminal',
      REAL_NODE: process.execPath,
    };
    const command = `"${process.execPath}" "${join(folder, 'build/run.mjs')}" terminal; true`;
    const shell = spawn('/bin/sh', ['-c', command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = text(shell.stdout);
    await once(shell.stdout, 'data');
    shell.kill('SIGTERM');
    expect(await ended).toContain('clean end');
  },
);

test('an unknown task lists the known ones', () => {
  const result = run(['constructor'], fakeNpm(''));
  expect(result.status).toBe(2);
  expect(result.stderr).toContain('start|terminal|cloud|test');
});

test('a task gets its own arguments and then ours', () => {
  expect(taskCommand('check', ['x'])).toEqual([join(projectRoot, 'build/test.ts'), '--only', 'static', 'x']);
  expect(taskCommand(undefined, [])).toBeUndefined();
});

test('a relative path means the folder the user stands in, which npm has left', () => {
  expect(userFolder(projectRoot, '/home/u')).toBe('/home/u');
  expect(userFolder('/elsewhere', '/home/u')).toBe('/elsewhere');
  expect(userFolder(projectRoot, undefined)).toBe(projectRoot);
});
