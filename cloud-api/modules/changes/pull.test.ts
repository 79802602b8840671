import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settleRestored } from '../../after-restore.ts';
import { asMerchant, type Tx } from '../../platform/database.ts';
import { type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';
import { beginPullEra, sweepDeletions } from './era.ts';
import { Replica } from './replica.fixture.ts';
import { pullRoutes } from './routes.ts';
import { type RecordedChange, recordChanges } from './service.ts';

const SET_UP_MS = 60_000;
const WRITERS = 8;
const ROWS_EACH = 60;
const onServer = await hasServer();

const category = (id: string, position = 0, storeId: string | null = null): RecordedChange => ({
  kind: 'category',
  id,
  storeId,
  row: { categoryId: id, name: { fr: id }, colour: 'red', position },
});

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('a pull', () => {
    let served: ServedRoutes;
    beforeAll(async () => {
      served = await ServedRoutes.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase(), pullRoutes);
    }, SET_UP_MS);
    afterAll(() => served.stop());

    const record = ({ merchantId }: Place, ...changes: RecordedChange[]) =>
      asMerchant(served.database, merchantId, (tx) => recordChanges(tx, merchantId, changes));
    const replicaOf = async (place: Place) => new Replica(served, (await served.terminal(place)).token);

    test('brings what was written after the snapshot, changed and deleted, once', async () => {
      const place = await served.merchant();
      await record(place, category('bread'), category('milk'), category('tea'));
      const replica = await replicaOf(place);
      await replica.takeSnapshot();
      await record(place, category('milk', 7), { ...category('tea'), row: null }, category('fish'));
      expect(await replica.pull()).toBe(3);
      expect(replica.ids('category')).toEqual(['bread', 'fish', 'milk']);
      expect(replica.row('category', 'milk')).toMatchObject({ position: 7 });
      expect(await replica.pull()).toBe(0);
    });

    test('says nothing of a row that was written as it was', async () => {
      const place = await served.merchant();
      await record(place, category('bread'));
      const replica = await replicaOf(place);
      await replica.takeSnapshot();
      expect((await record(place, category('bread'))).size).toBe(0);
      expect(await replica.pull()).toBe(0);
    });

    test('brings what is its own store’s and the whole merchant’s, and nothing of other stores or merchants', async () => {
      const place = await served.merchant();
      const other = await served.merchant();
      const replica = await replicaOf(place);
      await replica.takeSnapshot();
      const elsewhere = await served.database.all
        .insertInto('store')
        .values({ merchant_id: place.merchantId, store_id: other.merchantId, name: 'Oran' })
        .returning('store_id')
        .executeTakeFirstOrThrow();
      await record(place, category('own', 0, place.storeId), category('all'), category('elsewhere', 0, elsewhere.store_id));
      await record(other, category('theirs'));
      await replica.pull();
      expect(replica.ids('category')).toEqual(['all', 'own']);
      const fresh = await replicaOf(place);
      await fresh.takeSnapshot();
      expect(fresh.ids('category')).toEqual(['all', 'own']);
    });

    test('tells a stock figure with how far the terminal’s own entries are counted in it', async () => {
      const place = await served.merchant();
      const terminal = await served.terminal(place);
      const head = { merchant_id: place.merchantId, terminal_id: terminal.terminalId, last_hash: '0'.repeat(64) };
      await served.database.all
        .insertInto('terminal_epoch')
        .values([
          { ...head, epoch: 1, last_seq: 9, projected_seq: 9 },
          { ...head, epoch: 2, last_seq: 5, projected_seq: 3 },
        ])
        .execute();
      const replica = new Replica(served, terminal.token);
      await replica.takeSnapshot();
      await record(place, { kind: 'stock', id: 'milk', storeId: place.storeId, row: { productId: 'milk', onHandThousandths: -2_000 } });
      await replica.pull();
      const figure = { productId: 'milk', onHandThousandths: -2_000, countedEpoch: 2, countedSeq: 3 };
      expect(replica.row('stock', 'milk')).toEqual(figure);
      await replica.takeSnapshot();
      expect(replica.row('stock', 'milk')).toEqual(figure);
    });

    test('pages by transaction and version without a gap or a double', async () => {
      const place = await served.merchant();
      const replica = await replicaOf(place);
      await replica.takeSnapshot();
      await record(place, ...Array.from({ length: 2_345 }, (_, index) => category(`c${index}`)));
      expect(await replica.pull()).toBe(2_345);
      expect(replica.pages).toBe(3);
      expect(replica.ids('category')).toHaveLength(2_345);
    });

    test.each([
      ['none', ''],
      ['nonsense', '?cursor=nonsense'],
      ['SQL', `?cursor=${encodeURIComponent("1.x.y.0'; DROP TABLE change_log; --.0")}`],
      ['a transaction beyond 64 bits', `?cursor=1.${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}.x.99999999999999999999.0`],
    ])('with %s for a cursor asks for a snapshot', async (_, query) => {
      const { token } = await served.terminal(await served.merchant());
      expect(await served.call('GET', `/v1/terminal/changes${query}`, token)).toMatchObject({
        status: 410,
        body: { code: 'pull.snapshot-needed' },
      });
    });

    test('asks for a snapshot after the terminal moved to another store', async () => {
      const place = await served.merchant();
      const { terminalId, token } = await served.terminal(place);
      const replica = new Replica(served, token);
      await replica.takeSnapshot();
      const moved = (await served.merchant()).storeId;
      await served.database.all.insertInto('store').values({ merchant_id: place.merchantId, store_id: moved, name: 'Oran' }).execute();
      await served.database.all.updateTable('terminal').set({ store_id: moved }).where('terminal_id', '=', terminalId).execute();
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${replica.cursor}`, token)).status).toBe(410);
    });

    test('asks for a snapshot when deletions since its cursor were swept, and goes on from a later one', async () => {
      const place = await served.merchant();
      await record(place, category('bread'));
      const { token } = await served.terminal(place);
      const old = new Replica(served, token);
      await old.takeSnapshot();
      await record(place, { ...category('bread'), row: null });
      const late = new Replica(served, token);
      await late.takeSnapshot();
      await sweepDeletions(served.database, new Date(Date.now() + 200 * 86_400_000));
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${old.cursor}`, token)).status).toBe(410);
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${late.cursor}`, token)).status).toBe(200);
    });

    test('asks for a snapshot with a cursor of a future that a restored database has lost', async () => {
      const place = await served.merchant();
      const { token } = await served.terminal(place);
      const replica = new Replica(served, token);
      await replica.takeSnapshot();
      const [format, era, store, xid = '', version] = replica.cursor.split('.');
      const ahead = [format, era, store, String(BigInt(xid) + 1_000_000n), version].join('.');
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${replica.cursor}`, token)).status).toBe(200);
      // The process that answers after the restore has begun at a transaction the cursor is long past.
      await beginPullEra(served.database);
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${ahead}`, token)).status).toBe(410);
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${replica.cursor}`, token)).status).toBe(200);
    });

    test('goes on with a database that was poured into a server which has counted fewer transactions', async () => {
      const place = await served.merchant();
      await record(place, category('bread'));
      const { token } = await served.terminal(place);
      const replica = new Replica(served, token);
      await replica.takeSnapshot();
      await sql`UPDATE change_log SET xid = (xid::text::bigint + 1000000)::text::xid8`.execute(served.database.all);
      await sql`UPDATE pull_era SET xid = (xid::text::bigint + 1000000)::text::xid8`.execute(served.database.all);
      await beginPullEra(served.database);
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${replica.cursor}`, token)).status).toBe(410);
      await replica.takeSnapshot();
      await record(place, category('milk'));
      await replica.pull();
      expect(replica.ids('category')).toEqual(['bread', 'milk']);
    });

    test('begins anew with a database that was filled from a dump, whatever its server has counted', async () => {
      const place = await served.merchant();
      await record(place, category('bread'));
      const { token } = await served.terminal(place);
      const replica = new Replica(served, token);
      await replica.takeSnapshot();
      // A server that counts higher: nothing in the cursor gives it away.
      await settleRestored(served.database);
      await beginPullEra(served.database);
      expect((await served.call('GET', `/v1/terminal/changes?cursor=${replica.cursor}`, token)).status).toBe(410);
      await replica.takeSnapshot();
      await record(place, category('milk'));
      await replica.pull();
      expect(replica.ids('category')).toEqual(['bread', 'milk']);
    });

    test('of a suspended terminal is refused, and so is its snapshot', async () => {
      const { terminalId, token } = await served.terminal(await served.merchant());
      await served.database.all.updateTable('terminal').set({ state: 'suspended' }).where('terminal_id', '=', terminalId).execute();
      expect((await served.call('GET', '/v1/terminal/changes', token)).body).toMatchObject({ code: 'terminal.suspended' });
      expect((await served.call('GET', '/v1/terminal/snapshot', token)).body).toMatchObject({ code: 'terminal.suspended' });
    });

    test(`misses nothing of ${WRITERS} writers who write all the while`, async () => {
      const place = await served.merchant();
      const replica = await replicaOf(place);
      await replica.takeSnapshot();
      let writing = WRITERS;
      const writer = async (who: number): Promise<void> => {
        for (let n = 0; n < ROWS_EACH; n += 1) {
          const ids = [category(`w${who}-${n}`), category(`shared-${n % 7}`, who * ROWS_EACH + n)];
          await asMerchant(served.database, place.merchantId, async (tx) => {
            for (const change of ids) await recordChanges(tx, place.merchantId, [change]);
            await sql`SELECT pg_sleep(0.0005 * ${(who * 7 + n) % 5}::int)`.execute(tx);
          });
        }
        writing -= 1;
      };
      const puller = async (): Promise<void> => {
        while (writing > 0) await replica.pull();
      };
      await Promise.all([...Array.from({ length: WRITERS }, (_, who) => writer(who)), puller()]);
      await replica.pull();
      expect(replica.state()).toEqual(await tableOf(served, place));
      expect(replica.ids('category')).toHaveLength(WRITERS * ROWS_EACH + 7);
    });

    // The embedded database has one connection: no two of its transactions are open at once.
    test.skipIf(name !== 'a PostgreSQL server')('waits for a transaction that is open, which the version alone would skip', async () => {
      const place = await served.merchant();
      const replica = await replicaOf(place);
      await replica.takeSnapshot();
      const early = Promise.withResolvers<undefined>();
      const commit = Promise.withResolvers<undefined>();
      const slow = asMerchant(served.database, place.merchantId, async (tx: Tx) => {
        await recordChanges(tx, place.merchantId, [category('early')]);
        early.resolve(undefined);
        await commit.promise;
      });
      await early.promise;
      await record(place, category('late'));
      const naive = async (after: number) =>
        (
          await sql<{ row_id: string; version: number }>`SELECT row_id, version FROM change_log
            WHERE merchant_id = ${place.merchantId} AND version > ${after} ORDER BY version`.execute(served.database.all)
        ).rows;
      const [seen] = await naive(0);
      expect(seen?.row_id).toBe('late');
      expect(await replica.pull()).toBe(0);
      commit.resolve(undefined);
      await slow;
      expect(await naive(seen?.version ?? 0)).toEqual([]);
      expect(await replica.pull()).toBe(2);
      expect(replica.ids('category')).toEqual(['early', 'late']);
    });
  });
});

async function tableOf({ database }: ServedRoutes, { merchantId }: Place): Promise<Record<string, unknown>> {
  const rows = await database.all
    .selectFrom('change_log')
    .selectAll()
    .where('merchant_id', '=', merchantId)
    .where('row', 'is not', null)
    .execute();
  return Object.fromEntries(rows.map(({ kind, row_id, row }) => [`${kind}/${row_id}`, row]));
}
