import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CartEdit, CartOutcome, Operation } from '../../src-shared/contract/terminal-api.ts';
import { MAX_AMOUNT_MINOR, MAX_QUANTITY_MILLI } from '../../src-shared/money/amount.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });
const PATIENT = { timeout: 20_000 };

let shop: TestTerminal;

beforeEach(async () => {
  shop = new TestTerminal();
  await shop.startDemo();
});
afterEach(async () => {
  await shop.end();
});

/** Curcuma 20 g at 20.00, bin bags at 90.00: pieces of the demo shop. Potatoes at 60.00 and Edam at 1,400.00 the kilogram. */
const CURCUMA = '6139990044030';
const BIN_BAGS = '6139990088430';

async function scan(text: string): Promise<CartOutcome> {
  const outcome = await shop.must('scan', { text, symbology: null, source: 'wedge' });
  if (outcome.kind !== 'added') throw new Error(`${text} was not added but ${outcome.kind}`);
  return outcome.outcome;
}

async function edit({ cart }: CartOutcome, command: CartEdit): Promise<CartOutcome> {
  return shop.must('cart.command', { cartId: cart.cartId, revision: cart.revision, command });
}

async function undo({ cart }: CartOutcome): Promise<CartOutcome> {
  return shop.must('cart.undo', { cartId: cart.cartId, revision: cart.revision });
}

function tender(tenderId: 'cash' | 'card', amountMinor: number): CartEdit {
  return { kind: 'tender.add', tender: { tenderId, kind: tenderId, amountMinor, card: null, reference: null } };
}

async function complete({ cart }: CartOutcome) {
  return shop.must('sale.complete', { cartId: cart.cartId, revision: cart.revision });
}

async function sellCurcuma(): Promise<string> {
  const paid = await edit(await scan(CURCUMA), tender('cash', 2_000));
  return (await complete(paid)).sale.saleId;
}

async function pages(): Promise<number> {
  return (await shop.must('virtual-printer.pages', { limit: 20 })).pages.length;
}

test('a scan, cash and a tap make one sale in the journal, one receipt on paper, one open drawer and change on the screen', async () => {
  await scan(CURCUMA);
  const two = await scan(CURCUMA);
  expect(two.cart.lines).toHaveLength(1);
  expect(two.cart.lines[0]).toMatchObject({ quantityMilli: 2_000, totalMinor: 4_000, code: CURCUMA });
  expect(two.changedLineId).toBe(two.cart.lines[0]!.lineId);
  const { sale, outcome } = await complete(await edit(two, tender('cash', 10_000)));
  expect(sale).toMatchObject({
    receiptNumber: 'C1-000001',
    totalMinor: 4_000,
    tenderedMinor: 10_000,
    changeMinor: 6_000,
    drawerOpened: true,
  });
  expect(outcome.cart.lines).toEqual([]);
  expect(outcome.cart.cartId).not.toBe(sale.saleId);
  await vi.waitFor(async () => {
    expect(await pages()).toBe(1);
  }, PATIENT);
  const paper = await shop.must('virtual-printer.pages', { limit: 1 });
  expect(paper.drawerOpenings).toBe(1);
  expect(Buffer.from(paper.pages[0]!.pngBase64, 'base64').subarray(1, 4).toString()).toBe('PNG');
  const stored = shop.till.ledger.findSale(sale.saleId)!;
  expect(stored.entry.actor).toBe('amina');
  expect(stored.sale).toMatchObject({ businessDate: '2026-11-20', tillId: 'till-1' });
  expect((await shop.must('terminal.state', {})).lastSale).toEqual(sale);
});

test('the change stays until the next ticket begins to fill', async () => {
  await sellCurcuma();
  expect((await shop.must('terminal.state', {})).lastSale).not.toBeNull();
  await scan(CURCUMA);
  expect((await shop.must('terminal.state', {})).lastSale).toBeNull();
});

test('a second tap, or the same tap from another screen, answers with the same sale and prints nothing more', async () => {
  const paid = await edit(await scan(CURCUMA), tender('cash', 2_000));
  const [first, second] = await Promise.all([complete(paid), complete(paid)]);
  const third = await complete(paid);
  expect(second.sale).toEqual(first.sale);
  expect(third.sale).toEqual(first.sale);
  expect(shop.till.ledger.counts().sales).toBe(1);
  expect((await shop.must('print.jobs', {})).jobs).toHaveLength(1);
  await vi.waitFor(async () => {
    expect(await pages()).toBe(1);
  }, PATIENT);
  expect((await shop.must('virtual-printer.pages', { limit: 1 })).drawerOpenings).toBe(1);
});

test('a lost answer of the ledger is asked for again under the same id, and makes no second sale', async () => {
  const paid = await edit(await scan(CURCUMA), tender('cash', 2_000));
  const { ledger } = shop.till;
  const spy = vi.spyOn(ledger, 'completeSale').mockImplementationOnce((request) => {
    const original = Object.getPrototypeOf(ledger) as typeof ledger;
    original.completeSale.call(ledger, request);
    return { ok: false, error: { code: 'ledger.outcome-unknown', params: { finding: 'io' } } };
  });
  const lost = await shop.call('sale.complete', { cartId: paid.cart.cartId, revision: paid.cart.revision });
  expect(lost).toMatchObject({ ok: false, error: { code: 'ledger.outcome-unknown' } });
  expect((await shop.must('terminal.state', {})).cart?.cartId).toBe(paid.cart.cartId);
  const { sale } = await complete(paid);
  expect(sale.saleId).toBe(paid.cart.cartId);
  expect(ledger.counts().sales).toBe(1);
  expect(spy).toHaveBeenCalledTimes(2);
  await vi.waitFor(async () => {
    expect(await pages()).toBe(1);
  }, PATIENT);
  expect((await shop.must('virtual-printer.pages', { limit: 1 })).drawerOpenings).toBe(1);
});

test('two screens of one till share the ticket: each hears what the other did, and what it saw before is refused', async () => {
  const outcome = await scan(CURCUMA);
  expect(shop.events.findLast((event) => event.kind === 'cart')).toEqual({ kind: 'cart', outcome });
  const lineId = outcome.cart.lines[0]!.lineId;
  await edit(outcome, { kind: 'line.quantity', lineId, quantityMilli: 3_000 });
  const { cartId, revision } = outcome.cart;
  const late = { kind: 'line.quantity', lineId, quantityMilli: 9_000 } as const;
  expect(await shop.call('cart.command', { cartId, revision, command: late })).toMatchObject({ ok: false, error: { code: 'cart.stale' } });
  expect(await shop.call('cart.command', { cartId: 'other', revision, command: late })).toMatchObject({
    error: { code: 'cart.not-found' },
  });
  expect(await shop.call('sale.complete', { cartId, revision })).toMatchObject({ ok: false, error: { code: 'cart.stale' } });
});

test('undo gives the ticket back as it was, and goods that leave it so are told in the journal', async () => {
  await scan(CURCUMA);
  const second = await scan(BIN_BAGS);
  expect(second.canUndo).toBe(true);
  const undone = await undo(second);
  expect(undone.cart.lines.map((line) => line.code)).toEqual([CURCUMA]);
  expect(undone.cart.revision).toBeGreaterThan(second.cart.revision);
  const { sale } = await complete(await edit(undone, tender('cash', 2_000)));
  const { events } = shop.till.ledger.findSale(sale.saleId)!.sale;
  expect(events).toMatchObject([{ kind: 'line-voided', personId: 'amina', line: { code: BIN_BAGS } }]);
});

test('undo is for the ticket the person saw: a second tap takes nothing more back, and no other ticket comes back', async () => {
  await scan(CURCUMA);
  const { cart } = await scan(BIN_BAGS);
  const seen = { cartId: cart.cartId, revision: cart.revision };
  await shop.must('cart.undo', seen);
  expect(await shop.call('cart.undo', seen)).toMatchObject({ error: { code: 'cart.stale' } });
  expect(await shop.call('cart.undo', { ...seen, cartId: 'other' })).toMatchObject({ error: { code: 'cart.not-found' } });
});

test('a ticket whose draft the disk refused does not give way to the one before it', async () => {
  const gone = await scan(CURCUMA);
  const refuse = () => {
    throw new Error('disk full');
  };
  const begin = vi.spyOn(shop.till.drafts, 'begin').mockImplementation(refuse);
  await shop.must('cart.void', { cartId: gone.cart.cartId, reason: null });
  begin.mockRestore();
  const save = vi.spyOn(shop.till.drafts, 'save').mockImplementation(refuse);
  const { cart } = await scan(BIN_BAGS);
  save.mockRestore();
  expect(cart.revision).toBe(gone.cart.revision);
  expect(await shop.call('cart.undo', { cartId: cart.cartId, revision: cart.revision })).toMatchObject({
    error: { code: 'cart.nothing-to-undo' },
  });
});

test('the repeat scan that is taken back is told as reduced, though its line stays', async () => {
  await scan(CURCUMA);
  const undone = await undo(await scan(CURCUMA));
  const { sale } = await complete(await edit(undone, tender('cash', 2_000)));
  const told = { kind: 'quantity-reduced', personId: 'amina', fromMilli: 2_000, toMilli: 1_000 };
  expect(shop.till.ledger.findSale(sale.saleId)!.sale.events).toMatchObject([told]);
});

test('a ticket given up leaves its trace in the journal and an empty counter', async () => {
  const outcome = await scan(CURCUMA);
  const before = shop.till.ledger.counts().entries;
  const voided = await shop.must('cart.void', { cartId: outcome.cart.cartId, reason: 'customer left' });
  expect(voided.cart.lines).toEqual([]);
  expect(shop.till.ledger.counts()).toMatchObject({ entries: before + 1, sales: 0 });
  expect(await shop.call('cart.void', { cartId: voided.cart.cartId, reason: null })).toMatchObject({ error: { code: 'cart.empty' } });
});

test('a held ticket waits through a restart and comes back only to an empty counter', async () => {
  const outcome = await scan(CURCUMA);
  await shop.must('cart.hold', { cartId: outcome.cart.cartId, label: 'blue coat' });
  await shop.close();
  await shop.start();
  await shop.must('person.sign-in', { personId: 'karim' });
  const { carts } = await shop.must('cart.held', {});
  expect(carts).toMatchObject([{ cartId: outcome.cart.cartId, label: 'blue coat', personId: 'amina', lineCount: 1, totalMinor: 2_000 }]);
  const other = await scan(BIN_BAGS);
  expect(await shop.call('cart.recall', { cartId: outcome.cart.cartId })).toMatchObject({ error: { code: 'cart.not-empty' } });
  await shop.must('cart.void', { cartId: other.cart.cartId, reason: null });
  const recalled = await shop.must('cart.recall', { cartId: outcome.cart.cartId });
  expect(recalled.cart.lines).toMatchObject([{ code: CURCUMA }]);
  expect(recalled.heldCount).toBe(0);
});

test('lines taken off an open ticket are told in the journal before a held one takes its place', async () => {
  const held = await scan(CURCUMA);
  await shop.must('cart.hold', { cartId: held.cart.cartId, label: '' });
  const other = await scan(BIN_BAGS);
  const emptied = await edit(other, { kind: 'line.void', lineId: other.cart.lines[0]!.lineId });
  const append = vi.spyOn(shop.till.ledger, 'append');
  const recalled = await shop.must('cart.recall', { cartId: held.cart.cartId });
  expect(recalled.cart.lines).toMatchObject([{ code: CURCUMA }]);
  expect(append.mock.calls).toMatchObject([
    [
      {
        type: 'cart.voided',
        body: { cartId: emptied.cart.cartId, lines: [], events: [{ kind: 'line-voided', line: { code: BIN_BAGS } }] },
      },
      'amina',
    ],
  ]);
});

test('money that was taken is not put aside nor thrown away with a ticket', async () => {
  const paid = await edit(await scan(CURCUMA), tender('cash', 2_000));
  const { cartId } = paid.cart;
  expect(await shop.call('cart.hold', { cartId, label: '' })).toMatchObject({ error: { code: 'cart.tenders-present' } });
  expect(await shop.call('cart.void', { cartId, reason: null })).toMatchObject({ error: { code: 'cart.tenders-present' } });
});

test('the drawer opens by the rule of the tender: for cash, not for a card', async () => {
  const paid = await edit(await scan(CURCUMA), tender('card', 2_000));
  expect((await complete(paid)).sale.drawerOpened).toBe(false);
  await vi.waitFor(async () => {
    expect(await pages()).toBe(1);
  }, PATIENT);
  expect((await shop.must('virtual-printer.pages', { limit: 1 })).drawerOpenings).toBe(0);
  const entries = shop.till.ledger.counts().entries;
  await shop.must('drawer.open', { reason: 'change for the post office' });
  expect(shop.till.ledger.counts().entries).toBe(entries + 1);
  expect((await shop.must('virtual-printer.pages', { limit: 1 })).drawerOpenings).toBe(1);
});

test('a printer without paper does not hold a sale up, is shown, and prints when it is mended', async () => {
  await shop.must('virtual-printer.fault', { fault: 'paper-out' });
  await sellCurcuma();
  await vi.waitFor(async () => {
    const { status } = await shop.must('terminal.state', {});
    expect(status?.printer).toMatchObject({ state: 'trouble', fault: 'printer.paper-out', waiting: 1 });
  }, PATIENT);
  await sellCurcuma();
  expect(shop.till.ledger.counts().sales).toBe(2);
  await shop.must('virtual-printer.fault', { fault: 'none' });
  await vi.waitFor(async () => expect(await pages()).toBe(2), PATIENT);
});

test('a reprint is an event of the journal and a marked copy', async () => {
  const saleId = await sellCurcuma();
  const { job } = await shop.must('receipt.reprint', { saleId, reason: 'lost' });
  expect(job).toMatchObject({ saleId, copy: 2 });
  const again = await shop.must('receipt.reprint', { saleId, reason: null });
  expect(again.job.copy).toBe(3);
  expect(await shop.call('receipt.reprint', { saleId: 'none', reason: null })).toMatchObject({ error: { code: 'sale.unknown' } });
});

test('a receipt can be looked at before and after', async () => {
  const outcome = await scan(CURCUMA);
  const open = await shop.must('receipt.preview', { saleId: null });
  expect(JSON.stringify(open.document.blocks)).not.toContain('"qr"');
  const { sale } = await complete(await edit(outcome, tender('cash', 2_000)));
  const done = await shop.must('receipt.preview', { saleId: sale.saleId });
  expect(done.document.title).toBe('C1-000001');
  expect(done.document.blocks.at(-1)?.kind).toBe('qr');
});

test('nobody signed in: nothing is sold, opened, printed or given up', async () => {
  await scan(CURCUMA);
  await shop.must('person.sign-out', {});
  const { cart } = await shop.must('terminal.state', {});
  const cartId = cart!.cartId;
  const attempts: [Operation, unknown][] = [
    ['scan', { text: CURCUMA, symbology: null, source: 'wedge' }],
    ['catalog.add', { productId: 'EP-035', quantityMilli: 1_000, unitPriceMinor: null, code: null }],
    ['cart.add-ad-hoc', { name: 'x', unitPriceMinor: 1, quantityMilli: 1_000, taxGroupId: null, code: null }],
    ['cart.command', { cartId, revision: cart!.revision, command: { kind: 'cart.note', note: 'n' } }],
    ['cart.undo', { cartId, revision: cart!.revision }],
    ['cart.void', { cartId, reason: null }],
    ['cart.hold', { cartId, label: '' }],
    ['cart.recall', { cartId }],
    ['sale.complete', { cartId, revision: cart!.revision }],
    ['drawer.open', { reason: 'r' }],
    ['receipt.reprint', { saleId: cartId, reason: null }],
    ['receipt.preview', { saleId: null }],
    ['print.resolve', { jobId: 'j', word: 'printed' }],
    ['person.language', { language: 'ar' }],
  ];
  for (const [operation, request] of attempts) {
    expect(await shop.terminal.handle(operation, request), operation).toMatchObject({ ok: false, error: { code: 'person.needed' } });
  }
  expect((await shop.must('terminal.state', {})).cart?.revision).toBe(cart!.revision);
});

test('a colleague finishes the ticket under her own name', async () => {
  await scan(CURCUMA);
  await shop.must('person.sign-in', { personId: 'karim' });
  const { cart } = await shop.must('terminal.state', {});
  const paid = await shop.must('cart.command', { cartId: cart!.cartId, revision: cart!.revision, command: tender('cash', 2_000) });
  const { sale } = await complete(paid);
  expect(shop.till.ledger.findSale(sale.saleId)!.entry.actor).toBe('karim');
  expect(await shop.call('person.sign-in', { personId: 'nobody' })).toMatchObject({ error: { code: 'person.unknown' } });
});

test('absurd quantities and overflowing totals are refused, and the ticket stays as it was', async () => {
  const outcome = await scan(CURCUMA);
  const lineId = outcome.cart.lines[0]!.lineId;
  const quantity = (quantityMilli: number) =>
    shop.call('cart.command', {
      cartId: outcome.cart.cartId,
      revision: outcome.cart.revision,
      command: { kind: 'line.quantity', lineId, quantityMilli },
    });
  expect(await quantity(1_500)).toMatchObject({ error: { code: 'cart.quantity-not-whole' } });
  expect(await quantity(0)).toMatchObject({ ok: false });
  expect(await quantity(MAX_QUANTITY_MILLI + 1_000)).toMatchObject({ error: { code: 'request.invalid' } });
  const dear = { name: 'x', unitPriceMinor: MAX_AMOUNT_MINOR, quantityMilli: 2_000, taxGroupId: null, code: null };
  expect(await shop.call('cart.add-ad-hoc', dear)).toMatchObject({ error: { code: 'cart.amount-too-large' } });
  expect(await shop.call('cart.add-ad-hoc', { ...dear, unitPriceMinor: Number.MAX_SAFE_INTEGER })).toMatchObject({
    error: { code: 'request.invalid' },
  });
  expect((await shop.must('terminal.state', {})).cart).toEqual(outcome.cart);
});

test('a name with direction overrides or control characters is cleaned, and an empty one is refused', async () => {
  const item = { unitPriceMinor: 100, quantityMilli: 1_000, taxGroupId: null, code: null };
  const outcome = await shop.must('cart.add-ad-hoc', { ...item, name: '\u202Eprice\u0007 1 DA\u202C' });
  expect(outcome.cart.lines[0]!.name).toEqual({ fr: 'price 1 DA' });
  expect(await shop.call('cart.add-ad-hoc', { ...item, name: '\u202E\u0000 ' })).toMatchObject({ error: { code: 'request.invalid' } });
});

test('the day of business is the one in the shop, across midnight', async () => {
  shop.clock.now = new Date('2026-11-20T23:30:00Z'); // 00:30 on the 21st in Algiers.
  const saleId = await sellCurcuma();
  expect(shop.till.ledger.findSale(saleId)!.sale.businessDate).toBe('2026-11-21');
});

test('a clock set back is shown and sells on, in the order of the journal', async () => {
  const first = await sellCurcuma();
  shop.clock.now = new Date('2016-11-20T10:00:00Z');
  const second = await sellCurcuma();
  const { ledger } = shop.till;
  expect(ledger.findSale(second)!.entry.at >= ledger.findSale(first)!.entry.at).toBe(true);
  expect((await shop.must('terminal.state', {})).status?.clock).toMatchObject({ state: 'moved-back' });
});
