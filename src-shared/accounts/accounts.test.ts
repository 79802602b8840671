import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CartTender } from '../sale/cart.ts';
import { ACCOUNT_KINDS, accountIdOf, accountIdSchema, floorOf, readAccountId } from './account.ts';
import type { PointsRule } from './account-settings.ts';
import { GIFT_CODE_LENGTH, giftCardCode, groupedGiftCode, isGiftCardCode, randomDigitsFor, readGiftCardCode } from './gift-card-code.ts';
import { type AccountMovement, changeOf } from './movement.ts';
import { earnedPoints, pointsToTakeBack, worthOfPoints } from './points.ts';
import { checkStandings, ticketMovements } from './sale-movements.ts';

const holder = fc.stringMatching(/^[A-Za-z0-9-]{1,36}$/);
const kind = fc.constantFrom(...ACCOUNT_KINDS);

test('an account id says what it was made of, and fits the journal', () => {
  fc.assert(
    fc.property(kind, holder, (of, whose) => {
      const accountId = accountIdOf(of, whose);
      expect(readAccountId(accountId)).toEqual({ kind: of, holder: whose });
      expect(accountIdSchema.safeParse(accountId).success).toBe(true);
    }),
  );
  expect(() => readAccountId('loan:1')).toThrow(/loan:1/);
});

describe('the numbers of gift cards', () => {
  const prefix = fc.stringMatching(/^\d{1,6}$/);

  test('are read back from any digits and groups; one digit wrong is seen', () => {
    fc.assert(
      fc.property(
        prefix,
        fc.stringMatching(/^\d{15}$/),
        fc.nat(GIFT_CODE_LENGTH - 1),
        fc.integer({ min: 1, max: 9 }),
        (of, chance, at, by) => {
          const code = giftCardCode(of, chance.slice(0, randomDigitsFor(of)));
          expect(code).toHaveLength(GIFT_CODE_LENGTH);
          expect(readGiftCardCode(groupedGiftCode(code), of)).toEqual({ ok: true, value: code });
          expect(isGiftCardCode(code, of)).toBe(true);
          const wrong = code.slice(0, at) + String((Number(code[at]) + by) % 10) + code.slice(at + 1);
          expect(readGiftCardCode(wrong, of)).toMatchObject({ ok: false, error: { code: 'gift-card.misread' } });
        },
      ),
    );
  });

  test('an article is no card, whatever its number begins with', () => {
    for (const text of ['7712345678906', '77123456', '(01)07712345678906', '']) expect(isGiftCardCode(text, '77')).toBe(false);
  });
});

describe('points', () => {
  const rule = fc.record({
    minorPerPoint: fc.integer({ min: 1, max: 100_000 }),
    pointValueMinor: fc.integer({ min: 1, max: 10_000 }),
    minimumPoints: fc.integer({ min: 0, max: 500 }),
  });

  test('are whole, never below zero, and none for what points paid', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), fc.nat(1_000_000), rule, (totalMinor, paidMinor, of) => {
        const points = earnedPoints(totalMinor, paidMinor, of);
        expect(Number.isInteger(points)).toBe(true);
        expect(points).toBeGreaterThanOrEqual(0);
        if (points > 0) expect(points * of.minorPerPoint).toBeLessThanOrEqual(totalMinor - paidMinor);
        if (paidMinor >= totalMinor) expect(points).toBe(0);
      }),
    );
  });

  test('a ticket returned in any parts takes back, part by part, exactly what it gave', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 10_000_000_000 }), { minLength: 1, maxLength: 30 }),
        fc.nat(1_000_000_000),
        (parts, earned) => {
          const totalMinor = parts.reduce((sum, part) => sum + part, 0);
          let takenBack = 0;
          let returnedMinor = 0;
          for (const part of parts) {
            returnedMinor += part;
            const now = pointsToTakeBack({ earned, takenBack, totalMinor, returnedMinor });
            expect(now).toBeGreaterThanOrEqual(0);
            takenBack += now;
            expect(takenBack).toBeLessThanOrEqual(earned);
          }
          expect(takenBack).toBe(earned);
        },
      ),
    );
  });

  test('pay what they are worth, and nothing below the least', () => {
    const of: PointsRule = { minorPerPoint: 100, pointValueMinor: 50, minimumPoints: 10 };
    expect([9, 10, 11, 0, -5].map((points) => worthOfPoints(points, of))).toEqual([0, 500, 550, 0, 0]);
    expect(worthOfPoints(0, { ...of, minimumPoints: 0 })).toBe(0);
  });
});

describe('balances', () => {
  const spending = fc.record({ account: fc.nat(3), amount: fc.integer({ min: 1, max: 5_000 }), isSpent: fc.boolean() });

  test('are the sum of movements, and never go below their floor without leave', () => {
    fc.assert(
      fc.property(fc.array(spending, { maxLength: 60 }), fc.nat(8_000), (acts, limitMinor) => {
        const accounts = (['store-credit', 'gift-card', 'on-account', 'deposit'] as const).map((of) => accountIdOf(of, 'c'));
        const floors = new Map(accounts.map((accountId) => [accountId, floorOf(readAccountId(accountId).kind, limitMinor)]));
        const done: AccountMovement[] = [];
        const standingOf = (accountId: string) => ({ balance: changeOf(accountId, done), floor: floors.get(accountId) ?? 0 });
        for (const { account, amount, isSpent } of acts) {
          const accountId = accounts[account] ?? '';
          const movement = {
            accountId,
            customerId: null,
            cause: isSpent ? 'spent' : 'paid-in',
            amount: isSpent ? -amount : amount,
          } as const;
          const before = standingOf(accountId);
          const problem = checkStandings([movement], standingOf, false);
          expect(problem === null).toBe(!isSpent || before.balance - amount >= before.floor);
          if (problem === null) done.push(movement);
        }
        for (const accountId of accounts) expect(standingOf(accountId).balance).toBeGreaterThanOrEqual(standingOf(accountId).floor);
      }),
    );
  });

  test('two tenders on one account count together, and leave lets a tab go over and nothing else', () => {
    const twice = (accountId: string): AccountMovement[] =>
      [-600, -600].map((amount) => ({ accountId, customerId: 'c', cause: 'spent', amount }));
    const standing = () => ({ balance: 1_000, floor: 0 });
    expect(checkStandings(twice('store-credit:c'), standing, true)).toMatchObject({ code: 'account.insufficient' });
    expect(checkStandings(twice('on-account:c'), standing, false)).toMatchObject({
      code: 'account.over-limit',
      params: { availableMinor: 1_000 },
    });
    expect(checkStandings(twice('on-account:c'), standing, true)).toBeNull();
  });

  test('a gift card spent in any parts adds up to what was on it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.integer({ min: 1, max: 30_000 })), (loadedMinor, parts) => {
        const accountId = accountIdOf('gift-card', '7700000000000005');
        const done: AccountMovement[] = [{ accountId, customerId: null, cause: 'paid-in', amount: loadedMinor }];
        let spentMinor = 0;
        for (const amountMinor of parts) {
          const movements = ticketMovements(
            { customerId: null, totalMinor: amountMinor, tenders: [cardTender(accountId, amountMinor)] },
            null,
          );
          if (!movements.ok) throw new Error(movements.error.code);
          if (checkStandings(movements.value, () => ({ balance: changeOf(accountId, done), floor: 0 }), false) !== null) continue;
          done.push(...movements.value);
          spentMinor += amountMinor;
        }
        expect(changeOf(accountId, done)).toBe(loadedMinor - spentMinor);
        expect(spentMinor).toBeLessThanOrEqual(loadedMinor);
      }),
    );
  });
});

function cardTender(accountId: string, amountMinor: number): CartTender {
  return { tenderLineId: '1', tenderId: 'gift-card', kind: 'gift-card', amountMinor, card: null, reference: null, accountId };
}

test('what a ticket pays with and what it gives back come to nothing together', () => {
  const rule: PointsRule = { minorPerPoint: 1_000_000_000, pointValueMinor: 100, minimumPoints: 3 };
  const tenders = ACCOUNT_KINDS.map((of, index): CartTender => {
    const amountMinor = 1_000 * (index + 1);
    return { ...cardTender(accountIdOf(of, 'c'), amountMinor), kind: of, tenderId: of };
  });
  const back = tenders.map((tender) => ({ ...tender, amountMinor: 0 - tender.amountMinor }));
  const movements = [tenders, back].flatMap((all) => {
    const made = ticketMovements({ customerId: 'c', totalMinor: 0, tenders: all }, rule);
    if (!made.ok) throw new Error(made.error.code);
    return made.value;
  });
  expect(movements).toHaveLength(2 * ACCOUNT_KINDS.length);
  for (const of of ACCOUNT_KINDS) expect(changeOf(accountIdOf(of, 'c'), movements)).toBe(0);
});
