import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OidcProvider, type ProviderAnswer } from '../../testing/oidc-provider.ts';
import { TestCloud } from '../../testing/test-cloud.ts';
import { embeddedDatabase } from '../../testing/test-database.ts';

const SET_UP_MS = 60_000;

let cloud: TestCloud;
let provider: OidcProvider;
let merchantId: string;
beforeAll(async () => {
  provider = await OidcProvider.start();
  const { issuer, clientId, clientSecret } = provider;
  const settings = { oidc: { issuer, clientId, clientSecret } };
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 100_000, settings });
  ({ merchantId } = await cloud.merchant());
}, SET_UP_MS);
afterAll(async () => {
  await cloud.stop();
  await provider.stop();
});

const go = (url: string, cookie = ''): Promise<Response> => fetch(url, { redirect: 'manual', headers: { cookie } });
const locationOf = (response: Response): string => response.headers.get('location') ?? '';

/** As a browser goes: to us, to the provider, and back as far as our return address. */
async function toReturn(answer: ProviderAnswer): Promise<{ readonly back: string; readonly cookie: string }> {
  provider.answer = answer;
  const begun = await go(`${cloud.cloud.address}/v1/sign-in/provider`);
  expect(begun.status).toBe(302);
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { back: locationOf(await go(locationOf(begun))), cookie };
}

async function ticketFor(answer: ProviderAnswer): Promise<{ readonly status: number; readonly ticket: string }> {
  const { back, cookie } = await toReturn(answer);
  const returned = await go(back, cookie);
  return { status: returned.status, ticket: locationOf(returned).split('#ticket=')[1] ?? '' };
}

const signIn = (ticket: string) => cloud.post('/v1/sessions/provider', { ticket });
const verified = (email: string, sub: string) => ({ claims: { sub, email, email_verified: true } });

describe('a sign-in at a provider', () => {
  test('lets in the person whose address it has proven, and knows her by its own id from then on', async () => {
    const { email, userId } = await cloud.office(merchantId, { email: 'amina@example.test' });
    const first = await ticketFor(verified(email.toUpperCase(), 'subject-1'));
    expect(first.status).toBe(302);
    const session = await signIn(first.ticket);
    expect(session.status).toBe(200);
    expect((await cloud.get('/v1/account', String(session.body['accessToken']))).body).toMatchObject({ userId });
    // Her address at the provider is another now, and not even proven: it is the same person.
    const second = await ticketFor({ claims: { sub: 'subject-1', email: 'other@example.test', email_verified: false } });
    expect((await signIn(second.ticket)).status).toBe(200);
    const acts = await cloud.cloud.database.all.selectFrom('audit_entry').select('act').where('subject', '=', userId).execute();
    expect(acts.filter(({ act }) => act === 'provider.linked').length).toBe(1);
  });

  test('lets in nobody by an address that is not proven, unknown, or missing', async () => {
    const { email } = await cloud.office(merchantId);
    const answers = [
      { claims: { sub: 'x1', email, email_verified: false } },
      { claims: { sub: 'x2', email } },
      { claims: { sub: 'x3', email, email_verified: 'true' } },
      { claims: { sub: 'x4' } },
      verified('nobody@example.test', 'x5'),
    ];
    for (const answer of answers) expect((await ticketFor(answer)).status, JSON.stringify(answer)).toBe(401);
  });

  test('believes no identity token that is forged, for somebody else, of another time or of another sign-in', async () => {
    const { email } = await cloud.office(merchantId);
    const good = verified(email, 'y');
    const forgeries: ProviderAnswer[] = [
      { ...good, strangeKey: true },
      { ...good, forged: { nonce: 'of another sign-in' } },
      { ...good, forged: { aud: 'somebody-else' } },
      { ...good, forged: { iss: 'https://elsewhere.example' } },
      { ...good, forged: { exp: 1_000_000 } },
    ];
    for (const forgery of forgeries) expect((await ticketFor(forgery)).status, JSON.stringify(forgery)).toBe(401);
    expect((await ticketFor(good)).status).toBe(302);
  });

  test('comes back once, to the browser that began it, with the state it left with, in time', async () => {
    const { email } = await cloud.office(merchantId);
    const answer = verified(email, 'z');
    const stolen = await toReturn(answer);
    expect((await go(stolen.back)).status).toBe(401);
    expect((await go(stolen.back, (await toReturn(answer)).cookie)).status).toBe(401);
    const tampered = new URL(stolen.back);
    tampered.searchParams.set('state', 'another');
    expect((await go(tampered.href, 'contacto_sign_in=another')).status).toBe(401);
    expect((await go(stolen.back, stolen.cookie)).status).toBe(302);
    expect((await go(stolen.back, stolen.cookie)).status).toBe(401);
    const late = await toReturn(answer);
    cloud.nowMs += 16 * 60_000;
    expect((await go(late.back, late.cookie)).status).toBe(401);
    const refused = await toReturn(answer);
    const denied = new URL(refused.back);
    denied.searchParams.delete('code');
    denied.searchParams.set('error', 'access_denied');
    expect((await go(denied.href, refused.cookie)).status).toBe(401);
  });

  test('tells a browser of a refusal on a page, and a program as it is', async () => {
    const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const { back, cookie } = await toReturn(verified('nobody@example.test', 'v'));
    const refused = await fetch(back, { redirect: 'manual', headers: { cookie, ...html } });
    expect(refused.status).toBe(302);
    expect(locationOf(refused)).toBe(`${cloud.cloud.address}/account/provider#problem=sign-in.refused`);
    expect((await go(back, cookie)).status).toBe(401);
  });

  test('gives a ticket that is good once, for two minutes, and for nothing else', async () => {
    const { email } = await cloud.office(merchantId);
    const { ticket } = await ticketFor(verified(email, 'w'));
    expect((await cloud.post('/v1/passwords', { token: ticket, password: 'a new long password' })).status).toBe(410);
    expect((await signIn(ticket)).status).toBe(200);
    expect((await signIn(ticket)).status).toBe(410);
    const { ticket: late } = await ticketFor(verified(email, 'w'));
    cloud.nowMs += 121_000;
    expect((await signIn(late)).status).toBe(410);
  });
});

test(
  'where no provider is configured there is none, and one that is out of reach says so',
  async () => {
    const settings = { oidc: { issuer: 'http://127.0.0.1:9', clientId: 'x', clientSecret: 'y' } };
    const other = await TestCloud.start(embeddedDatabase(), { settings });
    try {
      expect((await other.get('/v1/sign-in')).body).toEqual({ signUp: true, provider: true });
      expect(await other.get('/v1/sign-in/provider')).toMatchObject({ status: 503, body: { code: 'server.unavailable' } });
    } finally {
      await other.stop();
    }
  },
  SET_UP_MS,
);
