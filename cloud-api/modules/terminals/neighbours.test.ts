import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asMerchant } from '../../platform/database.ts';
import { Journal } from '../../testing/journal.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';

const SET_UP_MS = 60_000;
const PATH = '/v1/terminal/neighbours';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase());
}, SET_UP_MS);
afterAll(() => cloud.stop());

test('a terminal is told the tills of its own store and their keys, and of no other store or merchant', async () => {
  const place = await cloud.merchant('Mine');
  const storeId = randomUUID();
  await asMerchant(cloud.cloud.database, place.merchantId, (tx) =>
    tx.insertInto('store').values({ merchant_id: place.merchantId, store_id: storeId, name: 'Oran' }).execute(),
  );
  const [first, second, elsewhere, stranger] = [new Journal(), new Journal(), new Journal(), new Journal()];
  const token = await cloud.enrolled(first, place);
  await cloud.enrolled(second, place);
  await cloud.enrolled(elsewhere, { ...place, storeId });
  await cloud.enrolled(stranger, await cloud.merchant('Theirs'));
  const answer = await cloud.get(PATH, token);
  const told = [first, second].map(({ terminal, keyId, publicKeySpki }) => ({
    terminal,
    name: 'Caisse 1',
    state: 'active',
    keys: [{ keyId, publicKeySpki }],
  }));
  expect(answer).toMatchObject({ status: 200, body: { storeId: place.storeId } });
  expect(answer.body['terminals']).toEqual(told.sort((a, b) => (a.terminal < b.terminal ? -1 : 1)));
});

test('a till that was revoked is named as that, and is told nothing itself', async () => {
  const place = await cloud.merchant();
  const [first, second] = [new Journal(), new Journal()];
  const token = await cloud.enrolled(first, place);
  const revoked = await cloud.enrolled(second, place);
  await asMerchant(cloud.cloud.database, place.merchantId, (tx) =>
    tx.updateTable('terminal').set({ state: 'revoked' }).where('terminal_id', '=', second.terminal).execute(),
  );
  const answer = await cloud.get(PATH, token);
  expect(answer.body['terminals']).toContainEqual(expect.objectContaining({ terminal: second.terminal, state: 'revoked' }));
  expect(await cloud.get(PATH, revoked)).toMatchObject({ status: 403, body: { code: 'terminal.revoked' } });
  expect((await cloud.get(PATH)).status).toBe(401);
});
