import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stampDutyMinor } from '../tax/stamp-duty.ts';
import { type CashRules, cashDueMinor, settle, tenderProblem } from './settle.ts';
import { rulesArbitrary, sampleRules } from './ticket-arbitraries.ts';

const PLAIN = sampleRules();
const ROUNDED = sampleRules({ cashRoundingMinor: 500 });
const ALGERIA = sampleRules({ stampDuty: 'dz', cashRoundingMinor: 500 });
const DUTY = sampleRules({ stampDuty: 'dz' });

interface Tendered {
  readonly kind: 'cash' | 'card';
  readonly amountMinor: number;
}
const cash = (amountMinor: number): Tendered => ({ kind: 'cash', amountMinor });
const card = (amountMinor: number): Tendered => ({ kind: 'card', amountMinor });

const totalArbitrary = fc.oneof(fc.integer({ min: -3_000, max: 3_000 }), fc.integer({ min: -20_000_000, max: 20_000_000 }));

/** Adds the tenders that are allowed, as the reducer does; the others are left out. */
function tender(totalMinor: number, offers: readonly Tendered[], rules: CashRules): readonly Tendered[] {
  let accepted: readonly Tendered[] = [];
  for (const offer of offers) if (tenderProblem(totalMinor, accepted, offer, rules) === null) accepted = [...accepted, offer];
  return accepted;
}

const offersArbitrary = fc.array(
  fc.record({
    kind: fc.constantFrom('cash' as const, 'card' as const),
    amountMinor: fc.oneof(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 20_000_000 })),
  }),
  { maxLength: 8 },
);

/** Offers go the total's way, and cash given back is on the coin, so that many are accepted. */
function towards(totalMinor: number, offers: readonly Tendered[], rules: CashRules): readonly Tendered[] {
  if (totalMinor >= 0) return offers;
  const coin = rules.cashRoundingMinor ?? 1;
  return offers.map(({ kind, amountMinor }) => ({
    kind,
    amountMinor: 0 - (kind === 'cash' ? Math.ceil(amountMinor / coin) * coin : amountMinor),
  }));
}

describe('the examples of the rule', () => {
  test('nothing tendered: payable is the total, left in cash it bears duty and rounding', () => {
    expect(settle(100_200, [], ALGERIA)).toEqual({
      stampDutyMinor: 0,
      roundingMinor: 0,
      payableMinor: 100_200,
      tenderedMinor: 0,
      changeMinor: 0,
      remainingCashMinor: 101_500,
      remainingOtherMinor: 100_200,
      settled: false,
    });
  });

  test('a part in cash bears its own duty, the rest goes to the card', () => {
    const part = settle(100_200, [cash(50_000)], ALGERIA);
    expect(part).toMatchObject({
      stampDutyMinor: 500,
      roundingMinor: 0,
      remainingOtherMinor: 50_700,
      remainingCashMinor: 51_500,
      settled: false,
    });
    expect(settle(100_200, [cash(50_000), card(50_700)], ALGERIA)).toMatchObject({
      settled: true,
      changeMinor: 0,
      stampDutyMinor: 500,
      payableMinor: 100_700,
    });
  });

  test('all by card: neither duty nor rounding', () => {
    expect(settle(100_200, [card(100_200)], ALGERIA)).toMatchObject({
      settled: true,
      payableMinor: 100_200,
      stampDutyMinor: 0,
      roundingMinor: 0,
    });
  });

  test('cash above what is due gives change', () => {
    expect(settle(100_200, [cash(200_000)], ALGERIA)).toMatchObject({
      settled: true,
      payableMinor: 101_500,
      changeMinor: 98_500,
      stampDutyMinor: 1_100,
      roundingMinor: 200,
    });
  });

  test('so little that no coin pays it is settled at once, and may still be paid by card', () => {
    expect(settle(200, [], ROUNDED)).toMatchObject({
      settled: true,
      payableMinor: 0,
      roundingMinor: -200,
      remainingCashMinor: 0,
      remainingOtherMinor: 200,
    });
    expect(tenderProblem(200, [], card(200), ROUNDED)).toBeNull();
    expect(tenderProblem(200, [], cash(500), ROUNDED)?.code).toBe('cart.tender-exceeds-remaining');
    expect(settle(200, [card(200)], ROUNDED)).toMatchObject({ settled: true, payableMinor: 200, roundingMinor: 0, remainingOtherMinor: 0 });
  });

  test('at the edge of a band, cash keyed before the card may come back in part', () => {
    const tenders = [cash(3_045_100)];
    const { remainingOtherMinor, stampDutyMinor } = settle(4_000_000, tenders, DUTY);
    expect([remainingOtherMinor, stampDutyMinor]).toEqual([1_000_000, 30_000]);
    expect(settle(4_000_000, [...tenders, card(1_000_000)], DUTY)).toMatchObject({
      settled: true,
      changeMinor: 15_100,
      payableMinor: 4_030_000,
    });
  });

  test('money back: rounded to the coin, without duty, to the very amount', () => {
    expect(settle(-100_200, [], ALGERIA)).toMatchObject({ remainingCashMinor: -100_000, remainingOtherMinor: -100_200, settled: false });
    expect(settle(-100_200, [cash(-100_000)], ALGERIA)).toMatchObject({
      settled: true,
      roundingMinor: 200,
      payableMinor: -100_000,
      stampDutyMinor: 0,
    });
    expect(settle(-1_002, [cash(-500)], ROUNDED)).toMatchObject({ remainingOtherMinor: -502, remainingCashMinor: -500, settled: false });
    expect(settle(-1_002, [cash(-500), card(-502)], ROUNDED)).toMatchObject({ settled: true, payableMinor: -1_002 });
  });

  test('a ticket of nothing is settled without a tender', () => {
    expect(settle(0, [], ALGERIA)).toMatchObject({ settled: true, payableMinor: 0, changeMinor: 0 });
  });
});

describe('tenders that are refused', () => {
  test.each([
    ['more than is left on a card', 1_000, [], card(1_001), 'cart.tender-exceeds-remaining'],
    ['more on a second card', 1_000, [card(600)], card(401), 'cart.tender-exceeds-remaining'],
    ['on a card, what the cash already covers', 1_000, [cash(600)], card(401), 'cart.tender-exceeds-remaining'],
    ['cash when all is paid', 1_000, [card(1_000)], cash(1), 'cart.tender-exceeds-remaining'],
    ['anything on nothing', 0, [], cash(100), 'cart.tender-exceeds-remaining'],
    ['money back on a sale', 1_000, [], cash(-100), 'cart.tender-wrong-direction'],
    ['money in on a refund', -1_000, [], card(100), 'cart.tender-wrong-direction'],
    ['nothing', 1_000, [], cash(0), 'cart.tender-wrong-direction'],
    ['more cash back than is due', -1_000, [], cash(-1_001), 'cart.tender-exceeds-remaining'],
    ['sums beyond the bound', 1_000, [], cash(1_000_000_000_001), 'cart.amount-too-large'],
    ['anything while tenders exceed the total', 1_000, [card(1_500)], cash(100), 'cart.tender-exceeds-remaining'],
  ] as const)('%s', (_, total, tenders, offer, code) => expect(tenderProblem(total, tenders, offer, PLAIN)?.code).toBe(code));

  test('cash back that no coin makes', () => {
    expect(tenderProblem(-1_002, [], cash(-600), ROUNDED)).toEqual({ code: 'cart.cash-not-a-multiple', params: { incrementMinor: 500 } });
  });
});

test('tenders that no longer fit leave the ticket open until they are taken off', () => {
  for (const [total, tenders] of [
    [1_000, [card(1_500)]],
    [-1_000, [card(-1_500)]],
    [-1_000, [card(500)]],
    [0, [card(5)]],
  ] as const) {
    expect(settle(total, tenders, ALGERIA)).toMatchObject({ settled: false, changeMinor: 0 });
  }
  // More cash given back than is due now.
  expect(settle(-1_000, [cash(-1_500)], ALGERIA)).toMatchObject({ settled: false, remainingCashMinor: 500, remainingOtherMinor: 0 });
});

test('what is due in cash never falls as the part grows, and mirrors without duty', () => {
  const part = fc.integer({ min: 0, max: 20_000_000 });
  fc.assert(
    fc.property(part, part, rulesArbitrary, (a, b, rules) => {
      expect(cashDueMinor(Math.min(a, b), rules)).toBeLessThanOrEqual(cashDueMinor(Math.max(a, b), rules));
      expect(cashDueMinor(0 - a, rules)).toBe(0 - cashDueMinor(a, { ...rules, stampDuty: 'off' }));
    }),
  );
});

test('whole coins and the rest on a card lose nothing to rounding', () => {
  expect(settle(75_600, [cash(20_000)], ROUNDED)).toMatchObject({ remainingOtherMinor: 55_600, payableMinor: 75_600 });
  expect(settle(75_600, [cash(20_000), card(55_600)], ROUNDED)).toMatchObject({ settled: true, roundingMinor: 0, changeMinor: 0 });
});

test('the part that cash covers is the largest one it pays with its duty in whole coins, found by trying them all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_500 }), fc.integer({ min: 1, max: 2_000 }), rulesArbitrary, (total, amountMinor, rules) => {
      const { settled, remainingOtherMinor } = settle(total, [cash(amountMinor)], rules);
      const coins = amountMinor - (amountMinor % (rules.cashRoundingMinor ?? 1));
      const duty = (b: number) => stampDutyMinor(b, { rule: rules.stampDuty, day: rules.day, minorDigits: rules.minorDigits });
      const covered = Array.from({ length: total + 1 }, (_, b) => b).findLast((b) => b + duty(b) <= coins) ?? 0;
      expect(settled).toBe(cashDueMinor(total, rules) <= amountMinor);
      expect(remainingOtherMinor).toBe(settled ? 0 : total - covered);
    }),
  );
});

test('tendered − change = payable = total + duty + rounding, once settled', () => {
  fc.assert(
    fc.property(totalArbitrary, offersArbitrary, rulesArbitrary, (total, offers, rules) => {
      const standing = settle(total, tender(total, towards(total, offers, rules), rules), rules);
      expect(standing.payableMinor).toBe(total + standing.stampDutyMinor + standing.roundingMinor);
      if (standing.settled) expect(standing.tenderedMinor - standing.changeMinor).toBe(standing.payableMinor);
      else expect(standing.changeMinor).toBe(0);
    }),
  );
});

test('what is left never turns against the total, and nothing is left in cash once settled', () => {
  fc.assert(
    fc.property(totalArbitrary, offersArbitrary, rulesArbitrary, (total, offers, rules) => {
      const tenders = tender(total, towards(total, offers, rules), rules);
      const { settled, remainingCashMinor, remainingOtherMinor, changeMinor } = settle(total, tenders, rules);
      const way = total < 0 ? -1 : 1;
      expect(remainingCashMinor * way).toBeGreaterThanOrEqual(0);
      expect(remainingOtherMinor * way).toBeGreaterThanOrEqual(0);
      expect(changeMinor).toBeGreaterThanOrEqual(0);
      if (settled) expect(remainingCashMinor).toBe(0);
      if (settled && tenders.some(({ kind }) => kind === 'cash')) expect(remainingOtherMinor).toBe(0);
      if (!settled) expect(remainingCashMinor).not.toBe(0);
      if (changeMinor > 0) expect(tenders.some(({ kind }) => kind === 'cash')).toBe(true);
    }),
  );
});

test('after any tenders, what is left closes the ticket: all in cash, all by card, or part by card and then cash', () => {
  fc.assert(
    fc.property(
      totalArbitrary,
      offersArbitrary,
      rulesArbitrary,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (total, offers, rules, share) => {
        const tenders = tender(total, towards(total, offers, rules), rules);
        const standing = settle(total, tenders, rules);
        fc.pre(!standing.settled);
        const closeWith = (offer: Tendered, before: readonly Tendered[]) => {
          expect(tenderProblem(total, before, offer, rules)).toBeNull();
          expect(settle(total, [...before, offer], rules).settled).toBe(true);
        };
        closeWith(cash(standing.remainingCashMinor), tenders);
        if (standing.remainingOtherMinor !== 0) closeWith(card(standing.remainingOtherMinor), tenders);
        const part = Math.trunc(standing.remainingOtherMinor * share);
        if (part === 0) return;
        const after = [...tenders, card(part)];
        const left = settle(total, after, rules);
        if (!left.settled) closeWith(cash(left.remainingCashMinor), after);
      },
    ),
    { numRuns: 500 },
  );
});

test('the order of the tenders changes nothing', () => {
  fc.assert(
    fc.property(totalArbitrary, offersArbitrary, rulesArbitrary, (total, offers, rules) => {
      const tenders = tender(total, towards(total, offers, rules), rules);
      expect(settle(total, tenders.toReversed(), rules)).toEqual(settle(total, tenders, rules));
    }),
  );
});

test('a refund without duty mirrors the sale', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000_000 }), rulesArbitrary, (total, rules) => {
      const cashRules = { ...rules, stampDuty: 'off' as const };
      const sold = settle(total, [], cashRules);
      const returned = settle(0 - total, [], cashRules);
      expect(returned.remainingCashMinor).toBe(0 - sold.remainingCashMinor);
      expect(returned.remainingOtherMinor).toBe(0 - sold.remainingOtherMinor);
    }),
  );
});
