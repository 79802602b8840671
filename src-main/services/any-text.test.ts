import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CartEdit, CartOutcome } from '../../src-shared/contract/terminal-api.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });

const RUNS = 40;
/** Curcuma at 20.00 the piece. */
const CURCUMA = '6139990044030';

const shop = new TestTerminal();

beforeAll(async () => {
  await shop.startDemo();
});
afterAll(async () => {
  await shop.end();
});

/** Any code units, halves of surrogate pairs among them as often as letters. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xd800, max: 0xdfff }), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((units) => String.fromCharCode(...units));

const editArbitrary: fc.Arbitrary<(lineId: string) => CartEdit> = fc.oneof(
  anyText.map((note) => (): CartEdit => ({ kind: 'cart.note', note })),
  anyText.map(
    (note) =>
      (lineId: string): CartEdit => ({ kind: 'line.note', lineId, note }),
  ),
  anyText.map(
    (reason) =>
      (lineId: string): CartEdit => ({ kind: 'line.price', lineId, unitPriceMinor: 1_500, reason }),
  ),
  anyText.map((reason) => (): CartEdit => ({ kind: 'cart.discount', discount: { kind: 'percent', percentMilli: 1_000, reason } })),
);

async function now(): Promise<CartOutcome['cart']> {
  const { cart } = await shop.must('terminal.state', {});
  if (cart === null) throw new Error('there is no ticket');
  return cart;
}

/** Done, or refused at the door. */
async function edit(command: CartEdit): Promise<void> {
  const { cartId, revision } = await now();
  const answer = await shop.call('cart.command', { cartId, revision, command });
  if (!answer.ok) expect(answer.error.code).toBe('request.invalid');
}

async function ringUp(text: string, commands: readonly ((lineId: string) => CartEdit)[]): Promise<void> {
  await shop.must('scan', { text: CURCUMA, symbology: null, source: 'wedge' });
  await shop.must('scan', { text, symbology: null, source: 'wedge' });
  const item = { unitPriceMinor: 100, quantityMilli: 1_000, taxGroupId: null };
  await shop.call('cart.add-ad-hoc', { ...item, name: text, code: null });
  await shop.call('cart.add-ad-hoc', { ...item, name: 'x', code: text });
  const chosen = await shop.call('catalog.add', { productId: 'EP-035', quantityMilli: 1_000, unitPriceMinor: null, code: text });
  if (!chosen.ok) expect(chosen.error.code).toBe('request.invalid');
  const lineId = (await now()).lines[0]!.lineId;
  for (const command of commands) await edit(command(lineId));
}

test('whatever texts are sent, a command is refused or the ticket can be completed and given up', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, fc.array(editArbitrary, { maxLength: 4 }), async (text, commands) => {
      await ringUp(text, commands);
      const given = await shop.call('cart.void', { cartId: (await now()).cartId, reason: text });
      if (!given.ok) {
        expect(given.error.code).toBe('request.invalid');
        await shop.must('cart.void', { cartId: (await now()).cartId, reason: null });
      }
      await ringUp(text, commands);
      const card = { brand: text, lastFour: null, approvalCode: text, terminalId: text };
      await edit({ kind: 'tender.add', tender: { tenderId: 'card', kind: 'card', amountMinor: 100, card, reference: null } });
      await edit({ kind: 'tender.add', tender: { tenderId: 'card', kind: 'card', amountMinor: 100, card: null, reference: text } });
      const amountMinor = (await now()).remainingCashMinor;
      await edit({ kind: 'tender.add', tender: { tenderId: 'cash', kind: 'cash', amountMinor, card: null, reference: null } });
      const { cartId, revision } = await now();
      await shop.must('sale.complete', { cartId, revision });
    }),
    { numRuns: RUNS },
  );
});

test('half a character is refused in settings and in the reason the drawer is opened for', async () => {
  expect(await shop.call('drawer.open', { reason: 'x\ud83d' })).toMatchObject({ error: { code: 'request.invalid' } });
  const { settings } = shop.till;
  const till = { ...settings.till, name: 'x\ud83d' };
  const receipt = { ...settings.receipt, footer: { fr: '\udc00' } };
  for (const broken of [
    { ...settings, till },
    { ...settings, receipt },
  ]) {
    expect(await shop.call('settings.save', { settings: broken, reason: '' })).toMatchObject({ error: { code: 'request.invalid' } });
  }
});
