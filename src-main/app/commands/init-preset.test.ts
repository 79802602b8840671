import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeSettingsSchema } from '../../../src-shared/settings/store-settings.ts';
import { plainProtector } from '../../ledger/identity.ts';
import type { CommandIo } from '../command.ts';
import { init } from './init.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-init-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const io = { out: () => undefined, protectorFor: () => plainProtector } as unknown as CommandIo;

test('a preset brings the taxes, the coins and the currency of its country', async () => {
  const data = join(folder, 'shop');
  expect(await init(['--data', data, '--preset', 'algeria'], io)).toMatchObject({ ok: true });
  const settings = storeSettingsSchema.parse(JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8')));
  expect(settings.currency).toBe('DZD');
  expect(settings.taxGroups.map((group) => group.taxGroupId)).toEqual(expect.arrayContaining(['tva-19', 'tva-9']));
  expect(settings.denominationsMinor.length).toBeGreaterThan(0);
});

test('a preset nobody wrote is refused, and nothing is set up', async () => {
  const answer = await init(['--data', join(folder, 'shop'), '--preset', 'atlantis'], io);
  expect(answer).toMatchObject({ ok: false });
});
