import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { officeToken, type Place, ServedRoutes } from '../../testing/served-routes.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { ticket } from '../../testing/ticket.ts';
import { listed, projectorOf, readAll, rowsOf, tillOf } from './projections.fixture.ts';
import { ledgerRoutes } from './routes.ts';

// Each opens databases of its own, which takes a busy machine its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const TEA = { productId: 'tea', quantityMilli: 1_000 };
const UNKNOWN = { type: 'from.the-future', v: 1, body: {} };

let served: ServedRoutes;
beforeAll(async () => {
  served = await ServedRoutes.start(embeddedDatabase(), (parts) =>
    ledgerRoutes({ ...parts, projector: projectorOf(parts.database).projector }),
  );
});
afterAll(() => served.stop());

const get = (place: Pick<Place, 'merchantId'>, path: string) => served.call('GET', path, officeToken(place));
const post = (place: Pick<Place, 'merchantId'>, path: string, body: unknown = {}) => served.call('POST', path, officeToken(place), body);

describe('a dead letter', () => {
  const setUp = async () => {
    const place = await served.merchant();
    const till = await tillOf(served, place, (own) => {
      own.sell([TEA]);
      own.write(UNKNOWN);
    });
    return { place, till, path: `/v1/ledger/dead-letters/${till.id}/1/2` };
  };

  test('is listed and read with the text of its entry', async () => {
    const { place, till, path } = await setUp();
    expect(await listed(served, place, '/v1/ledger/dead-letters')).toMatchObject([
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
    const till = await tillOf(served, place, (own) => {
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
    expect(await listed(served, place, '/v1/ledger/dead-letters')).toEqual([]);
    expect(await listed(served, place, '/v1/ledger/dead-letters?state=resolved')).toMatchObject([{ outcome: 'settled' }]);
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
