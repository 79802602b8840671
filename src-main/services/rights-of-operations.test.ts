import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { accountIdOf } from '../../src-shared/accounts/account.ts';
import { type Operation, type RequestOf, TERMINAL_API } from '../../src-shared/contract/terminal-api.ts';
import type { Permission } from '../../src-shared/people/permissions.ts';
import { looseCash } from '../../src-shared/till/cash-count.ts';
import { CustomerShop, tender, YASMINE } from '../app/customer-shop.fixture.ts';
import { signIn } from './people.ts';

/** Every operation of the contract either stands here with the right it needs, or in the list of those that need none of their own. */

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const DAY = '2026-11-20';
const NOTHING = { roleId: 'nothing', name: { en: 'Nothing' }, permissions: [], discountLimitMilli: 0 };
const TERMS = { reasonId: 'defective', note: null, disposition: 'restock' as const };
const BUYER = { name: 'SARL Les Oliviers', address: ['Béjaïa'], phone: null, identifiers: [{ label: 'NIF', value: '000206000000001' }] };

/** What the requests name: made by the manager before the person without rights comes. */
interface Made {
  readonly saleId: string;
  readonly otherSaleId: string;
  readonly invoice: string;
  readonly customerId: string;
  readonly layawayId: string;
  readonly sessionId: string;
  readonly countId: string;
  readonly printerId: string;
  readonly folder: string;
}

let shop: CustomerShop;
let made: Made;

beforeAll(async () => {
  shop = new CustomerShop();
  await shop.startDemo();
  await shop.must('roles.save', { role: NOTHING });
  await shop.must('people.save', { person: { personId: 'karim', name: 'كريم', language: 'fr', active: true, roleId: 'nothing' } });
  await shop.decide({ layaway: { depositPercentMilli: 0, days: 30, forfeitPercentMilli: 0 } });
  const { settings } = shop.till;
  const tillRules = { ...settings.tillRules, moreTills: [{ tillId: 'till-2', name: 'Caisse 2' }] };
  await shop.must('settings.save', { settings: { ...settings, tillRules }, reason: 'test' });
  const sessionId = await closed('till-1');
  await shop.must('till.open', { tillId: 'till-2', float: looseCash(0) });
  const countId = await counted('till-2');
  await shop.must('till.open', { tillId: 'till-1', float: looseCash(0) });
  const customerId = await shop.create();
  const { cart } = await shop.ring(1, customerId);
  const { layaway } = await shop.must('layaway.open', {
    cartId: cart.cartId,
    revision: cart.revision,
    slipId: 'layaway-slip',
    depositMinor: 0,
    tenders: [],
  });
  const otherSaleId = await shop.sell(1, null, 'card');
  const { invoice } = await shop.must('invoice.issue', { saleId: otherSaleId, buyer: BUYER, medium: 'roll' });
  const saleId = await shop.sell(2, customerId, 'card');
  made = {
    saleId,
    otherSaleId,
    invoice: invoice.number,
    customerId,
    layawayId: layaway.layawayId,
    sessionId,
    countId,
    printerId: shop.till.settings.receiptPrinterId ?? '',
    folder: shop.root,
  };
  signIn(shop.till, 'karim');
});
afterAll(async () => {
  await shop.end();
});

async function counted(tillId: string): Promise<string> {
  const view = await shop.must('till.count-begin', { tillId, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const tenders = view.sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: 0 }));
  await shop.must('till.count-commit', { countId: view.sheet.countId, cash: looseCash(0), tenders });
  return view.sheet.countId;
}

async function closed(tillId: string): Promise<string> {
  const countId = await counted(tillId);
  return (await shop.must('till.close', { countId, reasons: [], heldTickets: 'carry-over' })).sessionId;
}

interface Guarded<O extends Operation = Operation> {
  readonly operation: O;
  readonly permission: Permission;
  readonly request: (made: Made) => RequestOf<O>;
}

/** One table for operations of many shapes. */
function needs<O extends Operation>(operation: O, permission: Permission, request: (made: Made) => RequestOf<O>): Guarded {
  return { operation, permission, request };
}

const Z = ({ sessionId }: Made) => ({ report: { kind: 'z' as const, sessionId } });
const move = (kind: RequestOf<'till.move'>['kind']) => () => ({ movementId: `m-${kind}`, kind, amountMinor: 1_000, reason: 'x' });
const cashOut = [{ tenderId: 'cash', kind: 'cash' as const, amountMinor: -1_000, card: null, reference: null }];

const GUARDED: readonly Guarded[] = [
  needs('till.hand-over', 'till.close', () => ({ tillId: 'till-1', personId: 'karim' })),
  needs('till.move', 'till.paid-in', move('paid-in')),
  needs('till.move', 'till.paid-out', move('paid-out')),
  needs('till.move', 'till.drop', move('drop')),
  needs('till.move', 'till.drop', move('bank')),
  needs('till.x', 'till.x-report', () => ({ tillId: 'till-1', print: false })),
  needs('till.count-begin', 'till.count', () => ({ tillId: 'till-1', takeOver: false })),
  // Its figures were seen: whoever counts it anew may judge a difference.
  needs('till.count-begin', 'till.variance', () => ({ tillId: 'till-2', takeOver: true })),
  needs('till.close', 'till.variance', ({ countId }) => ({ countId, reasons: [], heldTickets: 'carry-over' })),
  needs('till.closed', 'report.view', () => ({ limit: 10 })),
  needs('report.show', 'report.view', Z),
  needs('report.print', 'report.view', Z),
  needs('report.pdf', 'report.view', Z),
  needs('report.csv', 'report.view', Z),
  needs('sales-report.show', 'report.view', () => ({ span: 'day', day: DAY })),
  needs('sales-report.csv', 'report.view', () => ({ span: 'day', day: DAY })),
  needs('journal.view', 'journal.view', () => ({})),
  needs('journal.list', 'journal.view', () => ({
    filter: { types: null, personId: null, from: null, to: null, receiptNumber: null },
    before: null,
    limit: 10,
  })),
  needs('journal.entry', 'journal.view', () => ({ position: 1 })),
  needs('journal.verify', 'journal.view', () => ({})),
  needs('journal.verification', 'journal.view', () => ({})),
  needs('journal.archive', 'journal.export', () => ({ month: null })),
  needs('training.switch', 'training.switch', () => ({ on: true })),
  needs('return.take', 'return.with-receipt', ({ saleId }) => ({ saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...TERMS }] })),
  needs('return.take-without-receipt', 'return.without-receipt', () => ({
    productId: shop.till.ledger.findSale(made.saleId)?.sale.lines[0]?.productId ?? '',
    quantityMilli: 1_000,
    unitPriceMinor: null,
    foreignReceipt: null,
    ...TERMS,
  })),
  needs('sale.void', 'sale.void', ({ saleId }) => ({ saleId, reason: 'x' })),
  needs('invoice.issue', 'invoice.issue', ({ saleId }) => ({ saleId, buyer: BUYER, medium: 'roll' })),
  needs('invoice.print', 'receipt.reprint', ({ invoice }) => ({ kind: 'invoice', number: invoice, reason: null })),
  needs('invoice.erase-buyer', 'customer.edit', ({ invoice }) => ({ number: invoice, reason: 'x' })),
  needs('document.pdf', 'receipt.reprint', ({ saleId }) => ({ kind: 'receipt', saleId, paper: 'a4' })),
  needs('document.pdf', 'receipt.reprint', ({ invoice }) => ({ kind: 'invoice', document: 'invoice', number: invoice })),
  needs('customer.create', 'customer.edit', () => ({ customer: { ...YASMINE, name: 'Omar' }, acceptDuplicate: true })),
  needs('customer.change', 'customer.edit', ({ customerId }) => ({ customerId, customer: { ...YASMINE, note: 'x' } })),
  needs('customer.erase', 'customer.edit', ({ customerId }) => ({ customerId, reason: null })),
  needs('account.take', 'account.adjust', ({ customerId }) => ({
    slipId: 'pay-out',
    for: { purpose: 'pay-out', customerId },
    amountMinor: -1_000,
    tenders: cashOut,
    reason: null,
  })),
  needs('account.adjust', 'account.adjust', ({ customerId }) => ({
    slipId: 'adjust',
    accountId: accountIdOf('store-credit', customerId),
    amount: 1_000,
    reason: 'x',
  })),
  needs('account.limit', 'account.adjust', ({ customerId }) => ({ customerId, limitMinor: 1, reason: null })),
  needs('layaway.cancel', 'account.adjust', ({ layawayId }) => ({ layawayId, slipId: 'cancel', tenderId: 'cash', reason: null })),
  needs('devices.change', 'devices.manage', () => ({ change: { kind: 'scale.set', scale: null } })),
  needs('devices.check', 'devices.manage', ({ printerId }) => ({ deviceId: `printer:${printerId}`, result: 'passed' })),
  needs('devices.diagnostics', 'devices.manage', () => ({})),
  needs('discovery.search', 'devices.manage', () => ({ addresses: '127.0.0.1' })),
  needs('drawer.test', 'devices.manage', ({ printerId }) => ({ printerId, reason: 'x' })),
  needs('display.test', 'devices.manage', () => ({ upper: 'a', lower: 'b' })),
  needs('sync.enrol', 'settings.change', () => ({ cloudUrl: 'http://127.0.0.1:9', code: 'ABCD' })),
  needs('sync.export', 'journal.export', ({ folder }) => ({ folder })),
];

test.each(GUARDED.map((entry) => [entry.operation, entry.permission, entry] as const))(
  '%s is refused in main without %s, and leaves no trace',
  async (operation, permission, entry) => {
    const before = shop.till.ledger.head().seq;
    const refused = await shop.call(operation, entry.request(made));
    expect(refused).toMatchObject({ ok: false, error: { code: 'permission.needed', params: { permission } } });
    expect(shop.till.ledger.head().seq).toBe(before);
  },
);

test.each([...new Map(GUARDED.map((entry) => [entry.operation, entry])).values()].map((entry) => [entry.operation, entry] as const))(
  '%s is nobody’s act while nobody is signed in',
  async (operation, entry) => {
    shop.till.person = null;
    const refused = await shop.call(operation, entry.request(made));
    signIn(shop.till, 'karim');
    expect(refused).toMatchObject({ ok: false, error: { code: 'person.needed' } });
  },
);

test('a till is opened, and a day is closed, with the right of it', async () => {
  const other = new CustomerShop();
  try {
    const started = await other.start();
    if (!started.ok) throw new Error(started.error.code);
    await other.must('setup.demo', { language: 'fr' });
    await other.must('person.sign-in', { personId: 'amina' });
    await other.must('roles.save', { role: NOTHING });
    await other.must('people.save', { person: { personId: 'karim', name: 'كريم', language: 'fr', active: true, roleId: 'nothing' } });
    const rules = { ...other.till.settings.tillRules, openingRequired: false };
    await other.must('settings.save', { settings: { ...other.till.settings, tillRules: rules }, reason: 'test' });
    await other.sell(1, null, 'card');
    signIn(other.till, 'karim');
    expect(await other.call('till.open', { tillId: 'till-1', float: looseCash(0) })).toMatchObject(refusedFor('till.open'));
    expect(await other.call('period.close', { period: 'day', name: DAY })).toMatchObject(refusedFor('period.close'));
  } finally {
    await other.end();
  }
});

test('goods go on a tab with the right of it, and over its limit with a greater one', async () => {
  signIn(shop.till, 'amina');
  const accountId = accountIdOf('on-account', made.customerId);
  const onTab = async (count: number) =>
    shop.command(await shop.ring(count, made.customerId), tender('on-account', count * 9_000, accountId));
  const small = await onTab(1);
  signIn(shop.till, 'karim');
  expect(await shop.tryComplete(small)).toMatchObject(refusedFor('account.charge'));
  signIn(shop.till, 'amina');
  await shop.complete(small);
  const large = await onTab(100);
  signIn(shop.till, 'karim');
  expect(await shop.tryComplete(large)).toMatchObject(refusedFor('account.over-limit'));
});

function refusedFor(permission: Permission) {
  return { ok: false, error: { code: 'permission.needed', params: { permission } } };
}

/** Guarded by what they do to a ticket, to settings and to people: in `rights.test.ts`, and in the two tests above. */
const GUARDED_ELSEWHERE: readonly Operation[] = [
  'cart.command',
  'cart.undo',
  'cart.void',
  'drawer.open',
  'receipt.reprint',
  'settings.save',
  'people.save',
  'people.pin',
  'people.badge',
  'people.unlock',
  'roles.save',
  'roles.remove',
  'access.save',
  'till.open',
  'period.close',
  'sale.complete',
];

/** They ring up, look up, take money in, or are one's own: whoever is at the counter may. */
const FREE: readonly Operation[] = [
  'terminal.state',
  'setup.demo',
  'setup.shop',
  'person.sign-in',
  'person.badge',
  'person.here',
  'person.idle',
  'approval.give',
  'till.view',
  'till.choose',
  'till.count',
  'till.count-keep',
  'till.count-give-up',
  'till.count-commit',
  'till.count-again',
  'period.view',
  'person.sign-out',
  'person.language',
  'scan',
  'catalog.search',
  'catalog.categories',
  'catalog.quick-keys',
  'catalog.add',
  'cart.add-ad-hoc',
  'cart.hold',
  'cart.recall',
  'cart.held',
  'lan.state',
  'lan.held',
  'lan.take',
  'customer.search',
  'customer.card',
  'account.tenders',
  'account.quote',
  'account.statement',
  'account.statement-print',
  'account.statement-pdf',
  'account.statement-csv',
  'gift-card.find',
  'layaway.open',
  'layaway.terms',
  'layaway.collect',
  'layaway.list',
  'sale.recent',
  'receipt.preview',
  'print.jobs',
  'print.resolve',
  'printer.self-test',
  'virtual-printer.pages',
  'virtual-printer.fault',
  'virtual-printer.drawer',
  'scale.read',
  'scale.tare',
  'serial.ports',
  'virtual-scale.load',
  'virtual-display.lines',
  'customer-window.open',
  'customer-window.payment-qr',
  'hid.devices',
  'price.preview',
  'scan.claim',
  'scan.release',
  'scan.accept',
  'return.find',
  'return.receipts',
  'return.quote',
  'return.goods',
  'return.refunds',
  'invoice.of-sale',
  'invoice.buyers',
  'devices.overview',
  'discovery.local',
  'discovery.progress',
  'discovery.cancel',
  'devices.exchanges',
  'label.product',
  'label.preview',
  'label.print',
  'notice.dismiss',
  'sync.state',
  'sync.download',
  'sync.retry',
  'remote.dismiss',
  'remote.unlock',
];

test('no operation is forgotten', () => {
  const known = new Set<string>([...GUARDED.map(({ operation }) => operation), ...GUARDED_ELSEWHERE, ...FREE]);
  expect(Object.keys(TERMINAL_API).filter((operation) => !known.has(operation))).toEqual([]);
});
