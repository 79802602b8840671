import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildOnce } from './built-once.ts';
import { hashSources } from './source-hash.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-build-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (text: string) => (dir: string) => {
  mkdirSync(dir);
  writeFileSync(join(dir, 'out'), text);
  return Promise.resolve();
};

test('a build is made once for the same sources and again for others', async () => {
  const target = join(folder, 'dist', 'screen');
  expect(await buildOnce(target, 'h1', write('one'))).toBe(true);
  expect(await buildOnce(target, 'h1', write('never'))).toBe(false);
  expect(await buildOnce(target, 'h2', write('two'))).toBe(true);
  expect(readFileSync(join(target, 'out'), 'utf8')).toBe('two');
});

test('a build that fails leaves the old one in place, and the next try builds', async () => {
  const target = join(folder, 'screen');
  await buildOnce(target, 'h1', write('one'));
  await expect(buildOnce(target, 'h2', () => Promise.reject(new Error('syntax')))).rejects.toThrow('syntax');
  expect(readFileSync(join(target, 'out'), 'utf8')).toBe('one');
  expect(await buildOnce(target, 'h2', write('two'))).toBe(true);
});

test('two builds at once make one', async () => {
  const target = join(folder, 'screen');
  const built = await Promise.all([buildOnce(target, 'h', write('a')), buildOnce(target, 'h', write('b'))]);
  expect(built.filter(Boolean)).toHaveLength(1);
  expect(readdirSync(folder).sort()).toEqual(['screen', 'screen.built-from']);
});

test('a source’s content and name change the hash; a test beside it does not', () => {
  mkdirSync(join(folder, 'src'));
  const hash = () => hashSources(folder, ['src', 'missing']);
  writeFileSync(join(folder, 'src/a.ts'), 'one');
  const first = hash();
  writeFileSync(join(folder, 'src/a.test.ts'), 'test');
  expect(hash()).toBe(first);
  writeFileSync(join(folder, 'src/a.ts'), 'two');
  const second = hash();
  expect(second).not.toBe(first);
  writeFileSync(join(folder, 'src/b.ts'), '');
  expect(hash()).not.toBe(second);
});
