import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nothing, type Routes } from '../../src-shared/contract/route.ts';
import { TestApp } from '../testing/test-app.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../testing/test-database.ts';
import { Problem } from './problem.ts';
import { implement } from './routes.ts';

const ROUTES = {
  add: {
    method: 'POST',
    path: '/v1/things',
    access: 'catalog.edit',
    summary: 'Adds a thing.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ name: z.string() }),
    response: z.object({ count: z.int(), secret: z.string() }),
  },
} as const satisfies Routes;

const SECRET = 'shown once: 5f1d';
const KEY = 'a0c1e8f2-9d3b-4c55-8a1e-000000000001';
const onServer = await hasServer();

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('a request with an idempotency key', () => {
    let app: TestApp;
    let merchant: string;
    let count = 0;
    let work: () => Promise<void> = () => Promise.resolve();
    beforeAll(async () => {
      app = await TestApp.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase(), () =>
        implement(ROUTES, {
          add: async () => {
            count += 1;
            await work();
            return { count, secret: SECRET };
          },
        }),
      );
    });
    afterAll(() => app.stop());
    beforeEach(async () => {
      merchant = await app.merchant();
      count = 0;
      work = () => Promise.resolve();
    });

    const add = async (thing: string, key: string | null = KEY, caller = 'amina') => {
      const answer = await app.fetch('/v1/things', `${merchant}/${caller}`, {
        method: 'POST',
        body: JSON.stringify({ name: thing }),
        headers: key === null ? {} : { 'Idempotency-Key': key },
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };

    test('is done once, and answered the same again', async () => {
      const first = await add('pen');
      expect(first).toEqual({ status: 200, body: { count: 1, secret: SECRET } });
      expect(await add('pen')).toEqual(first);
      expect(count).toBe(1);
    });

    test('without a key is done each time', async () => {
      await add('pen', null);
      expect((await add('pen', null)).body['count']).toBe(2);
    });

    test('that is another under the same key is refused, and not done', async () => {
      await add('pen');
      expect(await add('ink')).toMatchObject({ status: 422, body: { code: 'idempotency.other-request' } });
      expect(count).toBe(1);
    });

    test('of another caller or merchant has nothing to do with it', async () => {
      await add('pen');
      expect((await add('ink', KEY, 'karim')).body['count']).toBe(2);
      merchant = await app.merchant();
      expect((await add('ink')).body['count']).toBe(3);
    });

    test('sent twice at once is worked on by one; the other is told to come back', async () => {
      let begun = (): void => undefined;
      let finish = (): void => undefined;
      const isWorking = new Promise<void>((resolve) => {
        begun = resolve;
      });
      work = () =>
        new Promise((resolve) => {
          finish = resolve;
          begun();
        });
      const first = add('pen');
      await isWorking;
      expect(await add('pen')).toMatchObject({ status: 409, body: { code: 'idempotency.in-progress', retryAfterSeconds: 1 } });
      finish();
      expect((await first).status).toBe(200);
      expect(await add('pen')).toEqual(await first);
      expect(count).toBe(1);
    });

    test('of many at once is done by exactly one', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => add('pen')));
      expect(count).toBe(1);
      expect(answers.some(({ status }) => status === 200)).toBe(true);
      for (const { status, body } of answers) expect([200, 409], JSON.stringify(body)).toContain(status);
    });

    test('that was refused did nothing, and its key is free', async () => {
      work = () => Promise.reject(new Problem('conflict'));
      expect((await add('pen')).status).toBe(409);
      work = () => Promise.resolve();
      expect(await add('pencil')).toMatchObject({ status: 200, body: { count: 2 } });
    });

    test('whose outcome nobody knows is not done again', async () => {
      work = () => Promise.reject(new Error('the connection was lost while committing'));
      expect((await add('pen')).status).toBe(500);
      work = () => Promise.resolve();
      expect((await add('pen')).body['code']).toBe('idempotency.in-progress');
      await sql`UPDATE idempotency_key SET claimed_at = claimed_at - interval '3 minutes'`.execute(app.rooms.database.all);
      expect(await add('pen')).toMatchObject({ status: 409, body: { code: 'idempotency.outcome-unknown' } });
      expect(count).toBe(1);
    });

    test.each(['short', 'x'.repeat(256)])('under the key %s is refused', async (key) => {
      expect(await add('pen', key)).toMatchObject({ status: 400, body: { at: 'Idempotency-Key' } });
      expect(count).toBe(0);
    });

    test('leaves neither its key nor its answer to be read in the database', async () => {
      await add('pen');
      const { rows } = await sql<{ row: string }>`SELECT row_to_json(idempotency_key)::text AS row FROM idempotency_key`.execute(
        app.rooms.database.all,
      );
      expect(rows.length).toBeGreaterThan(0);
      for (const { row } of rows) {
        expect(row).not.toContain(KEY);
        expect(row).not.toContain(SECRET);
      }
    });
  });
});
