import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asMerchant } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';
import { type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { Replica, readSnapshot } from './replica.fixture.ts';
import { pullRoutes } from './routes.ts';
import { type RecordedChange, recordChanges } from './service.ts';

const SET_UP_MS = 60_000;

let served: ServedRoutes;
beforeAll(async () => {
  served = await ServedRoutes.start(embeddedDatabase(), pullRoutes);
}, SET_UP_MS);
afterAll(() => served.stop());

const person = (id: string, name = id): RecordedChange => ({
  kind: 'person',
  id,
  storeId: null,
  row: { personId: id, name, language: 'ar', roleId: 'cashier', active: true },
});
const record = ({ merchantId }: Place, changes: readonly RecordedChange[]) =>
  asMerchant(served.database, merchantId, (tx) => recordChanges(tx, merchantId, changes));
const headersFor = (token: string, encoding: string) => ({
  authorization: `Bearer ${token.replaceAll(' ', '/')}`,
  'accept-encoding': encoding,
});
const request = (path: string, token: string, encoding = 'gzip') =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${served.address}${path}`, { headers: headersFor(token, encoding) }, resolve).on('error', reject);
  });

describe('a snapshot', () => {
  test('travels as zstd where that is understood, else as gzip, with the same lines', async () => {
    const place = await served.merchant();
    await record(place, [person('amina', 'أمينة'), person('yacine'), person('gone')]);
    await record(place, [{ ...person('gone'), row: null }]);
    const { token } = await served.terminal(place);
    const zstd = await request('/v1/terminal/snapshot', token, 'gzip, zstd');
    const gzip = await request('/v1/terminal/snapshot', token);
    expect([zstd.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['zstd', 'gzip']);
    const text = gunzipSync(await buffer(gzip)).toString();
    expect(readSnapshot(text).rows.map(({ id }) => id)).toEqual(['amina', 'yacine']);
    expect(readSnapshot(zstdDecompressSync(await buffer(zstd)).toString()).rows).toEqual(readSnapshot(text).rows);
  });

  test('that was cut anywhere is noticed', async () => {
    const place = await served.merchant();
    await record(
      place,
      Array.from({ length: 20 }, (_, n) => person(`p${n}`)),
    );
    const { token } = await served.terminal(place);
    const text = await (await served.fetch('GET', '/v1/terminal/snapshot', token)).text();
    fc.assert(
      fc.property(fc.nat({ max: text.length - 2 }), (length) => {
        expect(() => readSnapshot(text.slice(0, length))).toThrow();
      }),
    );
    const lines = text.split('\n');
    expect(() => readSnapshot(lines.toSpliced(3, 1).join('\n'))).toThrow();
  });

  test('of a merchant without anything is a head and an end', async () => {
    const { token } = await served.terminal(await served.merchant());
    expect(readSnapshot(await (await served.fetch('GET', '/v1/terminal/snapshot', token)).text()).rows).toEqual([]);
  });

  test('that its caller gave up leaves the next one as it is', async () => {
    const place = await served.merchant();
    await record(
      place,
      Array.from({ length: 5_000 }, (_, n) => person(`p${n}`)),
    );
    const { token } = await served.terminal(place);
    const cut = await request('/v1/terminal/snapshot', token);
    cut.destroy();
    const replica = new Replica(served, token);
    await replica.takeSnapshot();
    expect(replica.ids('person')).toHaveLength(5_000);
  });
});

const editArbitrary = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  name: fc.option(fc.constantFrom('Amina', 'يسرى', "O'Neill; --", '😀'), { freq: 3 }),
  where: fc.constantFrom('all', 'own', 'elsewhere'),
});
const stepArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.record({ edits: fc.array(editArbitrary, { minLength: 1, maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.constant('pull' as const) },
  { weight: 1, arbitrary: fc.constant('snapshot' as const) },
);

test('a replica fed by snapshots and pages, taken whenever, is what the table says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 15 }), fc.integer({ min: 1, max: 4 }), async (steps, pageSize) => {
      const place = await served.merchant();
      const elsewhere = await served.addStore(place, 'Oran');
      const { token } = await served.terminal(place);
      const replica = new Replica(served, token, pageSize);
      await replica.takeSnapshot();
      const stores = { all: null, own: place.storeId, elsewhere };
      for (const step of steps) {
        if (step === 'pull') await replica.pull();
        else if (step === 'snapshot') await replica.takeSnapshot();
        else {
          const changes = step.edits.map(({ id, name, where }) => {
            const change = { ...person(`${where}-${id}`, name ?? ''), storeId: stores[where] };
            return name === null ? { ...change, row: null } : change;
          });
          await record(place, changes);
        }
      }
      await replica.pull();
      const rows = await served.database.all
        .selectFrom('change_log')
        .select(['kind', 'row_id', 'row'])
        .where('merchant_id', '=', place.merchantId)
        .where('scope', '!=', elsewhere)
        .where('row', 'is not', null)
        .execute();
      expect(replica.state()).toEqual(Object.fromEntries(rows.map(({ kind, row_id, row }) => [`${kind}/${row_id}`, row])));
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe('the stream of nudges', () => {
  const events = async function* (stream: IncomingMessage): AsyncGenerator<string> {
    let rest = '';
    for await (const chunk of stream) {
      const blocks = (rest + String(chunk)).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (\w+)$/m.exec(block)?.[1];
        if (event !== undefined) yield event;
      }
    }
  };
  const next = async (stream: AsyncGenerator<string>): Promise<unknown> => (await stream.next()).value;

  test('begins with one of each, then tells what was committed for its merchant, and ends with the process', async () => {
    const place = await served.merchant();
    const { token } = await served.terminal(place);
    const heard = events(await request('/v1/terminal/nudges', token));
    expect([await next(heard), await next(heard)]).toEqual(['changes', 'commands']);
    await record(await served.merchant(), [person('stranger')]);
    await asMerchant(served.database, place.merchantId, (tx) => notify(tx, 'commands', place.merchantId));
    expect(await next(heard)).toBe('commands');
    await record(place, [person('amina')]);
    expect(await next(heard)).toBe('changes');
    served.beginStop();
    expect((await heard.next()).done).toBe(true);
  });
});
