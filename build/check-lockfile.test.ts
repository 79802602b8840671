import { expect, test } from 'vitest';
import { findLockfileFaults } from './check-lockfile.ts';

test('a lockfile with every platform of every package is sound', () => {
  const packages = {
    '': { version: '1.0.0', optionalDependencies: { top: '1.0.0' } },
    'node_modules/top': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux': '1.0.0', '@scope/a-mac': '1.0.0' } },
    'node_modules/a/node_modules/a-linux': { version: '1.0.0' },
    'node_modules/@scope/a-mac': { version: '1.0.0' },
    'node_modules/local': { link: true, resolved: 'local' },
  };
  expect(findLockfileFaults(packages)).toEqual([]);
});

test('a platform package that the registry lacked is a hole, whether it is left out or without a version', () => {
  const packages = {
    'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-mac': '1.0.0', 'a-win': '1.0.0' } },
    'node_modules/a-mac': {},
  };
  const faults = findLockfileFaults(packages);
  expect(faults).toContain('node_modules/a wants a-mac@1.0.0, which is not locked');
  expect(faults).toContain('node_modules/a wants a-win@1.0.0, which is not locked');
  expect(faults).toContain('node_modules/a-mac has no version');
});

test('a package nested in another one does not fill a hole elsewhere', () => {
  const packages = {
    'node_modules/a': { version: '1.0.0', optionalDependencies: { shared: '1.0.0' } },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/b/node_modules/shared': { version: '1.0.0' },
  };
  expect(findLockfileFaults(packages)).toHaveLength(1);
});

test('an entry that names the server it came from is refused', () => {
  const packages = { 'node_modules/a': { version: '1.0.0', resolved: 'http://localhost/a-1.0.0.tgz' } };
  expect(findLockfileFaults(packages)).toEqual(['node_modules/a names the server localhost']);
});
