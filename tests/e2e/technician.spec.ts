import AxeBuilder from '@axe-core/playwright';
import { test as base, type CDPSession, type Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { goOn, setUpEmptyShop, teachScanner, testDevices, walkTechnician } from './technician-walk.ts';
import { startTerminalHost } from './terminal-host.ts';
import { typeAsScanner } from './wedge-scanner.ts';

/** A shop that has just been set up and has not one device, at the screen for them. */
const test = base.extend<{ devices: Page; scanner: CDPSession }>({
  devices: async ({ page }, use) => {
    const host = await startTerminalHost({ demo: false });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(host.address());
    await setUpEmptyShop(page);
    await use(page);
    await host.stop();
    expect(faults).toEqual([]);
  },
  scanner: async ({ page }, use) => {
    await use(await page.context().newCDPSession(page));
  },
});

test('from nothing to a tested till: find, assign, test, learn the scanner, done', async ({ devices: page, scanner }) => {
  await walkTechnician(page, scanner);
  await page.getByRole('button', { name: 'Vendre' }).click();
  await expect(page.getByRole('heading', { name: 'Appareils de la caisse' })).toBeHidden();
});

test('left half-way, it goes on where something is still to be done', async ({ devices: page }) => {
  await page.getByText('S’exercer sans appareils').click();
  await goOn(page);
  await goOn(page);
  await testDevices(page);
  const printer = page.getByRole('region', { name: 'Imprimante d’exercice' });
  await printer.getByRole('button', { name: 'Non', exact: true }).last().click();
  await expect(printer.getByText('À revoir')).toBeVisible();
  await expect(printer.getByText(/changez la broche du tiroir/)).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: /^Ouvrir.*Caisse 1/ })).toBeVisible();
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'Appareils' }).click();
  await expect(page.getByRole('tab', { name: /Tester à revoir/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('region', { name: 'Afficheur client' }).getByText('Testé', { exact: true })).toBeVisible();
});

test('addresses nobody can have, huge ranges and empty places are answered in words', async ({ devices: page }) => {
  const addresses = page.getByLabel('Adresses à regarder');
  const search = page.getByRole('button', { name: 'Chercher' });
  await search.click();
  await expect(page.getByText(/Tapez une adresse, par exemple/)).toBeVisible();
  for (const [typed, said] of [
    ['192.168.1.300', /n’est pas une adresse/],
    ['10.0.0.0/8', /16777214.* adresses, et .*256.* au plus/],
    ['255.255.255.255', /Aucune imprimante ne peut avoir l’adresse/],
    ['192.168.1.5:70000', /doit être un nombre entre 1 et 65535/],
  ] as const) {
    await addresses.fill(typed);
    await search.click();
    await expect(page.getByText(said)).toBeVisible();
  }
  await addresses.fill('127.0.0.1:9');
  await search.click();
  await expect(page.getByText(/Une machine répond et refuse le port/)).toBeVisible();
});

test('a printer is typed, is given its model, and is taken away again', async ({ devices: page }) => {
  await goOn(page);
  await page.getByRole('button', { name: 'Ajouter une imprimante' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(form.getByText('Dites où elle est branchée.')).toBeVisible();
  await form.getByLabel('Adresse').fill('127.0.0.1');
  await form.getByLabel('Port', { exact: true }).fill('9');
  await form.getByRole('option', { name: /TM-T20/ }).click();
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText(/127\.0\.0\.1:9.*TM-T20/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Tickets' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('L’imprimante est prise par une autre caisse.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Retirer' }).click();
  await expect(page.getByText('Aucune imprimante n’est réglée.')).toBeVisible();
});

test('a garbled scan is told by its cause, and two scanners are learnt and tried together', async ({ devices: page, scanner }) => {
  for (let step = 0; step < 3; step += 1) await goOn(page);
  await page.getByRole('button', { name: 'Apprendre un scanner' }).click();
  await expect(page.getByTestId('lesson-code')).toBeVisible();
  await typeAsScanner(scanner, ['201234567890']);
  await expect(page.getByText(/envoyer le chiffre de contrôle/)).toBeVisible();
  await typeAsScanner(scanner, ['2012345678903'], { layout: 'azerty' });
  await expect(page.getByTestId('lesson-code')).toHaveText('Ab12-CD/34');
  await typeAsScanner(scanner, ['aB12-cd/34']);
  await expect(page.getByText(/éteignez Verr\. Maj/)).toBeVisible();
  await page.getByRole('button', { name: 'Recommencer' }).click();
  await teachScanner(page, scanner);
  await page.getByRole('button', { name: 'Apprendre un autre scanner' }).click();
  await teachScanner(page, scanner, { prefix: '%', ending: ['Tab'] });
  await expect(page.getByText('Ils sont essayés ensemble')).toBeVisible();
  await expect(page.getByText(/préfixe.*%.*finit par Tab/)).toBeVisible();
});

test('the diagnostics file is handed out', async ({ devices: page }) => {
  await page.getByText('S’exercer sans appareils').click();
  await page.getByRole('tab', { name: /Terminer/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Enregistrer le fichier' }).click();
  expect((await download).suggestedFilename()).toMatch(/^contacto-.*\.json\.gz$/);
  await expect(page.getByText(/Enregistré : /)).toBeVisible();
});

test('axe finds nothing to say against any step', async ({ devices: page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.getByText('S’exercer sans appareils').click();
  const found: string[] = [];
  for (const step of ['Trouver', 'Attribuer', 'Tester', 'Scanner', 'Terminer']) {
    await page.getByRole('tab', { name: new RegExp(`^${step}`) }).click();
    await expect(page.getByRole('tab', { name: new RegExp(`^${step}`) })).toHaveAttribute('aria-selected', 'true');
    if (step === 'Scanner') await page.getByRole('button', { name: 'Apprendre un scanner' }).click();
    const { violations } = await new AxeBuilder({ page }).analyze();
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${step}: ${id}: ${html}`)));
  }
  expect(found).toEqual([]);
});
