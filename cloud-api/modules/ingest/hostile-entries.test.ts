import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Journal } from '../../testing/journal.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';

/** Databases are made and migrated. */
const SET_UP_MS = 60_000;
const onServer = await hasServer();

const drawer = { type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change' } };

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('an entry that is well signed', () => {
    let cloud: TestCloud;
    beforeAll(async () => {
      cloud = await TestCloud.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase());
    }, SET_UP_MS);
    afterAll(() => cloud.stop());

    test.each([
      ['a type with a zero character', { ...drawer, type: 'drawer\u0000opened' }],
      ['an actor with a zero character', { ...drawer, actor: 'ami\u0000na' }],
      ['a boot with a zero character', { ...drawer, bootId: 'boot\u0000' }],
      ['a body with a zero character', { ...drawer, body: { tillId: 'till\u0000', reason: '\u0000' } }],
      ['a version beyond what the database counts to', { ...drawer, v: 3_000_000_000 }],
      ['a time in the year 0', { ...drawer, at: '0000-01-01T00:00:00.000Z' }],
      ['a time with three hundred digits', { ...drawer, at: `2026-01-05T08:00:00.${'1'.repeat(300)}Z` }],
      ['the last time there is', { ...drawer, at: '9999-12-31T23:59:59.999Z' }],
      ['a business day in the year 0', { ...drawer, at: '0000-01-02T00:00:00Z', body: { businessDate: '0000-01-01' } }],
    ])('and says %s is stored as it came and read like the others', async (_what, act) => {
      const journal = new Journal();
      journal.write(1);
      journal.write(1, () => act);
      journal.write(1);
      const token = await cloud.enrolled(journal);
      expect(await cloud.push(token, journal.entries)).toMatchObject({ status: 200, body: { lastSeq: 3, lastHash: journal.lastHash } });
      const back = await cloud.get('/v1/terminal/ledger/entries?epoch=1&after=0', token);
      expect(back.body).toEqual({ entries: journal.entries, more: false });
      await cloud.cloud.projector.settle();
      const lines = await cloud.cloud.database.all
        .selectFrom('journal_entry')
        .select('seq')
        .where('terminal_id', '=', journal.terminal)
        .orderBy('seq')
        .execute();
      expect(lines).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }]);
    });

    test('and larger than a page is read by itself, and handed back by itself', async () => {
      const journal = new Journal();
      const text = 'x'.repeat(4_000_000);
      journal.write(6, () => ({ type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: text } }));
      const token = await cloud.enrolled(journal);
      for (const entry of journal.entries) expect((await cloud.push(token, [entry])).status).toBe(200);
      const first = await cloud.get('/v1/terminal/ledger/entries?epoch=1&after=0', token);
      expect(first.body).toEqual({ entries: journal.entries.slice(0, 3), more: true });
      const second = await cloud.get('/v1/terminal/ledger/entries?epoch=1&after=3', token);
      expect(second.body).toEqual({ entries: journal.entries.slice(3), more: false });
      await cloud.cloud.projector.settle();
      expect(await cloud.get('/v1/terminal/digest?day=2026-01-05', token)).toMatchObject({ body: { digest: { entries: 6 } } });
    });

    test('and is of a tail with a zero character is listed with it', async () => {
      const place = await cloud.merchant();
      const owner = await cloud.office(place.merchantId);
      const journal = new Journal();
      journal.write(2);
      const clone = journal.clone();
      const token = await cloud.enrolled(journal, place);
      journal.write(1);
      await cloud.push(token, journal.entries);
      const quoted = `"prev":"${'0'.repeat(64)}","seq":`;
      clone.write(2, () => ({ ...drawer, body: { tillId: quoted, reason: '\u0000' } }));
      expect(await cloud.push(token, clone.entries)).toMatchObject({ status: 409 });
      const tails = await cloud.get(`/v1/terminals/${journal.terminal}/tails`, owner.token);
      expect(tails).toMatchObject({ status: 200, body: { tails: [{ firstSeq: 3, lastSeq: 4, entries: 2 }] } });
    });

    test('numbers beyond what the database counts to are no request', async () => {
      const journal = new Journal();
      journal.write(1);
      const token = await cloud.enrolled(journal);
      const beyond = 2_147_483_648;
      const malformed = { status: 400, body: { code: 'request.malformed' } };
      expect(await cloud.push(token, journal.entries, beyond)).toMatchObject(malformed);
      expect(await cloud.get(`/v1/terminal/ledger/entries?epoch=${beyond}&after=0`, token)).toMatchObject(malformed);
      expect(await cloud.get(`/v1/terminal/ledger/entries?epoch=1&after=${beyond}`, token)).toMatchObject(malformed);
      const places = [{ epoch: 1, seq: beyond, hash: journal.lastHash }];
      expect(await cloud.post('/v1/terminal/ledger/places', { places }, token)).toMatchObject(malformed);
    });
  });
});
