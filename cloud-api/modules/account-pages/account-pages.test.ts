import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFICE_LANGUAGES } from '../../platform/words.ts';
import { linkIn, readLetter } from '../../testing/letters.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';
import { accountDocument } from './document.ts';
import { ACCOUNT_PAGES, type AccountPageName } from './pages.ts';

const SET_UP_MS = 60_000;
const NAMES = Object.keys(ACCOUNT_PAGES) as AccountPageName[]; // Its keys are its type's.

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000 });
}, SET_UP_MS);
afterAll(() => cloud.stop());

const open = (path: string, acceptLanguage = ''): Promise<Response> =>
  fetch(`${cloud.cloud.address}${path}`, { headers: { 'accept-language': acceptLanguage } });
const languageOf = async (path: string, acceptLanguage?: string): Promise<string> =>
  /<html lang="(\w+)" dir="\w+">/.exec(await (await open(path, acceptLanguage)).text())?.[1] ?? '';

describe.each(NAMES)('the page %s', (name) => {
  test('runs its own script alone, tells nobody where it was, and is neither kept nor found', async () => {
    const response = await open(`/account/${name}`);
    expect(response.status).toBe(200);
    const header = (named: string): string => response.headers.get(named) ?? '';
    const policy = header('content-security-policy').split(';');
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(header('content-security-policy')).not.toContain('unsafe');
    expect(header('referrer-policy')).toBe('no-referrer');
    expect(header('x-robots-tag')).toContain('noindex');
    expect(header('cache-control')).toBe('no-store');
    expect(header('set-cookie')).toBe('');
  });

  test('has no script or style within it, nothing of another server, and every word in each language', () => {
    for (const language of OFFICE_LANGUAGES) {
      const html = accountDocument(name, language);
      expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
      expect(html.match(/<script\b[^>]*>[^<]/g)).toBeNull();
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|https?:\/\//);
      // A key that has no words is said as itself.
      expect(html).not.toMatch(/>[^<]*\b(pages|fields|facts|roles|refusals|ways)\.[\w-]+/);
      expect(html).not.toMatch(/\{\{|undefined/);
    }
  });

  test('is the same whatever stands in its address', async () => {
    const plain = await (await open(`/account/${name}`)).text();
    const hostile = encodeURIComponent('"><script>alert(1)</script>');
    for (const query of [`language=${hostile}`, `token=${hostile}`, `${hostile}=1`, 'language=ar&language=en', 'language[a]=ar'])
      expect(await (await open(`/account/${name}?${query}`)).text(), query).toBe(plain);
  });
});

test('speaks the link’s language, or else the browser’s, or else French', async () => {
  expect(await languageOf('/account/set-password?language=ar', 'en')).toBe('ar');
  expect(await languageOf('/account/set-password', 'de, ar-DZ;q=0.8, en;q=0.5')).toBe('ar');
  expect(await languageOf('/account/set-password', 'en-GB')).toBe('en');
  expect(await languageOf('/account/set-password', 'de')).toBe('fr');
  expect(await languageOf('/account/set-password?language=de', '*')).toBe('fr');
});

test('a page there is none of is none, and nothing of its name comes back', async () => {
  for (const path of ['/account/%3Cscript%3E', '/account/toString', '/account/', '/account/..%2Fpages.ts']) {
    const response = await open(path);
    expect(response.status, path).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.text()).not.toContain('script');
  }
});

test('script and style come as what they are', async () => {
  for (const file of ['account-page.js', 'ask-api.js'])
    expect((await open(`/account/${file}`)).headers.get('content-type')).toContain('text/javascript');
  expect((await open('/account/account-page.css')).headers.get('content-type')).toContain('text/css');
});

describe('a link of a letter leads to its page, in the language of whoever it is for', () => {
  const lastLetter = async (): Promise<string> => (await cloud.letters()).at(-1) ?? '';
  const pathIn = (letter: string): string => /\/account\/[\w-]+\?language=\w+(?=#token=)/.exec(readLetter(letter))?.[0] ?? '';

  test('to sign up, to be invited, to choose a password, to change the address', async () => {
    const about = { name: 'Amina', merchantName: 'El Baraka', storeName: 'Alger' };
    await cloud.post('/v1/sign-up', { ...about, email: 'new@example.test', language: 'ar' });
    const signUp = await lastLetter();
    expect(pathIn(signUp)).toBe('/account/sign-up?language=ar');
    expect((await open(pathIn(signUp))).status).toBe(200);
    const { sends } = ACCOUNT_PAGES['sign-up'];
    expect((await cloud.post(sends, { token: linkIn(signUp), password: 'a new long password' })).status).toBe(200);

    await cloud.post(ACCOUNT_PAGES['request-password'].sends, { email: 'new@example.test' });
    const setPassword = await lastLetter();
    expect(pathIn(setPassword)).toBe('/account/set-password?language=ar');

    const { merchantId } = await cloud.merchant();
    const owner = await cloud.office(merchantId);
    await cloud.post('/v1/invitations', { email: 'invited@example.test', role: 'manager' }, owner.token);
    expect(pathIn(await lastLetter())).toBe('/account/invitation?language=fr');

    const session = await cloud.post('/v1/sessions', { email: 'new@example.test', password: 'a new long password' });
    const change = { method: 'PUT', body: JSON.stringify({ password: 'a new long password', email: 'newer@example.test' }) };
    await cloud.send('/v1/account/email', change, String(session.body['accessToken']));
    expect(pathIn(await lastLetter())).toBe('/account/change-email?language=ar');
  });
});

test('what the API refuses has words on the page it is refused on', async () => {
  const refusals: [AccountPageName, Record<string, unknown>][] = [
    ['set-password', { token: 'x'.repeat(40), password: 'a new long password' }],
    ['sign-up', { token: 'x'.repeat(40), password: 'a new long password' }],
    ['change-email', { token: 'x'.repeat(40) }],
    ['invitation', { token: 'x'.repeat(40) }],
    ['provider', { ticket: 'x'.repeat(40) }],
  ];
  for (const [name, body] of refusals) {
    const { body: problem } = await cloud.post(ACCOUNT_PAGES[name].sends, body);
    expect(accountDocument(name, 'fr'), name).toContain(`data-refusal="${String(problem['code'])}" data-last`);
  }
  const short = await cloud.post(ACCOUNT_PAGES['set-password'].sends, { token: 'x'.repeat(40), password: 'short' });
  expect(short.body).toMatchObject({ code: 'request.malformed', at: 'password' });
  const cut = await cloud.post(ACCOUNT_PAGES['set-password'].sends, { token: 'x', password: 'a new long password' });
  expect(cut.body).toMatchObject({ code: 'request.malformed', at: 'token' });
});
