import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asMerchant } from '../../platform/database.ts';
import { Journal } from '../../testing/journal.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';

const SET_UP_MS = 60_000;
const HOUR_MS = 3_600_000;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase());
}, SET_UP_MS);
afterAll(() => cloud.stop());

const grant = (assertion: string) => ({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });

describe('an enrolment code', () => {
  test('enrols one terminal, as it is typed, and tells it its place', async () => {
    const journal = new Journal();
    const { code } = await cloud.code(await cloud.merchant('Épicerie'));
    const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
    const answer = await cloud.post('/v1/terminal/enrolment', journal.enrolment(typed));
    expect(answer).toMatchObject({ status: 200, body: { merchantName: 'Épicerie', storeName: 'Alger', terminalName: 'Caisse 1' } });
  });

  test('is good once; but an answer that was lost is given again', async () => {
    const journal = new Journal();
    const { code } = await cloud.code(await cloud.merchant());
    const first = await cloud.post('/v1/terminal/enrolment', journal.enrolment(code));
    expect((await cloud.post('/v1/terminal/enrolment', journal.enrolment(code))).body).toMatchObject({ storeId: first.body['storeId'] });
    const other = await cloud.post('/v1/terminal/enrolment', new Journal().enrolment(code));
    expect(other).toMatchObject({ status: 409, body: { code: 'enrolment.code-used' } });
  });

  test('given to two terminals at once enrols one of them', async () => {
    const { code } = await cloud.code(await cloud.merchant());
    const asked = Array.from({ length: 6 }, () => cloud.post('/v1/terminal/enrolment', new Journal().enrolment(code)));
    const statuses = (await Promise.all(asked)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409, 409, 409]);
  });

  test('unknown, expired or with another’s proof enrols nobody', async () => {
    const journal = new Journal();
    expect(await cloud.post('/v1/terminal/enrolment', journal.enrolment('AAAAA-AAAAA'))).toMatchObject({ status: 404 });
    const { code } = await cloud.code(await cloud.merchant());
    const stolen = { ...journal.enrolment(code), terminal: new Journal().terminal };
    expect(await cloud.post('/v1/terminal/enrolment', stolen)).toMatchObject({ status: 400, body: { code: 'enrolment.proof-wrong' } });
    cloud.nowMs += 49 * HOUR_MS;
    expect(await cloud.post('/v1/terminal/enrolment', journal.enrolment(code))).toMatchObject({ status: 410 });
  });

  test('is kept nowhere as it is', async () => {
    const { code } = await cloud.code(await cloud.merchant());
    const { rows } = await sql<{ row: string }>`SELECT enrolment_code::text AS row FROM enrolment_code`.execute(cloud.cloud.database.all);
    expect(rows.some(({ row }) => row.includes(code) || row.includes(code.replace('-', '')))).toBe(false);
  });
});

describe('an assertion', () => {
  test('is good once, for its own terminal, for us, in its time', async () => {
    const journal = new Journal();
    await cloud.enrolled(journal);
    const once = await journal.assertion(cloud.now);
    expect((await cloud.post('/v1/terminal/token', grant(once))).status).toBe(200);
    const refused = [
      once,
      await journal.assertion(cloud.now, { audience: 'somebody-else' }),
      await journal.assertion(cloud.now, { subject: new Journal().terminal }),
      await journal.assertion(new Date(cloud.nowMs - 3 * 24 * HOUR_MS)),
      await journal.assertion(new Date(cloud.nowMs + 3 * 24 * HOUR_MS)),
      `${once.slice(0, -4)}AAAA`,
      'a.b.c.d.e.f.g.h.i.j.k.l.m.n',
    ];
    for (const assertion of refused) expect((await cloud.post('/v1/terminal/token', grant(assertion))).status, assertion).toBe(401);
    const stranger = new Journal(journal.terminal, generateKeyPairSync('ed25519').privateKey);
    expect((await cloud.post('/v1/terminal/token', grant(await stranger.assertion(cloud.now)))).status).toBe(403);
  });

  test('of a terminal whose clock is an hour off is good all the same', async () => {
    const journal = new Journal();
    await cloud.enrolled(journal);
    const late = await journal.assertion(new Date(cloud.nowMs - HOUR_MS));
    expect((await cloud.post('/v1/terminal/token', grant(late))).status).toBe(200);
  });
});

describe('a token', () => {
  test('is needed, is not forged, and does not outlive its time or the terminal’s good standing', async () => {
    const journal = new Journal();
    journal.write(1);
    const token = await cloud.enrolled(journal);
    for (const bad of [undefined, 'nonsense', `${token}x`, token.replace(/\.[^.]+\./, '.e30.')]) {
      const answer = await (bad === undefined ? cloud.get('/v1/terminal/ledger/heads') : cloud.get('/v1/terminal/ledger/heads', bad));
      expect(answer).toMatchObject({ status: 401, body: { code: 'sign-in.needed' } });
    }
    expect((await cloud.get('/v1/terminal/ledger/heads', token)).status).toBe(200);
    await cloud.cloud.database.all
      .updateTable('terminal')
      .set({ state: 'suspended' })
      .where('terminal_id', '=', journal.terminal)
      .execute();
    expect(await cloud.push(token, journal.entries)).toMatchObject({ status: 403, body: { code: 'terminal.suspended' } });
    await cloud.cloud.database.all.updateTable('terminal').set({ state: 'active' }).where('terminal_id', '=', journal.terminal).execute();
    cloud.nowMs += 11 * 60_000;
    expect((await cloud.get('/v1/terminal/ledger/heads', token)).status).toBe(401);
  });
});

test('of 10,000 attempts to sign in from one address a minute’s worth are looked at, and the rest are told to wait', async () => {
  const ATTEMPTS = 10_000;
  const AT_ONCE = 50;
  const body = JSON.stringify(grant('a'.repeat(200)));
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' };
  const statuses = new Map<number, number>();
  const startedMs = performance.now();
  const attempt = async (): Promise<void> => {
    const answer = await fetch(`${cloud.cloud.address}/v1/terminal/token`, { method: 'POST', headers, body });
    await answer.arrayBuffer();
    if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  };
  for (let done = 0; done < ATTEMPTS; done += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, attempt));
  // However long it has taken: sixty for each minute that was begun.
  const minutes = Math.ceil((performance.now() - startedMs) / 60_000) + 1;
  expect([...statuses.keys()].toSorted()).toEqual([401, 429]);
  expect(statuses.get(401)).toBeLessThanOrEqual(60 * minutes);
  const other = new Journal();
  expect((await cloud.get('/v1/terminal/ledger/heads', await cloud.enrolled(other))).status).toBe(200);
}, 300_000);

test('row-level security is a second wall: a query without a merchant finds only the own one’s rows, and writes none of another’s', async () => {
  const mine = await cloud.merchant('Mine');
  const theirs = await cloud.merchant('Theirs');
  const journal = new Journal();
  journal.write(1);
  await cloud.push(await cloud.enrolled(journal, theirs), journal.entries);
  const { database } = cloud.cloud;
  await asMerchant(database, mine.merchantId, async (tx) => {
    for (const table of ['store', 'terminal', 'terminal_key', 'terminal_epoch', 'entry', 'enrolment_code', 'merchant'] as const) {
      const rows = await tx.selectFrom(table).select('merchant_id').execute();
      expect(
        rows.filter((row) => row.merchant_id !== mine.merchantId),
        table,
      ).toEqual([]);
    }
  });
  const write = asMerchant(database, mine.merchantId, (tx) =>
    tx.insertInto('terminal').values({ merchant_id: theirs.merchantId, terminal_id: 'x', store_id: theirs.storeId, name: 'x' }).execute(),
  );
  await expect(write).rejects.toThrow(/row-level security/);
});
