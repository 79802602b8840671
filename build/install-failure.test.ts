import { expect, test } from 'vitest';
import { explainInstallFailure } from './install-failure.mjs';

/** First lines of what npm prints, by what went wrong, and what the line must tell the reader to do. */
const FAILURES: readonly [name: string, output: string, advice: RegExp][] = [
  ['no network', 'npm error code ENOTFOUND\nnpm error errno ENOTFOUND\nnpm error network request to https://r.example/a failed', /network/],
  ['a refused connection', 'npm error code ECONNREFUSED\nnpm error FetchError: connect ECONNREFUSED 127.0.0.1:9', /network/],
  ['offline with a cold cache', 'npm error code ENOTCACHED\nnpm error request to https://r.example/a failed', /network/],
  [
    'a full disk',
    'npm error code ENOSPC\nnpm error syscall write\nnpm error nospc ENOSPC: no space left on device, write',
    /No space left/,
  ],
  ['a folder of another user', 'npm error code EACCES\nnpm error syscall mkdir\nnpm error path /p/node_modules', /may not write to \/p/],
  ['a read-only disk', "Error: EROFS: read-only file system, mkdir '/p/.install-lock'", /read-only/],
  [
    'a lockfile that does not fit',
    'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and',
    /npm install/,
  ],
  ['a damaged package', 'npm error code EINTEGRITY\nnpm error sha512-x integrity checksum failed', /npm cache verify/],
  ['a registry that lacks a package', 'npm error code E404\nnpm error 404 Not Found - GET https://r.example/a', /lacks a locked package/],
  ['a registry that wants a login', 'npm error code E401\nnpm error Unable to authenticate', /login/],
];

test.each(FAILURES)('%s is explained in one line that says what to do', (_name, output, advice) => {
  const line = explainInstallFailure(output, '/p');
  expect(line).toMatch(advice);
  expect(line).not.toContain('\n');
});

test('a full disk is named although npm then also fails to clean up', () => {
  expect(explainInstallFailure('npm error code ENOTEMPTY\nnpm warn cleanup Error: ENOSPC: no space left on device', '/p')).toContain(
    'No space left',
  );
});

test('an unknown failure passes on what npm said last, shortened', () => {
  const output = `npm error something odd: ${'x'.repeat(1000)}\nnpm error A complete log of this run can be found in: /l`;
  const line = explainInstallFailure(output, '/p');
  expect(line).toContain('something odd');
  expect(line.length).toBeLessThan(300);
});
