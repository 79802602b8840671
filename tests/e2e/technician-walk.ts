import { type CDPSession, expect, type Page } from '@playwright/test';
import { LESSON_CODES } from '../../src-renderer/screens/devices/scanners/lesson-codes.ts';
import { type ScanOptions, typeAsScanner } from './wedge-scanner.ts';

/** Called at each place worth a picture. */
export type Shoot = (name: string) => Promise<void>;

/** A shop of its own without a single device, up to the screen on which they are set up. In French. */
export async function setUpEmptyShop(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Français' }).click();
  await page.getByRole('button', { name: 'Installer ma boutique' }).click();
  await page.getByRole('button', { name: 'Algérie' }).click();
  await page.getByRole('button', { name: 'Suivant' }).click();
  await page.getByLabel('Nom de la boutique').fill('Le Petit Marché');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Aucune/ }).click();
  await page.getByRole('button', { name: 'Suivant' }).click();
  await page.getByLabel('Nom', { exact: true }).fill('Yasmine');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Yasmine/ }).click();
  await expect(page.getByRole('heading', { name: 'Appareils de la caisse' })).toBeVisible();
}

export async function goOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Suivant/ }).click();
}

/** Teaches the till a scanner that types as the options say. */
export async function teachScanner(page: Page, scanner: CDPSession, options: ScanOptions = {}): Promise<void> {
  for (const { text } of LESSON_CODES) {
    await expect(page.getByTestId('lesson-code')).toHaveText(text);
    await typeAsScanner(scanner, [text], options);
  }
  await page.getByRole('button', { name: 'Garder ce scanner' }).click();
}

/** Step 3: each device is tried, and is said to be well. */
export async function testDevices(page: Page): Promise<void> {
  const printer = page.getByRole('region', { name: 'Imprimante d’exercice' });
  await printer.getByRole('button', { name: 'Imprimer la page de test' }).click();
  await expect(printer.getByText('Imprimé', { exact: true })).toBeVisible();
  await printer.getByRole('button', { name: 'Oui, tout va bien' }).first().click();
  await printer.getByRole('button', { name: 'Ouvrir le tiroir' }).click();
  await printer.getByRole('button', { name: 'Oui, tout va bien' }).last().click();
  const scale = page.getByRole('region', { name: 'Balance d’exercice' });
  await scale.getByRole('button', { name: 'Poser 250 g' }).click();
  await expect(scale.getByTestId('scale-reading')).toHaveText('250 g');
  await scale.getByRole('button', { name: 'Oui, tout va bien' }).click();
  const display = page.getByRole('region', { name: 'Afficheur client' });
  await display.getByRole('button', { name: 'Montrer un texte' }).click();
  await expect(display.getByText('12345678901234567890')).toBeVisible();
  await display.getByRole('button', { name: 'Oui, tout va bien' }).click();
}

/** From no device at all to a tested till, on the built-in ones: find, assign, test, learn the scanner, done. */
export async function walkTechnician(page: Page, scanner: CDPSession, shoot: Shoot = () => Promise.resolve()): Promise<void> {
  await page.getByText('S’exercer sans appareils').click();
  await expect(page.getByRole('tab', { name: /Trouver fait/ })).toBeVisible();
  await shoot('devices-find');
  await goOn(page);
  await expect(page.getByText('Imprimante d’exercice')).toBeVisible();
  await shoot('devices-assign');
  await goOn(page);
  await testDevices(page);
  await expect(page.getByRole('tab', { name: /Tester fait/ })).toBeVisible();
  await page.getByRole('button', { name: 'Imprimer la page de test' }).scrollIntoViewIfNeeded();
  await shoot('devices-test');
  await goOn(page);
  await page.getByRole('button', { name: 'Apprendre un scanner' }).click();
  await expect(page.getByTestId('lesson-code')).toBeVisible();
  await shoot('devices-scanner');
  await teachScanner(page, scanner);
  await expect(page.getByText('Scanner 1')).toBeVisible();
  await goOn(page);
  await expect(page.getByText('Cette caisse est testée.')).toBeVisible();
  await expect(page.getByRole('cell', { name: /demande d’état|confirmation/ }).first()).toBeVisible();
  await shoot('devices-finish');
}
