// Long because every kind of account goes through the same few acts (given, spent, given back, checked) on the same shop.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountIdOf } from '../../../src-shared/accounts/account.ts';
import { giftCardCode } from '../../../src-shared/accounts/gift-card-code.ts';
import { expectedOf } from '../../../src-shared/till/variance.ts';
import { BIN_BAGS_MINOR, CustomerShop, DAY, tender, YASMINE } from '../../app/customer-shop.fixture.ts';
import { verifyFolder } from '../../ledger/verify.ts';
import { sessionFigures } from '../till/session-figures.ts';
import { currentSession } from '../till/sessions.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });

let shop: CustomerShop;

beforeEach(async () => {
  shop = new CustomerShop();
  await shop.startDemo();
});
afterEach(async () => {
  await shop.end();
});

test('a sale goes on the tab, the tab is paid, and the statement tells both', async () => {
  const customerId = await shop.create();
  await shop.sell(2, customerId, 'on-account');
  expect(await shop.balance(customerId, 'on-account')).toBe(-18_000);
  const paid = await shop.take({ purpose: 'tab-payment', customerId }, 10_000);
  expect(paid).toMatchObject({ ok: true, value: { slip: { slipNumber: 'C1-A000001', balance: -8_000, totalMinor: 10_000 } } });
  const { statement } = await shop.must('account.statement', { accountId: accountIdOf('on-account', customerId), from: DAY, to: DAY });
  expect(statement).toMatchObject({
    customerName: YASMINE.name,
    opening: 0,
    closing: -8_000,
    lines: [
      { cause: 'spent', document: 'C1-000001', amount: -18_000, balance: -18_000 },
      { cause: 'paid-in', document: 'C1-A000001', amount: 10_000, balance: -8_000 },
    ],
  });
  const { csv } = await shop.must('account.statement-csv', { accountId: accountIdOf('on-account', customerId), from: DAY, to: DAY });
  expect(csv.split('\r\n')).toContain('2026-11-20,C1-000001,Achat,-180.00,-180.00');
  await shop.must('account.statement-print', { accountId: accountIdOf('on-account', customerId), from: DAY, to: DAY });
  const pdf = await shop.must('account.statement-pdf', { accountId: accountIdOf('on-account', customerId), from: DAY, to: DAY });
  expect(Buffer.from(pdf.pdfBase64, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  expect(shop.till.ledger.counts().sales).toBe(1);
});

describe('taking money', () => {
  test('under one id it is taken once, whoever taps how often', async () => {
    const customerId = await shop.create();
    const { slipId } = await shop.must('account.quote', { amountMinor: 5_000 });
    const request = {
      slipId,
      for: { purpose: 'top-up', customerId } as const,
      amountMinor: 5_000,
      tenders: [{ tenderId: 'cash', kind: 'cash' as const, amountMinor: 10_000, card: null, reference: null }],
      reason: null,
    };
    const first = await shop.must('account.take', request);
    expect(first.slip).toMatchObject({ changeMinor: 5_000, payableMinor: 5_000 });
    expect(await shop.must('account.take', request)).toEqual(first);
    expect(await shop.balance(customerId, 'store-credit')).toBe(5_000);
  });

  test.each([
    ['nothing', 0],
    ['less than nothing', -5_000],
  ])('%s is refused in words', async (_, amountMinor) => {
    const customerId = await shop.create();
    const answer = await shop.call('account.take', {
      slipId: 'slip',
      for: { purpose: 'top-up', customerId },
      amountMinor,
      tenders: [{ tenderId: 'card', kind: 'card', amountMinor: amountMinor || 1, card: null, reference: null }],
      reason: null,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'account.amount-needed' } });
  });

  test('no more than is owed, none from another account, and nobody who was erased', async () => {
    const customerId = await shop.create();
    expect(await shop.take({ purpose: 'tab-payment', customerId }, 1_000)).toMatchObject({
      error: { code: 'account.nothing-owed', params: { owedMinor: 0 } },
    });
    expect(await shop.take({ purpose: 'top-up', customerId }, 1_000, 'store-credit')).toMatchObject({
      error: { code: 'cart.tender-unknown' },
    });
    await shop.must('customer.erase', { customerId, reason: null });
    expect(await shop.take({ purpose: 'top-up', customerId }, 1_000)).toMatchObject({ error: { code: 'customer.unknown' } });
  });
});

describe('the book of customers', () => {
  test('somebody of the same phone is offered, however it is written, and never refused', async () => {
    const first = await shop.create({ phone: '0550 12 34 56' });
    for (const phone of ['+213 550 12 34 56', '٠٥٥٠١٢٣٤٥٦', '0550-12-34-56']) {
      const offered = await shop.must('customer.create', { customer: { ...YASMINE, name: 'Omar', phone }, acceptDuplicate: false });
      expect(offered).toMatchObject({ kind: 'duplicates', customers: [{ customerId: first }] });
    }
    const second = await shop.create({ name: 'Omar', phone: '٠٥٥٠١٢٣٤٥٦' });
    expect((await shop.must('customer.card', { customerId: second })).card.customer.phone).toBe('0550123456');
  });

  test('the journal holds ids and names of fields, and nothing that tells who it is', async () => {
    const customerId = await shop.create({ note: 'reads thrillers' });
    await shop.must('customer.change', { customerId, customer: { ...YASMINE, name: 'Yasmine Haddad', note: 'reads thrillers' } });
    await shop.must('customer.erase', { customerId, reason: null });
    const bytes = shop.till.ledger.entriesAfter({ epoch: 1, seq: 0 }, 1_000).map((entry) => Buffer.from(entry.bytes).toString('utf8'));
    const acts = bytes.filter((text) => text.includes('"type":"customer.'));
    expect(acts).toHaveLength(3);
    expect(acts[1]).toContain('"fields":["name"]');
    for (const text of bytes) expect(text).not.toMatch(/Yasmine|Haddad|0550|thrillers/);
  });

  test('an erased customer is gone, and the movements of her accounts are not', async () => {
    const customerId = await shop.create();
    await shop.sell(1, customerId, 'on-account');
    await shop.must('customer.erase', { customerId, reason: 'asked for it' });
    expect(await shop.call('customer.card', { customerId })).toMatchObject({ error: { code: 'customer.unknown' } });
    expect((await shop.must('customer.search', { query: 'yasmine', limit: 10 })).customers).toEqual([]);
    expect(await shop.attempt(await shop.ring(1), { kind: 'cart.customer', customerId })).toMatchObject({
      error: { code: 'customer.unknown' },
    });
    const { statement } = await shop.must('account.statement', { accountId: accountIdOf('on-account', customerId), from: DAY, to: DAY });
    expect(statement).toMatchObject({ customerName: null, closing: -BIN_BAGS_MINOR });
  });

  test('a phone without digits is refused, and what is the same as before leaves no entry', async () => {
    expect(await shop.call('customer.create', { customer: { ...YASMINE, phone: 'home' }, acceptDuplicate: true })).toMatchObject({
      error: { code: 'customer.phone-unreadable' },
    });
    const customerId = await shop.create();
    const before = shop.till.ledger.counts().entries;
    await shop.must('customer.change', { customerId, customer: YASMINE });
    expect(shop.till.ledger.counts().entries).toBe(before);
  });
});

describe('paying from accounts', () => {
  test('a ticket of nobody pays from no customer, and a ticket of one from no other', async () => {
    const [yasmine, omar] = [await shop.create(), await shop.create({ name: 'Omar', phone: '' })];
    const nobodys = await shop.ring(1);
    expect(await shop.attempt(nobodys, tender('on-account', 9_000, accountIdOf('on-account', yasmine)))).toMatchObject({
      error: { code: 'customer.needed' },
    });
    const omars = await shop.command(nobodys, { kind: 'cart.customer', customerId: omar });
    for (const accountId of [undefined, accountIdOf('on-account', yasmine), accountIdOf('store-credit', omar)]) {
      expect(await shop.attempt(omars, tender('on-account', 9_000, accountId))).toMatchObject({ error: { code: 'account.unknown' } });
    }
    const paying = await shop.command(omars, tender('on-account', 9_000, accountIdOf('on-account', omar)));
    expect(await shop.attempt(paying, { kind: 'cart.customer', customerId: yasmine })).toMatchObject({
      error: { code: 'cart.tenders-present' },
    });
  });

  test('store credit pays what is there and no more', async () => {
    const customerId = await shop.create();
    await shop.take({ purpose: 'top-up', customerId }, 10_000);
    const outcome = await shop.ring(2, customerId);
    const accountId = accountIdOf('store-credit', customerId);
    expect(await shop.attempt(outcome, tender('store-credit', 10_001, accountId))).toMatchObject({
      error: { code: 'account.insufficient', params: { availableMinor: 10_000 } },
    });
    const part = await shop.command(outcome, tender('store-credit', 10_000, accountId));
    expect((await shop.must('account.tenders', {})).tenders).toContainEqual({
      tenderId: 'store-credit',
      accountId,
      balance: 10_000,
      mostMinor: 0,
    });
    await shop.complete(await shop.command(part, tender('card', 8_000)));
    expect(await shop.balance(customerId, 'store-credit')).toBe(0);
  });

  test('two tickets do not spend the same credit: the second is refused when it is completed', async () => {
    const customerId = await shop.create();
    await shop.take({ purpose: 'top-up', customerId }, 9_000);
    const accountId = accountIdOf('store-credit', customerId);
    const paid = await shop.command(await shop.ring(1, customerId), tender('store-credit', 9_000, accountId));
    // Money leaves the account between the tender and the end of the sale.
    expect(await shop.take({ purpose: 'pay-out', customerId }, -9_000)).toMatchObject({ ok: true });
    expect(await shop.tryComplete(paid)).toMatchObject({ error: { code: 'account.insufficient', params: { availableMinor: 0 } } });
    expect(shop.till.ledger.counts().sales).toBe(0);
    expect(shop.till.ticket?.cart.cartId).toBe(paid.cart.cartId);
  });

  test('a tab goes over its limit only by leave, which the entry keeps', async () => {
    const customerId = await shop.create();
    await shop.must('account.limit', { customerId, limitMinor: 10_000, reason: null });
    await shop.must('person.sign-in', { personId: 'karim' });
    shop.till.settings = {
      ...shop.till.settings,
      people: shop.till.settings.people.map((person) => (person.personId === 'karim' ? { ...person, roleId: 'cashier' } : person)),
    };
    const outcome = await shop.ring(2, customerId);
    const over = await shop.command(outcome, tender('on-account', 18_000, accountIdOf('on-account', customerId)));
    expect(await shop.tryComplete(over)).toMatchObject({
      error: { code: 'permission.needed', params: { permission: 'account.over-limit' } },
    });
    expect(await shop.balance(customerId, 'on-account')).toBe(0);
    const within = await shop.command(over, { kind: 'tender.remove', tenderLineId: over.cart.tenders[0]!.tenderLineId });
    const part = await shop.command(within, tender('on-account', 10_000, accountIdOf('on-account', customerId)));
    await shop.complete(await shop.command(part, tender('card', 8_000)));
    expect(await shop.balance(customerId, 'on-account')).toBe(-10_000);
  });
});

test('a balance is put right by hand once, with a reason, and never for nobody', async () => {
  const customerId = await shop.create();
  const { slipId } = await shop.must('account.quote', { amountMinor: 1 });
  const request = { slipId, accountId: accountIdOf('store-credit', customerId), amount: 2_500, reason: 'a broken jar' };
  const first = await shop.must('account.adjust', request);
  expect(first.slip).toMatchObject({ purpose: 'adjustment', balance: 2_500, payableMinor: 0 });
  expect(await shop.must('account.adjust', request)).toEqual(first);
  expect(await shop.call('account.adjust', { ...request, slipId: 'other', amount: 0 })).toMatchObject({
    error: { code: 'account.amount-needed' },
  });
  for (const accountId of ['store-credit:nobody', 'gift-card:7700000000000005', 'deposit:none']) {
    expect(await shop.call('account.adjust', { ...request, slipId: 'other', accountId })).toMatchObject({
      error: { code: 'account.unknown' },
    });
  }
});

describe('gift cards', () => {
  test('a card is sold, found by its number in any digits and groups, and spent in parts', async () => {
    const code = await shop.giftCard(20_000);
    const eastern = code.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)));
    for (const typed of [code, code.replace(/(\d{4})/g, '$1 '), eastern]) {
      expect((await shop.must('gift-card.find', { code: typed })).account).toMatchObject({ balance: 20_000, expiresOn: '2027-11-20' });
    }
    const accountId = accountIdOf('gift-card', code);
    await shop.complete(await shop.command(await shop.ring(1), tender('gift-card', 9_000, accountId)));
    const second = await shop.ring(2);
    expect(await shop.attempt(second, tender('gift-card', 18_000, accountId))).toMatchObject({
      error: { code: 'account.insufficient', params: { availableMinor: 11_000 } },
    });
    const rest = await shop.command(second, tender('gift-card', 11_000, accountId));
    await shop.complete(await shop.command(rest, tender('card', 7_000)));
    expect((await shop.must('gift-card.find', { code })).account.balance).toBe(0);
  });

  test('numbers that are not whole, not ours, never issued or run out are told apart', async () => {
    const code = await shop.giftCard(1_000);
    const misread = code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);
    const refusals: [string, string][] = [
      [misread, 'gift-card.misread'],
      ['', 'gift-card.misread'],
      ['abc', 'gift-card.misread'],
      [giftCardCode('99', '1234567890123'), 'gift-card.unknown'],
      [giftCardCode('77', '0000000000000'), 'gift-card.unknown'],
    ];
    for (const [typed, refused] of refusals) {
      expect(await shop.call('gift-card.find', { code: typed })).toMatchObject({ error: { code: refused } });
    }
    shop.clock.now = new Date('2027-11-21T10:00:00Z');
    expect(await shop.call('gift-card.find', { code })).toMatchObject({
      error: { code: 'gift-card.expired', params: { day: '2027-11-20' } },
    });
    expect(await shop.attempt(await shop.ring(1), tender('gift-card', 1_000, accountIdOf('gift-card', code)))).toMatchObject({
      error: { code: 'gift-card.expired' },
    });
  });

  test('selling one and paying with it counts once as turnover', async () => {
    const code = await shop.giftCard(9_000);
    expect(shop.till.ledger.counts().grossMinor).toBe(0);
    await shop.complete(await shop.command(await shop.ring(1), tender('gift-card', 9_000, accountIdOf('gift-card', code))));
    expect(shop.till.ledger.counts().grossMinor).toBe(9_000);
  });
});

describe('points', () => {
  test('a purchase earns whole points, and they pay by the rule', async () => {
    const customerId = await shop.create();
    await shop.sell(30, customerId, 'card');
    expect(await shop.balance(customerId, 'points')).toBe(27);
    const outcome = await shop.ring(1, customerId);
    const accountId = accountIdOf('points', customerId);
    expect(await shop.attempt(outcome, tender('points', 2_050, accountId))).toMatchObject({ error: { code: 'account.points-not-whole' } });
    expect(await shop.attempt(outcome, tender('points', 1_900, accountId))).toMatchObject({ error: { code: 'account.points-too-few' } });
    expect(await shop.attempt(outcome, tender('points', 2_800, accountId))).toMatchObject({
      error: { code: 'account.points-missing', params: { available: 27 } },
    });
    const part = await shop.command(outcome, tender('points', 2_500, accountId));
    await shop.complete(await shop.command(part, tender('card', 6_500)));
    // Nothing is earned on what points paid: 65.00 is no whole hundred.
    expect(await shop.balance(customerId, 'points')).toBe(2);
  });
});

describe('what comes back', () => {
  async function bringBack(saleId: string, count: number): Promise<void> {
    const [reason] = shop.till.settings.returns.reasons;
    const line = { lineNo: 1, quantityMilli: count * 1_000, reasonId: reason?.reasonId ?? '', note: null, disposition: 'restock' as const };
    let outcome = await shop.must('return.take', { saleId, lines: [line] });
    const { proposals } = await shop.must('return.refunds', { cartId: outcome.cart.cartId });
    for (const proposal of proposals) outcome = await shop.command(outcome, { kind: 'tender.add', tender: proposal });
    await shop.complete(outcome);
  }

  test.each([[[30]], [[1, 29]], [[7, 7, 7, 9]], [[10, 10, 10]]])(
    'in parts of %s, the points it earned come back to nothing',
    async (parts) => {
      const customerId = await shop.create();
      const saleId = await shop.sell(30, customerId, 'on-account');
      expect(await shop.balance(customerId, 'points')).toBe(27);
      for (const [index, part] of parts.entries()) {
        await bringBack(saleId, part);
        expect(await shop.balance(customerId, 'points')).toBe(
          Math.floor((27 * (30 - parts.slice(0, index + 1).reduce((a, b) => a + b, 0))) / 30),
        );
      }
      // And what was written on the tab is off it again.
      expect(await shop.balance(customerId, 'on-account')).toBe(0);
    },
  );

  test('points that are spent already are owed, and filled by later ones', async () => {
    const customerId = await shop.create();
    const saleId = await shop.sell(30, customerId, 'card');
    const outcome = await shop.ring(1, customerId);
    const part = await shop.command(outcome, tender('points', 2_700, accountIdOf('points', customerId)));
    await shop.complete(await shop.command(part, tender('card', 6_300)));
    await bringBack(saleId, 30);
    expect(await shop.balance(customerId, 'points')).toBe(-27);
  });

  test('a gift card that paid has its money back', async () => {
    const code = await shop.giftCard(20_000);
    const outcome = await shop.command(await shop.ring(2), tender('gift-card', 18_000, accountIdOf('gift-card', code)));
    const { sale } = await shop.complete(outcome);
    await bringBack(sale.saleId, 1);
    expect((await shop.must('gift-card.find', { code })).account.balance).toBe(11_000);
  });

  test('a sale taken back whole leaves every account as it was', async () => {
    const customerId = await shop.create();
    const saleId = await shop.sell(12, customerId, 'on-account');
    await shop.must('sale.void', { saleId, reason: 'wrong customer' });
    expect([await shop.balance(customerId, 'on-account'), await shop.balance(customerId, 'points')]).toEqual([0, 0]);
  });
});

describe('layaways', () => {
  async function putAside(count: number, depositMinor: number) {
    const customerId = await shop.create();
    const { cart } = await shop.ring(count, customerId);
    const { slipId } = await shop.must('account.quote', { amountMinor: depositMinor });
    const tenders =
      depositMinor === 0 ? [] : [{ tenderId: 'card', kind: 'card' as const, amountMinor: depositMinor, card: null, reference: null }];
    const request = { cartId: cart.cartId, revision: cart.revision, slipId, depositMinor, tenders };
    return { customerId, request, answer: await shop.call('layaway.open', request) };
  }

  test('goods are put aside with a deposit, paid in instalments, and collected as a sale that the deposits pay', async () => {
    const { customerId, request, answer } = await putAside(10, 20_000);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    const { layaway } = answer.value;
    expect(layaway).toMatchObject({ number: 'C1-R00001', totalMinor: 90_000, paidMinor: 20_000, leftMinor: 70_000, dueOn: '2026-12-20' });
    expect((await shop.must('layaway.open', request)).layaway).toEqual(layaway);
    expect(shop.till.ticket?.cart.lines).toEqual([]);
    expect(shop.till.ledger.counts()).toMatchObject({ sales: 0, grossMinor: 0 });
    expect(await shop.take({ purpose: 'deposit', layawayId: layaway.layawayId }, 70_001)).toMatchObject({
      error: { code: 'layaway.deposit-too-large', params: { leftMinor: 70_000 } },
    });
    await shop.take({ purpose: 'deposit', layawayId: layaway.layawayId }, 30_000);
    await shop.must('layaway.collect', { layawayId: layaway.layawayId });
    const { cart } = await shop.must('terminal.state', {});
    const ticket = { cart: cart!, changedLineId: null, canUndo: false, heldCount: 0 };
    expect(ticket.cart).toMatchObject({ customerId, layawayId: layaway.layawayId, totals: { totalMinor: 90_000 } });
    expect(await shop.attempt(ticket, { kind: 'line.void', lineId: ticket.cart.lines[0]!.lineId })).toMatchObject({
      error: { code: 'layaway.lines-fixed' },
    });
    const paidOtherwise = await shop.command(ticket, tender('card', 90_000));
    expect(await shop.tryComplete(paidOtherwise)).toMatchObject({ error: { code: 'layaway.deposit-left', params: { leftMinor: 50_000 } } });
    const again = await shop.command(paidOtherwise, { kind: 'tender.remove', tenderLineId: paidOtherwise.cart.tenders[0]!.tenderLineId });
    const deposits = await shop.command(again, tender('deposit', 50_000, accountIdOf('deposit', layaway.layawayId)));
    await shop.complete(await shop.command(deposits, tender('card', 40_000)));
    expect((await shop.must('layaway.list', {})).layaways).toEqual([]);
    expect(await shop.call('layaway.collect', { layawayId: layaway.layawayId })).toMatchObject({ error: { code: 'layaway.unknown' } });
  });

  test('a deposit below the rule is refused with the least there is', async () => {
    const { answer } = await putAside(10, 17_999);
    expect(answer).toMatchObject({ error: { code: 'layaway.deposit-too-small', params: { leastMinor: 18_000 } } });
    expect(shop.till.ticket?.cart.lines).toHaveLength(1);
  });

  test.each([
    ['card', 0],
    ['store-credit', 45_000],
  ])('giving it up to %s keeps the forfeit and returns the rest', async (tenderId, creditMinor) => {
    const { customerId, answer } = await putAside(10, 50_000);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    const { layawayId } = answer.value.layaway;
    const { slipId } = await shop.must('account.quote', { amountMinor: 1 });
    const cancelled = await shop.must('layaway.cancel', { layawayId, slipId, tenderId, reason: null });
    expect(cancelled.slip).toMatchObject({ purpose: 'layaway-refund', balance: 0 });
    expect(await shop.balance(customerId, 'store-credit')).toBe(creditMinor);
    expect((await shop.must('layaway.list', {})).layaways).toEqual([]);
    expect(await shop.must('layaway.cancel', { layawayId, slipId, tenderId, reason: null })).toEqual(cancelled);
  });
});

test('what is paid for an account is expected in the drawer, with its change gone, and is no turnover', async () => {
  const customerId = await shop.create();
  await shop.sell(2, customerId, 'on-account');
  const { slipId } = await shop.must('account.quote', { amountMinor: 18_000 });
  const tenders = [{ tenderId: 'cash', kind: 'cash' as const, amountMinor: 20_000, card: null, reference: null }];
  await shop.must('account.take', { slipId, for: { purpose: 'tab-payment', customerId }, amountMinor: 18_000, tenders, reason: null });
  await shop.take({ purpose: 'top-up', customerId }, 7_000);
  await shop.take({ purpose: 'pay-out', customerId }, -2_000, 'cash');
  const session = currentSession(shop.till);
  if (session === null) throw new Error('no open till');
  const { figures } = sessionFigures(shop.till, session);
  expect(figures.cash.expectedMinor).toBe(16_000);
  expect(figures.accounts).toEqual([
    { tenderId: 'cash', kind: 'cash', count: 2, amountMinor: 16_000 },
    { tenderId: 'card', kind: 'card', count: 1, amountMinor: 7_000 },
  ]);
  expect(expectedOf(figures, 'card')).toBe(7_000);
  expect(figures.totals.payableMinor).toBe(18_000);
});

test('everything that happened is recomputed by a check, to the row', async () => {
  const customerId = await shop.create();
  await shop.sell(2, customerId, 'on-account');
  await shop.take({ purpose: 'tab-payment', customerId }, 9_000, 'cash');
  await shop.giftCard(5_000);
  const { root } = shop;
  await shop.close();
  expect((await verifyFolder(root, { quickCheck: false })).fault).toBeNull();
});
