/**
 * What PostgreSQL's columns take of texts and numbers that a terminal has signed. The signed text itself is kept verbatim beside them; these are
 * what it is found by, so that whatever a terminal writes is stored and nothing it says can hold up what comes after.
 */

const MAX_INT4 = 2_147_483_647;
/** ISO 8601 has a year 0, PostgreSQL's calendar none. */
const FIRST_INSTANT = '0001-01-01T00:00:00.000Z';
const FIRST_DAY = '0001-01-01';

/** A text for a column: PostgreSQL has no zero character, and half a surrogate pair has no UTF-8. */
export function textColumn(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** An int4. */
export function intColumn(value: number): number {
  return Math.min(value, MAX_INT4);
}

/** A timestamp from an ISO 8601 text of UTC, to the millisecond, however many digits it has. */
export function timeColumn(iso: string): string {
  const atMs = Date.parse(iso);
  return Number.isNaN(atMs) || atMs < Date.parse(FIRST_INSTANT) ? FIRST_INSTANT : new Date(atMs).toISOString();
}

/** A date from one of ISO 8601. */
export function dayColumn(isoDay: string): string {
  return isoDay < FIRST_DAY ? FIRST_DAY : isoDay;
}
