import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';
import { projectorOf, readAll, Till } from '../projections/projections.fixture.ts';
import { taskRoutes } from '../tasks/routes.ts';
import { stockRoutes } from './routes.ts';

// Each opens databases of its own, which takes a busy machine its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const onServer = await hasServer();
const PIECE = 1_000;

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('stock', () => {
    let served: ServedRoutes;
    beforeAll(async () => {
      const database = name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase();
      served = await ServedRoutes.start(database, (parts) => [...stockRoutes(parts), ...taskRoutes(parts)]);
    });
    afterAll(() => served.stop());

    const move = (place: Place, document: Readonly<Record<string, unknown>>) =>
      served.call('POST', '/v1/stock/documents', officeToken(place), { documentId: uuidv7(), storeId: place.storeId, ...document });
    const receive = (place: Place, productId: string, quantityMilli: number) =>
      move(place, { kind: 'receive', lines: [{ productId, quantityMilli }] });
    const onHand = async (place: Place, productId: string) => {
      const answer = await served.call('GET', `/v1/stores/${place.storeId}/stock?productId=${productId}`, officeToken(place));
      return (answer.body['items'] as { onHandMilli: number }[])[0]?.onHandMilli;
    };
    const tasks = async (place: Place, state = 'open') => {
      const answer = await served.call('GET', `/v1/tasks?state=${state}`, officeToken(place));
      return answer.body['items'] as { taskId: string; kind: string; subject: string; detail: unknown }[];
    };
    const sell = async (till: Till, productId: string, quantityMilli = PIECE) => {
      till.sell([{ productId, quantityMilli }]);
      await till.push();
      await readAll(served.database);
    };

    test.each([[[0, 1]], [[1, 0]]])(
      'of the last piece sold at two tills at once is −1 and one task, whoever’s sale arrives first (%j)',
      async (order) => {
        const place = await served.merchant();
        await receive(place, 'tea', PIECE);
        const tills = [await Till.of(served.database, place), await Till.of(served.database, place)];
        for (const index of order) {
          const till = tills[index];
          if (till !== undefined) await sell(till, 'tea');
        }
        expect(await onHand(place, 'tea')).toBe(-PIECE);
        expect(await tasks(place)).toMatchObject([
          {
            kind: 'stock.oversold',
            subject: `${place.storeId}/tea`,
            detail: { storeId: place.storeId, productId: 'tea', onHandThousandths: -PIECE },
          },
        ]);
      },
    );

    test('oversold by two tills read by two processes at once is one task', async () => {
      const place = await served.merchant();
      await receive(place, 'tea', PIECE);
      const tills = [await Till.of(served.database, place), await Till.of(served.database, place)];
      for (const till of tills) {
        till.sell([{ productId: 'tea', quantityMilli: PIECE }]);
        await till.push();
      }
      const processes = [projectorOf(served.database), projectorOf(served.database)];
      await Promise.all(processes.map(({ projector }) => projector.settle()));
      await readAll(served.database);
      expect(processes.flatMap(({ errors }) => errors)).toEqual([]);
      expect(await onHand(place, 'tea')).toBe(-PIECE);
      expect(await tasks(place)).toHaveLength(1);
    });

    test('that falls below zero again after its task was done opens it again, and stays quiet while it is below', async () => {
      const place = await served.merchant();
      const till = await Till.of(served.database, place);
      await receive(place, 'tea', PIECE);
      await sell(till, 'tea', 2 * PIECE);
      const [task] = await tasks(place);
      const done = await served.call('POST', `/v1/tasks/${task?.taskId ?? ''}/done`, officeToken(place), {});
      expect(done).toMatchObject({ status: 200, body: { doneBy: 'amina' } });
      await sell(till, 'tea');
      expect(await tasks(place)).toEqual([]);
      await receive(place, 'tea', 3 * PIECE);
      await sell(till, 'tea', 2 * PIECE);
      expect(await tasks(place)).toMatchObject([{ taskId: task?.taskId }]);
    });

    test('nobody keeps raises no task and is told to no terminal, until somebody does', async () => {
      const place = await served.merchant();
      const changes = () =>
        served.database.all.selectFrom('change_log').select(['row_id', 'row']).where('merchant_id', '=', place.merchantId).execute();
      await sell(await Till.of(served.database, place), 'bread');
      expect(await onHand(place, 'bread')).toBe(-PIECE);
      expect(await tasks(place)).toEqual([]);
      expect(await changes()).toEqual([]);
      await move(place, { kind: 'count', lines: [{ productId: 'bread', observedMilli: 5 * PIECE, basisMilli: -PIECE }] });
      expect(await changes()).toEqual([{ row_id: 'bread', row: { productId: 'bread', onHandThousandths: 5 * PIECE } }]);
    });

    test('counted changes by the difference: what is sold while the shelf is counted stays sold', async () => {
      const place = await served.merchant();
      await receive(place, 'tea', 10 * PIECE);
      await sell(await Till.of(served.database, place), 'tea', 2 * PIECE);
      const counted = await move(place, { kind: 'count', lines: [{ productId: 'tea', observedMilli: 9 * PIECE, basisMilli: 10 * PIECE }] });
      expect(counted.body['figures']).toMatchObject([{ productId: 'tea', onHandMilli: 7 * PIECE }]);
    });

    test('transferred leaves one store and comes to the other; asked again with the same id it moves once', async () => {
      const place = await served.merchant();
      const toStoreId = uuidv7();
      await served.database.all.insertInto('store').values({ merchant_id: place.merchantId, store_id: toStoreId, name: 'Oran' }).execute();
      await receive(place, 'tea', 5 * PIECE);
      const document = { documentId: uuidv7(), kind: 'transfer', toStoreId, lines: [{ productId: 'tea', quantityMilli: 2 * PIECE }] };
      const answers = await Promise.all([move(place, document), move(place, document), move(place, document)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(await onHand(place, 'tea')).toBe(3 * PIECE);
      expect(await onHand({ ...place, storeId: toStoreId }, 'tea')).toBe(2 * PIECE);
      const other = await move(place, { ...document, lines: [{ productId: 'tea', quantityMilli: PIECE }] });
      expect(other).toMatchObject({ status: 409, body: { code: 'conflict' } });
    });

    test('is told movement by movement, the newest first, in pages', async () => {
      const place = await served.merchant();
      const till = await Till.of(served.database, place);
      await receive(place, 'tea', 5 * PIECE);
      await sell(till, 'tea');
      await sell(till, 'tea', -PIECE);
      const path = `/v1/stores/${place.storeId}/stock/tea/movements?limit=2`;
      const first = await served.call('GET', path, officeToken(place));
      const second = await served.call('GET', `${path}&cursor=${String(first.body['next'])}`, officeToken(place));
      const items = [...(first.body['items'] as object[]), ...(second.body['items'] as object[])];
      expect(items).toMatchObject([
        { kind: 'receive', quantityMilli: 5 * PIECE, actor: 'amina', terminalId: null },
        { kind: 'sale', quantityMilli: PIECE, terminalId: till.id },
        { kind: 'sale', quantityMilli: -PIECE, terminalId: till.id },
      ]);
      expect(second.body['next']).toBeNull();
    });

    test.each([
      ['a product twice', { kind: 'receive', lines: [1, 2].map(() => ({ productId: 'tea', quantityMilli: 1 })) }],
      ['nothing received', { kind: 'receive', lines: [{ productId: 'tea', quantityMilli: 0 }] }],
      ['half a thousandth', { kind: 'receive', lines: [{ productId: 'tea', quantityMilli: 0.5 }] }],
      ['a zero character', { kind: 'receive', lines: [{ productId: 'te\u0000a', quantityMilli: 1 }] }],
      ['no lines', { kind: 'adjust', lines: [] }],
      ['an unknown kind', { kind: 'teleport', lines: [{ productId: 'tea', quantityMilli: 1 }] }],
      ['something found below zero', { kind: 'count', lines: [{ productId: 'tea', observedMilli: -1, basisMilli: 0 }] }],
    ])('of a document with %s is refused', async (_what, document) => {
      const place = await served.merchant();
      expect(await move(place, document)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
    });

    test('of another merchant is not seen and not moved', async () => {
      const [own, other] = [await served.merchant(), await served.merchant()];
      await receive(own, 'tea', PIECE);
      const asOther = officeToken(other);
      expect(await served.call('GET', `/v1/stores/${own.storeId}/stock`, asOther)).toMatchObject({ status: 404 });
      const theft = { documentId: uuidv7(), kind: 'receive', storeId: own.storeId, lines: [{ productId: 'tea', quantityMilli: PIECE }] };
      expect(await served.call('POST', '/v1/stock/documents', asOther, theft)).toMatchObject({ status: 404 });
      expect(await onHand(own, 'tea')).toBe(PIECE);
    });

    test('is not moved without the right, and an oversold task is not done without it', async () => {
      const place = await served.merchant();
      await receive(place, 'tea', PIECE);
      await sell(await Till.of(served.database, place), 'tea', 2 * PIECE);
      const [task] = await tasks(place);
      const reader = officeToken(place, ['merchant.read', 'stock.read']);
      const document = {
        documentId: uuidv7(),
        kind: 'receive',
        storeId: place.storeId,
        lines: [{ productId: 'tea', quantityMilli: PIECE }],
      };
      expect(await served.call('POST', '/v1/stock/documents', reader, document)).toMatchObject({ status: 403 });
      expect(await served.call('POST', `/v1/tasks/${task?.taskId ?? ''}/done`, reader, {})).toMatchObject({
        status: 403,
        body: { right: 'stock.edit' },
      });
      expect(await served.call('GET', '/v1/tasks?cursor=bm90aGluZw', reader)).toMatchObject({ status: 400 });
    });
  });
});
