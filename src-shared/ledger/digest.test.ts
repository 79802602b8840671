import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryBody } from './bodies.ts';
import { type DigestEntry, digestDayOf, digestDifferences, digestOfDay, digestWindow } from './digest.ts';

const HASH = 'a'.repeat(64);

function entry(seq: number, at: string, read: EntryBody | null = null, epoch = 1): DigestEntry {
  return { epoch, seq, at, hash: HASH, read };
}

function movement(businessDate: string): EntryBody {
  const body = {
    sessionId: 's',
    tillId: 't',
    movementId: 'm',
    number: 1,
    kind: 'paid-in' as const,
    businessDate,
    currency: 'DZD',
    amountMinor: 100,
    reason: 'change',
    approval: null,
  };
  return { type: 'till.movement', v: 1, body };
}

describe('the day an entry counts to', () => {
  test('is its body’s business day, also past midnight', () => {
    expect(digestDayOf(entry(1, '2026-03-02T01:30:00.000Z', movement('2026-03-01')))).toBe('2026-03-01');
  });

  test('is the day of its time in UTC when the body has none or nobody can read it', () => {
    expect(digestDayOf(entry(1, '2026-03-02T01:30:00.000Z'))).toBe('2026-03-02');
  });

  test('is the day of its time when the business day is years away', () => {
    expect(digestDayOf(entry(1, '2026-03-02T01:30:00.000Z', movement('2036-03-02')))).toBe('2026-03-02');
  });

  test('has its time within the window of the day, whatever the two say', () => {
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.integer({ min: -5, max: 5 }), (date, days) => {
        const at = date.toISOString();
        const businessDate = new Date(date.getTime() + days * 86_400_000).toISOString().slice(0, 10);
        const { from, before } = digestWindow(digestDayOf(entry(1, at, movement(businessDate))));
        return from <= at && at < before;
      }),
    );
  });
});

describe('the digest of a day', () => {
  const entries = [
    entry(1, '2026-03-01T09:00:00.000Z'),
    entry(2, '2026-03-01T10:00:00.000Z'),
    entry(1, '2026-03-01T11:00:00.000Z', null, 2),
    entry(2, '2026-03-02T09:00:00.000Z', null, 2),
  ];

  test('counts its entries and ends with the last of the last epoch, in whatever order they are given', () => {
    const digest = { day: '2026-03-01', entries: 3, tickets: 0, money: [], last: { epoch: 2, seq: 1, hash: HASH } };
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(digestOfDay('2026-03-01', shuffled)).toEqual(digest);
      }),
    );
  });

  test('leaves out what the other side has not counted yet', () => {
    const digest = digestOfDay('2026-03-01', entries, [{ epoch: 1, seq: 1 }]);
    expect(digest).toMatchObject({ entries: 1, last: { epoch: 1, seq: 1 } });
  });

  test('differs by name where the other side has lost something, and not by the order of members', () => {
    const own = digestOfDay('2026-03-01', entries);
    const same = { last: { hash: HASH, seq: 1, epoch: 2 }, money: [], tickets: 0, entries: 3, day: '2026-03-01' };
    expect(digestDifferences(own, same)).toEqual([]);
    expect(digestDifferences(own, digestOfDay('2026-03-01', entries.slice(0, 2)))).toEqual(['entries', 'last']);
  });
});
