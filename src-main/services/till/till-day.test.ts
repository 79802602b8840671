// Long because it is one story: a till’s day from its opening to the closed year, on the same shop, cut off after each step.
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CountView } from '../../../src-shared/contract/till-api.ts';
import { looseCash } from '../../../src-shared/till/cash-count.ts';
import { readDemoSettings } from '../../app/demo-shop.ts';
import { TestTerminal } from '../../app/terminal.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';

const TILL = 'till-1';
const FLOAT_MINOR = 500_000;

let shop: TestTerminal;
const copies: TestTerminal[] = [];

beforeEach(async () => {
  shop = new TestTerminal();
  const started = await shop.start();
  if (!started.ok) throw new Error(started.error.code);
  await shop.must('setup.shop', { settings: readDemoSettings('fr') });
  await shop.must('person.sign-in', { personId: 'amina' });
});

afterEach(async () => {
  await Promise.all([shop, ...copies.splice(0)].map((terminal) => terminal.end()));
});

/** The folder as a killed program leaves it: what is on the disk at this moment, with nothing closed, and a new program on it. */
async function killed(): Promise<TestTerminal> {
  const root = mkdtempSync(join(tmpdir(), 'contacto-killed-'));
  cpSync(shop.root, root, { recursive: true, filter: (path) => !basename(path).startsWith('lock.') });
  const after = new TestTerminal(root);
  copies.push(after);
  const started = await after.start();
  if (!started.ok) throw new Error(`${started.error.code} ${JSON.stringify(started.error.params)}`);
  after.clock.now = shop.clock.now;
  await after.must('person.sign-in', { personId: 'amina' });
  return after;
}

const open = (floatMinor = FLOAT_MINOR) => shop.must('till.open', { tillId: TILL, float: looseCash(floatMinor) });

/** Sells something for a sum, in one way. */
async function sell(amountMinor: number, kind: 'cash' | 'card', on = shop): Promise<void> {
  await on.must('cart.add-ad-hoc', { name: 'Article', unitPriceMinor: amountMinor, quantityMilli: 1_000, taxGroupId: null, code: null });
  const { cart } = await on.must('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  const tender = { tenderId: kind, kind, amountMinor, card: null, reference: null };
  const { cart: paid } = await on.must('cart.command', {
    cartId: cart.cartId,
    revision: cart.revision,
    command: { kind: 'tender.add', tender },
  });
  await on.must('sale.complete', { cartId: paid.cartId, revision: paid.revision });
}

type Counting = Extract<CountView, { readonly stage: 'counting' }>;

async function begin(on = shop): Promise<Counting['sheet']> {
  const view = await on.must('till.count-begin', { tillId: TILL, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  return view.sheet;
}

function commit(sheet: Counting['sheet'], cashMinor: number, cardMinor: number, on = shop) {
  const tenders = sheet.tenders.map(({ tenderId }) => ({ tenderId, countedMinor: tenderId === 'card' ? cardMinor : 0 }));
  return on.must('till.count-commit', { countId: sheet.countId, cash: looseCash(cashMinor), tenders });
}

const close = (countId: string, on = shop) => on.must('till.close', { countId, reasons: [], heldTickets: 'carry-over' });

async function verified(on: TestTerminal): Promise<unknown> {
  const root = on.root;
  await on.close();
  return (await verifyFolder(root, { quickCheck: true })).fault;
}

describe('opening', () => {
  test('nothing is sold before, and the ticket waits', async () => {
    await expect(sell(10_000, 'cash')).rejects.toThrow('till.not-open');
    expect((await shop.must('terminal.state', {})).cart?.lines).toHaveLength(1);
  });

  test('with a typed zero it is open with nothing in it', async () => {
    expect((await open(0)).status.state).toBe('open');
  });

  test.each([
    ['a negative float', looseCash(-1), 'till.amount-negative'],
    [
      'a pile of less than nothing',
      { pieces: [{ form: 'note' as const, valueMinor: 100, count: -1 }], looseMinor: 0 },
      'till.amount-negative',
    ],
    ['more than there is', looseCash(Number.MAX_SAFE_INTEGER), 'till.amount-too-large'],
    [
      'a bar code in the pile',
      { pieces: [{ form: 'note' as const, valueMinor: 100, count: 6_139_990_015_542 }], looseMinor: 0 },
      'till.amount-too-large',
    ],
  ])('%s is refused in words', async (_what, float, code) => {
    expect(await shop.call('till.open', { tillId: TILL, float })).toMatchObject({ ok: false, error: { code } });
  });

  test('twice is refused with the name of who has it', async () => {
    await open();
    const again = await shop.call('till.open', { tillId: TILL, float: looseCash(0) });
    expect(again).toMatchObject({ ok: false, error: { code: 'till.already-open', params: { name: 'Amina' } } });
  });
});

describe('money beside sales', () => {
  test('is moved once, however often its button is tapped', async () => {
    await open();
    const move = { movementId: 'm1', kind: 'paid-out' as const, amountMinor: 12_000, reason: 'taxi' };
    await shop.must('till.move', move);
    expect((await shop.must('till.move', move)).movements).toHaveLength(1);
    const { figures } = await shop.must('till.x', { tillId: TILL, print: false });
    expect(figures.cash.expectedMinor).toBe(FLOAT_MINOR - 12_000);
  });

  test('of nothing, or out of a till that is closed, is refused', async () => {
    const move = { movementId: 'm1', kind: 'paid-in' as const, amountMinor: 0, reason: 'x' };
    expect(await shop.call('till.move', { ...move, amountMinor: 5 })).toMatchObject({ error: { code: 'till.not-open' } });
    await open();
    expect(await shop.call('till.move', move)).toMatchObject({ error: { code: 'till.amount-zero' } });
    expect(await shop.call('till.move', { ...move, amountMinor: -5 })).toMatchObject({ error: { code: 'till.amount-negative' } });
  });
});

/** Every place in an answer where the figure stands. */
function holds(answer: unknown, figure: number): boolean {
  return JSON.stringify(answer).includes(String(figure));
}

describe('the count is blind', () => {
  const EXPECTED_MINOR = FLOAT_MINOR + 77_700;

  test('no operation says what there should be to a person without the right, until she has committed her count', async () => {
    await open();
    await sell(77_700, 'cash');
    const sheet = await begin();
    await shop.must('person.sign-in', { personId: 'karim' });
    const answers = await Promise.all([
      shop.call('till.view', {}),
      shop.call('till.count', {}),
      shop.call('terminal.state', {}),
      shop.call('till.x', { tillId: TILL, print: false }),
      shop.call('till.closed', { limit: 10 }),
      shop.call('period.view', {}),
      shop.call('period.close', { period: 'day', name: '2026-11-20' }),
    ]);
    expect(answers.filter((answer) => holds(answer, EXPECTED_MINOR))).toEqual([]);
    expect(answers[3]).toMatchObject({ ok: false, error: { code: 'permission.needed' } });
    expect(sheet).not.toHaveProperty('expectedMinor');
  });

  test('nothing is sold meanwhile, and no money is moved', async () => {
    await open();
    const sheet = await begin();
    await expect(sell(10_000, 'cash')).rejects.toThrow('till.counting');
    const move = { movementId: 'm1', kind: 'paid-in' as const, amountMinor: 5, reason: 'x' };
    expect(await shop.call('till.move', move)).toMatchObject({ error: { code: 'till.counting' } });
    await shop.must('till.count-give-up', { countId: sheet.countId });
    await shop.must('sale.complete', await ticketNow());
  });

  test('a way to pay nobody counted is asked for by name', async () => {
    await open();
    const sheet = await begin();
    const answer = await shop.call('till.count-commit', { countId: sheet.countId, cash: looseCash(0), tenders: [] });
    expect(answer).toMatchObject({ error: { code: 'till.tender-uncounted', params: { tender: 'Carte CIB / Edahabia' } } });
  });

  test('counted again, both counts stay in the journal', async () => {
    await open();
    const sheet = await begin();
    await commit(sheet, FLOAT_MINOR - 100, 0);
    const again = await shop.must('till.count-again', { countId: sheet.countId });
    if (again.stage !== 'counting') throw new Error(again.stage);
    expect(await commit(again.sheet, FLOAT_MINOR, 0)).toMatchObject({ stage: 'counted', attempt: 2, varianceMinor: 0 });
  });

  test('who has seen what it should come to does not count anew without somebody who may judge a difference', async () => {
    await shop.must('person.sign-in', { personId: 'karim' });
    await open();
    const sheet = await begin();
    await commit(sheet, 0, 0);
    const needed = { error: { code: 'permission.needed', params: { permission: 'till.variance' } } };
    expect(await shop.call('till.count-again', { countId: sheet.countId })).toMatchObject(needed);
    await shop.must('till.count-give-up', { countId: sheet.countId });
    expect(await shop.call('till.count-begin', { tillId: TILL, takeOver: false })).toMatchObject(needed);
  });
});

async function ticketNow(): Promise<{ readonly cartId: string; readonly revision: number }> {
  const { cart } = await shop.must('terminal.state', {});
  return { cartId: cart?.cartId ?? '', revision: cart?.revision ?? 0 };
}

describe('closing', () => {
  test('a difference needs its reason, and over the limit somebody who may judge it', async () => {
    await open();
    await shop.must('person.sign-in', { personId: 'karim' });
    const sheet = await begin();
    await commit(sheet, FLOAT_MINOR - 60_000, 0);
    const request = { countId: sheet.countId, reasons: [], heldTickets: 'carry-over' as const };
    expect(await shop.call('till.close', request)).toMatchObject({ error: { code: 'till.reason-needed' } });
    const reasons = [{ pool: 'cash', reason: 'rendu' }];
    expect(await shop.call('till.close', { ...request, reasons })).toMatchObject({
      error: { code: 'permission.needed', params: { permission: 'till.variance' } },
    });
    await shop.must('person.sign-in', { personId: 'amina' });
    expect(await shop.must('till.close', { ...request, reasons })).toMatchObject({ zNumber: 1 });
  });

  test('over the limit a manager does not judge her own count while another is there, and does when she is alone', async () => {
    const lina = { personId: null, name: 'Lina', language: 'fr' as const, active: true, roleId: 'manager' };
    await open();
    const sheet = await begin();
    expect(await commit(sheet, FLOAT_MINOR - 60_000, 0)).toMatchObject({ needsSecond: false });
    const { settings } = await shop.must('people.save', { person: lina });
    const personId = settings?.people.find(({ name }) => name === 'Lina')?.personId ?? null;
    expect(await shop.must('till.count', {})).toMatchObject({ needsSecond: true });
    const request = { countId: sheet.countId, reasons: [{ pool: 'cash', reason: 'rendu' }], heldTickets: 'carry-over' as const };
    const refused = await shop.call('till.close', request);
    expect(refused).toMatchObject({ error: { code: 'permission.needed', params: { permission: 'till.variance' } } });
    await shop.must('people.save', { person: { ...lina, personId, active: false } });
    expect(await shop.must('till.close', request)).toMatchObject({ zNumber: 1 });
  });

  test('the second of two people is refused with the name of the first; the first asking again gets the same Z', async () => {
    await open();
    const sheet = await begin();
    await shop.must('person.sign-in', { personId: 'karim' });
    expect(await shop.call('till.count-begin', { tillId: TILL, takeOver: false })).toMatchObject({
      error: { code: 'till.counting', params: { name: 'Amina' } },
    });
    await shop.must('person.sign-in', { personId: 'amina' });
    await commit(sheet, FLOAT_MINOR, 0);
    const { zNumber, sessionId } = await close(sheet.countId);
    expect(await close(sheet.countId)).toMatchObject({ zNumber, sessionId });
    await shop.must('person.sign-in', { personId: 'karim' });
    expect(await shop.call('till.close', { countId: sheet.countId, reasons: [], heldTickets: 'carry-over' })).toMatchObject({
      error: { code: 'till.already-closed', params: { name: 'Amina', number: 1 } },
    });
  });

  test('held tickets wait on or are given up, as chosen', async () => {
    await open();
    await shop.must('cart.add-ad-hoc', { name: 'X', unitPriceMinor: 5_000, quantityMilli: 1_000, taxGroupId: null, code: null });
    await shop.must('cart.hold', { cartId: (await ticketNow()).cartId, label: '' });
    const sheet = await begin();
    expect(await commit(sheet, FLOAT_MINOR, 0)).toMatchObject({ heldCount: 1 });
    const closed = await shop.must('till.close', { countId: sheet.countId, reasons: [], heldTickets: 'void' });
    expect(closed.report.figures.counts.voidedTickets).toBe(1);
    expect((await shop.must('terminal.state', {})).heldCount).toBe(0);
  });

  test('waits while money was taken for a ticket that is not complete', async () => {
    await open();
    await shop.must('cart.add-ad-hoc', { name: 'X', unitPriceMinor: 5_000, quantityMilli: 1_000, taxGroupId: null, code: null });
    const tender = { tenderId: 'cash', kind: 'cash' as const, amountMinor: 1_000, card: null, reference: null };
    await shop.must('cart.command', { ...(await ticketNow()), command: { kind: 'tender.add', tender } });
    expect(await shop.call('till.count-begin', { tillId: TILL, takeOver: false })).toMatchObject({
      error: { code: 'cart.tenders-present' },
    });
  });

  test('needs no printer', async () => {
    const { settings } = await shop.must('terminal.state', {});
    if (settings === null) throw new Error('no shop');
    await shop.must('settings.save', { settings: { ...settings, receiptPrinterId: null }, reason: 'test' });
    await open();
    const sheet = await begin();
    await commit(sheet, FLOAT_MINOR, 0);
    expect(await close(sheet.countId)).toMatchObject({ zNumber: 1 });
  });

  test('numbers go on without gaps, each till by itself', async () => {
    for (const expected of [1, 2, 3]) {
      await open();
      const sheet = await begin();
      await commit(sheet, FLOAT_MINOR, 0);
      expect((await close(sheet.countId)).zNumber).toBe(expected);
    }
    expect(await verified(shop)).toBeNull();
  });
});

describe('a program killed', () => {
  test('after each step goes on where it was, and comes to the same Z', async () => {
    await open();
    await sell(30_000, 'cash');
    expect((await (await killed()).must('till.view', {})).status.state).toBe('open');

    const sheet = await begin();
    const typed = { pieces: ['3'], loose: '', tenders: [{ tenderId: 'card', typed: '12' }] };
    await shop.must('till.count-keep', { countId: sheet.countId, draft: typed });
    expect(await (await killed()).must('till.count', {})).toMatchObject({
      stage: 'counting',
      draft: typed,
      sheet: { countId: sheet.countId },
    });

    await commit(sheet, FLOAT_MINOR + 30_000, 0);
    const counted = await killed();
    expect(await counted.must('till.count', {})).toMatchObject({ stage: 'counted', varianceMinor: 0 });
    const there = await close(sheet.countId, counted);

    const here = await close(sheet.countId);
    expect(there.report.figures).toEqual(here.report.figures);
    const closed = await killed();
    expect((await closed.must('till.view', {})).status.state).toBe('not-open');
    expect(await close(sheet.countId, closed)).toMatchObject({ zNumber: 1, sessionId: here.sessionId });
    expect(await verified(closed)).toBeNull();
  });
});

describe('several tills and people', () => {
  async function withRules(rules: Partial<NonNullable<Awaited<ReturnType<typeof settingsNow>>>['tillRules']>): Promise<void> {
    const settings = await settingsNow();
    if (settings === null) throw new Error('no shop');
    await shop.must('settings.save', { settings: { ...settings, tillRules: { ...settings.tillRules, ...rules } }, reason: 'test' });
  }
  const settingsNow = async () => (await shop.must('terminal.state', {})).settings;

  test('a till belongs to who opened it until it is handed over', async () => {
    await withRules({ sharedTill: false });
    await open();
    await shop.must('person.sign-in', { personId: 'karim' });
    await expect(sell(10_000, 'cash')).rejects.toThrow('till.not-hers');
    await shop.must('person.sign-in', { personId: 'amina' });
    await shop.must('till.hand-over', { tillId: TILL, personId: 'karim' });
    await shop.must('person.sign-in', { personId: 'karim' });
    await shop.must('sale.complete', await ticketNow());
  });

  test('of two tills in turn each has its own tickets', async () => {
    await withRules({ moreTills: [{ tillId: 'till-2', name: 'Caisse 2' }] });
    await open();
    await sell(10_000, 'cash');
    await shop.must('till.open', { tillId: 'till-2', float: looseCash(0) });
    await sell(20_000, 'cash');
    await shop.must('till.choose', { tillId: TILL });
    await sell(40_000, 'card');
    const [one, two] = await Promise.all([TILL, 'till-2'].map((tillId) => shop.must('till.x', { tillId, print: false })));
    expect(one?.figures).toMatchObject({ totals: { totalMinor: 50_000 }, cash: { expectedMinor: FLOAT_MINOR + 10_000 } });
    expect(two?.figures).toMatchObject({ totals: { totalMinor: 20_000 }, cash: { expectedMinor: 20_000 } });
  });
});

describe('days, months and years', () => {
  async function closeTillNow(cashMinor: number, cardMinor = 0): Promise<void> {
    const sheet = await begin();
    await commit(sheet, cashMinor, cardMinor);
    await close(sheet.countId);
  }

  test('tickets across midnight and the year’s end are of their own day, and all is closed in order', async () => {
    shop.clock.now = new Date('2026-12-31T22:30:00Z');
    await open();
    await sell(10_000, 'cash');
    shop.clock.now = new Date('2026-12-31T23:30:00Z');
    await sell(20_000, 'cash');
    const before = await shop.must('period.view', {});
    expect(before.missing.map(({ name }) => name)).toEqual(['2026-12-31', '2026-12', '2026', '2027-01-01']);
    expect(await shop.call('period.close', { period: 'day', name: '2026-12-31' })).toMatchObject({ error: { code: 'period.till-open' } });
    await closeTillNow(FLOAT_MINOR + 30_000);
    expect(await shop.call('period.close', { period: 'month', name: '2026-12' })).toMatchObject({
      error: { code: 'period.not-next', params: { next: '2026-12-31' } },
    });
    for (const { period, name } of before.missing) await shop.must('period.close', { period, name });
    const totals = await Promise.all(
      before.missing.map(async ({ period, name }) => {
        const { figures } = await shop.must('report.show', { report: { kind: 'period', period, name } });
        return figures.totals.totalMinor;
      }),
    );
    expect(totals).toEqual([10_000, 10_000, 10_000, 20_000]);
    expect(await verified(shop)).toBeNull();
  });

  test('what is sold after the day was closed is booked on the next', async () => {
    await open();
    await sell(10_000, 'cash');
    await closeTillNow(FLOAT_MINOR + 10_000);
    await shop.must('period.close', { period: 'day', name: '2026-11-20' });
    await open();
    await sell(5_000, 'cash');
    await closeTillNow(FLOAT_MINOR + 5_000);
    expect((await shop.must('period.view', {})).missing).toEqual([{ period: 'day', name: '2026-11-21', isCurrent: true }]);
    await shop.must('period.close', { period: 'day', name: '2026-11-21' });
    const { figures } = await shop.must('report.show', { report: { kind: 'period', period: 'day', name: '2026-11-21' } });
    expect(figures.totals.totalMinor).toBe(5_000);
  });

  test('a day nobody closed for a week can be', async () => {
    await open();
    await sell(10_000, 'cash');
    await closeTillNow(FLOAT_MINOR + 10_000);
    shop.clock.now = new Date('2026-11-27T10:00:00Z');
    expect((await shop.must('period.view', {})).missing).toEqual([{ period: 'day', name: '2026-11-20', isCurrent: false }]);
    await shop.must('period.close', { period: 'day', name: '2026-11-20' });
    expect((await shop.must('period.view', {})).missing).toEqual([]);
  });
});

test('the Z on the screen, its CSV and the journal say the same', async () => {
  await open();
  await sell(12_345, 'card');
  const sheet = await begin();
  await commit(sheet, FLOAT_MINOR, 12_345);
  const { sessionId, report } = await close(sheet.countId);
  const z = { kind: 'z' as const, sessionId };
  expect((await shop.must('report.show', { report: z })).figures).toEqual(report.figures);
  const { csv } = await shop.must('report.csv', { report: z });
  expect(csv).toContain('tender,card,card,1,123.45,DZD');
  expect(JSON.stringify(report.document)).toContain('123,45');
  await shop.must('report.print', { report: z });
  const { jobs } = await shop.must('print.jobs', {});
  expect(
    jobs
      .filter(({ title }) => title.includes('Z'))
      .map(({ copy }) => copy)
      .toSorted(),
  ).toEqual([1, 2]);
});

test('a sale taken back is counted, leaves the drawer, and is of the same till', async () => {
  await open();
  await sell(20_000, 'cash');
  const { sales } = await shop.must('sale.recent', { limit: 1 });
  await shop.must('sale.void', { saleId: sales[0]?.saleId ?? '', reason: 'test' });
  const { figures } = await shop.must('till.x', { tillId: TILL, print: false });
  expect(figures).toMatchObject({ counts: { voidedSales: 1 }, totals: { totalMinor: 0 }, cash: { expectedMinor: FLOAT_MINOR } });
});
