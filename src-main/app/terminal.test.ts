import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StoreSettings } from '../../src-shared/settings/store-settings.ts';
import { openDrafts } from '../drafts/drafts.ts';
import { neutralSettings } from './neutral-shop.ts';
import { startWords } from './start-words.ts';
import { TestTerminal } from './terminal.fixture.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });
const PATIENT = { timeout: 20_000 };

const CURCUMA = '6139990044030';

let shop: TestTerminal;

beforeEach(() => {
  shop = new TestTerminal();
});
afterEach(async () => {
  await shop.end();
});

function ownShop(): StoreSettings {
  return neutralSettings({
    name: 'Corner shop',
    country: 'GB',
    currency: 'GBP',
    timeZone: 'Europe/London',
    language: 'en',
    tillName: null,
    receiptPrefix: null,
    personName: 'Ann',
  });
}

const inFolder = (name: string): string => join(shop.root, name);

async function restart() {
  await shop.close();
  return shop.start();
}

async function ringUpCurcuma() {
  const outcome = await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
  if (outcome.kind !== 'added') throw new Error(outcome.kind);
  return outcome.outcome.cart;
}

test('an empty folder starts, offers the set-up, and sells nothing before', async () => {
  expect(await shop.start()).toMatchObject({ ok: true });
  expect(await shop.must('terminal.state', {})).toMatchObject({ setup: 'needed', settings: null, status: null });
  for (const operation of ['scan', 'cart.undo', 'print.jobs', 'virtual-printer.pages', 'drawer.open', 'sale.recent'] as const) {
    const request = { text: 'x', symbology: null, source: 'wedge', limit: 1, reason: 'r', cartId: 'c', revision: 0 };
    expect(await shop.terminal.handle(operation, request), operation).toMatchObject({ ok: false, error: { code: 'setup.needed' } });
  }
  expect(existsSync(inFolder('ledger.db'))).toBe(false);
});

test('a shop of one’s own sells at once, and the journal begins with its settings', async () => {
  await shop.start();
  const state = await shop.must('setup.shop', { settings: ownShop() });
  expect(state).toMatchObject({ setup: 'done', settings: { shop: { tradeName: { en: 'Corner shop' } } } });
  expect(shop.events.some((event) => event.kind === 'state')).toBe(true);
  expect(shop.till.ledger.counts().entries).toBe(2);
  expect(await shop.call('setup.shop', { settings: ownShop() })).toMatchObject({ ok: false, error: { code: 'setup.already-done' } });
  expect(await shop.call('setup.demo', { language: 'fr' })).toMatchObject({ ok: false, error: { code: 'setup.already-done' } });
});

test('settings that contradict themselves set nothing up', async () => {
  await shop.start();
  const settings = { ...ownShop(), defaultTaxGroupId: 'none' };
  expect(await shop.call('setup.shop', { settings })).toMatchObject({
    error: { code: 'settings.invalid', params: { where: 'defaultTaxGroupId' } },
  });
  const labels = { ...ownShop(), labelPatterns: ['21PPPPPWWWWWC', '21PPPPPVVVVVC'] };
  expect(await shop.call('setup.shop', { settings: labels })).toMatchObject({ error: { params: { where: 'labelPatterns.1' } } });
  expect(existsSync(inFolder('settings.json'))).toBe(false);
});

test('a power cut gives the cashier the cart back, with its way back', async () => {
  await shop.startDemo();
  await ringUpCurcuma();
  const cart = await ringUpCurcuma();
  expect(await restart()).toMatchObject({ ok: true });
  expect(await shop.must('terminal.state', {})).toMatchObject({ cart, canUndo: true, person: null });
});

test('a crash between the commit and the clearing of the counter offers the receipt, never a second sale', async () => {
  await shop.startDemo();
  const cart = await ringUpCurcuma();
  const tender = { tenderId: 'cash', kind: 'cash' as const, amountMinor: 2_000, card: null, reference: null };
  const paid = await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  const draft = shop.till.ticket!.cart;
  const { sale } = await shop.must('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
  await shop.close();
  // The drafts as they lay on the disk at the moment of the commit.
  const { drafts } = openDrafts(inFolder('drafts.db'), shop.clock.now);
  drafts.begin(draft);
  drafts.keepLastSale(null);
  drafts.close();
  await shop.start();
  expect(await shop.must('terminal.state', {})).toMatchObject({ cart: null, lastSale: sale });
  await shop.must('person.sign-in', { personId: 'amina' });
  const again = await shop.must('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
  expect(again.sale).toEqual(sale);
  expect(shop.till.ledger.counts().sales).toBe(1);
});

test('half-written settings: the ones before are used, and it is said until a person has read it', async () => {
  await shop.startDemo();
  const settings = { ...shop.till.settings, shownDecimals: 0 };
  await shop.must('settings.save', { settings, reason: 'whole dinars' });
  await shop.close();
  truncateSync(inFolder('settings.json'), 300);
  await shop.start();
  const state = await shop.must('terminal.state', {});
  expect(state.settings?.shownDecimals).toBe(2);
  expect(state.notices).toMatchObject([{ code: 'settings.previous-used' }]);
  expect((await shop.must('notice.dismiss', { code: 'settings.previous-used' })).notices).toEqual([]);
});

test('damaged or newer settings, or none beside a journal: no start, and words for it', async () => {
  await shop.startDemo();
  await shop.close();
  const whole = readFileSync(inFolder('settings.json'), 'utf8');
  const cases: [content: string | null, code: string][] = [
    ['{', 'settings.damaged'],
    [whole.replace('"version": 1', '"version": 2'), 'settings.newer'],
    [whole.replace('"defaultTaxGroupId": "tva-19"', '"defaultTaxGroupId": "tva-20"'), 'settings.invalid'],
    [null, 'settings.lost'],
  ];
  for (const [content, code] of cases) {
    rmSync(inFolder('settings.json'), { force: true });
    if (content !== null) writeFileSync(inFolder('settings.json'), content);
    const started = await shop.start();
    expect(started, code).toMatchObject({ ok: false, error: { code } });
    if (started.ok) continue;
    for (const language of ['fr', 'ar', 'en'] as const) {
      const words = startWords(language, started.error.code, started.error.params);
      expect(words).not.toContain('{{');
      expect(words).not.toBe(started.error.code);
    }
  }
  writeFileSync(inFolder('settings.json'), whole);
  expect(await shop.start()).toMatchObject({ ok: true });
});

test('a set-up that was cut short before the journal began is finished at the next start', async () => {
  writeFileSync(inFolder('settings.json'), JSON.stringify(ownShop()));
  expect(await shop.start()).toMatchObject({ ok: true });
  expect(await shop.must('terminal.state', {})).toMatchObject({ setup: 'done' });
  expect(shop.till.ledger.counts().entries).toBe(2);
});

test('a folder whose journal is gone is never given an empty one', async () => {
  await shop.startDemo();
  await shop.close();
  rmSync(inFolder('ledger.db'));
  expect(await shop.start()).toMatchObject({ ok: false, error: { code: 'ledger.missing' } });
  expect(existsSync(inFolder('ledger.db'))).toBe(false);
});

test('a journal of a newer program is refused', async () => {
  await shop.startDemo();
  await shop.close();
  const db = new Database(inFolder('ledger.db'));
  db.pragma('user_version = 99');
  db.close();
  expect(await shop.start()).toMatchObject({ ok: false, error: { code: 'ledger.newer-schema' } });
});

test('a second program on the folder is refused, naming the first, and the first sells on', async () => {
  await shop.startDemo();
  const { startTerminal } = await import('./terminal.ts');
  const { plainProtector } = await import('../ledger/identity.ts');
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const second = await startTerminal({ root: shop.root, protector: plainProtector, log });
  expect(second).toMatchObject({ ok: false, error: { code: 'ledger.locked' } });
  expect(!second.ok && startWords('en', second.error.code, second.error.params)).toContain(String(process.pid));
  await ringUpCurcuma();
});

test('damaged drafts do not keep the till from starting, and are said', async () => {
  await shop.startDemo();
  await ringUpCurcuma();
  await shop.close();
  writeFileSync(inFolder('drafts.db'), 'not a database at all. '.repeat(500));
  rmSync(inFolder('drafts.db-wal'), { force: true });
  expect(await shop.start()).toMatchObject({ ok: true });
  const state = await shop.must('terminal.state', {});
  expect(state).toMatchObject({ cart: null, notices: [{ code: 'drafts.set-aside' }] });
  expect(readdirSync(shop.root).some((name) => name.startsWith('drafts.db.damaged-'))).toBe(true);
});

test('a disk that refuses the drafts is said once, and the queue at the counter goes on', async () => {
  await shop.startDemo();
  const refuse = () => {
    throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  };
  Object.assign(shop.till.drafts, { save: refuse, begin: refuse, hold: refuse, keepLastSale: refuse });
  await ringUpCurcuma();
  const cart = await ringUpCurcuma();
  expect((await shop.must('terminal.state', {})).notices).toEqual([{ code: 'drafts.not-kept', params: {} }]);
  expect(await shop.call('cart.undo', { cartId: cart.cartId, revision: cart.revision })).toMatchObject({
    error: { code: 'cart.nothing-to-undo' },
  });
  expect(await shop.call('cart.hold', { cartId: cart.cartId, label: '' })).toMatchObject({ error: { code: 'drafts.unwritable' } });
  const tender = { tenderId: 'cash', kind: 'cash' as const, amountMinor: 4_000, card: null, reference: null };
  const paid = await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  await shop.must('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
  expect(shop.till.ledger.counts().sales).toBe(1);
});

test('settings the disk refuses are not in force, and the journal does not tell of them', async () => {
  await shop.startDemo();
  const before = shop.till.settings;
  const entries = shop.till.ledger.counts().entries;
  mkdirSync(inFolder(`settings.json.${String(process.pid)}.tmp`));
  const settings = { ...before, shownDecimals: 0 };
  expect(await shop.call('settings.save', { settings, reason: 'whole dinars' })).toMatchObject({ error: { code: 'settings.unwritable' } });
  expect(shop.till.settings).toEqual(before);
  expect(shop.till.ledger.counts().entries).toBe(entries);
});

test('settings the journal cannot tell of are put back', async () => {
  await shop.startDemo();
  const before = readFileSync(inFolder('settings.json'), 'utf8');
  const settings = { ...shop.till.settings, shownDecimals: 0 };
  shop.till.ledger.stop();
  expect(await shop.call('settings.save', { settings, reason: 'whole dinars' })).toMatchObject({ error: { code: 'ledger.stopped' } });
  expect(readFileSync(inFolder('settings.json'), 'utf8')).toBe(before);
  expect(shop.till.settings.shownDecimals).toBe(2);
});

test('changed settings are in force at once, journalled without the people, and reprice the open ticket', async () => {
  await shop.startDemo();
  await ringUpCurcuma();
  const taxGroups = shop.till.settings.taxGroups.map((group) => (group.taxGroupId === 'tva-19' ? { ...group, taxes: [] } : group));
  const state = await shop.must('settings.save', { settings: { ...shop.till.settings, taxGroups }, reason: 'holiday of taxes' });
  expect(state.cart?.totals.taxMinor).toBe(0);
  const { ledger } = shop.till;
  const newest = ledger.entriesAfter({ epoch: 1, seq: ledger.head().seq - 1 }, 1)[0]!;
  const text = Buffer.from(newest.bytes).toString('utf8');
  expect(text).toContain('settings.changed');
  expect(text).not.toContain('Amina');
  const without = state.settings!.taxGroups.filter((group) => group.taxGroupId !== 'tva-19');
  const broken = { ...state.settings!, taxGroups: without, defaultTaxGroupId: 'tva-9' };
  expect(await shop.call('settings.save', { settings: broken, reason: 'x' })).toMatchObject({ error: { code: 'cart.tax-group-unknown' } });
});

test('the currency stays once there are sales in it', async () => {
  await shop.startDemo();
  const cart = await ringUpCurcuma();
  const euro = { ...shop.till.settings, currency: 'EUR' };
  expect(await shop.call('settings.save', { settings: euro, reason: 'x' })).toMatchObject({ error: { code: 'cart.not-empty' } });
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor: 2_000, card: null, reference: null };
  const paid = await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  await shop.must('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
  expect(await shop.call('settings.save', { settings: euro, reason: 'x' })).toMatchObject({
    error: { params: { problem: 'sales-exist' } },
  });
});

test('a person keeps her language through a restart', async () => {
  await shop.startDemo();
  await shop.must('person.language', { language: 'ar' });
  await restart();
  expect((await shop.must('person.sign-in', { personId: 'amina' })).person?.language).toBe('ar');
});

test('an import done beside the running till is there without a restart', async () => {
  await shop.startDemo();
  const { replaceCatalog } = await import('../catalog/replace-catalog.ts');
  await replaceCatalog({ folder: shop.root }, { categories: [], products: [], quickKeys: [] });
  expect(shop.till.catalog.count()).toBe(250);
  expect(shop.till.catalog.refresh()).toMatchObject({ ok: true, value: true });
  expect(await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' })).toMatchObject({ kind: 'not-found' });
});

test('damage where no start looks is found beside the selling, stops it, and keeps the cart', async () => {
  await shop.startDemo();
  const cart = await ringUpCurcuma();
  const tender = { tenderId: 'card', kind: 'card' as const, amountMinor: 2_000, card: null, reference: null };
  const paid = await shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  await shop.must('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
  await ringUpCurcuma();
  await shop.close();
  const db = new Database(inFolder('ledger.db'));
  db.prepare('UPDATE sale SET total_minor = total_minor + 1').run();
  db.close();
  expect(await shop.start({ checkAfterMs: 0 })).toMatchObject({ ok: true });
  await vi.waitFor(() => {
    expect(shop.events.at(-1)).toMatchObject({ kind: 'status', status: { ledger: { state: 'stopped', finding: 'corrupt' } } });
  }, PATIENT);
  expect(await shop.call('person.sign-in', { personId: 'amina' })).toMatchObject({ ok: false, error: { code: 'ledger.stopped' } });
  expect((await shop.must('terminal.state', {})).cart?.lines).toHaveLength(1);
  expect(shop.logged.join()).toContain('does not hold');
  expect(await restart()).toMatchObject({ ok: false, error: { code: 'ledger.corrupt', params: { finding: 'projection-differs' } } });
});

test('a whole check that comes to no verdict is said, and selling goes on', async () => {
  await shop.startDemo();
  await shop.close();
  expect(await shop.start({ checkAfterMs: 0 })).toMatchObject({ ok: true });
  rmSync(inFolder('ledger.db'));
  await vi.waitFor(async () => {
    expect((await shop.must('terminal.state', {})).notices).toEqual([{ code: 'journal.not-checked', params: {} }]);
  }, PATIENT);
  await shop.must('person.sign-in', { personId: 'amina' });
});

test('a damaged catalog is put aside and said, and the till starts without it and sells by hand', async () => {
  await shop.startDemo();
  await shop.close();
  writeFileSync(inFolder('catalog-1.db'), 'not a catalog. '.repeat(1_000));
  expect(await shop.start()).toMatchObject({ ok: true });
  expect((await shop.must('terminal.state', {})).notices).toMatchObject([{ code: 'catalog.set-aside' }]);
  expect(shop.till.catalog.count()).toBe(0);
  await shop.must('person.sign-in', { personId: 'amina' });
  const item = { name: 'Lait', unitPriceMinor: 2_500, quantityMilli: 1_000, taxGroupId: null, code: null };
  expect((await shop.must('cart.add-ad-hoc', item)).cart.totals.totalMinor).toBe(2_500);
});
