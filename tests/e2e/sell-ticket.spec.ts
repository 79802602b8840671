import { CAMEMBERT, MILK, TOMATOES, UHT_MILK } from './demo-goods.ts';
import { expect, test } from './fixtures.ts';

const TYPING = { delay: 90 };

test.beforeEach(async ({ till }) => {
  await till.signIn();
});

test('goods sold by weight ask for it, and are priced by it', async ({ till }) => {
  await till.page.getByRole('row', { name: TOMATOES.fr }).click();
  await till.page.keyboard.type('1,235', TYPING);
  await expect(till.page.getByRole('textbox', { name: /kilogrammes/ })).toHaveValue('1,235');
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('option', { name: TOMATOES.fr })).toHaveText(/1,235\s?kg.*120,00.*148,20/);
});

test('fast taps on + each count', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  const more = till.page.getByRole('button', { name: 'Un de plus' });
  await more.evaluate((button) => {
    for (let tap = 0; tap < 12; tap += 1) (button as HTMLButtonElement).click();
  });
  await expect(till.page.getByRole('option', { name: MILK.fr })).toHaveText(/^13/);
  await expect(till.page.getByRole('textbox', { name: 'Quantité' })).toHaveValue('13');
  await expect.poll(till.total).toBe('325,00');
});

test('a quantity is typed over the one before', async ({ till }) => {
  await till.scan(MILK.code);
  await expect.poll(till.total).toBe('25,00');
  await till.page.keyboard.press('F7');
  await till.page.keyboard.type('24', TYPING);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('option', { name: MILK.fr })).toHaveText(/^24/);
});

test('the keys of the pad type what they say', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  const pad = till.page.getByRole('group', { name: 'Touches du pavé numérique' });
  for (const key of ['3', '0', '5']) await pad.getByRole('button', { name: key, exact: true }).click();
  await pad.getByRole('button', { name: 'Effacer le dernier chiffre' }).click();
  await pad.getByRole('button', { name: 'Valider' }).click();
  await expect(till.page.getByRole('option', { name: MILK.fr })).toHaveText(/^30/);
});

test('a price changed by hand shows the one it stands for', async ({ till }) => {
  await till.scan(CAMEMBERT.code);
  await till.page.getByRole('option', { name: CAMEMBERT.fr }).click();
  await till.page.getByRole('tab', { name: 'Prix' }).click();
  await till.page.keyboard.type('299,50', TYPING);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toHaveText(/299,50.*299,50.*au lieu de\s320,00/);
});

test('a discount on the line and one on the ticket', async ({ till }) => {
  await till.scan([CAMEMBERT.code, MILK.code]);
  await expect.poll(till.total).toBe('345,00');
  await till.page.getByRole('option', { name: CAMEMBERT.fr }).click();
  await till.page.keyboard.press('F6');
  await till.page.keyboard.type('12,5', TYPING);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toHaveText(/280,00Remise 12,5 % \(-40,00\)/);
  await till.page.keyboard.press('F6');
  await till.page.getByRole('button', { name: '10 %' }).click();
  await expect.poll(till.total).toBe('274,50');
  await till.page.keyboard.press('F6');
  await till.page.getByRole('button', { name: 'Sans remise' }).click();
  await expect.poll(till.total).toBe('305,00');
});

test('a discount larger than the goods is refused in words and changes nothing', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  await till.page.keyboard.press('F6');
  await till.page.getByRole('button', { name: 'En montant' }).click();
  await till.page.getByRole('textbox', { name: 'Remise' }).pressSequentially('500', TYPING);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('alert').filter({ hasText: /\w/ })).not.toContainText('refusal');
  await expect.poll(till.total).toBe('25,00');
});

test('a line taken off can be put back at once', async ({ till }) => {
  await till.scan([MILK.code, CAMEMBERT.code]);
  await expect.poll(till.total).toBe('345,00');
  await till.page.keyboard.press('Delete');
  await expect(till.page.getByText(`Retiré : ${CAMEMBERT.fr}`)).toBeVisible();
  await expect.poll(till.total).toBe('25,00');
  await till.page.getByRole('button', { name: 'Remettre' }).click();
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toBeVisible();
  await expect.poll(till.total).toBe('345,00');
});

test('notes on a line and on the ticket are shown where they belong', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  await till.page.getByRole('tab', { name: 'Note' }).click();
  await till.page.getByRole('textbox', { name: 'Note sur la ligne' }).fill('bien frais');
  await till.page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(till.page.getByRole('option', { name: MILK.fr })).toContainText('bien frais');
  await till.page.getByRole('button', { name: 'Note sur le ticket' }).click();
  await till.page.getByRole('textbox', { name: 'Note sur le ticket' }).fill('Livraison à 17 h');
  await till.page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(till.page.getByText('Livraison à 17 h')).toBeVisible();
});

test('a ticket is held, another is served, and the first is called back', async ({ till }) => {
  await till.scan([MILK.code, CAMEMBERT.code]);
  await expect.poll(till.total).toBe('345,00');
  await till.page.keyboard.press('F3');
  await expect(till.page.getByText('Ticket mis en attente')).toBeVisible();
  await expect.poll(till.total).toBe('0,00');
  await till.scan(UHT_MILK.code);
  await expect.poll(till.total).toBe('150,00');
  await till.page.keyboard.press('F3');
  await expect(till.page.getByRole('button', { name: /Rappeler/ })).toContainText('2');
  const { carts } = await till.ask('cart.held', {});
  const first = carts.find(({ totalMinor }) => totalMinor === 34_500);
  await till.ask('cart.recall', { cartId: first?.cartId ?? '' });
  await expect.poll(till.total).toBe('345,00');
});

test('giving a whole ticket up is asked first, and Esc keeps it', async ({ till }) => {
  await till.scan(MILK.code);
  await expect.poll(till.total).toBe('25,00');
  await till.page.keyboard.press('Shift+Delete');
  const question = till.page.getByRole('alertdialog', { name: 'Annuler tout le ticket ?' });
  await expect(question).toBeVisible();
  await till.page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect.poll(till.total).toBe('25,00');
  await till.page.keyboard.press('Shift+Delete');
  await question.getByRole('button', { name: 'Annuler le ticket' }).click();
  await expect.poll(till.total).toBe('0,00');
});

test('the drawer asks why before it opens', async ({ till }) => {
  await till.page.keyboard.press('F9');
  const dialog = till.page.getByRole('dialog', { name: 'Ouvrir le tiroir sans vente' });
  await expect(dialog.getByRole('button', { name: 'Ouvrir le tiroir' })).toBeDisabled();
  const before = (await till.ask('virtual-printer.pages', { limit: 1 })).drawerOpenings;
  await dialog.getByRole('button', { name: 'Faire de la monnaie' }).click();
  await expect(till.page.getByText('Tiroir ouvert.')).toBeVisible();
  expect((await till.ask('virtual-printer.pages', { limit: 1 })).drawerOpenings).toBe(before + 1);
});

test('what another screen of the till does shows here at once', async ({ till }) => {
  await till.ask('scan', { text: MILK.code, symbology: null, source: 'wedge' });
  await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
  await till.page.keyboard.press('F7');
  await till.page.keyboard.type('2', TYPING);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('option', { name: MILK.fr })).toHaveText(/^2/);
});

test('the language changes at once and mirrors the screen, but neither the pad nor the figures', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  const left = async (name: string | RegExp) => (await till.page.getByRole('button', { name, exact: true }).boundingBox())?.x ?? 0;
  await till.ask('person.language', { language: 'ar' });
  await expect(till.page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(till.page.getByRole('heading', { name: 'التذكرة' })).toBeVisible();
  expect(await left('7')).toBeLessThan(await left('9'));
  await till.page.keyboard.press('Escape');
  await expect(till.page.getByRole('row', { name: TOMATOES.ar })).toBeVisible();
  const cart = await till.page.getByRole('listbox', { name: 'التذكرة' }).boundingBox();
  expect(cart?.x).toBe(0);
  await expect.poll(till.total).toBe('25,00');
});
