import AxeBuilder from '@axe-core/playwright';
import { test as base, type Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { startTerminalHost } from './terminal-host.ts';

/** A till that was never set up, for each test anew. */
const test = base.extend<{ firstStart: Page }>({
  firstStart: async ({ page }, use) => {
    const host = await startTerminalHost({ demo: false });
    await page.goto(host.address());
    await use(page);
    await host.stop();
  },
});

test('the first start speaks the language at once, and one step leads to a demo shop that sells', async ({ firstStart: page }) => {
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to Contacto' })).toBeVisible();
  await page.getByRole('button', { name: 'Try the demo shop' }).click();
  await expect(page.getByRole('heading', { name: 'Who is at the till?' })).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('1');
  // Her own language from here on; a day begins with what lies in the drawer.
  await expect(page.getByRole('heading', { name: /^Ouvrir/ })).toBeVisible();
  await page.getByRole('textbox', { name: /^Fond de caisse/ }).fill('5000');
  await page.getByRole('button', { name: 'Ouvrir', exact: true }).click();
  await expect(page.getByRole('combobox')).toBeVisible();
});

test('a shop of one’s own in four steps, left half-way and gone on with', async ({ firstStart: page }) => {
  await page.getByRole('button', { name: 'Français' }).click();
  await page.getByRole('button', { name: 'Installer ma boutique' }).click();
  await page.getByRole('button', { name: 'Algérie' }).click();
  await page.getByRole('button', { name: 'Suivant' }).click();
  await page.getByRole('button', { name: 'Suivant' }).click();
  await expect(page.getByText('Le nom figure en tête de chaque ticket')).toBeVisible();
  await page.getByLabel('Nom de la boutique').fill('Le Petit Marché');
  await page.getByLabel('NIF').fill('000016000000001');

  await page.reload();
  await page.getByRole('button', { name: 'Continuer l’installation de ma boutique' }).click();
  await expect(page.getByLabel('Nom de la boutique')).toHaveValue('Le Petit Marché');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Début des numéros de ticket')).toHaveValue('C1');
  await page.getByLabel('Début des numéros de ticket').fill('b2');
  await page.keyboard.press('Enter');
  await page.getByLabel('Nom', { exact: true }).fill('Yasmine');
  await page.keyboard.press('Enter');

  await expect(page.getByText('Le Petit Marché')).toBeVisible();
  await page.getByRole('button', { name: /Yasmine/ }).click();
  // A new till's devices come before its first sale, and can wait.
  await expect(page.getByRole('heading', { name: 'Appareils de la caisse' })).toBeVisible();
  await page.getByRole('button', { name: 'Retour à la vente' }).click();
  await expect(page.getByRole('heading', { name: /^Ouvrir.*Caisse 1/ })).toBeVisible();
  await expect(page.getByRole('banner').getByText('Caisse 1')).toBeVisible();
});

test('axe finds nothing to say against the set-up', async ({ firstStart: page }) => {
  const found: string[] = [];
  const look = async (where: string) => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${where}: ${id}: ${html}`)));
  };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByRole('button', { name: 'Français' }).click();
  await look('welcome');
  await page.getByRole('button', { name: 'Installer ma boutique' }).click();
  for (const step of ['Où est la boutique ?', 'Votre boutique', 'Cette caisse', 'Qui tient la caisse ?']) {
    await expect(page.getByRole('heading', { name: step })).toBeVisible();
    if (step === 'Votre boutique') await page.getByLabel('Nom de la boutique').fill('Le Petit Marché');
    await look(step);
    await page.getByRole('button', { name: /^(Suivant|Ouvrir)/ }).click();
  }
  // The last step wants a name, and says so where it is wanted.
  await expect(page.getByText('Il faut au moins un nom.')).toBeVisible();
  await look('a name missing');
  expect(found).toEqual([]);
});
