import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';
import { ticket } from '../../testing/ticket.ts';
import { onHandOf, projectorOf, readAll, rowsOf, Till } from './projections.fixture.ts';
import { rebuildMerchant } from './service.ts';

// Each opens databases of its own, which takes a busy machine its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const onServer = await hasServer();
const TEA = { productId: 'tea', quantityMilli: 1_000 };
const NOW = () => new Date('2026-01-05T21:00:00Z');

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('what the entries say', () => {
    let served: ServedRoutes;
    beforeAll(async () => {
      served = await ServedRoutes.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase(), () => []);
    });
    afterAll(() => served.stop());

    const letters = async ({ merchantId }: Place) => {
      const rows = await served.database.all
        .selectFrom('dead_letter')
        .select(['seq', 'reason', 'outcome'])
        .where('merchant_id', '=', merchantId)
        .orderBy('seq')
        .execute();
      return rows.map(({ seq, reason, outcome }) => [seq, reason, outcome]);
    };
    const receipts = async ({ merchantId }: Place) => {
      const rows = await served.database.all
        .selectFrom('sale')
        .select(['seq', 'receipt_number'])
        .where('merchant_id', '=', merchantId)
        .orderBy('seq')
        .execute();
      return rows.map(({ seq }) => seq);
    };

    test('that cannot be interpreted becomes a dead letter with its reason, and those behind it are read', async () => {
      const place = await served.merchant();
      const till = await Till.of(served.database, place);
      till.sell([TEA]);
      till.write({ type: 'sale.teleported', v: 1, body: { to: 'Mars' } });
      till.sell([TEA]);
      till.write({ ...ticket({ saleId: 'bad', receiptSeq: 9, lines: [TEA] }), body: { saleId: 7 } });
      till.write({ ...ticket({ saleId: 'future', receiptSeq: 9, lines: [TEA] }), v: 99 });
      // The database has no zero character: the whole page must not be lost for one text.
      till.sell([{ ...TEA, productId: 'te\u0000a' }]);
      till.sell([TEA]);
      await till.push();
      await readAll(served.database);
      expect(await receipts(place)).toEqual([1, 3, 7]);
      expect(await letters(place)).toEqual([
        [2, 'unknown-type', null],
        [4, 'bad-body', null],
        [5, 'unknown-version', null],
        [6, 'not-storable', null],
      ]);
      const { journal_entry: journal } = await rowsOf(served.database, place.merchantId);
      expect(journal).toHaveLength(7);
      expect(await onHandOf(served.database, place, 'tea')).toBe(-3_000);
    });

    test('is data, whatever its texts look like', async () => {
      const place = await served.merchant();
      const till = await Till.of(served.database, place);
      const nasty = [`'; DROP TABLE sale; --`, `"}]'::json); DELETE FROM entry; --`, '\\u0000 $1 :x', '\u202eأ\u{1f600}'];
      for (const [index, text] of nasty.entries())
        till.sell([{ productId: text, quantityMilli: 1_000, name: text }], { saleId: `${text}${index}` });
      till.write({ type: `'; DROP TABLE task; --`, v: 1, body: {} });
      await till.push();
      await readAll(served.database);
      const sold = await sql<{
        product_id: string;
      }>`SELECT product_id FROM sale_line WHERE merchant_id = ${place.merchantId} ORDER BY seq`.execute(served.database.all);
      expect(sold.rows.map(({ product_id }) => product_id)).toEqual(nasty);
      expect(await letters(place)).toEqual([[5, 'unknown-type', null]]);
    });

    test('comes to the same rows in whatever order tills and pages arrive, and read again from nothing', async () => {
      const step = fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 5 }), fc.boolean());
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 10 }),
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: 1, max: 7 }),
          async (steps, pages, again) => {
            const place = await served.merchant();
            const tills = await Promise.all([0, 1, 2].map(() => Till.of(served.database, place)));
            for (const [index, till] of tills.entries()) writeDay(till, index);
            for (const [number, count, isRead] of steps) {
              await tills[number]?.push(count);
              if (isRead) await readAll(served.database, pages);
            }
            for (const till of tills) await till.push();
            await readAll(served.database, pages);
            const incremental = await rowsOf(served.database, place.merchantId);
            await spoil(place);
            expect(await rowsOf(served.database, place.merchantId)).not.toEqual(incremental);
            await startRebuild(place);
            await readAll(served.database, again);
            expect(await rowsOf(served.database, place.merchantId)).toEqual(incremental);
            expect(await onHandOf(served.database, place, 'tea')).toBe(-9_000);
          },
        ),
        { numRuns: 6 },
      );
    });

    /** Seven entries: what is sold, what comes back to be sold again or not, a poison in the middle, an act. */
    function writeDay(till: Till, index: number): void {
      till.sell([TEA, { productId: `milk-${index}`, quantityMilli: 2_500 }]);
      till.sell([{ productId: 'tea', quantityMilli: -500, disposition: 'restock' }]);
      till.write({ type: 'from.the-future', v: 3, body: null });
      till.sell([{ productId: 'tea', quantityMilli: -500, disposition: 'waste' }]);
      till.sell([
        { ...TEA, quantityMilli: 1_500 },
        { productId: null, quantityMilli: 1_000 },
      ]);
      till.write({ type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change' } });
      till.sell([TEA], { accountId: 'store-credit:c1', customerId: 'c1' });
    }

    /** As a fault of the program or of a person at the database would leave it. */
    async function spoil({ merchantId }: Place): Promise<void> {
      await sql`DELETE FROM sale_line WHERE merchant_id = ${merchantId} AND seq = 5`.execute(served.database.all);
      await sql`UPDATE sale SET total_minor = 1 WHERE merchant_id = ${merchantId}`.execute(served.database.all);
      await sql`UPDATE stock_on_hand SET on_hand_milli = 77 WHERE merchant_id = ${merchantId}`.execute(served.database.all);
      await sql`DELETE FROM stock_movement WHERE merchant_id = ${merchantId} AND seq = 1`.execute(served.database.all);
      await sql`DELETE FROM journal_entry WHERE merchant_id = ${merchantId} AND type = 'drawer.opened'`.execute(served.database.all);
    }

    async function startRebuild({ merchantId }: Place): Promise<void> {
      await served.database.all
        .insertInto('projection_rebuild')
        .values({ merchant_id: merchantId, requested_by: 'amina', requested_at: NOW() })
        .execute();
    }

    test('leaves no row of an entry that is not there when it is read again', async () => {
      const place = await served.merchant();
      const till = await Till.of(served.database, place);
      till.sell([TEA]);
      await till.push();
      await readAll(served.database);
      const before = await rowsOf(served.database, place.merchantId);
      await sql`INSERT INTO sale SELECT merchant_id, terminal_id, epoch, 900, store_id, 900, 'ghost', 'G', kind, at, business_date, till_id, actor, currency,
        0, 0, 0, 5, 0, 0, 5, 0 FROM sale WHERE merchant_id = ${place.merchantId}`.execute(served.database.all);
      const rebuilt = await rebuildMerchant(served.database, place.merchantId, NOW);
      expect(rebuilt).toMatchObject({ entries: 1, requestedBy: 'command-line' });
      expect(await rowsOf(served.database, place.merchantId)).toEqual(before);
    });

    test('counts to the store where its till stood, also when it is read again after the till has moved', async () => {
      const place = await served.merchant();
      const till = await Till.of(served.database, place);
      const oran = '019b8d2e-0000-7000-8000-000000000001';
      await served.database.all.insertInto('store').values({ merchant_id: place.merchantId, store_id: oran, name: 'Oran' }).execute();
      till.sell([TEA]);
      await till.push();
      await readAll(served.database);
      await served.database.all.updateTable('terminal').set({ store_id: oran }).where('terminal_id', '=', till.id).execute();
      till.sell([TEA]);
      await till.push();
      await readAll(served.database);
      await rebuildMerchant(served.database, place.merchantId, NOW);
      expect(await onHandOf(served.database, place, 'tea')).toBe(-1_000);
      expect(await onHandOf(served.database, { ...place, storeId: oran }, 'tea')).toBe(-1_000);
    });

    test('is read once by several processes at once', async () => {
      const place = await served.merchant();
      const tills = await Promise.all(Array.from({ length: 4 }, () => Till.of(served.database, place)));
      for (const till of tills) {
        for (let n = 0; n < 12; n += 1) till.sell([TEA, { productId: 'milk', quantityMilli: 500 }]);
        await till.push();
      }
      const processes = Array.from({ length: 4 }, () => projectorOf(served.database, 3));
      await Promise.all(processes.map(({ projector }) => projector.settle()));
      // One that found all tills taken ends before the others have.
      await readAll(served.database, 3);
      expect(processes.flatMap(({ errors }) => errors)).toEqual([]);
      const rows = await rowsOf(served.database, place.merchantId);
      expect(rows['sale']).toHaveLength(48);
      expect(rows['stock_movement']).toHaveLength(96);
      expect(await onHandOf(served.database, place, 'tea')).toBe(-48_000);
    });

    test('goes on for the others when one terminal’s entries are gone', async () => {
      const place = await served.merchant();
      const [broken, whole] = [await Till.of(served.database, place), await Till.of(served.database, place)];
      for (const till of [broken, whole]) {
        till.sell([TEA]);
        till.sell([TEA]);
        await till.push();
      }
      await sql`DELETE FROM entry WHERE terminal_id = ${broken.id} AND seq = 1`.execute(served.database.all);
      const { projector, errors } = projectorOf(served.database);
      await projector.settle();
      expect(errors.length).toBeGreaterThan(0);
      const sold = await served.database.all.selectFrom('sale').select('terminal_id').where('merchant_id', '=', place.merchantId).execute();
      expect(sold).toEqual([{ terminal_id: whole.id }, { terminal_id: whole.id }]);
      await sql`UPDATE terminal_epoch SET projected_seq = last_seq WHERE terminal_id = ${broken.id}`.execute(served.database.all);
    });
  });
});
