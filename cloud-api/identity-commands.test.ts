import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMerchantCommand } from './identity-commands.ts';
import { type CloudConfig, readConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { embeddedDatabase } from './testing/test-database.ts';

const SET_UP_MS = 60_000;
const NOW = new Date('2026-01-05T09:00:00Z');

const testDatabase = embeddedDatabase();
let database: Database;
beforeAll(async () => {
  database = await openDatabase(testDatabase.config);
  await migrateToLatest(database);
}, SET_UP_MS);
afterAll(async () => {
  await database.close();
  await testDatabase.remove();
});

function configOf(environment: Readonly<Record<string, string>>): CloudConfig {
  const config = readConfig(environment);
  if (!config.ok) throw new Error(config.error.join('; '));
  return config.value;
}

const create = (environment: Readonly<Record<string, string>>, owner: string | undefined) =>
  createMerchantCommand(database, configOf(environment), { name: 'El Baraka', store: 'Alger', owner }, NOW);

describe('the link of a new owner', () => {
  test('leads to the public address, and without one to the port that is configured', async () => {
    expect(await create({ CLOUD_PORT: '0', CLOUD_PUBLIC_URL: 'https://shop.example/' }, 'amina@example.test')).toMatchObject({
      ok: true,
      value: expect.stringContaining('\nhttps://shop.example/account/set-password#token=') as string,
    });
    expect(await create({}, 'karim@example.test')).toMatchObject({
      ok: true,
      value: expect.stringContaining('\nhttp://127.0.0.1:8720/account/set-password#token=') as string,
    });
  });

  test('leads nowhere when the port is any free one: that is said, and no merchant is made', async () => {
    const merchants = () => database.all.selectFrom('merchant').select('merchant_id').execute();
    const before = await merchants();
    expect(await create({ CLOUD_PORT: '0' }, 'lila@example.test')).toEqual({
      ok: false,
      error: expect.stringContaining('CLOUD_PUBLIC_URL') as string,
    });
    expect(await merchants()).toEqual(before);
    expect(await create({ CLOUD_PORT: '0' }, undefined)).toMatchObject({ ok: true });
  });
});
