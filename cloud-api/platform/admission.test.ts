import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emitEvent } from '../modules/events/service.ts';
import { TestEventSource } from '../testing/event-source.ts';
import { Journal } from '../testing/journal.ts';
import { TestCloud } from '../testing/test-cloud.ts';
import { embeddedDatabase } from '../testing/test-database.ts';
import { asMerchant } from './database.ts';
import { ACCESS_TOKEN_SECONDS } from './tokens.ts';

const SET_UP_MS = 60_000;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000, settings: { terminalRequestsPerMinute: 400 } });
}, SET_UP_MS);
afterAll(() => cloud.stop());

const stream = (path: string, token: string) =>
  fetch(`${cloud.cloud.address}${path}`, { headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': '192.0.2.9' } });
const tell = (merchantId: string) =>
  asMerchant(cloud.cloud.database, merchantId, (tx) =>
    emitEvent(tx, { merchantId, type: 'catalog.changed', subject: 'p-1', data: { changed: 1 } }),
  );

test('nothing of a body is read from a caller who is not let in', async () => {
  const broken = { method: 'POST', body: '{"epoch"' };
  const bomb = { method: 'POST', body: new Uint8Array(gzipSync(Buffer.alloc(30_000_000, 32))), headers: { 'content-encoding': 'gzip' } };
  for (const init of [broken, bomb]) {
    expect((await cloud.send('/v1/terminal/ledger/entries', init)).status).toBe(401);
    expect((await cloud.send('/v1/terminal/ledger/entries', init, 'nobodys')).status).toBe(401);
    expect((await cloud.send('/v1/nothing', init)).status).toBe(404);
  }
  const large = { code: 'x'.repeat(100_000) };
  expect(await cloud.post('/v1/terminal/enrolment', large)).toMatchObject({ status: 413, body: { code: 'request.too-large' } });
});

test('a terminal that asks without end keeps nobody behind its address from asking', async () => {
  const [busy, quiet] = [new Journal(), new Journal()];
  const place = await cloud.merchant();
  const tokens = [await cloud.enrolled(busy, place), await cloud.enrolled(quiet, place)];
  const ask = async (token: string | undefined) => {
    const headers = { authorization: `Bearer ${token ?? ''}`, 'x-forwarded-for': '192.0.2.8' };
    return (await fetch(`${cloud.cloud.address}/v1/terminal/ledger/heads`, { headers })).status;
  };
  let status = 200;
  for (let at = 0; at < 390 && status !== 429; at += 1) status = await ask(tokens[0]);
  expect(status).toBe(429);
  expect(await ask(tokens[1])).toBe(200);
});

test('events end with the session they are told to', async () => {
  const { merchantId } = await cloud.merchant();
  const owner = await cloud.office(merchantId);
  const source = new TestEventSource(await stream('/v1/events', owner.token));
  await tell(merchantId);
  expect((await source.next())?.event).toBe('catalog.changed');
  await cloud.send('/v1/account/sessions', { method: 'DELETE' }, owner.token);
  await tell(merchantId);
  expect(await source.next()).toBeNull();
});

test('events end with the token they were asked for with', async () => {
  const { merchantId } = await cloud.merchant();
  const owner = await cloud.office(merchantId);
  const source = new TestEventSource(await stream('/v1/events', owner.token));
  await tell(merchantId);
  expect((await source.next())?.event).toBe('catalog.changed');
  cloud.nowMs += (ACCESS_TOKEN_SECONDS + 1) * 1_000;
  await tell(merchantId);
  expect(await source.next()).toBeNull();
});

test('events end when the caller may see less than when they began', async () => {
  const { merchantId } = await cloud.merchant();
  await cloud.office(merchantId);
  const other = await cloud.office(merchantId);
  const source = new TestEventSource(await stream('/v1/events', other.token));
  await tell(merchantId);
  expect((await source.next())?.event).toBe('catalog.changed');
  await sql`UPDATE membership SET role = 'technician' WHERE user_id = ${other.userId}`.execute(cloud.cloud.database.all);
  await tell(merchantId);
  expect(await source.next()).toBeNull();
});

test('nudges end for a terminal that was revoked, and none begin', async () => {
  const place = await cloud.merchant();
  const owner = await cloud.office(place.merchantId);
  const journal = new Journal();
  const token = await cloud.enrolled(journal, place);
  const source = new TestEventSource(await stream('/v1/terminal/nudges', token));
  await source.take(2);
  expect((await cloud.post(`/v1/terminals/${journal.terminal}/revoke`, {}, owner.token)).status).toBe(200);
  expect(await source.next()).toBeNull();
  expect(await new TestEventSource(await stream('/v1/terminal/nudges', token)).next()).toBeNull();
});

test('who opens one stream too many loses her oldest, and nobody else hers', async () => {
  const { merchantId } = await cloud.merchant();
  const [greedy, other] = [await cloud.office(merchantId), await cloud.office(merchantId)];
  const others = new TestEventSource(await stream('/v1/events', other.token));
  const sources: TestEventSource[] = [];
  for (let at = 0; at < 9; at += 1) sources.push(new TestEventSource(await stream('/v1/events', greedy.token)));
  const [oldest, ...rest] = sources;
  await expect(oldest?.next()).rejects.toThrow();
  await tell(merchantId);
  for (const source of [others, ...rest]) expect((await source.next())?.event).toBe('catalog.changed');
  for (const source of [others, ...rest]) await source.close();
});
