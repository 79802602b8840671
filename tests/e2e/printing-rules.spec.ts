import type { PrinterSettings } from '../../src-shared/settings/store-settings.ts';
import { CAMEMBERT } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { sellForCash, stateOf, withSettings } from './paying.ts';

const KITCHEN: PrinterSettings = { printerId: 'kitchen', name: 'Cuisine', transport: { kind: 'virtual' }, profileId: 'generic-58mm' };
const PLAIN = { orderPrinters: [], labelPrinterId: null, backups: [], logo: null };
/** The shortest that the settings take. Seconds. */
const BACKUP_AFTER = 3;
const DRAWER_WARNING_AFTER = 5;
const RULE_LIMIT_MS = 20_000;

let putBack: (() => Promise<void>) | null = null;

test.beforeEach(async ({ till }) => {
  await till.signIn();
  const { settings } = await stateOf(till);
  if (settings === null) throw new Error('no shop');
  putBack = await withSettings(till, {
    printers: [...settings.printers, KITCHEN],
    printing: {
      ...PLAIN,
      orderPrinters: [{ printerId: 'kitchen', categoryIds: ['la'] }],
      backups: [{ printerId: 'virtual', backupPrinterId: 'kitchen', afterSeconds: BACKUP_AFTER }],
      drawer: { openPinLevel: 'high', warnAfterSeconds: DRAWER_WARNING_AFTER },
    },
  });
});

test.afterEach(async ({ till }) => {
  await till.ask('virtual-printer.fault', { fault: 'none' });
  await till.ask('virtual-printer.drawer', { behaviour: 'shuts' });
  await putBack?.();
});

async function openPrinting({ page }: Till) {
  await page.getByRole('button', { name: /^Imprimante/ }).click();
  await page.getByRole('button', { name: 'Ouvrir l’impression' }).click();
  return page.getByRole('dialog', { name: 'Impression' });
}

test('every printer is listed with its use and its state, and what it says shows and clears by itself', async ({ till }) => {
  const sheet = await openPrinting(till);
  const printers = sheet.getByRole('region', { name: 'Imprimantes' }).getByRole('listitem');
  await expect(printers).toHaveCount(2);
  await expect(printers.first()).toContainText('tickets de caisse');
  await expect(printers.first()).toContainText('Secours : Cuisine');
  await expect(printers.last()).toContainText('commandes · secours');
  await till.ask('virtual-printer.fault', { fault: 'cutter', printerId: 'kitchen' });
  await expect(printers.last()).toContainText('massicot');
  await till.ask('virtual-printer.fault', { fault: 'paper-low', printerId: 'virtual' });
  await expect(printers.first()).toContainText('Le rouleau arrive à sa fin');
  await till.ask('virtual-printer.fault', { fault: 'none' });
  await expect(printers.first()).toContainText('Prête');
  await expect(printers.last()).toContainText('Prête');
  await expect(printers.first()).not.toContainText('rouleau');
});

test('the state line tells of a roll that ends soon, and of the printer that is worst off', async ({ till }) => {
  const { page } = till;
  await till.ask('virtual-printer.fault', { fault: 'paper-low', printerId: 'virtual' });
  await expect(page.getByRole('button', { name: /Papier bientôt fini/ })).toBeVisible();
  await till.ask('virtual-printer.fault', { fault: 'cover-open', printerId: 'kitchen' });
  await expect(page.getByRole('button', { name: /Voir l’imprimante/ })).toBeVisible();
  await till.ask('virtual-printer.fault', { fault: 'none' });
  await expect(page.getByRole('button', { name: /Papier bientôt fini|Voir l’imprimante/ })).toHaveCount(0);
});

test('a sale sends the kitchen its order, and a receipt whose printer is out of paper comes out of the backup, which says so', async ({
  till,
}) => {
  await till.ask('virtual-printer.fault', { fault: 'paper-out', printerId: 'virtual' });
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await expect(till.page.getByText(/^Imprimé sur « \W?Cuisine\W? » au lieu de « \W?Imprimante virtuelle\W? »\.$/)).toBeVisible({
    timeout: RULE_LIMIT_MS,
  });
  const sheet = await openPrinting(till);
  const order = sheet
    .getByRole('listitem')
    .filter({ hasText: /^Commande C1/ })
    .first();
  await expect(order).toContainText('Imprimé');
  const { pages } = await till.ask('virtual-printer.pages', { limit: 2 });
  expect(pages.map(({ printerId }) => printerId)).toEqual(['kitchen', 'kitchen']);
});

test('a drawer left open is said across the screen, until it is shut', async ({ till }) => {
  const { page } = till;
  await till.ask('virtual-printer.drawer', { behaviour: 'stays-open' });
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await expect(page.getByRole('button', { name: /Tiroir ouvert/ })).toBeVisible();
  const warning = page.getByRole('alert').filter({ hasText: 'Le tiroir est resté ouvert' });
  await expect(warning).toBeVisible({ timeout: RULE_LIMIT_MS });
  await expect(page.getByRole('button', { name: /Tiroir resté ouvert/ })).toBeVisible();
  await till.ask('virtual-printer.drawer', { behaviour: 'shuts' });
  await expect(warning).toHaveCount(0);
  await expect(page.getByRole('button', { name: /Tiroir/ })).toHaveCount(0);
});
