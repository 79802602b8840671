import type { z } from 'zod';
import { Problem } from './problem.ts';
import { isStorable } from './storable.ts';

/** One page of a list as `pageOf` describes it on the wire. `next` is null on the last page. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | null;
}

/**
 * Where the page before ended, as the list's own query wrote it; null for the first page. A cursor is the caller's input like any other: it is
 * parsed, and says nothing about rights.
 * @throws Problem `request.malformed` for a cursor that this list did not write.
 */
export function readCursor<S extends z.ZodType>(cursor: string | undefined, schema: S): z.infer<S> | null {
  if (cursor === undefined) return null;
  const parsed = schema.safeParse(decoded(cursor));
  if (!parsed.success || !isStorable(parsed.data))
    throw new Problem('request.malformed', { at: 'cursor', detail: 'This cursor is not of this list.' });
  return parsed.data;
}

/**
 * A page from `limit + 1` rows: the row too many only says that there are more. `placeOf` gives what the next page's query begins behind,
 * as JSON: the columns the list is ordered by.
 */
export function pageOfRows<R, T>(rows: readonly R[], limit: number, itemOf: (row: R) => T, placeOf: (row: R) => unknown): Page<T> {
  const taken = rows.slice(0, limit);
  const last = taken.at(-1);
  const next = rows.length > limit && last !== undefined ? Buffer.from(JSON.stringify(placeOf(last))).toString('base64url') : null;
  return { items: taken.map(itemOf), next };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
