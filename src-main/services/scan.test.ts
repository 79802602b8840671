import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { checkDigitOf } from '../../src-shared/barcode/check-digit.ts';
import type { ScanOutcome } from '../../src-shared/contract/terminal-api.ts';
import type { PricedLine } from '../../src-shared/sale/priced-cart.ts';
import { TestTerminal } from '../app/terminal.fixture.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });

const shop = new TestTerminal();

beforeAll(async () => {
  await shop.startDemo();
});
afterAll(async () => {
  await shop.end();
});
beforeEach(async () => {
  const { cart } = await shop.must('terminal.state', {});
  if (cart !== null && cart.lines.length > 0) await shop.must('cart.void', { cartId: cart.cartId, reason: null });
});

/** Curcuma at 20.00 the piece; potatoes, PLU 01001, at 60.00 the kilogram; Edam, PLU 01059, at 1,400.00. */
const CURCUMA = '6139990044030';

function scan(text: string, symbology: string | null = null): Promise<ScanOutcome> {
  return shop.must('scan', { text, symbology, source: 'wedge' });
}

async function lineOf(text: string, symbology: string | null = null): Promise<PricedLine> {
  const outcome = await scan(text, symbology);
  if (outcome.kind !== 'added') throw new Error(`${text}: ${outcome.kind}`);
  return outcome.outcome.cart.lines.at(-1)!;
}

function withCheckDigit(payload: string): string {
  return payload + String(checkDigitOf(payload));
}

test('a code is found as barcode, SKU and PLU, with the identifier a scanner puts before it', async () => {
  expect(await lineOf(CURCUMA)).toMatchObject({ productId: 'EP-035', quantityMilli: 1_000 });
  expect(await lineOf(`]E0${CURCUMA}`)).toMatchObject({ productId: 'EP-035', quantityMilli: 2_000 });
  expect(await lineOf(CURCUMA, 'EAN_13')).toMatchObject({ productId: 'EP-035', quantityMilli: 3_000 });
  expect(await lineOf('EP-035')).toMatchObject({ productId: 'EP-035', quantityMilli: 4_000 });
  expect(await scan('01001')).toMatchObject({ kind: 'needs-quantity', product: { productId: 'FL-001' } });
});

test('a weight label weighs the goods it names', async () => {
  const line = await lineOf(withCheckDigit('210100101250'));
  expect(line).toMatchObject({ productId: 'FL-001', quantityMilli: 1_250, grossMinor: 7_500, labelPriceMinor: null });
});

test('a weight label on goods sold by the piece asks how many', async () => {
  const curcuma = shop.till.catalog.productById('EP-035');
  const byPlu = vi.spyOn(shop.till.catalog, 'byPlu').mockReturnValue(curcuma);
  expect(await scan(withCheckDigit('210100101250'))).toMatchObject({ kind: 'needs-quantity', product: { productId: 'EP-035' } });
  byPlu.mockRestore();
});

test('a price label keeps its price to the centime, and the weight is derived from it', async () => {
  const line = await lineOf(withCheckDigit('220105912345'));
  expect(line).toMatchObject({ productId: 'LA-018', labelPriceMinor: 12_345, grossMinor: 12_345, quantityMilli: 88 });
  const second = await lineOf(withCheckDigit('220105912345'));
  expect(second.lineId).not.toBe(line.lineId);
});

test('a label without a value asks for the quantity', async () => {
  expect(await scan(withCheckDigit('210100100000'))).toMatchObject({ kind: 'needs-quantity', product: { productId: 'FL-001' } });
});

test('the figure a scan asked for completes it', async () => {
  const asked = await scan('01001');
  if (asked.kind !== 'needs-quantity') throw new Error(asked.kind);
  const { productId } = asked.product;
  const added = await shop.must('catalog.add', { productId, quantityMilli: 2_345, unitPriceMinor: null, code: asked.code });
  expect(added).toMatchObject({
    kind: 'added',
    outcome: { cart: { lines: [{ quantityMilli: 2_345, code: '01001', grossMinor: 14_070 }] } },
  });
});

test('a screen cannot set another price for goods that have one, nor add goods there are none of', async () => {
  const added = await shop.must('catalog.add', { productId: 'EP-035', quantityMilli: 1_000, unitPriceMinor: 1, code: null });
  expect(added).toMatchObject({ kind: 'added', outcome: { cart: { lines: [{ unitPriceMinor: 2_000 }] } } });
  const unknown = await shop.call('catalog.add', { productId: 'NO-001', quantityMilli: 1_000, unitPriceMinor: 1, code: null });
  expect(unknown).toMatchObject({ ok: false, error: { code: 'product.unknown' } });
});

test('GS1 data names the goods by 01 and the pieces by 30', async () => {
  const line = await lineOf(`]C1010${CURCUMA}3012`);
  expect(line).toMatchObject({ productId: 'EP-035', quantityMilli: 12_000 });
});

test('what is not known, misread or unreadable is told apart, blocks nothing and changes nothing', async () => {
  const { cart } = await shop.must('terminal.state', {});
  expect(await scan('6130009999991')).toMatchObject({ kind: 'not-found', reason: 'bad-check-digit' });
  expect(await scan(withCheckDigit('613000999999'))).toMatchObject({ kind: 'not-found', reason: 'unknown' });
  expect(await scan('NO-SUCH-SKU')).toEqual({ kind: 'not-found', code: 'NO-SUCH-SKU', reason: 'unknown' });
  for (const text of ['', '   ', '\u0007\u0008', '6139990044030\u0007']) {
    expect(await scan(text), JSON.stringify(text)).toMatchObject({ kind: 'not-found', reason: 'unreadable' });
  }
  expect(await scan('9'.repeat(1_000))).toMatchObject({ kind: 'not-found' });
  expect((await shop.must('terminal.state', {})).cart).toEqual(cart);
});
