import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROFILES_FOLDER, shippedProfile } from '../../../tests/fakes/printing-resources.ts';
import { loadPrinterProfile } from './load-profile.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-profiles-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the shipped profiles', () => {
  test.each([
    ['generic-80mm', 576, 48],
    ['generic-58mm', 384, 32],
    ['epson-tm-t20', 576, 48],
    ['epson-tm-t88', 512, 42],
    ['star-tsp-escpos', 576, 48],
    ['xprinter-80', 576, 48],
    ['bixolon-srp-350', 512, 42],
    ['citizen-ct-s', 576, 48],
  ] as const)('%s is right, as wide as its paper, and says where its figures come from', (profileId, widthDots, columns) => {
    const profile = shippedProfile(profileId);
    expect([profile.widthDots, profile.columns]).toEqual([widthDots, columns]);
    // Font A is 12 dots wide.
    expect(columns * 12).toBeLessThanOrEqual(widthDots);
    expect(profile.sources.length).toBeGreaterThan(1);
  });

  test('are all of the files there are', () => {
    for (const file of readdirSync(PROFILES_FOLDER)) {
      expect(loadPrinterProfile([PROFILES_FOLDER], file.replace(/\.json$/, '')).ok).toBe(true);
    }
  });
});

test('the shop’s own file stands before the program’s', () => {
  writeFileSync(join(folder, 'generic-80mm.json'), JSON.stringify({ ...shippedProfile('generic-80mm'), columns: 42 }));
  const loaded = loadPrinterProfile([folder, PROFILES_FOLDER], 'generic-80mm');
  expect(loaded.ok && loaded.value.columns).toBe(42);
});

describe('a bad profile is refused, with its file and the place in it', () => {
  const refused = (text: string): readonly string[] => {
    const file = join(folder, 'generic-80mm.json');
    writeFileSync(file, text);
    const loaded = loadPrinterProfile([folder, PROFILES_FOLDER], 'generic-80mm');
    if (loaded.ok) return [];
    expect(loaded.error).toMatchObject({ code: 'profile.invalid', file });
    return loaded.error.findings;
  };
  const changed = (changes: object): string => JSON.stringify({ ...shippedProfile('generic-80mm'), ...changes });

  test.each([
    ['a width that is no whole number of bytes', { widthDots: 570 }, /^line \d+, widthDots: /],
    ['a code page nobody knows', { codePages: [{ name: 'cp1256', number: 22 }] }, /^line \d+, codePages\.0\.name: /],
    ['bands too tall for cheap printers', { raster: { maxRows: 2_000 } }, /^line \d+, raster\.maxRows: /],
    ['a pulse that ESC p cannot say', { drawer: { pin: 2, onMs: 51, offMs: 500 } }, /^line \d+, drawer\.onMs: /],
    ['a pin that no drawer port has', { drawer: { pin: 3, onMs: 50, offMs: 500 } }, /^line \d+, drawer\.pin: /],
    ['a misspelt field', { cuter: 'partial' }, /cuter/],
    ['the name of another file', { profileId: 'generic-58mm' }, /^line \d+, profileId: is "generic-58mm"/],
  ])('%s', (_, changes, finding) => {
    expect(refused(changed(changes))).toEqual([expect.stringMatching(finding)]);
  });

  test('with the line it is on', () => {
    const lines = readFileSync(join(PROFILES_FOLDER, 'generic-80mm.json'), 'utf8').split('\n');
    const number = lines.findIndex((line) => line.includes('"cp858"')) + 1;
    expect(refused(lines.join('\n').replace('"cp858"', '"cp1256"'))).toEqual([
      expect.stringMatching(new RegExp(`^line ${String(number)}, codePages\\.1\\.name: `)),
    ]);
    expect(refused(lines.join('\n').replace('"cutter"', '"cuter"'))).toContainEqual(expect.stringMatching(/^line 1?\d, .*cuter/));
  });

  test('not JSON at all', () => {
    expect(refused('{ "profileId": ')).toEqual([expect.stringMatching(/^not JSON: /)]);
  });
});

test.each(['nothing-here', '../generic-80mm', 'GENERIC', ''])('%j is no profile', (profileId) => {
  const loaded = loadPrinterProfile([PROFILES_FOLDER], profileId);
  expect(loaded.ok || loaded.error.code).toBe('profile.missing');
});
