import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CartEdit } from '../../src-shared/contract/terminal-api.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';

const CHEESE = '6139990021093';

let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
  await shop.must('scan', { text: CHEESE, symbology: null, source: 'wedge' });
});
afterEach(() => shop.end());

async function edit(command: CartEdit): Promise<void> {
  const { cartId = '', revision = 0 } = shop.till.ticket?.cart ?? {};
  await shop.must('cart.command', { cartId, revision, command });
}

function undo() {
  const { cartId = '', revision = 0 } = shop.till.ticket?.cart ?? {};
  return shop.call('cart.undo', { cartId, revision });
}

const lineId = (): string => shop.till.ticket?.cart.lines[0]?.lineId ?? '';

test('a discount that the manager thought better of does not come back by a cashier’s undoing', async () => {
  await edit({ kind: 'line.discount', lineId: lineId(), discount: { kind: 'percent', percentMilli: 90_000, reason: null } });
  await edit({ kind: 'line.discount', lineId: lineId(), discount: null });
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await undo()).toMatchObject({ ok: false, error: { code: 'permission.needed', params: { permission: 'discount.over-limit' } } });
});

test('nor does a price that she changed and changed back', async () => {
  const listMinor = shop.till.ticket?.cart.lines[0]?.unitPriceMinor ?? 0;
  await edit({ kind: 'line.price', lineId: lineId(), unitPriceMinor: 100, reason: null });
  await edit({ kind: 'line.price', lineId: lineId(), unitPriceMinor: listMinor, reason: null });
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await undo()).toMatchObject({ ok: false, error: { code: 'permission.needed', params: { permission: 'price.change' } } });
});

test('a reduction is taken back by whoever is at the till: the goods cost again what they cost', async () => {
  await edit({ kind: 'line.price', lineId: lineId(), unitPriceMinor: 100, reason: null });
  await shop.must('person.sign-in', { personId: 'karim' });
  expect(await undo()).toMatchObject({ ok: true });
});
