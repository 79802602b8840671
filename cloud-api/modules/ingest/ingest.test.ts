import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Journal } from '../../testing/journal.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../testing/test-database.ts';

/** Databases are made and migrated. */
const SET_UP_MS = 60_000;
const onServer = await hasServer();

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('entries', () => {
    let cloud: TestCloud;
    beforeAll(async () => {
      cloud = await TestCloud.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase());
    }, SET_UP_MS);
    afterAll(() => cloud.stop());

    const held = async (journal: Journal): Promise<string[]> => {
      const rows = await cloud.cloud.database.all
        .selectFrom('entry')
        .select('hash')
        .where('terminal_id', '=', journal.terminal)
        .orderBy('epoch')
        .orderBy('seq')
        .execute();
      return rows.map(({ hash }) => hash);
    };
    const hashes = (journal: Journal): string[] => journal.entries.map(({ hash }) => hash);

    test('are held once, as they came, and told where they end', async () => {
      const journal = new Journal();
      journal.write(7);
      const token = await cloud.enrolled(journal);
      const answer = await cloud.push(token, journal.entries);
      expect(answer).toMatchObject({ status: 200, body: { lastSeq: 7, lastHash: journal.lastHash } });
      expect(await held(journal)).toEqual(hashes(journal));
      const back = await cloud.get('/v1/terminal/ledger/entries?epoch=1&after=2', token);
      expect(back.body).toEqual({ entries: journal.entries.slice(2), more: false });
      const heads = await cloud.get('/v1/terminal/ledger/heads', token);
      expect(heads.body['epochs']).toEqual([{ epoch: 1, lastSeq: 7, lastHash: journal.lastHash, state: 'open' }]);
    });

    test('whatever batches arrive, doubled, late, out of order or with a gap: each entry is held once and the chain has no hole', async () => {
      const journal = new Journal();
      journal.write(30);
      const token = await cloud.enrolled(journal);
      let last = 0;
      const batch = fc.tuple(fc.nat({ max: 29 }), fc.integer({ min: 1, max: 12 }));
      await fc.assert(
        fc.asyncProperty(fc.array(batch, { maxLength: 6 }), async (batches) => {
          for (const [from, count] of batches) {
            const entries = journal.entries.slice(from, from + count);
            const answer = await cloud.push(token, entries);
            if (from > last) expect(answer).toMatchObject({ status: 409, body: { code: 'ledger.gap', lastSeq: last } });
            else expect(answer.status).toBe(200);
            if (from <= last) last = Math.max(last, from + entries.length);
            expect(await held(journal)).toEqual(hashes(journal).slice(0, last));
          }
        }),
        { numRuns: 12 },
      );
    });

    test('sent at once by eight connections are held once', async () => {
      const journal = new Journal();
      journal.write(40);
      const token = await cloud.enrolled(journal);
      const answers = await Promise.all(Array.from({ length: 8 }, () => cloud.push(token, journal.entries)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
      expect(await held(journal)).toEqual(hashes(journal));
    });

    test('that two copies of a disk write are never mixed: the fork is closed off, both tails are kept, and people are told', async () => {
      const journal = new Journal();
      journal.write(5);
      const clone = journal.clone();
      journal.write(3);
      clone.write(4);
      const token = await cloud.enrolled(journal);
      await cloud.push(token, journal.entries);
      const forked = await cloud.push(token, clone.entries);
      expect(forked).toMatchObject({ status: 409, body: { code: 'ledger.fork', seq: 6, lastSeq: 8, lastHash: journal.lastHash } });
      expect(await held(journal)).toEqual(hashes(journal));
      journal.write(2);
      const after = await cloud.push(token, journal.entries.slice(8));
      expect(after).toMatchObject({ status: 409, body: { code: 'ledger.quarantined', seq: 9 } });
      const aside = await cloud.cloud.database.all
        .selectFrom('quarantined_entry')
        .select('hash')
        .where('terminal_id', '=', journal.terminal)
        .execute();
      const kept = [...hashes(clone).slice(5), ...hashes(journal).slice(8)];
      expect(aside.map(({ hash }) => hash).sort()).toEqual(kept.sort());
      const tasks = await cloud.cloud.database.all
        .selectFrom('task')
        .select('kind')
        .where('subject', '=', `${journal.terminal}/1`)
        .execute();
      expect(tasks).toEqual([{ kind: 'ledger.forked' }]);
    });

    test('a fork right behind the last entry held is a fork too', async () => {
      const journal = new Journal();
      journal.write(5);
      const clone = journal.clone();
      journal.write(1);
      clone.write(3);
      const token = await cloud.enrolled(journal);
      await cloud.push(token, journal.entries);
      expect(await cloud.push(token, clone.entries.slice(6))).toMatchObject({ status: 409, body: { code: 'ledger.fork', seq: 7 } });
    });

    test('a spoilt entry takes nothing of its batch, and says which and why', async () => {
      const journal = new Journal();
      journal.write(4);
      const stranger = new Journal(journal.terminal);
      stranger.write(4);
      const other = new Journal();
      other.write(4);
      const token = await cloud.enrolled(journal);
      const spoil = (change: Partial<Journal['entries'][number]>) =>
        journal.entries.map((entry, index) => (index === 2 ? { ...entry, ...change } : entry));
      const [first, second, third] = journal.entries;
      const batches: [Journal['entries'], string][] = [
        [spoil({ text: third!.text.replace('reason', 'raison') }), 'hash'],
        [spoil({ sig: first!.sig }), 'signature'],
        [spoil({ text: '{}', hash: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' }), 'unreadable'],
        [[first!, second!, third!, third!], 'seq-gap'],
        [stranger.entries, 'unknown-key'],
        [other.entries, 'terminal'],
      ];
      for (const [entries, reason] of batches) {
        expect(await cloud.push(token, entries)).toMatchObject({ status: 422, body: { code: 'ledger.bad-entry', reason } });
      }
      expect(await cloud.push(token, journal.entries, 2)).toMatchObject({ status: 422, body: { reason: 'epoch' } });
      expect(await held(journal)).toEqual([]);
    });

    test('of any type and content are taken: accepting is not interpreting', async () => {
      const journal = new Journal();
      const nasty = ["'; DROP TABLE entry; --", '\u0000 \u202e \ud83d\ude00', '\\u0000', '"}]', 'أإآ', '{{7*7}}'];
      journal.write(nasty.length, (n) => ({ type: 'of.the-future', v: 9, body: { text: nasty[n - 1], deep: { a: [[[[1]]]] } } }));
      const token = await cloud.enrolled(journal);
      expect(await cloud.push(token, journal.entries)).toMatchObject({ status: 200, body: { lastSeq: nasty.length } });
      const back = await cloud.get('/v1/terminal/ledger/entries?epoch=1&after=0', token);
      expect(back.body['entries']).toEqual(journal.entries);
    });

    test('are another merchant’s to nobody: not by token, not by name', async () => {
      const mine = new Journal();
      const theirs = new Journal();
      mine.write(2);
      theirs.write(2);
      const token = await cloud.enrolled(mine);
      await cloud.push(await cloud.enrolled(theirs), theirs.entries);
      expect(await cloud.push(token, theirs.entries)).toMatchObject({ status: 422, body: { reason: 'terminal' } });
      expect((await cloud.get('/v1/terminal/ledger/entries?epoch=1&after=0', token)).body).toEqual({ entries: [], more: false });
      const { code } = await cloud.code(await cloud.merchant());
      expect(await cloud.post('/v1/terminal/enrolment', mine.enrolment(code))).toMatchObject({
        status: 409,
        body: { code: 'terminal.of-another-merchant' },
      });
    });
  });
});
