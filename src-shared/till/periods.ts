import { z } from 'zod';

const PERIODS = ['day', 'month', 'year'] as const;
export const periodSchema = z.enum(PERIODS);
export type Period = z.infer<typeof periodSchema>;

/** `2026-11-20`, `2026-11`, `2026`. */
export const periodNameSchema = z.string().regex(/^\d{4}(-\d{2}){0,2}$/);

export function isNameOf(period: Period, name: string): boolean {
  return name.length === NAME_LENGTHS[period] && periodNameSchema.safeParse(name).success;
}

/** The period of that sort which a day falls in. */
function periodOf(period: Period, day: string): string {
  return day.slice(0, NAME_LENGTHS[period]);
}

const NAME_LENGTHS: Readonly<Record<Period, number>> = { day: 10, month: 7, year: 4 };

export interface PeriodFacts {
  /** Business days on which anything happened at a till and which are not closed, oldest first. */
  readonly openDays: readonly string[];
  /** Names of the periods closed, of each sort, oldest first. */
  readonly closed: Readonly<Record<Period, readonly string[]>>;
  /** The business day of now. */
  readonly today: string;
}

export interface MissingPeriod {
  readonly period: Period;
  readonly name: string;
  /** It is not over yet: what is sold after closing it is booked on the next day. */
  readonly isCurrent: boolean;
}

/**
 * What is to be closed, in the order in which it has to be: days from the oldest, a month after its last day, a year after its last month.
 * Days without anything are not closed, and neither are months of such days. A month or a year waits until it is over; a day need not.
 */
export function missingPeriods(facts: PeriodFacts): readonly MissingPeriod[] {
  const missing: MissingPeriod[] = facts.openDays.map((name) => ({ period: 'day', name, isCurrent: name >= facts.today }));
  const days = [...facts.closed.day, ...facts.openDays];
  for (const period of ['month', 'year'] as const) {
    const lastClosed = facts.closed[period].at(-1) ?? '';
    const names = new Set(days.map((day) => periodOf(period, day)));
    const over = [...names].filter((name) => name > lastClosed && name < periodOf(period, facts.today));
    missing.push(...over.map((name) => ({ period, name, isCurrent: false })));
  }
  return missing.toSorted((a, b) => (endKey(a) < endKey(b) ? -1 : 1));
}

/** Sorts a month behind its last day and a year behind its last month. */
function endKey({ period, name }: MissingPeriod): string {
  if (period === 'day') return `${name}~0`;
  return period === 'month' ? `${name}-99~1` : `${name}-99-99~2`;
}

/** Why a period cannot be closed now: `not-missing` (closed, empty or not over), or the one that comes first. */
export function closingFault(
  facts: PeriodFacts,
  period: Period,
  name: string,
): { readonly kind: 'not-missing' } | { readonly kind: 'not-next'; readonly next: MissingPeriod } | null {
  const missing = missingPeriods(facts);
  if (!missing.some((candidate) => candidate.period === period && candidate.name === name)) return { kind: 'not-missing' };
  const [next] = missing;
  if (next === undefined || (next.period === period && next.name === name)) return null;
  return { kind: 'not-next', next };
}
