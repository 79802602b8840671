import { expect, test } from 'vitest';
import { fitStamp, whyStale } from './install-fit.mjs';

const locked = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
    'node_modules/linked': { link: true },
  },
};
const installed = {
  packages: {
    'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
  },
};

test('an installation of what the lockfile names fits, without other platforms’ packages', () => {
  expect(whyStale(locked, installed)).toBeUndefined();
});

test('a package more than the lockfile names does no harm', () => {
  expect(whyStale(locked, { packages: { ...installed.packages, 'node_modules/extra': { version: '9.9.9' } } })).toBeUndefined();
});

test('an interrupted installation, which leaves no list of what is there, is stale', () => {
  expect(whyStale(locked, undefined)).toBe('missing');
});

test('a missing package, another version and another content are stale', () => {
  const [, b] = Object.entries(installed.packages);
  expect(whyStale(locked, { packages: Object.fromEntries(b ? [b] : []) })).toBe('node_modules/a is missing');
  const change = (entry: object) => ({ packages: { ...installed.packages, 'node_modules/a': entry } });
  expect(whyStale(locked, change({ version: '1.2.2' }))).toContain('1.2.2');
  expect(whyStale(locked, change({ version: '1.2.3', integrity: 'sha512-z' }))).toContain('node_modules/a');
});

test('an optional package of another version is stale although it may be missing', () => {
  const wrong = { packages: { ...installed.packages, 'node_modules/other-platform': { version: '0.9.0' } } };
  expect(whyStale(locked, wrong)).toContain('other-platform');
});

test('what was found fit is compared anew after a change of lockfile, platform or processor', () => {
  const stamps = [
    fitStamp('a', 'linux', 'x64'),
    fitStamp('b', 'linux', 'x64'),
    fitStamp('a', 'darwin', 'x64'),
    fitStamp('a', 'linux', 'arm64'),
  ];
  expect(new Set(stamps).size).toBe(stamps.length);
});
