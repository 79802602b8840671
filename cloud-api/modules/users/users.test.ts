import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USER_ROLES } from '../../../src-shared/contract/identity-fields.ts';
import { Journal } from '../../testing/journal.ts';
import { linkIn } from '../../testing/letters.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';
import { createKey } from '../api-keys/service.ts';
import { mayGive, rightsOf } from './roles.ts';

const SET_UP_MS = 60_000;
const DAY_MS = 86_400_000;
const PASSWORD = 'une longue phrase de passe';
const account = { name: 'Karim', language: 'fr', password: PASSWORD };

const databases = [{ name: 'embedded', open: () => Promise.resolve(embeddedDatabase()) }];
if (await hasServer()) databases.push({ name: 'PostgreSQL', open: serverDatabase });

describe.each(databases)('people of a merchant, $name', ({ open }) => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await TestCloud.start(await open(), { publicRequestsPerMinute: 1_000_000 });
  }, SET_UP_MS);
  afterAll(() => cloud.stop());

  const invite = (token: string, email: string, role = 'manager') => cloud.post('/v1/invitations', { email, role }, token);
  const accept = (token: string, made: object = { account }) => cloud.post('/v1/invitations/acceptance', { token, ...made });
  async function linkTo(email: string): Promise<string> {
    return linkIn((await cloud.letters()).findLast((letter) => letter.includes(`To: ${email}`)) ?? '');
  }

  test('an invitation makes an account for whoever has none, and a member of whoever has one', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    expect((await invite(owner.token, 'karim@example.test')).status).toBe(200);
    const link = await linkTo('karim@example.test');
    const told = { merchantName: 'El Baraka', email: 'karim@example.test', role: 'manager', hasAccount: false };
    expect((await cloud.post('/v1/invitations/reading', { token: link })).body).toEqual(told);
    expect((await accept(link, {})).status).toBe(400);
    expect((await accept(link)).status).toBe(200);
    expect((await accept(link)).status).toBe(410);
    expect((await cloud.post('/v1/sessions', { email: 'karim@example.test', password: PASSWORD })).status).toBe(200);

    const second = await cloud.merchant('Second');
    const other = await cloud.office(second.merchantId);
    await invite(other.token, 'karim@example.test', 'accountant');
    // What is given for an account that is there already changes nothing of it.
    expect((await accept(await linkTo('karim@example.test'), { account: { ...account, password: 'somebody else’s choice' } })).status).toBe(
      200,
    );
    const session = await cloud.post('/v1/sessions', { email: 'karim@example.test', password: PASSWORD, merchantId: second.merchantId });
    expect(session).toMatchObject({ status: 200, body: { merchantId: second.merchantId } });
    const { body } = await cloud.get('/v1/account', String(session.body['accessToken']));
    expect(body['merchants']).toMatchObject([{ role: 'manager' }, { role: 'accountant' }]);
  });

  test('one that is taken back, too old, or to somebody who is there already lets nobody in', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    expect(await invite(owner.token, owner.email)).toMatchObject({ status: 409 });
    const made = await invite(owner.token, 'taken-back@example.test');
    const link = await linkTo('taken-back@example.test');
    const address = `/v1/invitations/${String(made.body['invitationId'])}`;
    expect((await cloud.send(address, { method: 'DELETE' }, owner.token)).status).toBe(200);
    expect((await cloud.send(address, { method: 'DELETE' }, owner.token)).status).toBe(404);
    expect((await accept(link)).status).toBe(410);
    await invite(owner.token, 'late@example.test');
    const late = await linkTo('late@example.test');
    cloud.nowMs += 8 * DAY_MS;
    expect((await accept(late)).status).toBe(410);
  });

  test('nobody gives a role of more rights than her own, or decides about somebody who has one', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    const maker = { caller: { kind: 'system', merchantId, id: 'test' }, request: { address: '' } } as const;
    const rights = ['users.manage', ...rightsOf('accountant')].filter((right) => right !== 'own.account') as ['users.manage'];
    const { key } = await createKey({ database: cloud.cloud.database, now: () => cloud.now }, maker, null, { name: 'people', rights });
    expect((await invite(key, 'a@example.test', 'accountant')).status).toBe(200);
    for (const role of ['owner', 'manager', 'technician']) expect((await invite(key, 'b@example.test', role)).status, role).toBe(403);
    expect((await cloud.send(`/v1/users/${owner.userId}`, { method: 'DELETE' }, key)).status).toBe(403);
    const change = { method: 'PATCH', body: JSON.stringify({ role: 'accountant' }) };
    expect((await cloud.send(`/v1/users/${owner.userId}`, change, key)).status).toBe(403);
  });

  test('the last owner stays, even when two put each other out at once', async () => {
    const { merchantId } = await cloud.merchant();
    const [one, two] = [await cloud.office(merchantId), await cloud.office(merchantId)];
    const remove = (id: string, token: string) => cloud.send(`/v1/users/${id}`, { method: 'DELETE' }, token);
    const answers = await Promise.all([remove(two.userId, one.token), remove(one.userId, two.token)]);
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    const left = await cloud.cloud.database.all.selectFrom('membership').select('user_id').where('merchant_id', '=', merchantId).execute();
    expect(left.length).toBe(1);
    const last = left[0]?.user_id === one.userId ? one : two;
    expect(await remove(last.userId, last.token)).toMatchObject({ status: 409, body: { code: 'user.last-owner' } });
    const change = { method: 'PATCH', body: JSON.stringify({ role: 'support' }) };
    expect((await cloud.send(`/v1/users/${last.userId}`, change, last.token)).status).toBe(409);
  });

  test('another role counts from the next request on', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    const clerk = await cloud.office(merchantId, { role: 'support' });
    expect((await cloud.get('/v1/users', clerk.token)).status).toBe(403);
    const change = { method: 'PATCH', body: JSON.stringify({ role: 'owner' }) };
    expect((await cloud.send(`/v1/users/${clerk.userId}`, change, owner.token)).body).toMatchObject({ role: 'owner' });
    expect((await cloud.get('/v1/users', clerk.token)).status).toBe(200);
  });

  test('keys are shown once, kept as hashes, say what they may do, and end with their time, their maker or their revocation', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    const second = await cloud.office(merchantId);
    const make = (body: object, token = owner.token) =>
      cloud.post('/v1/api-keys', { name: 'Compta', rights: ['merchant.read'], ...body }, token);
    const made = await make({ expiresInDays: 30 });
    const key = String(made.body['key']);
    expect(key.startsWith(String(made.body['prefix']))).toBe(true);
    const held = await cloud.cloud.database.all.selectFrom('api_key').selectAll().where('merchant_id', '=', merchantId).execute();
    const trace = await cloud.cloud.database.all.selectFrom('audit_entry').selectAll().where('merchant_id', '=', merchantId).execute();
    expect(JSON.stringify([held, trace])).not.toContain(key);
    expect((await cloud.get('/v1/merchant', key)).status).toBe(200);
    expect((await cloud.get('/v1/api-keys', owner.token)).body).toMatchObject({
      items: [{ name: 'Compta', lastUsedAt: cloud.now.toISOString() }],
    });
    expect((await cloud.get('/v1/stores', `${key}x`)).status).toBe(401);
    expect((await cloud.get('/v1/users', key)).status).toBe(403);
    cloud.nowMs += 60_000;
    const ofSecond = String((await make({}, second.token)).body['key']);
    expect((await cloud.get('/v1/merchant', ofSecond)).status).toBe(200);
    await cloud.send(`/v1/users/${second.userId}`, { method: 'DELETE' }, owner.token);
    expect((await cloud.get('/v1/merchant', ofSecond)).status).toBe(401);
    const third = await make({});
    expect((await cloud.send(`/v1/api-keys/${String(third.body['keyId'])}`, { method: 'DELETE' }, owner.token)).status).toBe(200);
    expect((await cloud.get('/v1/merchant', String(third.body['key']))).status).toBe(401);
    cloud.nowMs += 31 * DAY_MS;
    expect((await cloud.get('/v1/merchant', key)).status).toBe(401);
  });

  test('no key has more rights than its maker, or an account of its own; one made with a key is its maker’s', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    expect((await cloud.post('/v1/api-keys', { name: 'x', rights: ['own.account'] }, owner.token)).status).toBe(403);
    expect((await cloud.post('/v1/api-keys', { name: 'x', rights: ['everything'] }, owner.token)).status).toBe(400);
    const maker = await cloud.post('/v1/api-keys', { name: 'maker', rights: ['keys.manage', 'stock.read'] }, owner.token);
    const key = String(maker.body['key']);
    expect((await cloud.post('/v1/api-keys', { name: 'x', rights: ['stock.edit'] }, key)).status).toBe(403);
    const child = await cloud.post('/v1/api-keys', { name: 'x', rights: ['keys.manage'] }, key);
    expect(child.status).toBe(200);
    // The person behind both loses the right, and the keys with her.
    await cloud.cloud.database.all.updateTable('membership').set({ role: 'support' }).where('user_id', '=', owner.userId).execute();
    expect((await cloud.get('/v1/api-keys', String(child.body['key']))).status).toBe(403);
  });

  test('stores are opened, renamed and closed; not one that a terminal stands in', async () => {
    const place = await cloud.merchant();
    const owner = await cloud.office(place.merchantId);
    const opened = await cloud.post('/v1/stores', { name: "Oran '); DROP TABLE store; --" }, owner.token);
    const path = `/v1/stores/${String(opened.body['storeId'])}`;
    const renamed = await cloud.send(path, { method: 'PATCH', body: JSON.stringify({ name: 'وهران' }) }, owner.token);
    expect(renamed.body).toMatchObject({ name: 'وهران', closedAt: null });
    expect((await cloud.post(`${path}/closing`, {}, owner.token)).body).toMatchObject({ closedAt: cloud.now.toISOString() });
    await cloud.enrolled(new Journal(), place);
    const refused = await cloud.post(`/v1/stores/${place.storeId}/closing`, {}, owner.token);
    expect(refused).toMatchObject({ status: 409, body: { code: 'store.has-terminals' } });
  });

  test('the audit tells who did what from where, page by page, and cannot be changed', async () => {
    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    for (const name of ['Un', 'Deux', 'Trois']) await cloud.post('/v1/stores', { name }, owner.token);
    const first = await cloud.get('/v1/audit?limit=2', owner.token);
    expect(first.body['items']).toMatchObject([
      {
        act: 'store.opened',
        actor: { kind: 'user', id: owner.userId },
        address: expect.stringMatching(/^10\./) as unknown,
        after: { name: 'Trois' },
      },
      { after: { name: 'Deux' } },
    ]);
    const rest = await cloud.get(`/v1/audit?cursor=${String(first.body['next'])}`, owner.token);
    expect(rest.body).toMatchObject({ items: [{ after: { name: 'Un' } }, { act: 'session.opened' }], next: null });
    expect((await cloud.get("/v1/audit?act=' OR 1=1 --", owner.token)).body).toEqual({ items: [], next: null });
    expect((await cloud.get('/v1/audit?cursor=bm9uc2Vuc2U', owner.token)).status).toBe(400);
  });
});

test('no role but the owner’s may manage people, keys or the merchant, and every role may use its own account', () => {
  for (const role of USER_ROLES) {
    expect(rightsOf(role).has('own.account'), role).toBe(true);
    for (const right of ['users.manage', 'keys.manage', 'merchant.edit'] as const)
      expect(rightsOf(role).has(right), `${role} ${right}`).toBe(role === 'owner');
    expect(mayGive(rightsOf('owner'), role), role).toBe(true);
    if (role !== 'support') expect(mayGive(rightsOf('support'), role), role).toBe(false);
  }
});
