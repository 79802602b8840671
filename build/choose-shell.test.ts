import { expect, test } from 'vitest';
import { chooseShell, findElectron, type ShellFacts } from './choose-shell.ts';
import { takeStartOptions } from './start-options.ts';

const desktop: ShellFacts = { asked: undefined, platform: 'linux', isRoot: false, env: { DISPLAY: ':0' }, electronPath: '/e/electron' };

test('Electron is taken where its runtime and a display are', () => {
  expect(chooseShell(desktop)).toEqual({ kind: 'electron', electronPath: '/e/electron' });
  expect(chooseShell({ ...desktop, env: { WAYLAND_DISPLAY: 'wayland-0' } }).kind).toBe('electron');
  expect(chooseShell({ ...desktop, platform: 'win32', env: {} }).kind).toBe('electron');
});

test.each([
  ['its runtime is missing', { electronPath: undefined }, /runtime/],
  ['we are root', { isRoot: true }, /root/],
  ['there is no display', { env: {} }, /display/],
  ['the browser host is asked for', { asked: 'browser' }, /asked/],
] as const)('the browser host is taken, with the reason, where %s', (_name, change, reason) => {
  expect(chooseShell({ ...desktop, ...change })).toEqual({ kind: 'browser', because: expect.stringMatching(reason) as string });
});

test('Electron is looked for in the folder of the override, and the package alone is no runtime', () => {
  const only = (path: string) => (candidate: string) => candidate === path;
  expect(findElectron('/p', 'linux', undefined, only('/p/dist/electron'))).toBe('/p/dist/electron');
  expect(findElectron('/p', 'linux', '/o', only('/o/electron'))).toBe('/o/electron');
  expect(findElectron('/p', 'linux', '/nonexistent', only('/p/dist/electron'))).toBeUndefined();
  expect(findElectron('/p', 'darwin', undefined, () => true)).toBe('/p/dist/Electron.app/Contents/MacOS/Electron');
});

test('--shell is ours and every other argument the shell’s', () => {
  expect(takeStartOptions(['--data', 'd', '--shell', 'browser', '--port', '0'])).toEqual({
    ok: true,
    shell: 'browser',
    cloud: true,
    data: 'd',
    rest: ['--data', 'd', '--port', '0'],
  });
  expect(takeStartOptions(['--shell=electron'])).toMatchObject({ ok: true, shell: 'electron' });
  expect(takeStartOptions(['--shell'])).toMatchObject({ ok: false });
});

test('--no-cloud is ours too, and the data folder is known in both its spellings', () => {
  expect(takeStartOptions(['--no-cloud', '--data=/d', '--demo'])).toMatchObject({
    cloud: false,
    data: '/d',
    rest: ['--data=/d', '--demo'],
  });
  expect(takeStartOptions([])).toMatchObject({ cloud: true, data: undefined });
});
