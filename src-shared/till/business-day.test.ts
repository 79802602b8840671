import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bookingDay, calendarDay, type DayRule, dayAfter, dayStartMs } from './business-day.ts';

const ALGIERS: DayRule = { timeZone: 'Africa/Algiers', dayStartsAtMinutes: 0 };
const PARIS: DayRule = { timeZone: 'Europe/Paris', dayStartsAtMinutes: 0 };
const NIGHT: DayRule = { timeZone: 'Europe/Paris', dayStartsAtMinutes: 150 };
/** Its clocks are changed at midnight. */
const BEIRUT: DayRule = { timeZone: 'Asia/Beirut', dayStartsAtMinutes: 0 };

describe('the day of an instant', () => {
  test('ends at midnight by the shop’s clock, not by that of Greenwich', () => {
    expect(calendarDay('2026-11-20T22:59:59Z', ALGIERS)).toBe('2026-11-20');
    expect(calendarDay('2026-11-20T23:00:00Z', ALGIERS)).toBe('2026-11-21');
  });

  test('at the end of the year is in the year the shop’s clock shows', () => {
    expect(calendarDay('2026-12-31T22:59:59Z', ALGIERS)).toBe('2026-12-31');
    expect(calendarDay('2026-12-31T23:00:00Z', ALGIERS)).toBe('2027-01-01');
  });

  test('belongs to the evening before where the shop counts its nights so', () => {
    expect(calendarDay('2026-11-21T01:29:59Z', NIGHT)).toBe('2026-11-20');
    expect(calendarDay('2026-11-21T01:30:00Z', NIGHT)).toBe('2026-11-21');
  });

  test('goes on where the clock is put forward over its beginning', () => {
    // On 2026-03-29 the clock goes from 2:00 to 3:00: half past two is not.
    expect(dayStartMs('2026-03-29', NIGHT)).toBe(Date.parse('2026-03-29T01:30:00Z'));
    expect(calendarDay('2026-03-29T00:59:59Z', NIGHT)).toBe('2026-03-28');
  });

  test('is not taken back where the clock is put back over its beginning', () => {
    // On 2026-10-25 half past two comes twice: the day begins with the first.
    expect(dayStartMs('2026-10-25', NIGHT)).toBe(Date.parse('2026-10-25T00:30:00Z'));
    expect(calendarDay('2026-10-25T00:45:00Z', NIGHT)).toBe('2026-10-25');
    expect(calendarDay('2026-10-25T01:15:00Z', NIGHT)).toBe('2026-10-25');
  });
});

test.each([ALGIERS, PARIS, NIGHT, BEIRUT])('every instant is in the day that began last, in %o', (rule) => {
  const start = Date.parse('2025-12-30T00:00:00Z');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 24 * 60 }), (minutes) => {
      const instant = start + minutes * 60_000;
      const day = calendarDay(new Date(instant).toISOString(), rule);
      expect(dayStartMs(day, rule)).toBeLessThanOrEqual(instant);
      expect(dayStartMs(dayAfter(day), rule)).toBeGreaterThan(instant);
    }),
    { numRuns: 300 },
  );
});

describe('the day a ticket is booked on', () => {
  test('is the next one once the day is closed', () => {
    expect(bookingDay('2026-11-20T19:30:00Z', ALGIERS, { lastDay: '2026-11-20', lastClosedDay: '2026-11-20' })).toBe('2026-11-21');
  });

  test('is never before that of the ticket before it, though the clock was put back', () => {
    expect(bookingDay('2026-11-19T10:00:00Z', ALGIERS, { lastDay: '2026-11-20', lastClosedDay: null })).toBe('2026-11-20');
  });
});
