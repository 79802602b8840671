import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Customer, type CustomerInput, newCustomer } from '../../src-shared/customers/customer.ts';
import { type Customers, openCustomers } from './customers.ts';

const NOW = new Date('2026-11-20T10:00:00Z');

let folder: string;
let path: string;
let customers: Customers;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-customers-'));
  path = join(folder, 'customers.db');
  ({ customers } = openCustomers(path, NOW));
});
afterEach(() => {
  customers.close();
  rmSync(folder, { recursive: true, force: true });
});

function add(customerId: string, input: Partial<CustomerInput>, at = NOW): Customer {
  const full = { name: customerId, phone: '', address: '', identifiers: [], language: null, note: '', marketing: false, ...input };
  const customer = newCustomer(customerId, full, at.toISOString());
  customers.add(customer);
  return customer;
}

function found(query: string): readonly string[] {
  return customers.search(query, 10).customers.map(({ customerId }) => customerId);
}

test.each([
  ['a part of a name, without its accents', 'bensa', ['c1']],
  ['two parts, in any order', 'said yas', ['c1']],
  ['an Arabic name in another spelling', 'احمد', ['c2']],
  ['a short part of a name', 'li', ['c3']],
  ['a part in the middle of a phone', '55012', ['c1']],
  ['a phone in Arabic digits', '٠٥٥٠١٢', ['c1']],
  ['a phone from abroad, typed as at home', '0661', ['c2']],
  ['a phone in groups', '06 61 00', ['c2']],
  ['an identifier of an invoice', '0001600', ['c3']],
  ['letters and figures that nobody has', 'zzz 9', []],
  ['what a query language would read', '" OR * NEAR(', []],
])('%s finds who is meant', (_, query, expected) => {
  add('c1', { name: 'Yasmine Bensaïd', phone: '0550 12 34 56' });
  add('c2', { name: 'أحمد بن علي', phone: '+213 661 00 22 33' });
  add('c3', { name: 'Li & fils', identifiers: [{ label: 'NIF', value: '000 1600 0000' }] });
  expect(found(query)).toEqual(expected);
});

test('before anything is typed those who came last come first, and more than asked for is said', () => {
  for (const index of [1, 2, 3]) add(`c${index}`, {}, new Date(NOW.getTime() + index));
  expect(found('')).toEqual(['c3', 'c2', 'c1']);
  customers.touch('c1', '2027-01-01T00:00:00.000Z');
  expect(customers.search('', 2)).toMatchObject({ customers: [{ customerId: 'c1' }, { customerId: 'c3' }], more: true });
});

test('a change is found under what is new and not under what was', () => {
  const before = add('c1', { name: 'Yasmine Bensaïd', phone: '0550123456' });
  customers.replace({ ...before, name: 'Yasmine Haddad', phone: '0770999888' });
  expect([found('bensaid'), found('haddad'), found('0550'), found('0770')]).toEqual([[], ['c1'], [], ['c1']]);
  expect(customers.withPhone('+213770999888')).toHaveLength(1);
  expect(customers.withPhone('0550123456')).toEqual([]);
});

test('of an erased customer nothing is left in any file', () => {
  add('c1', { name: 'Zoubida Erasable', phone: '0799887766', note: 'UNMISTAKABLE' });
  add('c2', { name: 'Somebody Else' });
  customers.erase('c1');
  customers.erase('never-there');
  expect(customers.find('c1')).toBeNull();
  expect(customers.count()).toBe(1);
  customers.close();
  for (const name of readdirSync(folder)) {
    expect(readFileSync(join(folder, name)).toString('latin1')).not.toMatch(/Zoubida|zoubida|0799887766|UNMISTAKABLE/);
  }
  ({ customers } = openCustomers(path, NOW));
});

test('what was written is there after a start', () => {
  const customer = add('c1', { name: 'Yasmine', marketing: true, identifiers: [{ label: 'NIF', value: '1' }] });
  customers.close();
  ({ customers } = openCustomers(path, NOW));
  expect(customers.find('c1')).toEqual(customer);
  expect(customer.marketingAt).toBe(NOW.toISOString());
});

test('a file of the first version is opened with everybody in it, and takes what is pulled', () => {
  const kept = add('c1', { name: 'Yasmine Bensaïd' });
  customers.close();
  const db = new Database(path);
  db.exec('DROP TABLE pulled_customer');
  db.pragma('user_version = 1');
  db.close();
  const opened = openCustomers(path, NOW);
  ({ customers } = opened);
  expect(opened.setAside).toBeNull();
  expect(found('yasmine')).toEqual(['c1']);
  customers.merge([{ customerId: 'c1', customer: { ...kept, name: 'Yasmine B.' }, unsent: new Set() }]);
  customers.merge([{ customerId: 'c1', customer: { ...kept, name: 'Yasmine C.' }, unsent: new Set(['name']) }]);
  expect(customers.find('c1')?.name).toBe('Yasmine B.');
});

test('a damaged file is put aside, and the till starts with an empty one', () => {
  customers.close();
  writeFileSync(path, 'no database at all, and long enough to be looked at as one'.repeat(40));
  const opened = openCustomers(path, NOW);
  customers = opened.customers;
  expect(opened.setAside).toBe(`${path}.damaged-2026-11-20T10-00-00.000Z`);
  expect(customers.count()).toBe(0);
  add('c1', {});
  expect(found('')).toEqual(['c1']);
});
