import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { ticket } from '../../testing/ticket.ts';
import { salesRoutes } from '../sales/routes.ts';
import { projectorOf, readAll, rowsOf, Till } from './projections.fixture.ts';
import { ledgerRoutes } from './routes.ts';

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
const post = (place: Pick<Place, 'merchantId'>, path: string, body: unknown = {}) => served.call('POST', path, officeToken(place), body);

/** Every page of a list, each of so many. */
async function listed(place: Place, path: string, limit = 2): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  const query = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
  let next: string | null = null;
  do {
    const page = await get(place, next === null ? query : `${query}&cursor=${next}`);
    expect(page.status).toBe(200);
    items.push(...(page.body['items'] as Readonly<Record<string, unknown>>[]));
    next = z.string().nullable().parse(page.body['next']);
  } while (next !== null);
  return items;
}

async function tillOf(place: Place, write: (till: Till) => void): Promise<Till> {
  const till = await Till.of(served.database, place);
  write(till);
  await till.push();
  await readAll(served.database);
  return till;
}

describe('a dead letter', () => {
  const setUp = async () => {
    const place = await served.merchant();
    const till = await tillOf(place, (own) => {
      own.sell([TEA]);
      own.write(UNKNOWN);
    });
    return { place, till, path: `/v1/ledger/dead-letters/${till.id}/1/2` };
  };

  test('is listed and read with the text of its entry', async () => {
    const { place, till, path } = await setUp();
    expect(await listed(place, '/v1/ledger/dead-letters')).toMatchObject([
      { terminalId: till.id, seq: 2, type: UNKNOWN.type, reason: 'unknown-type' },
    ]);
    const read = await get(place, path);
    expect(JSON.parse(String(read.body['text']))).toMatchObject({ seq: 2, type: UNKNOWN.type });
  });

  test('tried again by a program that knows no more stays open', async () => {
    const { place, path } = await setUp();
    expect(await post(place, `${path}/retry`)).toMatchObject({ status: 200, body: { outcome: null, reason: 'unknown-type' } });
  });

  test('tried again by a program that can read it is read, once, and says who tried', async () => {
    const { place, till } = await setUp();
    // As an older program would have left it: the ticket is there, and nothing was read of it.
    await served.database.all
      .insertInto('dead_letter')
      .values({
        merchant_id: place.merchantId,
        terminal_id: till.id,
        epoch: 1,
        seq: 1,
        reason: 'unknown-version',
        detail: '',
        resolution: null,
      })
      .execute();
    const before = await rowsOf(served.database, place.merchantId);
    const path = `/v1/ledger/dead-letters/${till.id}/1/1/retry`;
    expect(await post(place, path)).toMatchObject({ status: 200, body: { outcome: 'read', resolvedBy: 'amina' } });
    expect(await post(place, path)).toMatchObject({ status: 200, body: { outcome: 'read' } });
    expect(await rowsOf(served.database, place.merchantId)).toEqual(before);
    const audited = await served.database.all
      .selectFrom('audit_entry')
      .select(['act', 'actor_id'])
      .where('merchant_id', '=', place.merchantId)
      .execute();
    expect(audited).toEqual([{ act: 'dead-letter.retried', actor_id: 'amina' }]);
  });

  test('put right by an entry counts for nothing from then on, also when everything is read again', async () => {
    const place = await served.merchant();
    const till = await tillOf(place, (own) => {
      own.write({ ...ticket({ saleId: 'x', receiptSeq: 1, lines: [TEA] }), v: 99 });
      own.sell([TEA]);
    });
    const path = `/v1/ledger/dead-letters/${till.id}/1/1`;
    const compensatedBy = { terminalId: till.id, epoch: 1, seq: 2 };
    const unknown = await post(place, `${path}/settle`, { note: 'rung up again', compensatedBy: { ...compensatedBy, seq: 9 } });
    expect(unknown).toMatchObject({ status: 404, body: { at: 'compensatedBy' } });
    const settled = await post(place, `${path}/settle`, { note: 'rung up again', compensatedBy });
    expect(settled).toMatchObject({ status: 200, body: { outcome: 'settled', resolvedBy: 'amina', compensatedBy: `${till.id}/1/2` } });
    expect(await post(place, `${path}/retry`)).toMatchObject({ status: 409 });
    expect(await post(place, `${path}/settle`, { note: 'again' })).toMatchObject({ status: 409 });
    const before = await rowsOf(served.database, place.merchantId);
    expect(await post(place, '/v1/ledger/rebuild')).toMatchObject({ status: 200, body: { requestedBy: 'amina' } });
    await readAll(served.database);
    expect((await get(place, '/v1/ledger/rebuild')).body).toMatchObject({ entries: 2, finishedAt: expect.any(String) as string });
    expect(await rowsOf(served.database, place.merchantId)).toEqual(before);
    expect(await listed(place, '/v1/ledger/dead-letters')).toEqual([]);
    expect(await listed(place, '/v1/ledger/dead-letters?state=resolved')).toMatchObject([{ outcome: 'settled' }]);
  });

  test('of another merchant is not there, and none is touched without the right', async () => {
    const { path, place } = await setUp();
    const other = await served.merchant();
    for (const answer of [
      await get(other, path),
      await post(other, `${path}/retry`),
      await post(other, `${path}/settle`, { note: 'mine now' }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
    const reader = officeToken(place, ['journal.read', 'sales.read']);
    expect(await served.call('POST', `${path}/retry`, reader, {})).toMatchObject({ status: 403 });
    expect(await served.call('POST', '/v1/ledger/rebuild', reader, {})).toMatchObject({ status: 403 });
  });

  test.each([
    ['without a note', { note: ' ' }],
    ['with a zero character', { note: 'a\u0000b' }],
    ['with an entry that has no number', { note: 'x', compensatedBy: { terminalId: 't', epoch: 1, seq: 0 } }],
    ['with a number beyond all numbers', { note: 'x', compensatedBy: { terminalId: 't', epoch: 1, seq: 2 ** 40 } }],
  ])('is not settled %s', async (_what, body) => {
    const { place, path } = await setUp();
    expect(await post(place, `${path}/settle`, body)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
  });
});

describe('lists', () => {
  test('of tickets are the newest first, in pages, by store, terminal, day and receipt number', async () => {
    const place = await served.merchant();
    const [first, second] = [
      await tillOf(place, (till) => {
        for (let n = 0; n < 3; n += 1) till.sell([TEA]);
      }),
      await tillOf(place, (till) => {
        till.sell([TEA], { businessDate: '2026-01-04' });
        till.sell([{ ...TEA, quantityMilli: -1_000 }]);
      }),
    ];
    const all = await listed(place, '/v1/sales');
    expect(all).toHaveLength(5);
    const times = all.map(({ at }) => String(at));
    expect(times).toEqual(times.toSorted().toReversed());
    const places = all.map(({ terminalId, seq }) => `${String(terminalId)}/${String(seq)}`);
    expect(new Set(places).size).toBe(5);
    expect(await listed(place, `/v1/sales?terminalId=${first.id}`)).toHaveLength(3);
    expect(await listed(place, '/v1/sales?day=2026-01-04')).toMatchObject([{ terminalId: second.id, kind: 'sale', totalMinor: 1_190 }]);
    expect(await listed(place, '/v1/sales?receiptNumber=A1-000003')).toMatchObject([{ terminalId: first.id }]);
    expect(await listed(place, `/v1/sales?receiptNumber=${encodeURIComponent("' OR true; --")}`)).toEqual([]);
    expect(await listed(place, `/v1/sales?storeId=${place.storeId}`)).toHaveLength(5);
  });

  test('of the journal hold every entry, those nobody can read too, by type, person, terminal and time', async () => {
    const place = await served.merchant();
    const till = await tillOf(place, (own) => {
      own.sell([TEA]);
      own.write(UNKNOWN);
      own.write({ type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change' } });
    });
    expect((await listed(place, '/v1/journal')).map(({ type }) => type)).toEqual(['drawer.opened', UNKNOWN.type, 'sale.completed']);
    expect(await listed(place, `/v1/journal?type=${UNKNOWN.type}`)).toMatchObject([{ seq: 2 }]);
    expect(await listed(place, '/v1/journal?actor=nobody')).toEqual([]);
    expect(
      await listed(place, `/v1/journal?terminalId=${till.id}&actor=amina&from=2026-01-05T08:00:02Z&before=2026-01-05T08:00:03Z`),
    ).toMatchObject([{ seq: 2 }]);
    const entry = await get(place, `/v1/journal/${till.id}/1/3`);
    expect(entry.body).toMatchObject({ text: till.journal.entries[2]?.text, hash: till.journal.entries[2]?.hash });
  });

  test('tell a ticket in full, as its entry says', async () => {
    const place = await served.merchant();
    const till = await tillOf(place, (own) => {
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
    await tillOf(place, (till) => {
      till.write({ type: 'till.opened', v: 1, body: opened });
      till.write({ type: 'till.opened', v: 1, body: { ...opened, sessionId: 's2' } });
    });
    expect(await listed(place, '/v1/till-sessions', 1)).toMatchObject([
      { sessionId: 's2', floatMinor: 500, closedAt: null },
      { sessionId: 's1', floatMinor: 500, openedBy: 'amina', closedAt: null, zNumber: null },
    ]);
    expect(await listed(place, '/v1/closures')).toEqual([]);
  });

  test('of a customer’s accounts sum what every till wrote', async () => {
    const place = await served.merchant();
    const spend = (till: Till) => {
      till.sell([TEA], { customerId: 'c1', accountId: 'store-credit:c1' });
      till.sell([TEA], { customerId: 'c1', accountId: 'store-credit:c1' });
    };
    await tillOf(place, spend);
    await tillOf(place, spend);
    const { body } = await get(place, '/v1/customers/c1/accounts');
    expect(body['accounts']).toMatchObject([{ accountId: 'store-credit:c1', balance: -4_760, movements: 4 }]);
    expect(await listed(place, '/v1/customers/c1/movements', 3)).toHaveLength(4);
    expect((await get(place, '/v1/customers/c2/accounts')).body['accounts']).toEqual([]);
  });

  test('of one merchant are empty to another', async () => {
    const own = await served.merchant();
    const till = await tillOf(own, (one) => {
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
      expect(await listed(other, path), path).toEqual([]);
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
