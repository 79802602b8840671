import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asMerchant } from '../../platform/database.ts';
import { TestEventSource } from '../../testing/event-source.ts';
import { TestApp } from '../../testing/test-app.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';
import { BEGINNING, placeOfNow, readEvents } from './outbox.ts';
import { eventRoutes } from './routes.ts';
import { emitEvent } from './service.ts';

const WRITERS = 8;
const EVENTS_EACH = 40;
const onServer = await hasServer();

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('events', () => {
    let app: TestApp;
    let merchant: string;
    beforeAll(async () => {
      app = await TestApp.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase(), eventRoutes);
    });
    afterAll(() => app.stop());
    beforeEach(async () => {
      merchant = await app.merchant();
    });

    const raise = (subject: string, of = merchant) =>
      asMerchant(app.rooms.database, of, (tx) =>
        emitEvent(tx, { merchantId: of, type: 'task.raised', subject, data: { kind: 'test', about: subject } }),
      );
    const listen = async (rights = 'merchant.read', lastEventId?: string) => {
      const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
      return new TestEventSource(await app.fetch('/v1/events', `${merchant}/amina/${rights}`, { headers }));
    };
    const subjectsOf = (messages: readonly { data: string }[]) =>
      messages.map(({ data }) => (JSON.parse(data) as { subject: string }).subject);

    test('come to who listens, in order, and to no other merchant', async () => {
      const source = await listen();
      await raise('of another', await app.merchant());
      await raise('one');
      await raise('two');
      const [one, two] = await source.take(2);
      expect(one).toMatchObject({ event: 'task.raised' });
      expect(JSON.parse(one?.data ?? '')).toMatchObject({ type: 'task.raised', subject: 'one', data: { kind: 'test', about: 'one' } });
      expect(subjectsOf([two ?? { data: '' }])).toEqual(['two']);
      await source.close();
    });

    test('go on behind Last-Event-ID, none twice and none left out', async () => {
      const first = await listen();
      await raise('one');
      const [one] = await first.take(1);
      await first.close();
      await raise('two');
      await raise('three');
      const again = await listen('merchant.read', one?.id);
      await raise('four');
      expect(subjectsOf(await again.take(3))).toEqual(['two', 'three', 'four']);
      await again.close();
    });

    test('of a type the caller may not see are passed over', async () => {
      const source = await listen('merchant.read');
      await asMerchant(app.rooms.database, merchant, (tx) =>
        emitEvent(tx, { merchantId: merchant, type: 'catalog.changed', subject: 'catalog', data: { changed: 3 } }),
      );
      await raise('mine');
      expect(subjectsOf(await source.take(1))).toEqual(['mine']);
      await source.close();
    });

    test('that were swept away are told as missed', async () => {
      await sql`INSERT INTO event_checkpoint (consumer, xid) VALUES ('swept', '5')`.execute(app.rooms.database.all);
      const source = await listen('merchant.read', '4-1');
      expect(await source.next()).toMatchObject({ event: 'missed' });
      await source.close();
    });

    test.each(['x', '1', '1-', '-1', '1-1-1', '99999999999999999999-1', '1-9999999999999999999', "1-1' OR true --"])(
      'behind the place %s are refused',
      async (lastEventId) => {
        const answer = await app.fetch('/v1/events', `${merchant}/amina`, { headers: { 'Last-Event-ID': lastEventId } });
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({ code: 'request.malformed', at: 'Last-Event-ID' });
      },
    );

    test(`of ${WRITERS} writers who commit in any order are read once each, while they write`, async () => {
      const { database } = app.rooms;
      const seen: string[] = [];
      let isWriting = true;
      const read = async () => {
        let place = BEGINNING;
        for (;;) {
          const wasWriting = isWriting;
          const { events, more } = await asMerchant(database, merchant, (tx) => readEvents(tx, merchant, place, 50));
          seen.push(...events.map(({ event }) => event.subject));
          place = events.at(-1)?.place ?? place;
          // Other tests' databases share the server's transactions, so an event may have to wait for theirs.
          if (!wasWriting && !more) return;
        }
      };
      const reading = read();
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, writer) => {
          for (let at = 0; at < EVENTS_EACH; at += 1) await raise(`${writer}/${at}`);
        }),
      );
      isWriting = false;
      await reading;
      expect(seen).toHaveLength(WRITERS * EVENTS_EACH);
      expect(new Set(seen).size).toBe(WRITERS * EVENTS_EACH);
      for (let writer = 0; writer < WRITERS; writer += 1) {
        const own = seen.filter((subject) => subject.startsWith(`${writer}/`));
        expect(own).toEqual(Array.from({ length: EVENTS_EACH }, (_, at) => `${writer}/${at}`));
      }
    });

    test.skipIf(name !== 'a PostgreSQL server')('wait for an older transaction that is still open, and follow it', async () => {
      const { database } = app.rooms;
      const before = await placeOfNow(database.all);
      let finish = (): void => undefined;
      let hasWritten = (): void => undefined;
      const written = new Promise<void>((resolve) => {
        hasWritten = resolve;
      });
      const older = asMerchant(database, merchant, async (tx) => {
        await emitEvent(tx, { merchantId: merchant, type: 'task.raised', subject: 'older', data: { kind: 'test', about: '' } });
        hasWritten();
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      });
      await written;
      await raise('younger');
      const early = await asMerchant(database, merchant, (tx) => readEvents(tx, merchant, before, 10));
      expect(early).toEqual({ events: [], more: true });
      const source = await listen('merchant.read', `${before.xid}-0`);
      finish();
      await older;
      expect(subjectsOf(await source.take(2))).toEqual(['older', 'younger']);
      await source.close();
    });

    // The last: the process is asked to end.
    test('end when the process is asked to end', async () => {
      const source = await listen();
      app.beginStop();
      expect(await source.next()).toBeNull();
    });
  });
});
