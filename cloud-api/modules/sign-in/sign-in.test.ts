import { hash } from '@node-rs/argon2';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';

const SET_UP_MS = 60_000;
const HOUR_MS = 3_600_000;
const PASSWORD = 'une longue phrase de passe';

let cloud: TestCloud;
let passwordHash: string;
let place: { readonly merchantId: string; readonly storeId: string };
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000_000 });
  passwordHash = await hash(PASSWORD);
  place = await cloud.merchant();
}, SET_UP_MS);
afterAll(() => cloud.stop());

const signIn = (email: string, password = PASSWORD, more: object = {}) => cloud.post('/v1/sessions', { email, password, ...more });
const refresh = (refreshToken: unknown) => cloud.post('/v1/sessions/refreshing', { refreshToken });
const account = (token: unknown) => cloud.get('/v1/account', String(token));

async function actsOf(subject: string): Promise<string[]> {
  const rows = await cloud.cloud.database.all
    .selectFrom('audit_entry')
    .select('act')
    .where('subject', '=', subject)
    .orderBy('audit_id')
    .execute();
  return rows.map(({ act }) => act);
}

describe('a password', () => {
  test('opens a session, for the person however her address is written', async () => {
    const { userId } = await cloud.office(place.merchantId, { email: 'zoé@exämple.test', passwordHash });
    const answer = await signIn('  ZOE\u0301@Exämple.test ');
    expect(answer).toMatchObject({ status: 200, body: { merchantId: place.merchantId, expiresInSeconds: 600 } });
    expect(await account(answer.body['accessToken'])).toMatchObject({ status: 200, body: { userId, merchants: [{ role: 'owner' }] } });
  });

  test('that is wrong is refused as an account that is not there is, word for word', async () => {
    const { email } = await cloud.office(place.merchantId, { passwordHash });
    const { email: withoutPassword } = await cloud.office(place.merchantId);
    const answers = [await signIn(email, 'wrong'), await signIn('nobody@example.test', 'wrong'), await signIn(withoutPassword, '')];
    const words = answers.map(({ status, body: { requestId: _own, ...body } }) => ({ status, body }));
    expect(words[0]).toMatchObject({ status: 401, body: { code: 'sign-in.refused' } });
    expect(words[1]).toEqual(words[0]);
    expect(words[2]).toEqual(words[0]);
  });

  test('of somebody who works for nobody any more opens nothing', async () => {
    const { email, userId } = await cloud.office(place.merchantId, { passwordHash });
    await cloud.cloud.database.all.deleteFrom('membership').where('user_id', '=', userId).execute();
    expect((await signIn(email)).status).toBe(401);
  });

  test('SQL, nothing and halves of characters in its place are texts like others, or refused', async () => {
    for (const text of ["' OR 1=1 --", '"; DROP TABLE user_account; --', '', '\u0000', '%', 'ب'.repeat(200)]) {
      // What no text can be is no request; every other is a password that is not the right one.
      expect([400, 401, 429], text).toContain((await signIn('nobody@example.test', text)).status);
      expect((await signIn(`${text}@example.test`, PASSWORD)).status, text).not.toBe(500);
    }
    expect((await signIn('nobody@example.test', '\ud800')).status).not.toBe(500);
    for (const email of ['', 'x', 'a@b', `${'a'.repeat(300)}@example.test`, 'a@b.c\r\nBcc: d@e.f', null, {}, ['a@b.test']])
      expect((await cloud.post('/v1/sessions', { email, password: PASSWORD })).status, JSON.stringify(email)).toBeLessThan(500);
  });
});

describe('guessing', () => {
  test('waits longer with every try, for known and unknown accounts the same, and a good sign-in forgets it', async () => {
    const { email } = await cloud.office(place.merchantId, { passwordHash });
    const waits: (readonly unknown[])[] = [];
    for (const tried of [email, 'unknown@example.test']) {
      const seen: unknown[] = [];
      for (let at = 0; at < 8; at += 1) {
        const answer = await signIn(tried, 'wrong');
        seen.push(answer.status === 429 ? answer.body['retryAfterSeconds'] : answer.status);
        if (answer.status === 429) cloud.nowMs += Number(answer.body['retryAfterSeconds']) * 1_000;
      }
      waits.push(seen);
    }
    expect(waits[0]).toEqual([401, 401, 401, 401, 401, 15, 401, 30]);
    expect(waits[1]).toEqual(waits[0]);
    expect((await signIn(email)).status).toBe(200);
    for (let at = 0; at < 5; at += 1) expect((await signIn(email, 'wrong')).status).toBe(401);
    expect((await signIn(email)).status).toBe(429);
  });

  test('10,000 tries, many at once, check no more passwords than the limit lets through, and others are answered meanwhile', async () => {
    const { email, token } = await cloud.office(place.merchantId, { passwordHash });
    const statuses = new Map<number, number>();
    let left = 10_000;
    const guess = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const { status } = await fetch(`${cloud.cloud.address}/v1/sessions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.66' },
          body: JSON.stringify({ email: left % 2 === 0 ? email : `somebody${left}@example.test`, password: 'wrong' }),
        });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    const guessing = Promise.all(Array.from({ length: 40 }, guess));
    const meanwhile: number[] = [];
    for (let at = 0; at < 20; at += 1) meanwhile.push((await account(token)).status);
    await guessing;
    expect(meanwhile).toEqual(Array.from({ length: 20 }, () => 200));
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    // The first tries of this address; the clock stands still, so that nobody's wait ends.
    expect(statuses.get(401)).toBeLessThanOrEqual(30);
  }, 240_000);
});

describe('a refresh token', () => {
  test('is good once and gives the next; the one before brings the whole session down, and a trace is left', async () => {
    const { refreshToken, sessionId, email } = await cloud.office(place.merchantId);
    const next = await refresh(refreshToken);
    expect(next.status).toBe(200);
    expect((await account(next.body['accessToken'])).status).toBe(200);
    expect(await refresh(refreshToken)).toMatchObject({ status: 401, body: { code: 'sign-in.needed' } });
    expect((await account(next.body['accessToken'])).status).toBe(401);
    expect((await refresh(next.body['refreshToken'])).status).toBe(401);
    expect(await actsOf(sessionId)).toEqual(['session.opened', 'session.token-reused']);
    expect((await cloud.letters()).some((letter) => letter.includes(`To: ${email}`))).toBe(true);
  });

  test('used by many at once is given to one of them', async () => {
    const { refreshToken } = await cloud.office(place.merchantId);
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
  });

  test('that is unknown, too old, or of an ended session gives nothing', async () => {
    const { refreshToken, token } = await cloud.office(place.merchantId);
    expect((await refresh('x'.repeat(43))).status).toBe(401);
    expect((await refresh(`${refreshToken}'--`)).status).toBe(401);
    await cloud.send('/v1/account/session', { method: 'DELETE' }, token);
    expect((await refresh(refreshToken)).status).toBe(401);
    const { refreshToken: old } = await cloud.office(place.merchantId);
    cloud.nowMs += 31 * 24 * HOUR_MS;
    expect((await refresh(old)).status).toBe(401);
  });

  test('is kept as a hash only', async () => {
    const { refreshToken } = await cloud.office(place.merchantId);
    const rows = await cloud.cloud.database.all.selectFrom('refresh_token').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });
});

describe('an access token', () => {
  test('ends with its ten minutes, its session, and its person’s work for the merchant', async () => {
    const { token } = await cloud.office(place.merchantId);
    expect((await account(token)).status).toBe(200);
    cloud.nowMs += 10 * 60_000 + 1_000;
    expect((await account(token)).status).toBe(401);
    const person = await cloud.office(place.merchantId);
    const other = await cloud.office(place.merchantId);
    expect((await cloud.send(`/v1/users/${other.userId}`, { method: 'DELETE' }, person.token)).status).toBe(200);
    expect((await account(other.token)).status).toBe(401);
    expect((await cloud.send('/v1/account/sessions', { method: 'DELETE' }, person.token)).status).toBe(200);
    expect((await account(person.token)).status).toBe(401);
  });

  test('by another key, without one, for another audience, of another server or changed is none', async () => {
    const { token } = await cloud.office(place.merchantId);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const { privateKey } = await generateKeyPair('EdDSA');
    const payload = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = [
      `${base64({ alg: 'none' })}.${claims}.`,
      `${base64({ alg: 'HS256' })}.${claims}.${signature}`,
      `${header}.${base64({ ...payload, merchant: '0190c000-0000-7000-8000-000000000000' })}.${signature}`,
      `${header}.${claims}.${signature.slice(0, -2)}AA`,
      await new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey),
      await new SignJWT({ ...payload, iss: 'somebody' }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey),
      'x',
      '',
    ];
    for (const bad of forged) expect((await account(bad)).status, bad).toBe(401);
    expect((await account(token)).status).toBe(200);
  });
});

test('a session goes on for another merchant of hers, and for no one else’s', async () => {
  const person = await cloud.office(place.merchantId);
  const second = await cloud.post('/v1/merchants', { name: 'Deuxième', storeName: 'Oran' }, person.token);
  expect(second.status).toBe(200);
  const moved = await cloud.send(
    '/v1/account/merchant',
    { method: 'PUT', body: JSON.stringify({ merchantId: second.body['merchantId'] }) },
    person.token,
  );
  expect(moved.status).toBe(200);
  // The token from before is for a merchant the session is not at any more.
  expect((await account(person.token)).status).toBe(401);
  expect((await cloud.get('/v1/merchant', String(moved.body['accessToken']))).body).toMatchObject({ name: 'Deuxième' });
  const stranger = await cloud.merchant('Stranger');
  const refused = await cloud.send(
    '/v1/account/merchant',
    { method: 'PUT', body: JSON.stringify({ merchantId: stranger.merchantId }) },
    String(moved.body['accessToken']),
  );
  expect(refused.status).toBe(404);
});

test('an owner ends somebody’s sessions: they are out at once, and may sign in again', async () => {
  const owner = await cloud.office(place.merchantId);
  const clerk = await cloud.office(place.merchantId, { role: 'accountant', passwordHash });
  expect((await cloud.send(`/v1/users/${clerk.userId}/sessions`, { method: 'DELETE' }, owner.token)).status).toBe(200);
  expect((await account(clerk.token)).status).toBe(401);
  expect((await refresh(clerk.refreshToken)).status).toBe(401);
  cloud.nowMs += 1_000;
  expect((await signIn(clerk.email)).status).toBe(200);
});
