import type { SalesReport } from '../../../src-shared/report/sales-report.ts';

/** One bar of a chart, and one line of the table behind it. Amounts in minor units; `before` of the span it is compared with. */
export interface ReportRow {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly nowMinor: number;
  readonly beforeMinor: number;
}

interface Named {
  readonly key: string;
  readonly count: number;
  readonly minor: number;
}

/** Ties the rows of now to those of before by their keys; what there was only before is shown too, with nothing now. */
function paired(now: readonly Named[], before: readonly Named[], labelOf: (key: string) => string): readonly ReportRow[] {
  const earlier = new Map(before.map(({ key, minor }) => [key, minor]));
  const rows = now.map(({ key, count, minor }) => ({
    key,
    label: labelOf(key),
    count,
    nowMinor: minor,
    beforeMinor: earlier.get(key) ?? 0,
  }));
  const known = new Set(now.map(({ key }) => key));
  const gone = before.filter(({ key }) => !known.has(key));
  return [...rows, ...gone.map(({ key, minor }) => ({ key, label: labelOf(key), count: 0, nowMinor: 0, beforeMinor: minor }))];
}

/** Hours in the order of the clock, whichever of the two spans has them. */
export function hourRows(now: SalesReport, before: SalesReport, labelOf: (hour: number) => string): readonly ReportRow[] {
  const named = ({ hours }: SalesReport): readonly Named[] =>
    hours.map(({ hour, tickets, totalMinor }) => ({ key: String(hour), count: tickets, minor: totalMinor }));
  return paired(named(now), named(before), (key) => labelOf(Number(key))).toSorted((a, b) => Number(a.key) - Number(b.key));
}

/** Days side by side: the first of the one span with the first of the other. */
export function dayRows(now: SalesReport, before: SalesReport, labelOf: (day: string) => string): readonly ReportRow[] {
  return now.days.map(({ day, tickets, totalMinor }, index) => ({
    key: day,
    label: labelOf(day),
    count: tickets,
    nowMinor: totalMinor,
    beforeMinor: before.days[index]?.totalMinor ?? 0,
  }));
}

export function personRows(now: SalesReport, before: SalesReport): readonly ReportRow[] {
  const named = ({ people }: SalesReport): readonly Named[] =>
    people.map(({ personId, tickets, totalMinor }) => ({ key: personId, count: tickets, minor: totalMinor }));
  const names = new Map([...before.people, ...now.people].map(({ personId, name }) => [personId, name]));
  return paired(named(now), named(before), (key) => names.get(key) ?? key);
}

export function tenderRows(now: SalesReport, before: SalesReport, labelOf: (tenderId: string) => string): readonly ReportRow[] {
  const named = ({ figures }: SalesReport): readonly Named[] =>
    figures.tenders.map(({ tenderId, count, amountMinor }) => ({ key: tenderId, count, minor: amountMinor }));
  return paired(named(now), named(before), labelOf);
}

type Category = SalesReport['categories'][number];

export function categoryRows(now: SalesReport, before: SalesReport, labelOf: (category: Category) => string): readonly ReportRow[] {
  const keyOf = ({ kind, categoryId }: Category): string => `${kind} ${categoryId ?? ''}`;
  const named = ({ categories }: SalesReport): readonly Named[] =>
    categories.map((category) => ({ key: keyOf(category), count: category.lines, minor: category.totalMinor }));
  const labels = new Map([...before.categories, ...now.categories].map((category) => [keyOf(category), labelOf(category)]));
  return paired(named(now), named(before), (key) => labels.get(key) ?? key);
}
