import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type StoreSettings, storeSettingsSchema } from '../../src-shared/settings/store-settings.ts';
import { type DataFolder, dataFolder, defaultDataRoot } from './data-folder.ts';
import { loadSettings, saveSettings } from './settings-file.ts';

let folder: DataFolder;

beforeEach(() => {
  folder = dataFolder(mkdtempSync(join(tmpdir(), 'contacto-settings-')));
});
afterEach(() => {
  chmodSync(folder.root, 0o700);
  rmSync(folder.root, { recursive: true, force: true });
});

function shopNamed(name: string): StoreSettings {
  const template: unknown = JSON.parse(readFileSync('resources/setup/neutral-shop.json', 'utf8'));
  const settings = storeSettingsSchema.parse(template);
  return { ...settings, shop: { ...settings.shop, tradeName: { en: name } } };
}

function nameOf(settings: StoreSettings): string | undefined {
  return settings.shop.tradeName.en;
}

test('an empty folder has no settings, and none are made up', () => {
  expect(loadSettings(folder)).toEqual({ ok: true, value: { kind: 'none' } });
  expect(readdirSync(folder.root)).toEqual([]);
});

test('what was saved is read back, and the settings before it are kept', () => {
  saveSettings(folder, shopNamed('first'));
  saveSettings(folder, shopNamed('second'));
  const loaded = loadSettings(folder);
  expect(loaded.ok && loaded.value.kind === 'current' && nameOf(loaded.value.settings)).toBe('second');
  expect(readFileSync(folder.previousSettings, 'utf8')).toContain('first');
  expect(readdirSync(folder.root).sort()).toEqual(['settings.json', 'settings.previous.json']);
});

test('a half-written file falls back to the one before, and says so', () => {
  saveSettings(folder, shopNamed('first'));
  saveSettings(folder, shopNamed('second'));
  truncateSync(folder.settings, 200);
  const loaded = loadSettings(folder);
  expect(loaded).toMatchObject({ ok: true, value: { kind: 'previous' } });
  expect(loaded.ok && loaded.value.kind === 'previous' && nameOf(loaded.value.settings)).toBe('first');
  expect(loaded.ok && loaded.value.kind === 'previous' && loaded.value.detail).toContain('not whole');
});

test('a lost file falls back to the one before', () => {
  saveSettings(folder, shopNamed('first'));
  saveSettings(folder, shopNamed('second'));
  rmSync(folder.settings);
  expect(loadSettings(folder)).toMatchObject({ ok: true, value: { kind: 'previous' } });
});

test('saving over a damaged file keeps the good one before it', () => {
  saveSettings(folder, shopNamed('first'));
  saveSettings(folder, shopNamed('second'));
  truncateSync(folder.settings, 200);
  saveSettings(folder, shopNamed('third'));
  expect(readFileSync(folder.previousSettings, 'utf8')).toContain('first');
  expect(loadSettings(folder)).toMatchObject({ ok: true, value: { kind: 'current' } });
});

test('a damaged file with nothing before it is a failure, never the defaults', () => {
  for (const content of ['', '{', 'null', '[]', '{"version":1}', '{"version":"1"}', '\u0000\u0000']) {
    writeFileSync(folder.settings, content);
    expect(loadSettings(folder), JSON.stringify(content)).toMatchObject({ ok: false, error: { code: 'settings.damaged' } });
  }
  writeFileSync(folder.settings, new Uint8Array([0xff, 0xfe, 0x7b]));
  expect(loadSettings(folder)).toMatchObject({ ok: false, error: { code: 'settings.damaged' } });
});

test('settings of a newer program are refused even where older ones lie beside them', () => {
  saveSettings(folder, shopNamed('first'));
  saveSettings(folder, shopNamed('second'));
  writeFileSync(folder.settings, JSON.stringify({ ...shopNamed('third'), version: 2, somethingNew: true }));
  expect(loadSettings(folder)).toMatchObject({ ok: false, error: { code: 'settings.newer' } });
});

test('a settings file that cannot be read as a file is a failure, not an empty shop', () => {
  mkdirSync(folder.settings);
  expect(loadSettings(folder)).toMatchObject({ ok: false, error: { code: 'settings.unreadable' } });
});

test('a full disk leaves the old settings whole and no temporary file', () => {
  saveSettings(folder, shopNamed('first'));
  const before = readFileSync(folder.settings, 'utf8');
  // A folder in the place of the temporary file stands for a write the system refuses, as root too is refused it.
  mkdirSync(`${folder.settings}.${String(process.pid)}.tmp`);
  const saved = saveSettings(folder, shopNamed('second'));
  expect(saved).toMatchObject({ ok: false });
  expect(readFileSync(folder.settings, 'utf8')).toBe(before);
});

test.skipIf(process.getuid?.() === 0)('a read-only folder is refused in words', () => {
  chmodSync(folder.root, 0o500);
  expect(saveSettings(folder, shopNamed('first'))).toMatchObject({ ok: false });
  expect(existsSync(folder.settings)).toBe(false);
});

test('the default folder follows each platform, and ignores a relative XDG path as the specification asks', () => {
  expect(defaultDataRoot({ XDG_DATA_HOME: '/srv/data' }, 'linux')).toBe('/srv/data/contacto');
  expect(defaultDataRoot({ XDG_DATA_HOME: 'data' }, 'linux')).toMatch(/\.local\/share\/contacto$/);
  expect(defaultDataRoot({}, 'darwin')).toMatch(/Library\/Application Support\/Contacto$/);
  expect(defaultDataRoot({ LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'win32')).toContain('Contacto');
});
