import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation, RequestOf } from '../../src-shared/contract/terminal-api.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';
import { completeSale } from './complete-sale.ts';
import { signIn } from './people.ts';
import { changeTicket } from './ticket.ts';

const MILK = '6139990015542';
const CHEESE = '6139990021093';
const NOTHING = { roleId: 'nothing', name: { en: 'Nothing' }, permissions: [], discountLimitMilli: 0 };

let shop: TestTerminal;
let saleId = '';

beforeAll(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
  await shop.must('roles.save', { role: NOTHING });
  await shop.must('people.save', { person: { personId: 'karim', name: 'كريم', language: 'fr', active: true, roleId: 'nothing' } });
  await shop.must('scan', { text: MILK, symbology: null, source: 'wedge' });
  const due = shop.till.ticket?.priced.remainingOtherMinor ?? 0;
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor: due, card: null, reference: null };
  changeTicket(shop.till, { kind: 'tender.add', tender });
  const { cartId = '', revision = 0 } = shop.till.ticket?.cart ?? {};
  const sold = completeSale(shop.till, cartId, revision);
  if (!sold.ok) throw new Error(sold.error.code);
  saleId = sold.value.sale.saleId;
});
afterAll(async () => {
  await shop.end();
});

/** The ticket of a test: four pieces of one thing and one of another, so that it is no short one once split. */
async function filled(lines: number): Promise<PricedCart> {
  signIn(shop.till, 'amina');
  const open = shop.till.ticket?.cart;
  if (open !== undefined && open.lines.length + open.events.length > 0) await shop.must('cart.void', { cartId: open.cartId, reason: null });
  for (let line = 0; line < lines; line++) {
    await shop.must('scan', { text: line % 2 === 0 ? MILK : CHEESE, symbology: null, source: 'wedge' });
    const { cart } = shop.till.ticket ?? {};
    const note = { kind: 'line.note' as const, lineId: cart?.lines.at(-1)?.lineId ?? '', note: `line ${String(line)}` };
    changeTicket(shop.till, note);
  }
  const priced = shop.till.ticket?.priced;
  if (priced === undefined) throw new Error('no ticket');
  signIn(shop.till, 'karim');
  return priced;
}

interface Guarded<O extends Operation = Operation> {
  readonly operation: O;
  readonly permission: Permission;
  readonly lines?: number;
  readonly request: (cart: PricedCart) => RequestOf<O>;
}

const guarded = <O extends Operation>(entry: Guarded<O>): Guarded => entry; // One table for operations of many shapes.
const edit = (cart: PricedCart, command: RequestOf<'cart.command'>['command']): RequestOf<'cart.command'> => ({
  cartId: cart.cartId,
  revision: cart.revision,
  command,
});
const firstOf = (cart: PricedCart): string => cart.lines[0]?.lineId ?? '';
const TEN_PERCENT = { kind: 'percent', percentMilli: 10_000, reason: null } as const;

const TABLE: Readonly<Record<string, Guarded>> = {
  'a discount on a line': guarded({
    operation: 'cart.command',
    permission: 'discount.over-limit',
    request: (cart) => edit(cart, { kind: 'line.discount', lineId: firstOf(cart), discount: TEN_PERCENT }),
  }),
  'a discount on the ticket': guarded({
    operation: 'cart.command',
    permission: 'discount.over-limit',
    request: (cart) => edit(cart, { kind: 'cart.discount', discount: TEN_PERCENT }),
  }),
  'a discount of an amount': guarded({
    operation: 'cart.command',
    permission: 'discount.over-limit',
    request: (cart) => edit(cart, { kind: 'cart.discount', discount: { kind: 'amount', amountMinor: 1_000, reason: null } }),
  }),
  'a price': guarded({
    operation: 'cart.command',
    permission: 'price.change',
    request: (cart) => edit(cart, { kind: 'line.price', lineId: firstOf(cart), unitPriceMinor: 1, reason: null }),
  }),
  'a line taken off': guarded({
    operation: 'cart.command',
    permission: 'line.void',
    request: (cart) => edit(cart, { kind: 'line.void', lineId: firstOf(cart) }),
  }),
  'a line taken off by undoing': guarded({
    operation: 'cart.undo',
    permission: 'line.void',
    lines: 1,
    request: ({ cartId, revision }) => ({ cartId, revision }),
  }),
  'a short ticket given up': guarded({
    operation: 'cart.void',
    permission: 'line.void',
    request: ({ cartId }) => ({ cartId, reason: null }),
  }),
  'a long ticket given up': guarded({
    operation: 'cart.void',
    permission: 'ticket.void',
    lines: 4,
    request: ({ cartId }) => ({ cartId, reason: null }),
  }),
  'the drawer': guarded({ operation: 'drawer.open', permission: 'drawer.open', request: () => ({ reason: 'change' }) }),
  'a receipt again': guarded({
    operation: 'receipt.reprint',
    permission: 'receipt.reprint',
    request: () => ({ saleId, reason: 'lost' }),
  }),
  'the settings': guarded({
    operation: 'settings.save',
    permission: 'settings.change',
    request: () => ({ settings: shop.till.settings, reason: 'none' }),
  }),
  'a person': guarded({
    operation: 'people.save',
    permission: 'people.manage',
    request: () => ({ person: { personId: null, name: 'Lila', language: 'fr', active: true, roleId: 'nothing' } }),
  }),
  'a role': guarded({
    operation: 'roles.save',
    permission: 'people.manage',
    request: () => ({ role: { ...NOTHING, roleId: 'other' } }),
  }),
  'the rules of signing in': guarded({
    operation: 'access.save',
    permission: 'people.manage',
    request: () => ({ access: { ...shop.till.settings.access, lockAfterFailures: 5 } }),
  }),
};

test.each(Object.entries(TABLE))('%s: refused in main without the right, and done with a colleague’s yes', async (_what, entry) => {
  const cart = await filled(entry.lines ?? 2);
  if (entry.operation === 'cart.undo') changeTicket(shop.till, { kind: 'line.note', lineId: firstOf(cart), note: null });
  if (entry.operation === 'cart.undo') await addedLine();
  const request = entry.request(shop.till.ticket?.priced ?? cart);
  const before = shop.till.ledger.head().seq;
  const refused = await shop.call(entry.operation, request);
  expect(refused).toMatchObject({ ok: false, error: { code: 'permission.needed', params: { permission: entry.permission } } });
  expect(shop.till.ledger.head().seq).toBe(before);
  if (refused.ok) throw new Error('it was not refused');
  const { permission: _permission, ...subject } = refused.error.params;
  const proof = { kind: 'person' as const, personId: 'amina', pin: null };
  await shop.must('approval.give', { permission: entry.permission, subject, proof, reason: 'tried' });
  expect(await shop.call(entry.operation, request)).toMatchObject({ ok: true });
  signIn(shop.till, 'amina');
});

/** What a mis-scan is, which undo takes back. */
async function addedLine(): Promise<void> {
  await shop.must('scan', { text: CHEESE, symbology: null, source: 'wedge' });
}

test('within her own limits nobody asks a cashier', async () => {
  await shop.must('person.sign-in', { personId: 'amina' });
  const karim = { personId: 'karim', name: 'كريم', language: 'fr', active: true, roleId: 'cashier' } as const;
  await shop.must('people.save', { person: karim });
  const cart = await filled(3);
  const five = { kind: 'percent', percentMilli: 5_000, reason: null } as const;
  const discounted = await shop.must('cart.command', edit(cart, { kind: 'cart.discount', discount: five }));
  const fewer = await shop.must('cart.command', edit(discounted.cart, { kind: 'line.void', lineId: firstOf(cart) }));
  await shop.must('cart.void', { cartId: fewer.cart.cartId, reason: null });
});
