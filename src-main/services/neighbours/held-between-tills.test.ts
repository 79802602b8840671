import { afterEach, beforeEach, expect, test } from 'vitest';
import { Tills } from '../../app/tills.fixture.ts';

let tills: Tills;
beforeEach(async () => {
  tills = await Tills.open(2);
}, 60_000);
afterEach(() => tills.end());

/** Puts a ticket of two pieces on hold at a till. */
async function hold(n: number, label: string): Promise<string> {
  const shop = tills.shop(n);
  await shop.ring([{ code: shop.codes[0] ?? '', pieces: 2 }]);
  const { cart } = await shop.must('terminal.state', {});
  await shop.must('cart.hold', { cartId: cart?.cartId ?? '', label });
  return cart?.cartId ?? '';
}

const heldAt = async (n: number): Promise<string[]> => (await tills.shop(n).must('cart.held', {})).carts.map(({ cartId }) => cartId);

test('a till shows what the others hold, with their names', async () => {
  const cartId = await hold(0, 'manteau bleu');
  const { elsewhere } = await tills.shop(1).must('lan.held', {});
  expect(elsewhere).toEqual([
    {
      neighbour: { terminal: tills.terminal(0), name: 'Caisse 1', isReachable: true, lastSeenAt: '2026-11-20T10:00:00.000Z' },
      carts: [expect.objectContaining({ cartId, label: 'manteau bleu' })],
    },
  ]);
});

test('a ticket held at one till is sold at the other, once, under its own id', async () => {
  const cartId = await hold(0, '');
  const outcome = await tills.shop(1).must('lan.take', { terminal: tills.terminal(0), cartId });
  expect(outcome.cart).toMatchObject({ cartId, lines: [{ quantityMilli: 2_000 }] });
  expect(await heldAt(0)).toEqual([]);
  expect(tills.till(0).drafts.openGifts()).toEqual([]);
  expect(tills.till(1).drafts.openTakings()).toEqual([]);
  await tills.shop(1).pay({ kind: 'cash' });
  expect((await tills.shop(1).complete()).saleId).toBe(cartId);
  expect(await tills.shop(0).call('cart.recall', { cartId })).toMatchObject({ ok: false, error: { code: 'cart.not-found' } });
});

test('two tills that reach for the same ticket: one has it', async () => {
  const cartId = await hold(0, '');
  const own = tills.shop(0).call('cart.recall', { cartId });
  const other = tills.shop(1).call('lan.take', { terminal: tills.terminal(0), cartId });
  const had = [await own, await other].filter(({ ok }) => ok);
  expect(had).toHaveLength(1);
});

test('a till that is switched off keeps its ticket, and the other is told that it did not answer', async () => {
  const cartId = await hold(0, '');
  const terminal = tills.terminal(0);
  await tills.shop(0).test.close();
  expect(await tills.shop(1).call('lan.take', { terminal, cartId })).toMatchObject({
    ok: false,
    error: { code: 'lan.no-answer', params: { name: 'Caisse 1' } },
  });
  const { elsewhere } = await tills.shop(1).must('lan.held', {});
  expect(elsewhere).toEqual([{ neighbour: expect.objectContaining({ name: 'Caisse 1', isReachable: false }) as unknown, carts: [] }]);
  expect((await tills.shop(0).test.start()).ok).toBe(true);
  expect(tills.till(0).drafts.held()).toHaveLength(1);
});

test('an answer that is lost leaves the ticket with its owner once the two reach each other again', async () => {
  const cartId = await hold(0, '');
  const taker = tills.till(1);
  const handOverId = taker.newId();
  taker.drafts.ask(handOverId, cartId, tills.terminal(0));
  expect(await taker.lan.ask(tills.terminal(0), 'take', { handOverId, cartId })).toMatchObject({ value: { kind: 'given' } });
  const { givenAway } = await tills.shop(0).must('lan.held', {});
  expect(givenAway).toEqual([expect.objectContaining({ terminalName: 'Caisse 2', held: expect.objectContaining({ cartId }) as unknown })]);
  // The taker's program ends before it has put the ticket away; started again it asks for nothing more, and says so.
  await tills.restart(1);
  await expect.poll(() => heldAt(0), { timeout: 20_000 }).toEqual([cartId]);
  expect(tills.till(1).drafts.held()).toEqual([]);
  await expect.poll(() => tills.till(1).drafts.openTakings(), { timeout: 20_000 }).toEqual([]);
  expect(await tills.till(1).lan.ask(tills.terminal(0), 'take', { handOverId, cartId })).toMatchObject({ value: { kind: 'gone' } });
});

test('a ticket that a power cut put back on hold after it was sold is not handed over', async () => {
  const cartId = await hold(0, '');
  const held = tills.till(0).drafts.held()[0];
  await tills.shop(0).must('cart.recall', { cartId });
  const cart = tills.till(0).drafts.current();
  await tills.shop(0).pay({ kind: 'cash' });
  await tills.shop(0).complete();
  if (cart === null || held === undefined) throw new Error('there was no ticket');
  tills.till(0).drafts.hold(cart, held);
  expect(await tills.shop(1).call('lan.take', { terminal: tills.terminal(0), cartId })).toMatchObject({
    ok: false,
    error: { code: 'cart.not-found' },
  });
});

test('a ticket in another money stays where it can be sold', async () => {
  const cartId = await hold(0, '');
  const { till } = tills.shop(1).test;
  till.settings = { ...till.settings, currency: 'EUR' };
  expect(await tills.shop(1).call('lan.take', { terminal: tills.terminal(0), cartId })).toMatchObject({
    ok: false,
    error: { code: 'lan.cart-unusable' },
  });
  expect(await heldAt(0)).toEqual([cartId]);
});

/** The steps of a hand-over at which the line may be cut: before a question arrives, or before its answer does. */
const CUTS = (['take', 'settle'] as const).flatMap((question) =>
  (['question', 'answer'] as const).flatMap((lost) =>
    (['neither', 'taker', 'owner'] as const).map((restarted) => ({ question, lost, restarted })),
  ),
);

/** Cuts the taker's line at one question, until it is mended. */
function cut(question: 'take' | 'settle', lost: 'question' | 'answer'): () => void {
  const { lan } = tills.till(1);
  const ask = lan.ask.bind(lan);
  let isCut = false;
  lan.ask = async (terminal, asked, body) => {
    const isHere = asked === question && !isCut;
    if (isCut || isHere) isCut = true;
    else return ask(terminal, asked, body);
    if (isHere && lost === 'answer') await ask(terminal, asked, body);
    return { ok: false, error: { kind: 'silent' } };
  };
  return () => {
    lan.ask = ask;
  };
}

test.each(CUTS)(
  'cut at the $question, its $lost lost, $restarted restarted: the ticket is with one till',
  async ({ question, lost, restarted }) => {
    const cartId = await hold(0, '');
    const mend = cut(question, lost);
    const taken = await tills.shop(1).call('lan.take', { terminal: tills.terminal(0), cartId });
    expect(taken.ok).toBe(question === 'settle');
    const with1 = () => tills.till(0).drafts.held().length;
    const with2 = () => tills.till(1).drafts.held().length + Number(tills.till(1).ticket?.cart.cartId === cartId);
    expect(with1() + with2()).toBeLessThanOrEqual(1);
    mend();
    if (restarted !== 'neither') await tills.restart(restarted === 'taker' ? 1 : 0);
    await tills.look();
    await expect.poll(() => [with1(), with2()], { timeout: 20_000 }).toEqual(taken.ok ? [0, 1] : [1, 0]);
    await expect
      .poll(() => tills.till(0).drafts.openGifts().length + tills.till(1).drafts.openTakings().length, { timeout: 20_000 })
      .toBe(0);
  },
);
