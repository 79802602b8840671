import { hash } from '@node-rs/argon2';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkIn, readLetter } from '../../testing/letters.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';

const SET_UP_MS = 60_000;
const HOUR_MS = 3_600_000;
const PASSWORD = 'une longue phrase de passe';
const NEW_PASSWORD = 'une autre longue phrase';

let cloud: TestCloud;
let passwordHash: string;
let merchantId: string;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000_000 });
  passwordHash = await hash(PASSWORD);
  ({ merchantId } = await cloud.merchant());
}, SET_UP_MS);
afterAll(() => cloud.stop());

const signIn = (email: string, password: string, code?: string) =>
  cloud.post('/v1/sessions', { email, password, ...(code === undefined ? {} : { code }) });
const put = (path: string, body: object, token: string) => cloud.send(path, { method: 'PUT', body: JSON.stringify(body) }, token);

async function lettersTo(email: string): Promise<readonly string[]> {
  return (await cloud.letters()).filter((letter) => letter.includes(`To: ${email}`));
}
async function lastLinkTo(email: string): Promise<string> {
  return linkIn((await lettersTo(email)).at(-1) ?? '');
}

describe('a forgotten password', () => {
  test('is chosen anew by a link that is good once, and ends every session', async () => {
    const person = await cloud.office(merchantId, { passwordHash });
    expect(await cloud.post('/v1/password-requests', { email: person.email })).toMatchObject({ status: 200, body: {} });
    const token = await lastLinkTo(person.email);
    expect((await cloud.post('/v1/passwords', { token, password: NEW_PASSWORD })).status).toBe(200);
    expect(await cloud.post('/v1/passwords', { token, password: PASSWORD })).toMatchObject({
      status: 410,
      body: { code: 'link.not-good' },
    });
    expect((await cloud.get('/v1/account', person.token)).status).toBe(401);
    expect((await signIn(person.email, PASSWORD)).status).toBe(401);
    expect((await signIn(person.email, NEW_PASSWORD)).status).toBe(200);
  });

  test('of nobody is answered as anybody’s, and writes to nobody', async () => {
    const before = (await cloud.letters()).length;
    const { email } = await cloud.office(merchantId);
    const known = await cloud.post('/v1/password-requests', { email });
    const unknown = await cloud.post('/v1/password-requests', { email: 'nobody@example.test' });
    expect({ status: unknown.status, body: unknown.body }).toEqual({ status: known.status, body: known.body });
    expect((await cloud.letters()).length).toBe(before + 1);
  });

  test('fills nobody’s letter box', async () => {
    const { email } = await cloud.office(merchantId);
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await cloud.post('/v1/password-requests', { email })).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
    expect((await lettersTo(email)).length).toBe(3);
  });

  test('a link that is late, changed, of another purpose, another server’s or no link at all opens nothing', async () => {
    const { email, token: accessToken } = await cloud.office(merchantId, { passwordHash });
    await cloud.post('/v1/password-requests', { email });
    const token = await lastLinkTo(email);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const tampered = Buffer.from(Buffer.from(claims, 'base64url').toString().replace('set-password', 'invitation')).toString('base64url');
    for (const bad of [`${none}.${claims}.`, `${header}.${tampered}.${signature}`, accessToken, 'x'.repeat(40), "' OR 1=1; -- ".repeat(3)])
      expect((await cloud.post('/v1/passwords', { token: bad, password: NEW_PASSWORD })).status, bad).toBe(410);
    expect((await cloud.post('/v1/email-confirmations', { token })).status).toBe(410);
    expect((await cloud.post('/v1/invitations/acceptance', { token })).status).toBe(410);
    cloud.nowMs += HOUR_MS + 1_000;
    expect((await cloud.post('/v1/passwords', { token, password: NEW_PASSWORD })).status).toBe(410);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });

  test('two who follow the same link at once: one of them chooses', async () => {
    const { email } = await cloud.office(merchantId);
    await cloud.post('/v1/password-requests', { email });
    const token = await lastLinkTo(email);
    const answers = await Promise.all([1, 2, 3].map((n) => cloud.post('/v1/passwords', { token, password: `${NEW_PASSWORD} ${n}` })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });
});

describe('signing up', () => {
  const wanted = (email: string) => ({ email, name: 'Nadia', language: 'ar', merchantName: 'مخبزة النور', storeName: 'Oran' });

  test('makes merchant, store and owner once the link was followed, and nothing before', async () => {
    const email = 'nadia@example.test';
    expect((await cloud.post('/v1/sign-up', wanted(email))).body).toEqual({});
    expect((await signIn(email, PASSWORD)).status).toBe(401);
    const token = await lastLinkTo(email);
    expect((await cloud.post('/v1/sign-up/confirmation', { token, password: 'short' })).status).toBe(400);
    expect((await cloud.post('/v1/sign-up/confirmation', { token, password: PASSWORD })).status).toBe(200);
    expect((await cloud.post('/v1/sign-up/confirmation', { token, password: PASSWORD })).status).toBe(410);
    const session = await signIn(email, PASSWORD);
    expect((await cloud.get('/v1/stores', String(session.body['accessToken']))).body).toMatchObject({ items: [{ name: 'Oran' }] });
  });

  test('with an address that has an account is answered the same, and tells its owner', async () => {
    const { email } = await cloud.office(merchantId, { passwordHash });
    const fresh = await cloud.post('/v1/sign-up', wanted('fresh@example.test'));
    const known = await cloud.post('/v1/sign-up', wanted(email));
    expect({ status: known.status, body: known.body }).toEqual({ status: fresh.status, body: fresh.body });
    const token = await lastLinkTo(email);
    expect((await cloud.post('/v1/sign-up/confirmation', { token, password: NEW_PASSWORD })).status).toBe(410);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });

  test('writes Arabic from the right, and what people call themselves is no HTML', async () => {
    await cloud.post('/v1/sign-up', { ...wanted('xss@example.test'), name: '<img src=x onerror=alert(1)>' });
    const letter = (await lettersTo('xss@example.test')).at(-1) ?? '';
    const html = readLetter(letter).split('<!doctype html>')[1] ?? '';
    expect(html).toContain('dir="rtl"');
    expect(html).toContain('&lt;img src=x');
    expect(html).not.toContain('<img');
  });

  test('takes no names with line breaks, zeros or nothing in them', async () => {
    for (const name of ['', ' ', 'a\nBcc: x@y.test', 'a\u0000b', '\ud800', 'x'.repeat(201)])
      expect((await cloud.post('/v1/sign-up', { ...wanted('n@example.test'), name })).status, JSON.stringify(name)).toBe(400);
  });
});

describe('another e-mail address', () => {
  test('is taken into use by the link that was sent to it, and the old one is told', async () => {
    const person = await cloud.office(merchantId, { passwordHash });
    expect((await put('/v1/account/email', { password: 'wrong', email: 'new@example.test' }, person.token)).status).toBe(401);
    expect((await put('/v1/account/email', { password: PASSWORD, email: 'new@example.test' }, person.token)).status).toBe(200);
    expect((await cloud.get('/v1/account', person.token)).body).toMatchObject({ email: person.email });
    const token = await lastLinkTo('new@example.test');
    expect((await cloud.post('/v1/email-confirmations', { token })).status).toBe(200);
    expect((await cloud.get('/v1/account', person.token)).body).toMatchObject({ email: 'new@example.test' });
    expect((await lettersTo(person.email)).length).toBe(1);
  });
});

describe('a second factor', () => {
  const codeOf = (secret: string): string => new TOTP({ secret }).generate({ timestamp: cloud.nowMs });

  async function enrolled() {
    const person = await cloud.office(merchantId, { passwordHash });
    const begun = await cloud.post('/v1/account/totp', { password: PASSWORD }, person.token);
    const secret = String(begun.body['secret']);
    const confirmed = await cloud.post('/v1/account/totp/confirmation', { code: codeOf(secret) }, person.token);
    expect(confirmed.status).toBe(200);
    return { ...person, secret, uri: String(begun.body['uri']), recoveryCodes: confirmed.body['recoveryCodes'] as string[] };
  }

  test('is asked for once its first code was right, and each code is good once', async () => {
    const { email, secret, uri } = await enrolled();
    expect(uri).toMatch(/^otpauth:\/\/totp\/Contacto/);
    expect(await signIn(email, PASSWORD)).toMatchObject({ status: 401, body: { code: 'sign-in.second-factor-needed' } });
    // The code it was confirmed with is used.
    expect((await signIn(email, PASSWORD, codeOf(secret))).status).toBe(401);
    cloud.nowMs += 30_000;
    expect((await signIn(email, PASSWORD, codeOf(secret))).status).toBe(200);
    expect((await signIn(email, PASSWORD, codeOf(secret))).status).toBe(401);
    cloud.nowMs += 60_000;
    const together = await Promise.all([1, 2, 3].map(() => signIn(email, PASSWORD, codeOf(secret))));
    expect(together.filter(({ status }) => status === 200).length).toBe(1);
  });

  test('a wrong password is refused before the code is asked for, and a right code does not help it', async () => {
    const { email, secret } = await enrolled();
    cloud.nowMs += 30_000;
    expect(await signIn(email, 'wrong', codeOf(secret))).toMatchObject({ status: 401, body: { code: 'sign-in.refused' } });
    expect((await signIn(email, PASSWORD, codeOf(secret))).status).toBe(200);
  });

  test('codes cannot be guessed through: a wrong one counts', async () => {
    const { email, secret } = await enrolled();
    cloud.nowMs += 30_000;
    const wrong = codeOf(secret) === '000000' ? '000001' : '000000';
    for (let at = 0; at < 5; at += 1) expect((await signIn(email, PASSWORD, wrong)).status).toBe(401);
    expect((await signIn(email, PASSWORD, codeOf(secret))).status).toBe(429);
  });

  test('recovery codes stand in for it, each once, however they are typed', async () => {
    const { email, recoveryCodes } = await enrolled();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [code = ''] = recoveryCodes;
    expect((await signIn(email, PASSWORD, code.toLowerCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await signIn(email, PASSWORD, code)).status).toBe(401);
  });

  test('neither its secret nor the recovery codes are kept as they are', async () => {
    const { secret, recoveryCodes, userId } = await enrolled();
    const { all } = cloud.cloud.database;
    const kept = JSON.stringify([
      await all.selectFrom('user_account').selectAll().where('user_id', '=', userId).execute(),
      await all.selectFrom('recovery_code').selectAll().where('user_id', '=', userId).execute(),
      await all.selectFrom('audit_entry').selectAll().execute(),
    ]);
    expect(kept).not.toContain(secret);
    for (const code of recoveryCodes) expect(kept).not.toContain(code.replaceAll('-', ''));
  });

  test('is given up by password and code only', async () => {
    const { token, secret, email } = await enrolled();
    cloud.nowMs += 30_000;
    const remove = (password: string, code: string) => cloud.post('/v1/account/totp/removal', { password, code }, token);
    expect((await remove('wrong', codeOf(secret))).status).toBe(401);
    expect((await remove(PASSWORD, '000000')).status).toBe(401);
    expect((await remove(PASSWORD, codeOf(secret))).status).toBe(200);
    expect((await signIn(email, PASSWORD)).status).toBe(200);
  });

  test('where the merchant asks its owners for one, an owner without it may only set it up', async () => {
    const strict = await cloud.merchant('Strict');
    const person = await cloud.office(strict.merchantId, { passwordHash });
    const clerk = await cloud.office(strict.merchantId, { role: 'accountant' });
    const change = { method: 'PATCH', body: JSON.stringify({ ownerTotpRequired: true }) };
    expect((await cloud.send('/v1/merchant', change, person.token)).status).toBe(200);
    expect((await cloud.get('/v1/merchant', person.token)).status).toBe(403);
    expect((await cloud.get('/v1/merchant', clerk.token)).status).toBe(200);
    const begun = await cloud.post('/v1/account/totp', { password: PASSWORD }, person.token);
    await cloud.post('/v1/account/totp/confirmation', { code: codeOf(String(begun.body['secret'])) }, person.token);
    expect((await cloud.get('/v1/merchant', person.token)).status).toBe(200);
  });
});

test('a changed password ends the other sessions and keeps this one', async () => {
  const person = await cloud.office(merchantId, { passwordHash });
  const other = await signIn(person.email, PASSWORD);
  expect((await put('/v1/account/password', { password: PASSWORD, newPassword: NEW_PASSWORD }, person.token)).status).toBe(200);
  expect((await cloud.get('/v1/account', person.token)).status).toBe(200);
  expect((await cloud.get('/v1/account', String(other.body['accessToken']))).status).toBe(401);
});

test('somebody else’s session cannot be ended, seen or named', async () => {
  const [mine, theirs] = [await cloud.office(merchantId), await cloud.office(merchantId)];
  expect((await cloud.send(`/v1/account/sessions/${theirs.sessionId}`, { method: 'DELETE' }, mine.token)).status).toBe(404);
  expect((await cloud.get('/v1/account/sessions', mine.token)).body).toMatchObject({
    items: [{ sessionId: mine.sessionId, isThisOne: true }],
  });
  expect((await cloud.get('/v1/account', theirs.token)).status).toBe(200);
});
