import { describe, expect, it } from 'vitest';
import { parseGs1 } from './gs1.ts';
import { type Gs1Facts, gs1Facts } from './gs1-facts.ts';

function factsOf(text: string): Gs1Facts {
  const parsed = parseGs1(text, { referenceYear: 2026, separators: 'kept' });
  if (!parsed.ok) throw new Error(parsed.error.code);
  return gs1Facts(parsed.value, 2);
}

describe('what a till takes from a GS1 code', () => {
  it('is everything that it sells by', () => {
    expect(factsOf('(01)99521234543216(3103)001250(3922)12345(10)L-1(21)S/2(15)260100(17)260200')).toEqual({
      gtins: ['99521234543216'],
      isVariableMeasure: true,
      quantityMilli: { kg: 1_250 },
      price: { amountMinor: 12_345, currencyNumeric: null },
      lot: 'L-1',
      serial: 'S/2',
      expiryDate: '2026-02-28',
      bestBeforeDate: '2026-01-31',
    });
  });

  it('is the canonical number and its other forms', () => {
    expect(factsOf('(01)09521234543213')).toMatchObject({ gtins: ['9521234543213'], isVariableMeasure: false });
    expect(factsOf('(01)00000096385074').gtins).toEqual(['96385074', '0000096385074']);
    expect(factsOf('(21)1').gtins).toEqual([]);
  });

  it('is the goods inside and their count when a pallet is scanned', () => {
    expect(factsOf('(02)09521234543213(37)48')).toMatchObject({ gtins: ['9521234543213'], quantityMilli: { piece: 48_000 } });
    expect(factsOf('(01)09521234543213(30)6(37)48').quantityMilli).toEqual({ piece: 6_000 });
  });

  it.each([
    ['(3103)001250', { kg: 1_250 }],
    ['(3100)000012', { kg: 12_000 }],
    ['(3102)000125', { kg: 1_250 }],
    ['(3105)125000', { kg: 1_250 }],
    ['(3112)000250', { m: 2_500 }],
    ['(3150)000003(3103)000500', { l: 3_000, kg: 500 }],
    // Finer than a gram, not weighed at all, a gross weight, a weight in pounds, more pieces than a line holds: no figure to sell by.
    ['(3105)125001', {}],
    ['(3103)000000', {}],
    ['(3303)001250', {}],
    ['(3203)001250', {}],
    ['(30)99999999', {}],
    ['(30)0', {}],
  ])('is the quantity of %s in thousandths', (text, quantityMilli) => {
    expect(factsOf(text).quantityMilli).toEqual(quantityMilli);
  });

  it('is a price only where it can be paid exactly, with its currency where the code names one', () => {
    expect(factsOf('(3920)250').price).toEqual({ amountMinor: 25_000, currencyNumeric: null });
    expect(factsOf('(3932)01225000').price).toEqual({ amountMinor: 25_000, currencyNumeric: '012' });
    expect(factsOf('(3923)12345').price).toBeNull();
    expect(factsOf('(8005)001299').price).toBeNull();
  });
});
