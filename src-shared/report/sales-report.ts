import { z } from 'zod';
import { currencyCodeSchema } from '../money/amount.ts';
import { localizedTextSchema } from '../text/localized-text.ts';
import { tillFiguresSchema } from '../till/figures.ts';

/**
 * What was sold over some days, from every side. Amounts are minor units with tax, returns taken off, as the Z says them: the sum over hours,
 * over days, over people and over categories is the same `figures.totals.totalMinor`.
 */

export const SPANS = ['day', 'week', 'month'] as const;
export const spanSchema = z.enum(SPANS);
export type Span = z.infer<typeof spanSchema>;

const sumSchema = z.object({ tickets: z.int(), totalMinor: z.int() });
/** `typed`: rung up by hand, without a product. `unknown`: of a product the catalog holds no more. `none`: of a product in no category. */
const groupKindSchema = z.enum(['category', 'none', 'typed', 'unknown']);

export const salesReportSchema = z.object({
  span: spanSchema,
  /** Business days, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  currency: currencyCodeSchema,
  /** As the Z has them. */
  figures: tillFiguresSchema.pick({ totals: true, taxes: true, tenders: true }).extend({
    counts: z.object({ sales: z.int(), returns: z.int() }),
  }),
  /** By the shop's clock, in order; hours without a ticket between the first and the last are there with zeros. */
  hours: z.array(sumSchema.extend({ hour: z.int().min(0).max(23) })),
  /** Every business day of the span in order. */
  days: z.array(sumSchema.extend({ day: z.iso.date() })),
  /** The largest first. */
  people: z.array(sumSchema.extend({ personId: z.string(), name: z.string() })),
  categories: z.array(
    z.object({
      kind: groupKindSchema,
      categoryId: z.string().nullable(),
      name: localizedTextSchema.nullable(),
      lines: z.int(),
      totalMinor: z.int(),
    }),
  ),
  /** The first of many. */
  products: z.array(
    z.object({
      productId: z.string().nullable(),
      name: localizedTextSchema.nullable(),
      sku: z.string().nullable(),
      unit: z.string(),
      quantityMilli: z.int(),
      totalMinor: z.int(),
    }),
  ),
});
export type SalesReport = z.infer<typeof salesReportSchema>;

/** The business days a span has around a day. */
export function daysOfSpan(span: Span, day: string): { readonly from: string; readonly to: string } {
  if (span === 'day') return { from: day, to: day };
  if (span === 'month') return { from: `${day.slice(0, 7)}-01`, to: lastOfMonth(day.slice(0, 7)) };
  // Weeks begin on the day after the weekend's last in most of the world and on Sunday in Algeria: seven days up to the chosen one fit all.
  return { from: addDays(day, -6), to: day };
}

/** The span it is compared with: the same day of last week, the seven days before, the month before. */
export function comparedDay(span: Span, day: string): string {
  if (span !== 'month') return addDays(day, -7);
  return addDays(`${day.slice(0, 7)}-01`, -1);
}

const DAY_MS = 86_400_000;

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function lastOfMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** The days from one to another, both included. */
function daysBetween(from: string, to: string): readonly string[] {
  const count = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index));
}

/** Sums of the tickets that began in one quarter of an hour of UTC: every time zone's offset is a whole number of those. */
export interface QuarterSum {
  readonly day: string;
  /** Milliseconds since 1970 of the quarter's beginning. */
  readonly quarterMs: number;
  readonly tickets: number;
  readonly totalMinor: number;
}

/** By hours of the shop's clock, from the first with a ticket to the last. */
export function sumsByHour(quarters: readonly QuarterSum[], timeZone: string): SalesReport['hours'] {
  const clock = new Intl.DateTimeFormat('en-u-nu-latn', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const sums = new Map<number, { tickets: number; totalMinor: number }>();
  for (const { quarterMs, tickets, totalMinor } of quarters) {
    const hour = Number(clock.format(quarterMs));
    const before = sums.get(hour) ?? { tickets: 0, totalMinor: 0 };
    sums.set(hour, { tickets: before.tickets + tickets, totalMinor: before.totalMinor + totalMinor });
  }
  if (sums.size === 0) return [];
  const first = Math.min(...sums.keys());
  const last = Math.max(...sums.keys());
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    return { hour, ...(sums.get(hour) ?? { tickets: 0, totalMinor: 0 }) };
  });
}

/** By business day, every day of the span. */
export function sumsByDay(quarters: readonly QuarterSum[], from: string, to: string): SalesReport['days'] {
  const sums = new Map<string, { tickets: number; totalMinor: number }>();
  for (const { day, tickets, totalMinor } of quarters) {
    const before = sums.get(day) ?? { tickets: 0, totalMinor: 0 };
    sums.set(day, { tickets: before.tickets + tickets, totalMinor: before.totalMinor + totalMinor });
  }
  return daysBetween(from, to).map((day) => ({ day, ...(sums.get(day) ?? { tickets: 0, totalMinor: 0 }) }));
}
