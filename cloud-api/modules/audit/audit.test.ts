import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asMerchant } from '../../platform/database.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { audit, withoutSecrets } from './service.ts';

const SET_UP_MS = 60_000;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase());
}, SET_UP_MS);
afterAll(() => cloud.stop());

test('what is noted has no secrets in it, and a bound', () => {
  const before = {
    name: 'x',
    password: 'p',
    nested: { apiKey: 'k', accessToken: 't', totpSecret: 's', keep: 1 },
    list: [{ key_hash: 'h' }],
  };
  const hidden = '[hidden]';
  expect(withoutSecrets(before)).toEqual({
    name: 'x',
    password: hidden,
    nested: { apiKey: hidden, accessToken: hidden, totpSecret: hidden, keep: 1 },
    list: [{ key_hash: hidden }],
  });
  expect(JSON.stringify(withoutSecrets({ text: 'x'.repeat(100_000) })).length).toBeLessThan(600);
  const deep: Record<string, unknown> = {};
  deep['self'] = deep;
  expect(JSON.stringify(withoutSecrets(deep)).length).toBeLessThan(600);
});

test('a request may add to the audit, and neither change nor remove, nor write another merchant’s', async () => {
  const mine = await cloud.merchant();
  const theirs = await cloud.merchant();
  const { database } = cloud.cloud;
  const caller = { kind: 'system', merchantId: mine.merchantId, id: 'test' } as const;
  const acting = { caller, request: { address: '192.0.2.1' } };
  await asMerchant(database, mine.merchantId, (tx) => audit(tx, acting, { act: 'test.done', subject: 'x' }));
  const change = asMerchant(database, mine.merchantId, (tx) => tx.updateTable('audit_entry').set({ act: 'nothing' }).execute());
  await expect(change).rejects.toThrow(/permission denied/);
  const remove = asMerchant(database, mine.merchantId, (tx) => tx.deleteFrom('audit_entry').execute());
  await expect(remove).rejects.toThrow(/permission denied/);
  const foreign = asMerchant(database, theirs.merchantId, (tx) => audit(tx, acting, { act: 'test.done', subject: 'x' }));
  await expect(foreign).rejects.toThrow(/row-level security/);
  const { rows } = await sql<{ acl: string }>`SELECT relacl::text AS acl FROM pg_class WHERE relname = 'audit_entry'`.execute(database.all);
  // The owner has given up `w` (update), `d` (delete) and `D` (truncate), too: the grants before the slash are hers and the requests' role's.
  const owners = /[{,](?!contacto_request)\w+=([a-zA-Z]*)\//.exec(rows[0]?.acl ?? '')?.[1] ?? 'wdD';
  expect(owners).not.toMatch(/[wdD]/);
});

test('an act that is rolled back leaves no trace, and a trace that cannot be left undoes the act', async () => {
  const { merchantId, storeId } = await cloud.merchant();
  const { database } = cloud.cloud;
  const acting = { caller: { kind: 'system', merchantId, id: 'test' } as const, request: { address: '' } };
  const work = asMerchant(database, merchantId, async (tx) => {
    await tx.updateTable('store').set({ name: 'Renamed' }).where('store_id', '=', storeId).execute();
    await audit(tx, acting, { act: 'x'.repeat(65), subject: storeId });
  });
  await expect(work).rejects.toThrow();
  const store = await database.all.selectFrom('store').select('name').where('store_id', '=', storeId).executeTakeFirstOrThrow();
  expect(store.name).toBe('Alger');
});
