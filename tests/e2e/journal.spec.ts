import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { MILK } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { sellForCash } from './paying.ts';

async function openRoom(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F10');
  await page.getByRole('option', { name, exact: true }).click();
}

/** Pictures to be looked at, where they are asked for. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['CONTACTO_LOOK'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

async function violations(page: Page): Promise<unknown> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** The shop of one worker goes through every test: practice does not. */
async function realTill(till: Till): Promise<void> {
  if ((await till.ask('terminal.state', {})).training) await till.ask('training.switch', { on: false });
}

test.beforeEach(async ({ till }) => {
  await till.signIn();
  await realTill(till);
});

test('the auditor finds a ticket, sees who sold it, and as what it was signed', async ({ till }) => {
  const { page } = till;
  await sellForCash(till, [MILK.code], /^25/);
  const [sale] = (await till.ask('sale.recent', { limit: 1 })).sales;
  await openRoom(page, 'Journal');
  const list = page.getByRole('listbox', { name: 'Écritures, la plus récente d’abord' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await page.getByLabel('N° de ticket').fill(sale?.receiptNumber ?? '');
  await page.keyboard.press('Enter');
  await expect(list.getByRole('option')).toHaveCount(1);
  await list.getByRole('option').click();
  const entry = page.getByRole('article');
  await expect(entry).toContainText('Ticket encaissé');
  await expect(entry).toContainText('Amina');
  await expect(entry).toContainText(sale?.receiptNumber ?? '');
  await page.getByRole('button', { name: 'Telle que signée' }).click();
  await expect(entry).toContainText('"type": "sale.completed"');
  await look(page, 'journal-fr');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Effacer les filtres' }).click();
  await page.getByLabel('Du (jj/mm/aaaa)').fill('31/02/2026');
  await expect(page.getByText('Écrivez un jour comme 20/11/2026.')).toBeVisible();
});

test('the journal is checked from the screen, and a month of it archived', async ({ till }) => {
  const { page } = till;
  await openRoom(page, 'Journal');
  await page.getByRole('tab', { name: 'Contrôle et archives' }).click();
  await page.getByRole('button', { name: 'Contrôler' }).click();
  await expect(page.getByText(/Le journal est entier/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Écrire l’archive' }).click();
  await expect(page.getByText(/^Archive de .*jsonl\.gz/)).toBeVisible();
  await look(page, 'check-fr');
  expect(await violations(page)).toEqual([]);
});

test('in Arabic the journal mirrors, and says its entries in Arabic', async ({ till }) => {
  const { page } = till;
  await till.signIn({ language: 'ar' });
  await openRoom(page, 'السجل');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  const list = page.getByRole('listbox', { name: 'القيود، الأحدث أولا' });
  await expect(list.getByRole('option').first()).toContainText(/\p{Script=Arabic}/u);
  await list.getByRole('option').first().click();
  await expect(page.getByRole('article')).toContainText('القيد رقم');
  await look(page, 'journal-ar');
  expect(await violations(page)).toEqual([]);
});

test('the sales report shows what was sold, and gives it to a spreadsheet', async ({ till }) => {
  const { page } = till;
  await sellForCash(till, [MILK.code], /^25/);
  const { timeZone } = (await till.ask('terminal.state', {})).settings ?? { timeZone: 'UTC' };
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date());
  const { report } = await till.ask('sales-report.show', { span: 'day', day: today });
  await openRoom(page, 'Rapport de ventes');
  await expect(page.getByRole('img', { name: 'Dessin : Par heure' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Par personne' }).getByRole('rowheader', { name: 'Amina' })).toBeVisible();
  await look(page, 'report-fr');
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Enregistrer en CSV/ }).click();
  const stream = await (await download).createReadStream();
  const bytes = Buffer.concat((await stream.toArray()) as Buffer[]);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.toString('utf8')).toContain(`total,total,,,,${(report.figures.totals.totalMinor / 100).toFixed(2)},DZD`);
  await page.getByRole('button', { name: 'Mois' }).click();
  await expect(page.getByRole('region', { name: 'Par jour' })).toBeVisible();
});

test('practice is marked on every screen and on paper, and counts for nothing', async ({ till }) => {
  const { page } = till;
  const before = await till.ask('sale.recent', { limit: 1 });
  await openRoom(page, 'Formation');
  await page.getByRole('button', { name: 'Commencer la formation' }).click();
  const banner = page.getByText('FORMATION : rien de ce qui est encaissé ici ne compte');
  await expect(banner).toBeVisible();
  await sellForCash(till, [MILK.code], /^25/);
  await expect(banner).toBeVisible();
  await look(page, 'training-fr');
  expect(await till.ask('sale.recent', { limit: 1 })).toEqual(before);
  await till.ask('training.switch', { on: false });
  await expect(banner).toBeHidden();
});
