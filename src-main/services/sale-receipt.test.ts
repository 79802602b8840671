import { expect, test } from 'vitest';
import type { CartTender } from '../../src-shared/sale/cart.ts';
import { cashKeptMinor } from './sale-receipt.ts';

const tender = (kind: CartTender['kind'], amountMinor: number): CartTender => ({
  tenderLineId: `${kind} ${amountMinor}`,
  tenderId: kind,
  kind,
  amountMinor,
  card: null,
  reference: null,
});

test('the drawer keeps the cash less the change, and nothing of a card', () => {
  expect(cashKeptMinor([tender('card', 20_000), tender('cash', 50_000)], 26_000)).toBe(24_000);
  expect(cashKeptMinor([tender('card', 20_000)], 0)).toBe(0);
});

test('of what is given back only the cash is handed over, not what goes to the card', () => {
  expect(cashKeptMinor([tender('card', -20_000), tender('cash', -24_000)], 0)).toBe(-24_000);
  expect(cashKeptMinor([tender('card', -44_000)], 0)).toBe(0);
});
