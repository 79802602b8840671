import { TOMATOES } from './demo-goods.ts';
import { expect, test } from './fixtures.ts';

/** A person's pace: each key well apart from the next. */
const TYPING = { delay: 90 };

test.beforeEach(async ({ till }) => {
  await till.signIn();
});

test('what is typed anywhere goes to the search; the best is first, its match marked, and Enter takes it', async ({ till }) => {
  await till.page.keyboard.type('tom', TYPING);
  const hits = till.page.getByRole('listbox', { name: 'Produits trouvés' }).getByRole('option');
  await expect(hits.first()).toContainText(TOMATOES.fr);
  await expect(hits.first()).toContainText('120,00/kg');
  await expect(hits.first().locator('mark')).toHaveText('Tom');
  await expect(hits.first()).toHaveAttribute('aria-selected', 'true');
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('heading', { name: TOMATOES.fr })).toBeVisible();
});

test('the arrows choose among the hits', async ({ till }) => {
  await till.page.keyboard.press('F2');
  await till.page.keyboard.type('lait uht', TYPING);
  const hits = till.page.getByRole('listbox', { name: 'Produits trouvés' }).getByRole('option');
  await expect(hits.filter({ hasText: 'UHT' }).nth(1)).toBeVisible();
  const second = (await hits.nth(1).locator('bdi').first().textContent()) ?? '';
  await till.page.keyboard.press('ArrowDown');
  await expect(hits.nth(1)).toHaveAttribute('aria-selected', 'true');
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('listbox', { name: 'Ticket' }).getByRole('option')).toContainText(second);
  await expect(till.page.getByRole('combobox')).toHaveValue('');
});

test('Enter pressed before the answer is there takes the best of that answer', async ({ till }) => {
  await till.page.getByRole('combobox').fill('camembert');
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('option', { name: 'Camembert 250 g' })).toContainText('320,00');
});

test('a short number keyed in full is a code: tomatoes by their number ask for their weight', async ({ till }) => {
  await till.page.keyboard.type(TOMATOES.plu, TYPING);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('heading', { name: TOMATOES.fr })).toBeVisible();
});

test('nothing found says so in words and offers an ad-hoc item; Esc puts the search away', async ({ till }) => {
  await till.page.keyboard.press('F2');
  await till.page.keyboard.type('xylophone', TYPING);
  await expect(till.page.getByText('Aucun produit pour « xylophone »')).toBeVisible();
  await till.page.keyboard.press('Escape');
  await expect(till.page.getByRole('grid')).toBeVisible();
  await expect(till.page.getByRole('combobox')).toHaveValue('');
});

test('a name of another language is found, and shown beside the own one', async ({ till }) => {
  await till.page.getByRole('combobox').fill(TOMATOES.ar);
  const hit = till.page.getByRole('listbox', { name: 'Produits trouvés' }).getByRole('option').first();
  await expect(hit).toContainText(TOMATOES.fr);
  await expect(hit.locator('mark')).toHaveText(TOMATOES.ar);
});
