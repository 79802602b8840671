import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { neutralSettings } from '../../../src-main/app/neutral-shop.ts';
import { PEOPLE_OFFICE_ROUTES } from '../../../src-shared/contract/people-office-routes.ts';
import { SETTINGS_OFFICE_ROUTES } from '../../../src-shared/contract/settings-office-routes.ts';
import { storeWideOf } from '../../../src-shared/settings/store-wide-settings.ts';
import { type Answered, officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { settingsRoutes } from '../settings/routes.ts';
import { peopleRoutes } from './routes.ts';

const SET_UP_MS = 60_000;
const NOBODY = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: null, personName: null };
const settings = storeWideOf(neutralSettings({ ...NOBODY, currency: 'DZD' }));

let served: ServedRoutes;
beforeAll(async () => {
  served = await ServedRoutes.start(embeddedDatabase(), (parts) => [...peopleRoutes(parts), ...settingsRoutes(parts)]);
}, SET_UP_MS);
afterAll(() => served.stop());

const versionOf = ({ body }: Answered) => Number(body['version']);
const put = (token: string, path: string, row: object, base: number | null = null) => served.call('PUT', path, token, { base, row });
const person = (personId: string, more: object = {}) => ({
  personId,
  name: 'Amina',
  language: 'ar',
  active: true,
  roleId: 'manager',
  ...more,
});
const role = (roleId: string, more: object = {}) => ({ roleId, name: { fr: 'Chef' }, permissions: [], discountLimitMilli: 0, ...more });
const shop = async () => {
  const place = await served.merchant();
  return { place, token: officeToken(place) };
};

describe('people', () => {
  test('are made and changed, and are noted in the audit without anybody having to', async () => {
    const { place, token } = await shop();
    const made = await put(token, '/v1/people/amina', person('amina'));
    expect(made).toMatchObject({ status: 200, body: { row: person('amina') } });
    expect((await put(token, '/v1/people/amina', person('amina', { name: 'أمينة' }), versionOf(made))).status).toBe(200);
    expect((await put(token, '/v1/people/amina', person('amina'), versionOf(made))).status).toBe(409);
    const noted = await served.database.all
      .selectFrom('audit_entry')
      .select(['act', 'subject'])
      .where('merchant_id', '=', place.merchantId)
      .execute();
    expect(noted).toEqual([
      { act: 'person.changed', subject: 'amina' },
      { act: 'person.changed', subject: 'amina' },
    ]);
    expect((await served.call('GET', '/v1/people', officeToken(await served.merchant()))).body['items']).toEqual([]);
  });

  test('always have one among them who can manage the others', async () => {
    const { token } = await shop();
    expect((await put(token, '/v1/people/yacine', person('yacine', { roleId: 'cashier' }))).body).toMatchObject({
      code: 'people.nobody-manages',
    });
    const made = await put(token, '/v1/people/amina', person('amina'));
    await put(token, '/v1/people/yacine', person('yacine', { roleId: 'cashier' }));
    for (const less of [{ active: false }, { roleId: 'cashier' }])
      expect((await put(token, '/v1/people/amina', person('amina', less), versionOf(made))).status).toBe(409);
    expect((await served.call('GET', '/v1/people', token)).body['items']).toHaveLength(2);
  });

  test.each([
    ['a role nobody knows', person('x', { roleId: 'wizard' }), 422],
    ['another id than the address', person('y'), 400],
    ['a NUL in the name', person('x', { name: 'a\0' }), 400],
    ['a PIN', { ...person('x'), pin: '1234' }, 200],
  ])('with %s get %s', async (_, row, status) => {
    const { token } = await shop();
    const answer = await put(token, '/v1/people/x', row);
    expect(answer.status).toBe(status);
    // What is no field of a person is not kept.
    expect(JSON.stringify(answer.body)).not.toContain('1234');
  });
});

describe('roles', () => {
  test('are made, given, and kept while somebody has them', async () => {
    const { token } = await shop();
    const made = await put(token, '/v1/till-roles/chef', role('chef'));
    await put(token, '/v1/people/amina', person('amina'));
    const yacine = await put(token, '/v1/people/yacine', person('yacine', { roleId: 'chef' }));
    expect((await served.call('DELETE', `/v1/till-roles/chef?base=${versionOf(made)}`, token)).body).toMatchObject({ code: 'row.in-use' });
    await put(token, '/v1/people/yacine', person('yacine', { roleId: 'cashier' }), versionOf(yacine));
    expect((await served.call('DELETE', `/v1/till-roles/chef?base=${versionOf(made)}`, token)).status).toBe(200);
  });

  test.each([
    ['the manager’s', role('manager', { name: null }), 422],
    ['a built-in one with a name', role('cashier'), 422],
    ['one of the merchant’s without a name', role('chef', { name: null }), 422],
    ['one with an unknown permission', role('chef', { permissions: ['fly'] }), 400],
  ])('do not take %s', async (_, row, status) => {
    const { token } = await shop();
    expect((await put(token, `/v1/till-roles/${row.roleId}`, row)).status).toBe(status);
  });
});

describe('a store’s settings', () => {
  const path = ({ storeId }: Place) => `/v1/stores/${storeId}/settings`;

  test('are made, read and changed on what was read; those of another merchant’s store are not there', async () => {
    const { place, token } = await shop();
    expect((await served.call('GET', path(place), token)).status).toBe(404);
    const made = await put(token, path(place), settings);
    expect(made).toMatchObject({ status: 200, body: { row: settings } });
    expect((await put(token, path(place), { ...settings, country: 'DZ' }, versionOf(made))).status).toBe(200);
    expect((await put(token, path(place), settings, versionOf(made))).status).toBe(409);
    const other = await shop();
    expect((await served.call('GET', path(place), other.token)).status).toBe(404);
    expect((await put(other.token, path(place), settings)).status).toBe(404);
  });

  test.each([
    ['a default tax group that is not there', { defaultTaxGroupId: 'nowhere' }, 'defaultTaxGroupId'],
    ['a time zone that is none', { timeZone: 'Mars/Olympus' }, 'timeZone'],
    ['an unknown currency', { currency: 'XQQ' }, 'currency'],
  ])('with %s do not hold together', async (_, more, at) => {
    const { place, token } = await shop();
    const answer = await put(token, path(place), { ...settings, ...more });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(answer.body)).toContain(at);
  });
});

test.each([...Object.entries(PEOPLE_OFFICE_ROUTES), ...Object.entries(SETTINGS_OFFICE_ROUTES)])(
  '%s asks for its right',
  async (_, { method, path, access }) => {
    const without = officeToken(await served.merchant(), ['catalog.edit']);
    const address = path.replaceAll(/:\w+/g, 'x');
    expect(await served.call(method, address, without, method === 'PUT' ? {} : undefined)).toMatchObject({
      status: 403,
      body: { right: access },
    });
  },
);
