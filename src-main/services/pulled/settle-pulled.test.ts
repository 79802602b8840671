import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PulledKind } from '../../../src-shared/contract/pull-api.ts';
import { newCustomer } from '../../../src-shared/customers/customer.ts';
import { storeWideOf } from '../../../src-shared/settings/store-wide-settings.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';
import { settlePulled } from './settle-pulled.ts';

const CURCUMA = '6139990044030';
const SAMIR = { personId: 'samir', name: 'Samir', language: 'fr', active: true, roleId: 'cashier' } as const;
const INPUT = { name: 'Nadia', phone: '0550000000', address: '', identifiers: [], language: null, note: '', marketing: false };

let shop: TestTerminal;
let version = 0;
beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
  sent();
});
afterEach(async () => {
  await shop.end();
});

/** The cloud has acknowledged everything. */
function sent(): void {
  const head = shop.till.ledger.head();
  shop.till.ledger.acknowledge(head, head.hash);
}

function pull(kind: PulledKind, id: string, row: unknown): ReturnType<typeof settlePulled> {
  version += 1;
  shop.till.catalog.keepPage({ changes: [{ kind, id, version, row }], cursor: `c${version}`, origin: 'o' }, shop.clock.now.toISOString());
  return settlePulled(shop.till);
}

const asides = () => shop.till.catalog.changes.asides(10).rows.map(({ id, reason }) => [id, reason]);
const waiting = (kind: PulledKind) => shop.till.catalog.changes.inbox(kind, 10).length;
const entries = () => shop.till.ledger.counts().entries;
const personOf = (personId: string) => shop.till.settings.people.find((person) => person.personId === personId);

describe('a person', () => {
  test('comes, changes and goes by what the back office says, each once in the journal', () => {
    const before = entries();
    expect(pull('person', 'samir', SAMIR).changed).toBe(true);
    pull('person', 'samir', SAMIR);
    pull('person', 'samir', { ...SAMIR, roleId: 'senior-cashier' });
    pull('person', 'samir', null);
    expect(entries() - before).toBe(3);
    expect(personOf('samir')).toEqual({ ...SAMIR, roleId: 'senior-cashier', active: false });
    expect(shop.till.ledger.lastActOf('person.deactivated')).toMatchObject({ actor: 'cloud' });
  });

  test('who was changed here keeps what was said here until it is sent', async () => {
    pull('person', 'samir', SAMIR);
    sent();
    await shop.must('people.save', { person: { ...SAMIR, roleId: 'senior-cashier' } });
    pull('person', 'samir', { ...SAMIR, name: 'Samir B.' });
    expect(personOf('samir')?.roleId).toBe('senior-cashier');
    expect(waiting('person')).toBe(1);
    sent();
    expect(settlePulled(shop.till).changed).toBe(true);
    expect(personOf('samir')).toEqual({ ...SAMIR, name: 'Samir B.' });
    expect(waiting('person')).toBe(0);
  });

  test.each([
    ['who would leave nobody to do everything', 'amina', (): unknown => ({ ...personOf('amina'), active: false }), 'people.last-manager'],
    ['of a role that is not there', 'samir', (): unknown => ({ ...SAMIR, roleId: 'wizard' }), 'people.role-unknown'],
    ['under another’s id', 'other', (): unknown => SAMIR, 'id-mismatch'],
    ['that is none', 'samir', (): unknown => ({ name: 1 }), 'row-unreadable'],
  ])('%s is put aside with the reason', (_case, id, row, reason) => {
    const { people } = shop.till.settings;
    for (const person of people) if (person.personId !== 'amina' && reason === 'people.last-manager') pull('person', person.personId, null);
    const before = shop.till.settings;
    pull('person', id, row());
    expect(asides()).toEqual([[id, reason]]);
    expect(shop.till.settings).toEqual(before);
    expect(waiting('person')).toBe(0);
  });
});

describe('the store’s settings', () => {
  const withCopies = (copies: number) => ({ ...storeWideOf(shop.till.settings), receipt: { ...shop.till.settings.receipt, copies } });

  test('take the place of the store’s part alone, and not while a ticket is open', async () => {
    await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
    const { printers, till } = shop.till.settings;
    pull('store-settings', 'store', withCopies(3));
    expect(shop.till.settings.receipt.copies).toBe(1);
    const { cart } = await shop.must('terminal.state', {});
    await shop.must('cart.void', { cartId: cart?.cartId ?? '', reason: null });
    settlePulled(shop.till);
    expect(shop.till.settings.receipt.copies).toBe(3);
    expect(shop.till.settings).toMatchObject({ printers, till });
    expect(shop.till.ledger.lastActOf('settings.changed')).toMatchObject({ actor: 'cloud', body: { reason: 'cloud' } });
  });

  test('wait for what was changed here to be sent, and then have the last word', async () => {
    const { settings } = shop.till;
    await shop.must('settings.save', { settings: { ...settings, receipt: { ...settings.receipt, copies: 2 } }, reason: 'x' });
    pull('store-settings', 'store', withCopies(4));
    expect(shop.till.settings.receipt.copies).toBe(2);
    sent();
    settlePulled(shop.till);
    expect(shop.till.settings.receipt.copies).toBe(4);
  });

  test('that cannot be worked with are put aside', () => {
    pull('store-settings', 'store', { ...withCopies(1), currency: 'ZZZ' });
    pull('role', 'manager', { roleId: 'manager', name: null, permissions: [], discountLimitMilli: 0 });
    expect(asides().toSorted()).toEqual([
      ['manager', 'people.role-fixed'],
      ['store', 'settings.invalid'],
    ]);
  });
});

describe('a customer', () => {
  test('is merged field by field, and what was changed here and not sent is never overwritten', async () => {
    const nadia = newCustomer('c-1', INPUT, '2026-11-01T00:00:00.000Z');
    const before = entries();
    pull('customer', 'c-1', nadia);
    expect(shop.till.customers.find('c-1')).toEqual(nadia);
    // Personal data comes and goes without the journal.
    expect(entries()).toBe(before);
    await shop.must('customer.change', { customerId: 'c-1', customer: { ...INPUT, phone: '0661111111' } });
    pull('customer', 'c-1', { ...nadia, phone: '0772222222', note: 'fidèle' });
    expect(shop.till.customers.find('c-1')).toMatchObject({ phone: '0661111111', note: 'fidèle' });
    sent();
    // The cloud says no other phone than before: the till's stands. It says another: the cloud's does.
    pull('customer', 'c-1', { ...nadia, phone: '0772222222', address: 'Alger' });
    expect(shop.till.customers.find('c-1')).toMatchObject({ phone: '0661111111', address: 'Alger' });
    pull('customer', 'c-1', { ...nadia, phone: '0773333333' });
    expect(shop.till.customers.find('c-1')).toMatchObject({ phone: '0773333333', address: '' });
    pull('customer', 'c-1', null);
    expect(shop.till.customers.find('c-1')).toBeNull();
  });

  test('erased here does not come back by a row of before, and one that cannot be read is put aside', async () => {
    const nadia = newCustomer('c-1', INPUT, '2026-11-01T00:00:00.000Z');
    pull('customer', 'c-1', nadia);
    await shop.must('customer.erase', { customerId: 'c-1', reason: null });
    pull('customer', 'c-1', { ...nadia, note: 'x' });
    expect(shop.till.customers.find('c-1')).toBeNull();
    pull('customer', 'c-2', { ...nadia });
    expect(asides()).toEqual([['c-2', 'row-unreadable']]);
  });

  test('by the thousand they come in lots', () => {
    const changes = Array.from({ length: 450 }, (_, n) => {
      const customerId = `c-${n}`;
      return { kind: 'customer', id: customerId, version: n + 1, row: newCustomer(customerId, INPUT, '2026-11-01T00:00:00.000Z') };
    });
    shop.till.catalog.keepPage({ changes, cursor: 'c', origin: 'o' }, shop.clock.now.toISOString());
    expect([settlePulled(shop.till).more, settlePulled(shop.till).more, settlePulled(shop.till).more]).toEqual([true, true, false]);
    expect(shop.till.customers.count()).toBe(450);
  });
});
