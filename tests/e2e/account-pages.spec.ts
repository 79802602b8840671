import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { readLetter } from '../../cloud-api/testing/letters.ts';
import { OidcProvider } from '../../cloud-api/testing/oidc-provider.ts';
import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase } from '../../cloud-api/testing/test-database.ts';

const PASSWORD = 'quatre mots bien longs';
/** A merchant whose name would be a script, were it ever HTML. */
const HOSTILE_NAME = '<img src=x onerror="window.broken=true">';
const PHONE = { width: 390, height: 844 };
const SMALL_PHONE = { width: 320, height: 640 };

let cloud: TestCloud;
let provider: OidcProvider;
test.beforeAll(async () => {
  provider = await OidcProvider.start();
  const { issuer, clientId, clientSecret } = provider;
  cloud = await TestCloud.start(embeddedDatabase(), {
    publicRequestsPerMinute: 1_000,
    settings: { oidc: { issuer, clientId, clientSecret } },
  });
});
test.afterAll(async () => {
  await cloud.stop();
  await provider.stop();
});

async function lastLink(): Promise<string> {
  const letter = readLetter((await cloud.letters()).at(-1) ?? '');
  const link = /http:\S+#token=[\w.-]+/.exec(letter)?.[0];
  if (link === undefined) throw new Error(`No link in the letter:\n${letter}`);
  return link;
}

/** The link of an invitation to a merchant’s back office. */
async function invitation(email: string, merchantName: string): Promise<string> {
  const { merchantId } = await cloud.merchant(merchantName);
  const owner = await cloud.office(merchantId);
  await cloud.post('/v1/invitations', { email, role: 'manager' }, owner.token);
  return lastLink();
}

const signIn = (email: string, password = PASSWORD) => cloud.post('/v1/sessions', { email, password });

/** What axe finds in light and in dark, and whether anything reaches beyond a small phone. */
async function expectFit(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${colorScheme} ${id}: ${html}`))).toEqual([]);
  }
  await page.setViewportSize(SMALL_PHONE);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(SMALL_PHONE.width);
  await page.setViewportSize(PHONE);
}

test('an invitation is accepted in Arabic by the keyboard alone, and lets in', async ({ page }) => {
  const email = 'lila@example.test';
  const link = await invitation(email, HOSTILE_NAME);
  await page.setViewportSize(PHONE);
  await page.goto(link);
  // What opens it leaves the address bar, and is still there in another language.
  await expect(page).toHaveURL(/\/account\/invitation\?language=fr$/);
  await page.getByRole('link', { name: 'العربية' }).click();
  await expect(page).toHaveURL(/\?language=ar$/);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByText(HOSTILE_NAME)).toBeVisible();
  await expect(page.getByText('المسيّر')).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  await expectFit(page);

  await page.getByLabel('اسمك').focus();
  await page.keyboard.type('ليلى');
  await page.keyboard.press('Tab');
  await page.keyboard.type('قصيرة');
  await page.keyboard.press('Enter');
  await expect(page.getByText('كلمة السر هذه غير مناسبة')).toBeVisible();
  await expect(page.getByLabel('كلمة السر', { exact: true })).toBeFocused();
  await expect(page.getByLabel('كلمة السر', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expectFit(page);
  await page.screenshot({ path: test.info().outputPath('invitation-ar.png'), fullPage: true });

  await page.getByLabel('كلمة السر', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'قُبلت الدعوة' })).toBeVisible();
  await expectFit(page);
  const session = await signIn(email);
  expect(session.status).toBe(200);
  expect((await cloud.get('/v1/account', String(session.body['accessToken']))).body).toMatchObject({ name: 'ليلى', language: 'ar' });
});

test('a password is chosen by the link of a letter; used again it says what to do, and that leads to the next', async ({ page }) => {
  const { merchantId } = await cloud.merchant();
  const { email } = await cloud.office(merchantId);
  await cloud.post('/v1/password-requests', { email });
  const link = await lastLink();
  await page.goto(link);
  await page.getByLabel('Afficher le mot de passe').check();
  await page.getByLabel('Mot de passe', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('heading', { name: 'Le mot de passe est enregistré' })).toBeVisible();
  expect((await signIn(email)).status).toBe(200);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([0, 0, '']);

  // The same link in the same tab: only what stands behind # differs.
  await page.goto(link);
  await page.getByLabel('Mot de passe', { exact: true }).fill('un autre mot de passe');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Ce lien a expiré ou a déjà servi.');
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toBeHidden();
  await expectFit(page);
  await page.getByRole('link', { name: 'Demander un nouveau lien' }).click();
  await page.getByLabel('Adresse e-mail').fill(email);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'C’est demandé' })).toBeVisible();
  expect(await lastLink()).not.toBe(link);
});

test('what is behind # is text, whatever it is; a link that was cut off says so', async ({ page }) => {
  const open = async (hash: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(`${cloud.cloud.address}/account/set-password?language=en${hash}`);
  };
  await open(`#token=${encodeURIComponent(HOSTILE_NAME)}${'x'.repeat(40)}`);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This link has expired or was used.');
  expect(await page.evaluate(() => 'broken' in window || document.images.length > 0)).toBe(false);
  await open('#token=short');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('This link is not whole.');
  await open('');
  await expect(page.getByRole('alert')).toContainText('This link is not whole.');
});

test('a server out of reach, or tired of tries, is said; what was typed stays and may be sent again', async ({ page }) => {
  const answers = [
    { status: 429, json: { code: 'request.too-many', retryAfterSeconds: 90 } },
    { status: 500, json: { code: 'server.failed' } },
  ];
  await page.goto(`${cloud.cloud.address}/account/request-password?language=en`);
  await page.getByLabel('E-mail address').fill('amina@example.test');
  for (const [answer, words] of [
    [answers[0], /Too many tries in a row. Try again after\s+\d{2}:\d{2}:\d{2}\./],
    [answers[1], 'The server could not do it.'],
    [undefined, 'The server does not answer.'],
  ] as const) {
    await page.route('**/v1/password-requests', (route) => (answer === undefined ? route.abort() : route.fulfill(answer)));
    await page.getByRole('button', { name: 'Send the link' }).click();
    await expect(page.getByRole('alert')).toContainText(words);
    await page.unroute('**/v1/password-requests');
  }
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { name: 'It has been asked for' })).toBeVisible();
});

test('a sign-in at a provider says who has signed in, and ends with the page', async ({ page }) => {
  const { merchantId } = await cloud.merchant('Épicerie El Baraka');
  const { email, userId } = await cloud.office(merchantId, { name: 'Karim' });
  provider.answer = { claims: { sub: 'karim', email, email_verified: true } };
  const openSessions = () =>
    cloud.cloud.database.all
      .selectFrom('user_session')
      .select('session_id')
      .where('user_id', '=', userId)
      .where('ended_at', 'is', null)
      .execute();
  const before = (await openSessions()).length;
  await page.goto(`${cloud.cloud.address}/v1/sign-in/provider`);
  await expect(page.getByText('Épicerie El Baraka')).toBeVisible();
  await expect(page).toHaveURL(/\/account\/provider$/);
  await expectFit(page);
  expect((await openSessions()).length).toBe(before + 1);
  await page.goto('about:blank');
  await expect.poll(async () => (await openSessions()).length).toBe(before);
  // A second factor is asked for, and the same ticket goes on with its code.
  await page.route('**/v1/sessions/provider', (route) =>
    'code' in (route.request().postDataJSON() as object)
      ? route.continue()
      : route.fulfill({ status: 401, json: { code: 'sign-in.second-factor-needed' } }),
  );
  await page.goto(`${cloud.cloud.address}/v1/sign-in/provider`);
  await page.getByLabel('Code').fill('123456');
  await expectFit(page);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Sign out|Se déconnecter/ }).click();
  await expect(page.getByRole('heading', { name: /signed out|déconnecté/ })).toBeVisible();
  await expect.poll(async () => (await openSessions()).length).toBe(before);
  await page.unroute('**/v1/sessions/provider');
  provider.answer = { claims: { sub: 'nobody', email: 'nobody@example.test', email_verified: true } };
  await page.goto(`${cloud.cloud.address}/v1/sign-in/provider`);
  await expect(page).toHaveURL(/\/account\/provider$/);
  await expect(page.getByRole('alert')).toContainText(/address your provider confirms|que votre fournisseur confirme/);
  await page.goto(`${cloud.cloud.address}/account/provider?language=en#ticket=${'x'.repeat(40)}`);
  await expect(page.getByRole('alert')).toContainText('Sign in again at your identity provider.');
  await expect(page.getByRole('link', { name: 'Sign in again' })).toHaveAttribute('href', '/v1/sign-in/provider');
});
