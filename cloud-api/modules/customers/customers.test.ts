import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CUSTOMERS_OFFICE_ROUTES } from '../../../src-shared/contract/customers-office-routes.ts';
import { type CustomerInput, newCustomer } from '../../../src-shared/customers/customer.ts';
import { officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { mergeCustomer } from './merge.ts';
import { customerRoutes } from './routes.ts';

const SET_UP_MS = 60_000;
const NOW = '2026-01-05T09:00:00.000Z';

let served: ServedRoutes;
let place: Place;
let token: string;
beforeAll(async () => {
  served = await ServedRoutes.start(embeddedDatabase(), customerRoutes);
  place = await served.merchant();
  token = officeToken(place);
}, SET_UP_MS);
afterAll(() => served.stop());

const input = (more: Partial<CustomerInput> = {}): CustomerInput => ({
  name: 'Yasmine Haddad',
  phone: '0550 12 34 56',
  address: '',
  identifiers: [],
  language: 'fr',
  note: '',
  marketing: false,
  ...more,
});
const create = (id: string, more: Partial<CustomerInput> = {}, as = token) => served.call('PUT', `/v1/customers/${id}`, as, input(more));
const edit = (id: string, was: object, is: object, as = token) => served.call('PATCH', `/v1/customers/${id}`, as, { was, is });
const conflicts = async (as = token) => {
  const { body } = await served.call('GET', '/v1/customer-conflicts', as);
  return body['items'] as { conflictId: string; customerId: string; field: string; held: unknown; wanted: unknown }[]; // Looked at below.
};

describe('a customer', () => {
  test('is made once, read, found by name in part and by phone however written, and not by another merchant', async () => {
    expect((await create('c1')).status).toBe(200);
    expect((await create('c1')).status).toBe(409);
    const found = async (search: string, as = token) =>
      (await served.call('GET', `/v1/customers?search=${encodeURIComponent(search)}`, as)).body['items'];
    expect(await found('hadd yas')).toHaveLength(1);
    expect(await found('550123456')).toHaveLength(1);
    expect(await found('nobody')).toEqual([]);
    const other = officeToken(await served.merchant());
    expect(await found('haddad', other)).toEqual([]);
    expect((await served.call('GET', '/v1/customers/c1', other)).status).toBe(404);
    expect((await edit('c1', {}, { note: 'x' }, other)).status).toBe(404);
  });

  test('changed by two in different fields has both; in the same field what is held stands until somebody decides', async () => {
    await create('c2');
    expect((await edit('c2', { phone: '0550 12 34 56' }, { phone: '0661 00 00 00' })).body['conflicts']).toEqual([]);
    const second = await edit('c2', { phone: '0550 12 34 56', note: '' }, { phone: '0770 99 99 99', note: 'likes tea' });
    expect(second.body).toMatchObject({ conflicts: ['phone'], row: { phone: '0661 00 00 00', note: 'likes tea' } });
    await edit('c2', { phone: '0550 12 34 56' }, { phone: '0770 99 99 99' });
    const waiting = (await conflicts()).filter(({ customerId }) => customerId === 'c2');
    expect(waiting).toMatchObject([{ field: 'phone', held: '0661 00 00 00', wanted: '0770 99 99 99' }]);
    const decide = `/v1/customer-conflicts/${waiting[0]?.conflictId ?? ''}`;
    const other = officeToken(await served.merchant());
    expect(await conflicts(other)).toEqual([]);
    expect((await served.call('POST', decide, other, { take: 'wanted' })).status).toBe(404);
    expect((await served.call('POST', decide, token, { take: 'wanted' })).status).toBe(200);
    expect((await served.call('POST', decide, token, { take: 'wanted' })).status).toBe(404);
    expect((await served.call('GET', '/v1/customers/c2', token)).body).toMatchObject({ row: { phone: '0770 99 99 99' } });
  });

  test('that is erased leaves nothing behind, also of what was wanted', async () => {
    await create('c3', { name: 'Unforgettable' });
    await edit('c3', { note: 'other' }, { note: 'Unforgettable note' });
    expect((await served.call('DELETE', '/v1/customers/c3', token)).status).toBe(200);
    const { rows } = await served.database.all
      .selectFrom('change_log')
      .select(['row', 'words'])
      .where('row_id', '=', 'c3')
      .execute()
      .then((found) => ({ rows: found }));
    expect(rows).toEqual([{ row: null, words: null }]);
    expect((await conflicts()).some(({ customerId }) => customerId === 'c3')).toBe(false);
  });

  test.each([
    ['no name', { name: ' ' }],
    ['a NUL in the note', { note: 'a\0' }],
    ['an unknown language', { language: 'de' }],
    ['a name too long', { name: 'x'.repeat(121) }],
  ])('with %s is refused', async (_, more) => {
    expect((await served.call('PUT', '/v1/customers/bad', token, { ...input(), ...more })).status).toBe(400);
  });

  test.each(["x'; DROP TABLE change_log; --", '%00', 'a/b'])('of the id %s is refused', async (id) => {
    expect((await served.call('PUT', `/v1/customers/${encodeURIComponent(id)}`, token, input())).status).toBe(400);
  });
});

describe('what a till wrote down', () => {
  test('is taken once however often it is sent, merged, and never brings back who was erased', async () => {
    const till = await served.terminal(place);
    const edits = [
      { kind: 'created', customer: newCustomer('t1', input({ name: 'Karim' }), NOW) },
      { kind: 'changed', customerId: 't1', was: { note: '' }, is: { note: 'regular' } },
    ];
    const send = (given: object[]) => served.call('POST', '/v1/terminal/customers', till.token, { edits: given });
    expect((await send(edits)).body).toEqual({ conflicts: 0 });
    const first = await served.call('GET', '/v1/customers/t1', token);
    expect(first.body).toMatchObject({ row: { name: 'Karim', note: 'regular' } });
    expect((await send(edits.slice(1))).body).toEqual({ conflicts: 0 });
    expect((await served.call('GET', '/v1/customers/t1', token)).body).toEqual(first.body);
    await send([{ kind: 'erased', customerId: 't1' }]);
    await send(edits);
    expect((await served.call('GET', '/v1/customers/t1', token)).status).toBe(404);
  });
});

const values = fc.record({ name: fc.constantFrom('A', 'B', 'C'), note: fc.constantFrom('', 'x', 'y'), marketing: fc.boolean() });

test('merged edits lose nothing: each wanted field is there or is a conflict, and untouched fields stay', () => {
  fc.assert(
    fc.property(values, values, fc.subarray(['name', 'note', 'marketing'] as const), values, (held, was, fields, wanted) => {
      const before = newCustomer('c', input(held), NOW);
      const pick = (from: typeof was) => Object.fromEntries(fields.map((field) => [field, from[field]]));
      const { customer, conflicts: open } = mergeCustomer(before, { was: pick(was), is: pick(wanted) }, NOW);
      for (const field of ['name', 'note', 'marketing'] as const) {
        if (!fields.includes(field) || open.includes(field)) expect(customer[field]).toEqual(before[field]);
        else expect(customer[field]).toEqual(wanted[field]);
        if (open.includes(field)) expect(before[field] === was[field] || before[field] === wanted[field]).toBe(false);
      }
    }),
  );
});

test.each(Object.entries(CUSTOMERS_OFFICE_ROUTES).filter(([, { access }]) => access !== 'terminal'))(
  '%s asks for its right',
  async (_, { method, path, access }) => {
    const address = path.replaceAll(/:\w+/g, 'x');
    const without = officeToken(place, [access === 'customers.edit' ? 'customers.read' : 'customers.edit']);
    expect(await served.call(method, address, without, method === 'GET' ? undefined : {})).toMatchObject({
      status: 403,
      body: { right: access },
    });
  },
);
