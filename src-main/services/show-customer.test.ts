import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SaleReceipt } from '../../src-shared/contract/terminal-state.ts';
import type { CartLine, CartTender } from '../../src-shared/sale/cart.ts';
import { newCart } from '../../src-shared/sale/new-cart.ts';
import { priceCart, pricingRulesOf } from '../../src-shared/sale/price-cart.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import { SAMPLE_SETTINGS } from '../../tests/fakes/sample-sale.ts';
import type { TwoLines } from '../devices/codec/display/display-protocol.ts';
import { CustomerScreen } from './customer-screen.ts';
import { type CustomerView, customerLines, customerView, type DisplayLook, displayWordsSchema } from './show-customer.ts';

const WORDS = displayWordsSchema.parse(JSON.parse(readFileSync('resources/locales/fr/customer-display.json', 'utf8')));
const LOOK: DisplayLook = {
  store: { ...SAMPLE_SETTINGS, cashRoundingMinor: null, stampDuty: 'off' },
  display: { codePage: 'ascii', language: 'fr', idle: null },
  words: WORDS,
};

const LINE: CartLine = {
  lineId: '1',
  productId: 'p1',
  code: null,
  sku: null,
  name: { fr: 'Lait entier', ar: 'حليب كامل' },
  unit: 'piece',
  quantityMilli: 1_000,
  unitPriceMinor: 12_000,
  listPriceMinor: 12_000,
  priceIncludesTax: true,
  taxGroupId: 'exempt',
  labelPriceMinor: null,
  discount: null,
  note: null,
};

function cartOf(lines: readonly Partial<CartLine>[], tenders: readonly CartTender[] = []): PricedCart {
  const empty = newCart({ cartId: 'c', currency: 'DZD', personId: 'p', nowIso: '2026-11-20T10:00:00.000Z' });
  const cart = { ...empty, lines: lines.map((line, index) => ({ ...LINE, lineId: String(index + 1), ...line })), tenders: [...tenders] };
  const priced = priceCart(cart, pricingRulesOf(LOOK.store, '2026-11-20'));
  if (!priced.ok) throw new Error(priced.error.code);
  return priced.value;
}

const cash = (amountMinor: number): CartTender => ({
  tenderLineId: 't',
  tenderId: 'cash',
  kind: 'cash',
  amountMinor,
  card: null,
  reference: null,
});
const SALE: SaleReceipt = {
  saleId: 's1',
  receiptNumber: 'C1-000001',
  totalMinor: 12_000,
  payableMinor: 12_000,
  tenderedMinor: 20_000,
  changeMinor: 8_000,
  cashMinor: 12_000,
  currency: 'DZD',
  at: '2026-11-20T10:00:00.000Z',
  drawerOpened: true,
};
const shown = (cart: PricedCart, changedLineId: string | null, lastSale: SaleReceipt | null = null): TwoLines =>
  customerLines(customerView({ cart, changedLineId }, lastSale), LOOK);

describe('what the customer reads', () => {
  test('between two customers: the shop’s name in Latin letters', () => {
    expect(shown(cartOf([]), null)).toEqual({ upper: ' Epicerie El Baraka ', lower: ' '.repeat(20) });
  });

  test('between two customers: the words of the settings', () => {
    const idle = { upper: 'Bienvenue', lower: '08h - 20h' };
    expect(customerLines({ kind: 'idle' }, { ...LOOK, display: { ...LOOK.display, idle } })).toEqual({
      upper: '     Bienvenue      ',
      lower: '     08h - 20h      ',
    });
  });

  test.each([
    ['a piece', {}, 'Lait entier   120,00'],
    ['several pieces', { quantityMilli: 3_000 }, '3 x Lait enti 360,00'],
    ['a weight', { unit: 'kg', quantityMilli: 1_250, name: { fr: 'Figues' } }, '1,250 kg Figu 150,00'],
    [
      'goods with a name in Arabic only: quantity and price, no name',
      { quantityMilli: 2_000, name: { ar: 'حليب' } },
      '2 x 120,00    240,00',
    ],
  ] as const)('%s', (_name, line, upper) => {
    expect(shown(cartOf([line]), '1').upper).toBe(upper);
  });

  test('the line just rung up over the total of all', () => {
    expect(shown(cartOf([{}, { name: { fr: 'Pain' }, unitPriceMinor: 1_500 }]), '2')).toEqual({
      upper: 'Pain           15,00',
      lower: 'TOTAL         135,00',
    });
  });

  test('a line taken off: the total alone', () => {
    expect(shown(cartOf([{}]), 'gone')).toEqual({ upper: ' '.repeat(20), lower: 'TOTAL         120,00' });
  });

  test('money on the counter: what is left, then what comes back', () => {
    expect(shown(cartOf([{}], [cash(5_000)]), null)).toEqual({ upper: 'TOTAL         120,00', lower: 'RESTE          70,00' });
    expect(shown(cartOf([{}], [cash(20_000)]), null).lower).toBe('RENDU          80,00');
  });

  test('after the sale: what comes back, or thanks', () => {
    expect(shown(cartOf([]), null, SALE)).toEqual({ upper: 'TOTAL         120,00', lower: 'RENDU          80,00' });
    expect(shown(cartOf([]), null, { ...SALE, changeMinor: 0 }).lower).toBe('       MERCI        ');
  });

  test('goods brought back: what is given for them', () => {
    expect(shown(cartOf([{ quantityMilli: -1_000 }], [cash(-2_000)]), null).lower).toBe('A RENDRE      100,00');
    expect(shown(cartOf([]), null, { ...SALE, payableMinor: -12_000, changeMinor: 0 }).upper).toBe('A RENDRE      120,00');
  });

  test.each(['fr', 'en'])('every word of %s leaves room for an amount, and is Latin', (language) => {
    expect(
      displayWordsSchema.safeParse(JSON.parse(readFileSync(`resources/locales/${language}/customer-display.json`, 'utf8'))).success,
    ).toBe(true);
  });
});

describe('over time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const paid: CustomerView = { kind: 'paid', saleId: 's1', payableMinor: 12_000, changeMinor: 8_000 };

  test('the change is gone before the next customer comes, and does not come back', () => {
    const seen: TwoLines[] = [];
    const screen = new CustomerScreen((view) => seen.push(customerLines(view, LOOK)));
    screen.view(paid);
    expect(seen.at(-1)?.lower).toContain('RENDU');
    vi.advanceTimersByTime(60_000);
    expect(seen.at(-1)?.upper).toContain('El Baraka');
    screen.view(paid);
    expect(seen.at(-1)?.upper).toContain('El Baraka');
  });

  test('a ticket begun meanwhile is not wiped away', () => {
    const seen: TwoLines[] = [];
    const screen = new CustomerScreen((view) => seen.push(customerLines(view, LOOK)));
    screen.view(paid);
    screen.view({ kind: 'ticket', line: null, totalMinor: 1_500 });
    vi.advanceTimersByTime(60_000);
    expect(seen.at(-1)?.lower).toBe('TOTAL          15,00');
  });
});
