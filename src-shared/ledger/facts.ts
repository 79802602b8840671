import { ACCOUNT_FACT_TABLES, accountFactsOf } from './account-facts.ts';
import type { EntryBody } from './bodies.ts';
import type { EntryPlace } from './projection.ts';
import { RETURNS_FACT_TABLES, returnsFactsOf } from './returns-facts.ts';
import { TILL_FACT_TABLES, tillFactsOf } from './till-facts.ts';

/**
 * Facts are the rows that entries other than a plain ticket leave for reports and look-ups: each is derived from its entry and from nothing
 * else, stored in the entry's transaction under the entry's position and its number within the entry, and recomputed by every check.
 * A ticket's own rows (`projection.ts`) stand apart, since they are written in the queue's time and lie together for reports.
 */
export type FactCell = string | number | null;

/** The columns of every table of facts, after `position` and `n`, in the order of the table. Amounts in minor units, quantities in thousandths. */
export const FACT_TABLES = {
  /** One row for every entry that is no ticket: who did what, and when. */
  act: ['type', 'at', 'actor'],
  ...ACCOUNT_FACT_TABLES,
  ...RETURNS_FACT_TABLES,
  ...TILL_FACT_TABLES,
} as const satisfies Record<string, readonly string[]>;

export type FactTable = keyof typeof FACT_TABLES;

/** A row of one table, each column by its name. */
export type FactRow<T extends FactTable> = Readonly<Record<(typeof FACT_TABLES)[T][number], FactCell>>;

export type Fact = { [T in FactTable]: { readonly table: T; readonly row: FactRow<T> } }[FactTable];

/** What an entry leaves in the tables of facts, in the order of their numbers. */
export function factsOf(place: EntryPlace, read: EntryBody): readonly Fact[] {
  if (read.type === 'sale.completed') return [...accountFactsOf(place, read), ...returnsFactsOf(read)];
  const act: Fact = { table: 'act', row: { type: read.type, at: place.at, actor: place.actor } };
  return [act, ...accountFactsOf(place, read), ...returnsFactsOf(read), ...tillFactsOf(place, read)];
}
