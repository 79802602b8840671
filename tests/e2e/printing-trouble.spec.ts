import { CAMEMBERT, MILK } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { sellForCash } from './paying.ts';

/** The queue waits a while for a printer that says nothing before it asks a person. */
const CONFIRMATION_LIMIT_MS = 45_000;

/** The job card of the sale just made. */
function card(till: Till, words: string | RegExp) {
  return till.page.getByRole('complementary').getByText(words);
}

test.afterEach(async ({ till }) => {
  await till.ask('virtual-printer.fault', { fault: 'none' });
});

test('paper out is said with what to do, and mended the receipt prints by itself', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await till.ask('virtual-printer.fault', { fault: 'paper-out' });
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await expect(card(till, /Il n’y a plus de papier\. Mettez un rouleau neuf/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Imprimante : Voir l’imprimante|^Imprimante: Voir/ })).toBeVisible();
  await till.ask('virtual-printer.fault', { fault: 'none' });
  await expect(card(till, 'Imprimé')).toBeVisible({ timeout: CONFIRMATION_LIMIT_MS });
  await expect(card(till, /plus de papier/)).toHaveCount(0);
});

test('a receipt nobody confirmed is asked about, and printed again it is marked', async ({ till }) => {
  test.slow();
  const { page } = till;
  await till.signIn();
  await till.ask('virtual-printer.fault', { fault: 'silent' });
  await sellForCash(till, [MILK.code], '25,00');
  await expect(card(till, 'Le papier est-il sorti ?')).toBeVisible({ timeout: CONFIRMATION_LIMIT_MS });
  await expect(page.getByRole('button', { name: /1 à confirmer/ })).toBeVisible();
  await till.ask('virtual-printer.fault', { fault: 'none' });
  await page.getByRole('button', { name: 'Réimprimer (marqué duplicata)' }).click();
  await expect(card(till, 'duplicata 1')).toBeVisible();
  await expect(page.getByRole('button', { name: 'C’est imprimé' })).toHaveCount(0);
  const { sales } = await till.ask('sale.recent', { limit: 2 });
  expect(new Set(sales.map(({ saleId }) => saleId)).size).toBe(sales.length);
});

test('the printing sheet shows the paper, and practises what befalls a printer', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await expect(card(till, 'Imprimé')).toBeVisible();
  await page.getByRole('button', { name: /^Imprimante/ }).click();
  await page.getByRole('button', { name: 'Ouvrir l’impression' }).click();
  const sheet = page.getByRole('dialog', { name: 'Impression' });
  const paper = sheet.getByRole('img', { name: /imprimé à/ }).first();
  await expect(paper).toBeVisible();
  // A picture that a content policy refused would have no size of its own.
  await expect.poll(() => paper.evaluate((picture: HTMLImageElement) => picture.naturalHeight)).toBeGreaterThan(200);
  await sheet.getByRole('button', { name: 'Capot ouvert' }).click();
  await expect(sheet.getByRole('button', { name: 'Capot ouvert' })).toHaveAttribute('aria-pressed', 'true');
});
