import { expect, test } from 'vitest';
import { z } from 'zod';
import { pageOfRows, readCursor } from './page.ts';
import { Problem } from './problem.ts';

const placeSchema = z.strictObject({ name: z.string(), id: z.int() });
const ROWS = Array.from({ length: 7 }, (_, index) => ({ name: `article ${Math.floor(index / 2)}`, id: index, secret: 'x' }));

/** As a list's query reads: behind the place, one row more than the page takes. */
function read(cursor: string | undefined, limit: number) {
  const after = readCursor(cursor, placeSchema);
  const rows = ROWS.filter(({ name, id }) => after === null || name > after.name || (name === after.name && id > after.id));
  return pageOfRows(
    rows.slice(0, limit + 1),
    limit,
    ({ id }) => id,
    ({ name, id }) => ({ name, id }),
  );
}

test.each([1, 2, 3, 6, 7, 8])('pages of %i hold every row once and in order', (limit) => {
  const ids: number[] = [];
  let cursor: string | undefined;
  do {
    const page = read(cursor, limit);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    ids.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('an empty list has one empty page', () => {
  expect(pageOfRows([], 10, String, String)).toEqual({ items: [], next: null });
});

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
test.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['no JSON', Buffer.from('{').toString('base64url')],
  ['another list’s place', encode({ at: '2026-01-01' })],
  ['a wrong type', encode({ name: 1, id: 'x' })],
  ['too much', encode({ name: 'a', id: 1, merchantId: 'another' })],
  ['null', encode(null)],
  ['a text no column holds', encode({ name: 'a\u0000', id: 1 })],
])('a cursor that is %s is refused', (_name, cursor) => {
  expect(() => readCursor(cursor, placeSchema)).toThrow(expect.objectContaining({ constructor: Problem, code: 'request.malformed' }));
});
