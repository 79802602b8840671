import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

const CURCUMA = '6139990044030';

test('shelf labels: scanned, looked at, counted and printed, by touch and by key', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  const { settings } = await till.ask('terminal.state', {});
  if (settings === null) throw new Error('not set up');
  await till.ask('settings.save', {
    settings: { ...settings, printing: { ...settings.printing, labelPrinterId: settings.receiptPrinterId } },
    reason: 'labels',
  });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('option', { name: 'Étiquettes' }).click();
  await till.scan(CURCUMA);
  await expect(page.getByRole('img', { name: 'Aperçu de la première étiquette' })).toBeVisible();
  await till.scan(CURCUMA);
  await expect(page.getByRole('button', { name: 'Imprimer 2 étiquettes' })).toBeEnabled();
  // Typed in one go it would be taken for a scan.
  await page.getByRole('textbox', { name: 'Article' }).fill('tomates');
  await expect(page.getByRole('listbox', { name: 'Articles trouvés' }).getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Imprimer 3 étiquettes' }).click();
  await expect(page.getByText('3 étiquettes envoyées à l’imprimante.')).toBeVisible();
  await expect.poll(async () => (await till.ask('print.jobs', {})).jobs[0]?.state).toBe('printed');
  // A scan in here labels; it sells nothing.
  expect((await till.ask('terminal.state', {})).cart?.lines ?? []).toEqual([]);
});

test('a weight label: typed, its code is what the till reads', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('option', { name: 'Étiquettes' }).click();
  await page.getByRole('tab', { name: 'Poids' }).click();
  await page.getByRole('textbox', { name: 'Article' }).fill('tomates');
  await page.getByRole('listbox', { name: 'Articles trouvés' }).getByRole('option').first().click();
  await page.getByRole('textbox', { name: 'Poids tapé (kg)' }).fill('1,254');
  await expect(page.getByRole('img', { name: 'Aperçu de la première étiquette' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Poids tapé (kg)' }).fill('');
  await expect(page.getByText('Choisissez un article vendu au kilo')).toBeVisible();
});

test('the PDF of a receipt comes as a download and is kept', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await till.scan(CURCUMA);
  await expect.poll(async () => (await till.ask('terminal.state', {})).cart?.lines.length).toBe(1);
  const { cart } = await till.ask('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  const tender = { tenderId: 'cash', kind: 'cash', amountMinor: cart.totals.payableMinor, card: null, reference: null } as const;
  const paid = await till.ask('cart.command', { cartId: cart.cartId, revision: cart.revision, command: { kind: 'tender.add', tender } });
  const { sale } = await till.ask('sale.complete', { cartId: cart.cartId, revision: paid.cart.revision });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('option', { name: 'Derniers reçus' }).click();
  await page.getByRole('option', { name: sale.receiptNumber }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'PDF (duplicata)' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^C1-\d{6}-2\.pdf$/);
  expect(
    readFileSync(await file.path())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  await expect(page.getByText('PDF gardé ici :')).toBeVisible();
});
