import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { expect, test } from 'vitest';
import { findFileFaults } from './check-packaging.ts';
import { projectRoot } from './project-paths.mjs';

/** The validator only asks its logger whether it is on, and the logger's class belongs to a package that is not ours to import. */
const SILENT = { isEnabled: false } as unknown as Parameters<typeof validateConfiguration>[1];

const config = await getConfig(projectRoot, 'electron-builder.yml', null);

test('electron-builder accepts its configuration, and would not accept a slip in it', async () => {
  await expect(validateConfiguration(config, SILENT)).resolves.toBeUndefined();
  await expect(validateConfiguration({ ...config, npmRebuld: false } as typeof config, SILENT)).rejects.toThrow(/npmRebuld/);
});

test('uninstalling never deletes the ledger, and no update server is built in', () => {
  expect(config.nsis?.deleteAppDataOnUninstall).toBe(false);
  expect(config.publish).toBeUndefined();
});

const file = (path: string, unpacked = false) => ({ path, unpacked, sizeBytes: 1, offsetBytes: 0 });
const complete = [
  ...['package.json', 'dist/main/electron.js', 'dist/preload/bridge.cjs', 'dist/renderer/index.html', 'resources/locales/fr/a.json'],
  ...['better-sqlite3', '@napi-rs/canvas', '@node-rs/argon2', 'serialport', 'usb'].map((name) => `node_modules/${name}/package.json`),
].map((path) => file(path));
const resources = ['resources/locales/fr/a.json'];

test('a package with everything is sound', () => {
  expect(findFileFaults([...complete, file('node_modules/better-sqlite3/prebuilds/linux-x64.node', true)], resources)).toEqual([]);
});

test('a missing locale, a packed source, a source map and an add-on inside the archive are faults', () => {
  expect(findFileFaults(complete.slice(0, 4).concat(complete.slice(5)), resources)).toEqual(['resources/locales/fr/a.json is not packed']);
  for (const path of ['src-main/app/electron.ts', 'dist/main/electron.js.map', 'node_modules/react/index.js', 'node_modules/usb/a.node']) {
    expect(findFileFaults([...complete, file(path)], resources)).toHaveLength(1);
  }
});
