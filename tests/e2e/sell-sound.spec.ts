import { MILK, UNKNOWN_CODE } from './demo-goods.ts';
import { expect, test } from './fixtures.ts';

/** Notes every tone the page sets off, by its pitch; the machine of a test has no ears. */
function listen(): void {
  const heard: number[] = [];
  Object.assign(window, { heard });
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
    heard.push(this.frequency.value);
    start.call(this, when);
  };
}

const heardHz = () => Reflect.get(window, 'heard') as number[];

test('a scan that is taken sounds high and rising, one that is refused low and falling, and at volume 0 neither sounds', async ({
  till,
}) => {
  const { page } = till;
  await till.signIn();
  await page.evaluate(listen);
  await till.scan(MILK.code);
  await expect.poll(() => page.evaluate(heardHz)).toHaveLength(2);
  const [first = 0, second = 0] = await page.evaluate(heardHz);
  expect(second).toBeGreaterThan(first);
  await till.scan(UNKNOWN_CODE);
  await expect.poll(() => page.evaluate(heardHz)).toHaveLength(4);
  const [, , third = 0, fourth = 0] = await page.evaluate(heardHz);
  expect(fourth).toBeLessThan(third);
  expect(third).toBeLessThan(first);

  await page.keyboard.press('F10');
  await page.getByRole('dialog').getByRole('option', { name: 'Affichage et son' }).click();
  await page.getByRole('button', { name: 'Aucun' }).click();
  await expect(page.getByRole('button', { name: 'Aucun' })).toHaveAttribute('aria-pressed', 'true');
  await till.scan(MILK.code);
  await expect(page.getByRole('option', { name: MILK.fr })).toHaveText(/^2/);
  expect(await page.evaluate(heardHz)).toHaveLength(4);
  await page.keyboard.press('F10');
  await page.getByRole('dialog').getByRole('option', { name: 'Affichage et son' }).click();
  await page.getByRole('button', { name: 'Moyen' }).click();
  await expect.poll(() => page.evaluate(heardHz)).toHaveLength(6);
});

test('a chosen theme holds over a reload, whatever the system says', async ({ till }) => {
  const { page } = till;
  await page.emulateMedia({ colorScheme: 'light' });
  await till.signIn();
  const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await surface();
  await page.keyboard.press('F10');
  await page.getByRole('dialog').getByRole('option', { name: 'Affichage et son' }).click();
  await page.getByRole('button', { name: 'Sombre' }).click();
  await expect.poll(surface).not.toBe(light);
  await page.reload();
  await expect(page.getByRole('combobox')).toBeVisible();
  expect(await surface()).not.toBe(light);
});
