import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedDatabase, hasServer, serverDatabase, type TestDatabase } from '../testing/test-database.ts';
import { type Database, openDatabase } from './database.ts';
import { createNotifier, type Notifier, notify, type Topic } from './notify.ts';

const HERE = '01980000-0000-7000-8000-000000000001';
const THERE = '01980000-0000-7000-8000-000000000002';
const onServer = await hasServer();

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('a nudge', () => {
    let testDatabase: TestDatabase;
    let database: Database;
    let notifier: Notifier;
    beforeAll(async () => {
      testDatabase = name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase();
      database = await openDatabase(testDatabase.config);
      notifier = await createNotifier(database, pino({ level: 'silent' }));
    });
    afterAll(async () => {
      await notifier.close();
      await database.close();
      await testDatabase.remove();
    });

    const commit = (topic: Topic, ...merchants: string[]) =>
      database.all.transaction().execute(async (tx) => {
        for (const merchant of merchants) await notify(tx, topic, merchant);
      });
    /** Resolves when a nudge of this name was heard: those before it were heard by then, for they come in the order of the commits. */
    const nextNudge = (topic: Topic, merchant: string | null) =>
      new Promise<string | null>((resolve) => {
        const end = notifier.subscribe(topic, merchant, (of) => {
          end();
          resolve(of);
        });
      });

    test('wakes whoever subscribed to its topic and merchant, and nobody else', async () => {
      const woken: string[] = [];
      const ends = [
        notifier.subscribe('changes', HERE, () => woken.push('changes here')),
        notifier.subscribe('changes', THERE, () => woken.push('changes there')),
        notifier.subscribe('commands', HERE, () => woken.push('commands here')),
        notifier.subscribe('changes', null, (of) => woken.push(`changes of ${of}`)),
      ];
      const last = nextNudge('events', HERE);
      await commit('changes', HERE, HERE);
      await commit('events', HERE);
      await last;
      expect(woken).toEqual(['changes here', `changes of ${HERE}`]);
      for (const end of ends) end();
      const after = nextNudge('events', HERE);
      await commit('changes', HERE);
      await commit('events', HERE);
      await after;
      expect(woken).toHaveLength(2);
    });

    test('does not come of a transaction that was rolled back', async () => {
      const woken: string[] = [];
      const end = notifier.subscribe('changes', HERE, () => woken.push('changes'));
      const last = nextNudge('events', null);
      await expect(
        database.all.transaction().execute(async (tx) => {
          await notify(tx, 'changes', HERE);
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      await commit('events', THERE);
      expect(await last).toBe(THERE);
      expect(woken).toEqual([]);
      end();
    });

    test.skipIf(name !== 'a PostgreSQL server')('comes once to everybody after the connection was lost, and then as before', async () => {
      const woken = Promise.all([nextNudge('changes', HERE), nextNudge('commands', null)]);
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'contacto-cloud-listener' AND datname = current_database()`.execute(database.all);
      expect(await woken).toEqual([HERE, null]);
      const heard = nextNudge('changes', THERE);
      await commit('changes', THERE);
      expect(await heard).toBe(THERE);
    });
  });
});
