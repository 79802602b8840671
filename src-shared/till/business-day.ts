import { businessDateOf } from '../sale/complete-sale.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface DayRule {
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes after midnight, by the shop's clock. */
  readonly dayStartsAtMinutes: number;
}

/** The day after a `YYYY-MM-DD`. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/**
 * The instant (milliseconds since 1970) at which a business day begins. Where the clock is put forward over it, the first instant after the
 * gap; where it is put back over it, the first of the two.
 */
export function dayStartMs(day: string, { timeZone, dayStartsAtMinutes }: DayRule): number {
  const wanted = Date.parse(`${day}T00:00:00Z`) + dayStartsAtMinutes * MINUTE_MS;
  // The offsets of a day before and a day after: the two there can be where the clock is changed in between.
  const offsets = [wallMs(wanted - DAY_MS, timeZone) - (wanted - DAY_MS), wallMs(wanted + DAY_MS, timeZone) - (wanted + DAY_MS)];
  const exact = offsets.map((offset) => wanted - offset).filter((instant) => wallMs(instant, timeZone) === wanted);
  if (exact.length > 0) return Math.min(...exact);
  // In the gap: it ends where both offsets meet.
  return wanted - Math.min(...offsets);
}

/** The business day of an instant by the calendar alone. */
export function calendarDay(instantIso: string, rule: DayRule): string {
  const instant = Date.parse(instantIso);
  const day = businessDateOf(new Date(instant - rule.dayStartsAtMinutes * MINUTE_MS).toISOString(), rule.timeZone);
  // Hours are not minutes of a day in the nights in which the clock is changed: the instants decide.
  if (instant < dayStartMs(day, rule)) return dayBefore(day);
  return instant >= dayStartMs(dayAfter(day), rule) ? dayAfter(day) : day;
}

/**
 * The day a ticket of this instant is booked on. Never one that is closed, and never one before that of the ticket before it: a shop that
 * closes its day at eight and sells once more books it on the next, and a clock put back does not reopen yesterday.
 */
export function bookingDay(
  instantIso: string,
  rule: DayRule,
  before: { readonly lastDay: string | null; readonly lastClosedDay: string | null },
): string {
  const days = [calendarDay(instantIso, rule)];
  if (before.lastDay !== null) days.push(before.lastDay);
  if (before.lastClosedDay !== null) days.push(dayAfter(before.lastClosedDay));
  return days.reduce((latest, day) => (day > latest ? day : latest));
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

const keptClocks = new Map<string, Intl.DateTimeFormat>();
/** A terminal has one zone; tests have some more. */
const MAX_KEPT_CLOCKS = 20;

/** What the clock on the wall shows at an instant, as if it were UTC. */
function wallMs(instantMs: number, timeZone: string): number {
  let clock = keptClocks.get(timeZone);
  if (clock === undefined) {
    if (keptClocks.size >= MAX_KEPT_CLOCKS) keptClocks.clear();
    clock = new Intl.DateTimeFormat('en-u-ca-iso8601-nu-latn', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    keptClocks.set(timeZone, clock);
  }
  const parts = new Map(clock.formatToParts(new Date(instantMs)).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
