import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { LaunchOptions, Page } from '@playwright/test';
import { cameraFile } from './camera-file.ts';
import { CAMEMBERT, MILK } from './demo-goods.ts';
import { test as base, expect } from './fixtures.ts';

/** A browser whose camera is a film: the milk is held in view, then the camembert, then nothing for longer than a test takes. */
const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ browserName: _ }, use, { project }) => {
      const folder = await mkdtemp(join(tmpdir(), 'contacto-camera-'));
      const film = join(folder, 'camera.y4m');
      const scenes = [
        { code: MILK.code, seconds: 3 },
        { code: CAMEMBERT.code, seconds: 3 },
        { code: null, seconds: 45 },
      ];
      await writeFile(film, cameraFile(scenes));
      const { launchOptions = {} } = project.use;
      const fakes = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`];
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...fakes] });
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

/** Keeps every stream the page opens, so that a test can ask what became of the camera. */
async function keepStreams(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    const tracks: MediaStreamTrack[] = [];
    Object.assign(window, { cameraTracks: tracks });
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  });
  return () =>
    page.evaluate(() => (window as unknown as { cameraTracks: MediaStreamTrack[] }).cameraTracks.map(({ readyState }) => readyState));
}

async function refuseCamera(page: Page, reason: string): Promise<void> {
  await page.evaluate((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
  }, reason);
}

test('what is held before the camera is rung up: once, however long it is held, and the next thing after it', async ({ till }) => {
  await till.signIn();
  await till.page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
  const panel = till.page.getByRole('region', { name: 'Lecteur par caméra' });
  await expect(panel).toContainText(/Lu :\s*\d{13}/);
  const lines = till.page.getByRole('listbox', { name: 'Ticket' }).getByRole('option');
  await expect(lines.filter({ hasText: MILK.fr })).toBeVisible();
  await expect(lines.filter({ hasText: CAMEMBERT.fr })).toBeVisible();
  await expect(panel).toBeVisible();
  await till.page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  const { cart } = await till.ask('terminal.state', {});
  expect(cart?.lines.map(({ code, quantityMilli }) => ({ code, quantityMilli }))).toEqual(
    expect.arrayContaining([
      { code: MILK.code, quantityMilli: 1_000 },
      { code: CAMEMBERT.code, quantityMilli: 1_000 },
    ]),
  );
});

test('the camera is off when its panel is closed, and while nobody looks at the page', async ({ till }) => {
  await till.signIn();
  const states = await keepStreams(till.page);
  const show = (visibility: 'hidden' | 'visible') =>
    till.page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, visibility);
  await till.page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
  await expect(till.page.getByLabel('Ce que voit la caméra')).toBeVisible();
  await show('hidden');
  await expect.poll(states).toEqual(['ended']);
  await show('visible');
  await expect(till.page.getByLabel('Ce que voit la caméra')).toBeVisible();
  await expect.poll(states).toEqual(['ended', 'live']);
  await till.page.keyboard.press('Escape');
  await expect.poll(states).toEqual(['ended', 'ended']);
});

for (const [reason, title] of [
  ['NotFoundError', 'Aucune caméra trouvée'],
  ['NotAllowedError', 'La caméra n’est pas autorisée'],
  ['NotReadableError', 'La caméra est déjà utilisée'],
] as const) {
  test(`a camera that does not open (${reason}) is said in words, and can be tried again`, async ({ till }) => {
    await till.signIn();
    await refuseCamera(till.page, reason);
    await till.page.getByRole('button', { name: 'Scanner avec la caméra' }).click();
    await expect(till.page.getByRole('alert')).toContainText(title);
    await till.page.evaluate(() => {
      // The browser's own, which the refusal above hides.
      Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    });
    await till.page.getByRole('button', { name: 'Réessayer' }).click();
    await expect(till.page.getByLabel('Ce que voit la caméra')).toBeVisible();
  });
}

test('in Arabic the panel is turned round and the picture is not; nothing bars the way of a screen reader', async ({ till }) => {
  await till.signIn({ language: 'ar' });
  await till.page.getByRole('button', { name: 'المسح بالكاميرا' }).press('Enter');
  const picture = till.page.getByLabel('ما تراه الكاميرا');
  await expect(picture).toBeVisible();
  await expect(picture).toHaveCSS('transform', 'none');
  await expect(till.page.getByRole('region', { name: 'قارئ الكاميرا' })).toContainText(/\d{13}/);
  const { violations } = await new AxeBuilder({ page: till.page }).analyze();
  expect(violations).toEqual([]);
});
