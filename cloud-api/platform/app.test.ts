import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journal } from '../testing/journal.ts';
import { TestCloud } from '../testing/test-cloud.ts';
import { embeddedDatabase } from '../testing/test-database.ts';

const SET_UP_MS = 60_000;
const PUSH = '/v1/terminal/ledger/entries';

let cloud: TestCloud;
let token: string;
const journal = new Journal();
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase());
  journal.write(3);
  token = await cloud.enrolled(journal);
}, SET_UP_MS);
afterAll(() => cloud.stop());

test('bodies that are no request are refused in one line each, and nothing is stored', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const bodies = [
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '{"epoch":1}',
    '{"epoch":0,"entries":[]}',
    '{"epoch":1,"entries":[{}]}',
    deep,
    '{"epoch":1e99,"entries":[1]}',
    '\u0000',
  ];
  for (const body of bodies) {
    const answer = await cloud.send(PUSH, { method: 'POST', body }, token);
    expect(answer, body.slice(0, 40)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  }
});

test('a body that two readers would read as two requests, or that is nested without end, is refused', async () => {
  for (const body of ['{"code":"A","code":"B"}', `{"code":${'['.repeat(10_000)}`]) {
    const answer = await cloud.send('/v1/terminal/enrolment', { method: 'POST', body });
    expect(answer, body.slice(0, 40)).toMatchObject({ status: 400, body: { code: 'request.malformed' } });
    expect(answer.body['detail']).toMatch(/^(duplicate-name|too-deep)$/);
  }
});

test('a compressed body is read; one that is no gzip, or swells beyond the limit, is refused', async () => {
  const send = (body: Uint8Array<ArrayBuffer>) =>
    cloud.send(PUSH, { method: 'POST', body, headers: { 'content-encoding': 'gzip' } }, token);
  expect((await send(new Uint8Array(gzipSync(JSON.stringify({ epoch: 1, entries: journal.entries }))))).status).toBe(200);
  expect((await send(new Uint8Array([1, 2, 3, 4]))).status).toBe(400);
  expect((await send(new Uint8Array(gzipSync(Buffer.alloc(30_000_000, 32))))).status).toBe(413);
  expect((await cloud.send(PUSH, { method: 'POST', body: 'x', headers: { 'content-encoding': 'snappy' } }, token)).status).toBe(415);
});

test('an unknown address and a wrong method are told apart', async () => {
  expect(await cloud.get('/v1/nothing')).toMatchObject({ status: 404, body: { code: 'request.unknown-address' } });
  expect(await cloud.send(PUSH, { method: 'DELETE' }, token)).toMatchObject({ status: 405, body: { code: 'request.wrong-method' } });
});

test('a caller that asks too often is told when to come back', async () => {
  const ask = () => fetch(`${cloud.cloud.address}/v1/terminal/token`, { method: 'POST', headers: { 'x-forwarded-for': '192.0.2.7' } });
  let answer = await ask();
  for (let at = 0; at < 100 && answer.status !== 429; at += 1) answer = await ask();
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('it says that it lives, that it is ready, and what it has counted', async () => {
  expect((await cloud.get('/health')).status).toBe(200);
  expect((await cloud.get('/ready')).body).toEqual({ status: 'ready' });
  const metrics = await (await fetch(`${cloud.cloud.address}/metrics`)).text();
  expect(metrics).toContain('contacto_entries_taken_total 3');
});

test('it is not ready for a database that lacks a migration', async () => {
  const { all } = cloud.cloud.database;
  await sql`UPDATE schema_migration SET version = version - 100`.execute(all);
  try {
    expect(await cloud.get('/ready')).toMatchObject({ status: 503, body: { status: 'database-not-migrated' } });
  } finally {
    await sql`UPDATE schema_migration SET version = version + 100`.execute(all);
  }
  expect((await cloud.get('/ready')).status).toBe(200);
});

test('answers carry their request’s id and the headers that close a browser to tricks', async () => {
  const { headers } = await cloud.get('/health');
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});

test('a request cut off in the middle harms nobody', async () => {
  const { port } = new URL(cloud.cloud.address);
  for (const bytes of ['POST / HT', `POST ${PUSH} HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{"epoch"`, '\u0000\u0001\r\n\r\n']) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(bytes);
        setTimeout(() => socket.destroy(), 20);
      });
      socket.on('close', () => {
        resolve();
      });
      socket.on('error', () => undefined);
    });
  }
  expect((await cloud.get('/health')).status).toBe(200);
});
