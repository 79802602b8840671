import { describe, expect, test } from 'vitest';
import { closingFault, missingPeriods, type PeriodFacts } from './periods.ts';

const NOTHING: PeriodFacts['closed'] = { day: [], month: [], year: [] };
const names = (facts: PeriodFacts): string[] => missingPeriods(facts).map(({ name }) => name);

describe('what is to be closed', () => {
  test('days that were never closed come first, the oldest before the others; a day without anything is not one', () => {
    expect(names({ openDays: ['2026-11-17', '2026-11-19', '2026-11-20'], closed: NOTHING, today: '2026-11-20' })).toEqual([
      '2026-11-17',
      '2026-11-19',
      '2026-11-20',
    ]);
  });

  test('a month comes after its last day, a year after its last month', () => {
    const facts = { openDays: ['2026-12-30', '2026-12-31', '2027-01-02'], closed: NOTHING, today: '2027-01-02' };
    expect(names(facts)).toEqual(['2026-12-30', '2026-12-31', '2026-12', '2026', '2027-01-02']);
  });

  test('a month that goes on waits, whatever of it is closed', () => {
    expect(names({ openDays: [], closed: { ...NOTHING, day: ['2026-11-19'] }, today: '2026-11-20' })).toEqual([]);
  });

  test('its last day closed, a month can be closed the same evening', () => {
    expect(names({ openDays: [], closed: { ...NOTHING, day: ['2026-11-30'] }, today: '2026-12-01' })).toEqual(['2026-11']);
  });

  test('what is closed is not missing', () => {
    const closed = { day: ['2026-11-30'], month: ['2026-11'], year: [] };
    expect(names({ openDays: [], closed, today: '2026-12-01' })).toEqual([]);
  });
});

describe('a closing out of order', () => {
  const facts = { openDays: ['2026-11-19', '2026-11-20'], closed: NOTHING, today: '2026-11-20' };

  test('names the one that comes first', () => {
    expect(closingFault(facts, 'day', '2026-11-20')).toMatchObject({ kind: 'not-next', next: { name: '2026-11-19' } });
    expect(closingFault(facts, 'day', '2026-11-19')).toBeNull();
  });

  test('of what is not over, empty or closed is no closing', () => {
    expect(closingFault(facts, 'month', '2026-11')).toEqual({ kind: 'not-missing' });
    expect(closingFault(facts, 'day', '2026-11-18')).toEqual({ kind: 'not-missing' });
  });
});
