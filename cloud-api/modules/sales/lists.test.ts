import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { listed, projectorOf, type Till, tillOf } from '../projections/projections.fixture.ts';
import { ledgerRoutes } from '../projections/routes.ts';
import { salesRoutes } from './routes.ts';

// Each opens databases of its own, which takes a busy machine its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const TEA = { productId: 'tea', quantityMilli: 1_000 };
const UNKNOWN = { type: 'from.the-future', v: 1, body: {} };

let served: ServedRoutes;
beforeAll(async () => {
  served = await ServedRoutes.start(embeddedDatabase(), (parts) => [
    ...ledgerRoutes({ ...parts, projector: projectorOf(parts.database).projector }),
    ...salesRoutes(parts.database),
  ]);
});
afterAll(() => served.stop());

const get = (place: Pick<Place, 'merchantId'>, path: string) => served.call('GET', path, officeToken(place));

describe('lists', () => {
  test('of tickets are the newest first, in pages, by store, terminal, day and receipt number', async () => {
    const place = await served.merchant();
    const [first, second] = [
      await tillOf(served, place, (till) => {
        for (let n = 0; n < 3; n += 1) till.sell([TEA]);
      }),
      await tillOf(served, place, (till) => {
        till.sell([TEA], { businessDate: '2026-01-04' });
        till.sell([{ ...TEA, quantityMilli: -1_000 }]);
      }),
    ];
    const all = await listed(served, place, '/v1/sales');
    expect(all).toHaveLength(5);
    const times = all.map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted().toReversed());
    const places = all.map(({ terminalId, seq }) => `${String(terminalId)}/${String(seq)}`);
    expect(new Set(places).size).toBe(5);
    expect(await listed(served, place, `/v1/sales?terminalId=${first.id}`)).toHaveLength(3);
    expect(await listed(served, place, '/v1/sales?day=2026-01-04')).toMatchObject([
      { terminalId: second.id, kind: 'sale', totalMinor: 1_190 },
    ]);
    expect(await listed(served, place, '/v1/sales?receiptNumber=A1-000003')).toMatchObject([{ terminalId: first.id }]);
    expect(await listed(served, place, `/v1/sales?receiptNumber=${encodeURIComponent("' OR true; --")}`)).toEqual([]);
    expect(await listed(served, place, `/v1/sales?storeId=${place.storeId}`)).toHaveLength(5);
  });

  test('of the journal hold every entry, those nobody can read too, by type, person, terminal and time', async () => {
    const place = await served.merchant();
    const till = await tillOf(served, place, (own) => {
      own.sell([TEA]);
      own.write(UNKNOWN);
      own.write({ type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change' } });
    });
    expect((await listed(served, place, '/v1/journal')).map(({ type }) => type)).toEqual(['drawer.opened', UNKNOWN.type, 'sale.completed']);
    expect(await listed(served, place, `/v1/journal?type=${UNKNOWN.type}`)).toMatchObject([{ seq: 2 }]);
    expect(await listed(served, place, '/v1/journal?actor=nobody')).toEqual([]);
    expect(
      await listed(served, place, `/v1/journal?terminalId=${till.id}&actor=amina&from=2026-01-05T08:00:02Z&before=2026-01-05T08:00:03Z`),
    ).toMatchObject([{ seq: 2 }]);
    const entry = await get(place, `/v1/journal/${till.id}/1/3`);
    expect(entry.body).toMatchObject({ text: till.journal.entries[2]?.text, hash: till.journal.entries[2]?.hash });
  });

  test('tell a ticket in full, as its entry says', async () => {
    const place = await served.merchant();
    const till = await tillOf(served, place, (own) => {
      own.sell([TEA], { saleId: 'S-1' });
    });
    const { body } = await get(place, '/v1/sales/S-1');
    expect(body).toMatchObject({
      summary: { terminalId: till.id },
      sale: { saleId: 'S-1', lines: [{ productId: 'tea' }], tenders: [{ amountMinor: 1_190 }] },
    });
    expect(await get(place, '/v1/sales/S-2')).toMatchObject({ status: 404 });
  });

  test('of till sessions and Zs tell when each was opened and closed', async () => {
    const place = await served.merchant();
    const opened = {
      sessionId: 's1',
      tillId: 'till-1',
      businessDate: '2026-01-05',
      currency: 'DZD',
      float: { pieces: [], looseMinor: 500 },
      floatMinor: 500,
      approval: null,
    };
    await tillOf(served, place, (till) => {
      till.write({ type: 'till.opened', v: 1, body: opened });
      till.write({ type: 'till.opened', v: 1, body: { ...opened, sessionId: 's2' } });
    });
    expect(await listed(served, place, '/v1/till-sessions', 1)).toMatchObject([
      { sessionId: 's2', floatMinor: 500, closedAt: null },
      { sessionId: 's1', floatMinor: 500, openedBy: 'amina', closedAt: null, zNumber: null },
    ]);
    expect(await listed(served, place, '/v1/closures')).toEqual([]);
  });

  test('of a customer’s accounts sum what every till wrote', async () => {
    const place = await served.merchant();
    const spend = (till: Till) => {
      till.sell([TEA], { customerId: 'c1', accountId: 'store-credit:c1' });
      till.sell([TEA], { customerId: 'c1', accountId: 'store-credit:c1' });
    };
    await tillOf(served, place, spend);
    await tillOf(served, place, spend);
    const { body } = await get(place, '/v1/customers/c1/accounts');
    expect(body['accounts']).toMatchObject([{ accountId: 'store-credit:c1', balance: -4_760, movements: 4 }]);
    expect(await listed(served, place, '/v1/customers/c1/movements', 3)).toHaveLength(4);
    expect((await get(place, '/v1/customers/c2/accounts')).body['accounts']).toEqual([]);
  });

  test('of one merchant are empty to another', async () => {
    const own = await served.merchant();
    const till = await tillOf(served, own, (one) => {
      one.sell([TEA], { saleId: 'secret', customerId: 'c9', accountId: 'store-credit:c9' });
    });
    const other = await served.merchant();
    for (const path of [
      '/v1/sales',
      '/v1/journal',
      '/v1/closures',
      '/v1/till-sessions',
      '/v1/customers/c9/movements',
      `/v1/sales?storeId=${own.storeId}`,
    ]) {
      expect(await listed(served, other, path), path).toEqual([]);
    }
    for (const path of [
      '/v1/sales/secret',
      `/v1/journal/${till.id}/1/1`,
      `/v1/stores/${own.storeId}/figures?from=2026-01-05&to=2026-01-05`,
    ]) {
      expect(await get(other, path), path).toMatchObject({ status: 404 });
    }
  });

  test.each([
    '/v1/sales?cursor=bm90aGluZw',
    '/v1/sales?limit=0',
    '/v1/sales?limit=201',
    '/v1/sales?day=2026-02-31',
    '/v1/sales?receiptNumber=%00',
    '/v1/journal?from=yesterday',
    '/v1/journal/t/1/99999999999',
    '/v1/journal/t/x/1',
    '/v1/closures?storeId=nowhere',
    '/v1/stores/nowhere/figures?from=2026-01-05&to=2026-01-05',
    '/v1/stores/019b8d2e-0000-7000-8000-000000000001/figures?from=2026-01-05&to=2026-01-01',
    '/v1/stores/019b8d2e-0000-7000-8000-000000000001/figures?from=2020-01-05&to=2026-01-01',
  ])('refuse %s', async (path) => {
    expect(await get(await served.merchant(), path)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
  });
});
