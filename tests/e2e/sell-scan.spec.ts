import { CAMEMBERT, MILK, MISREAD_CODE, UHT_MILK, UNKNOWN_CODE } from './demo-goods.ts';
import { expect, test } from './fixtures.ts';

test.beforeEach(async ({ till }) => {
  await till.signIn();
});

test('a scan rings the product up, and the same again makes two of it', async ({ till }) => {
  await till.scan(MILK.code);
  const line = till.page.getByRole('option', { name: MILK.fr });
  await expect(line).toContainText('1');
  await till.scan(MILK.code);
  await expect(line).toHaveText(new RegExp(`^2${MILK.fr}.*50,00`));
  await expect.poll(till.total).toBe('50,00');
});

test('two scans without a breath between them are two lines, in order', async ({ till }) => {
  await till.scan([MILK.code, CAMEMBERT.code, UHT_MILK.code]);
  await expect(till.page.getByRole('listbox', { name: 'Ticket' }).getByRole('option')).toHaveText([
    new RegExp(MILK.fr),
    new RegExp(CAMEMBERT.fr),
    new RegExp(UHT_MILK.fr),
  ]);
});

test('on an AZERTY machine the code is read by its keys, not by what the layout made of them', async ({ till }) => {
  await till.scan(MILK.code, { layout: 'azerty' });
  await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
  await expect(till.page.getByRole('combobox')).toHaveValue('');
});

for (const ending of [['Tab'], ['Enter', 'LineFeed'], ['Enter', 'Tab']] as const) {
  test(`a scanner that ends with ${ending.join(' and ')} is understood, and the ending goes nowhere`, async ({ till }) => {
    await till.scan(MILK.code, { ending });
    await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
    await expect.poll(() => till.page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
  });
}

test('a scan while the search box is written in rings up, and nothing of the code is left in the box', async ({ till }) => {
  const box = till.page.getByRole('combobox');
  await box.fill('tomates en boîte');
  await till.scan(MILK.code);
  await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
  await expect(box).toHaveValue('');
  await expect(box).not.toBeFocused();
  await expect(till.page.getByText(MILK.code)).toHaveCount(0);
});

test('a scan never lands in the quantity: the pad closes, the line keeps its quantity, the next product is rung up', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  const figure = till.page.getByRole('textbox', { name: 'Quantité' });
  await expect(figure).toBeFocused();
  await till.scan(CAMEMBERT.code);
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toBeVisible();
  await expect(figure).toHaveCount(0);
  await expect(till.page.getByRole('option', { name: MILK.fr })).toHaveText(/^1L/);
  await expect.poll(till.total).toBe('345,00');
});

test('an unknown code while a quantity is being typed takes its characters back', async ({ till }) => {
  await till.scan(MILK.code);
  await till.page.getByRole('option', { name: MILK.fr }).click();
  await till.scan(UNKNOWN_CODE);
  await expect(till.page.getByRole('alert').getByText(UNKNOWN_CODE)).toBeVisible();
  await expect.poll(till.total).toBe('25,00');
});

test('the Enter of a scan presses no button, whichever has the focus', async ({ till }) => {
  await till.scan(MILK.code);
  const pay = till.page.getByRole('button', { name: 'Payer' });
  await expect(pay).toBeEnabled();
  await pay.focus();
  await till.scan(CAMEMBERT.code);
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toBeVisible();
  await expect(pay).toBeVisible();
});

test('a scan over an open dialog rings the product up and shows it', async ({ till }) => {
  await till.page.keyboard.press('F9');
  const reason = till.page.getByRole('textbox', { name: 'Autre raison' });
  await reason.fill('monnaie');
  await till.scan(MILK.code);
  await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
  await expect(till.page.getByRole('dialog')).toHaveCount(0);
});

test('a scan over a question that cannot be undone is refused in words, and the ticket stays as it is', async ({ till }) => {
  await till.scan(MILK.code);
  await expect.poll(till.total).toBe(MILK.price);
  await till.page.keyboard.press('Shift+Delete');
  const question = till.page.getByRole('alertdialog');
  await expect(question).toBeVisible();
  await till.scan(CAMEMBERT.code);
  await expect(question.getByText('Répondez d’abord')).toBeVisible();
  await till.page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await till.scan(UHT_MILK.code);
  await expect.poll(till.total).toBe('175,00');
});

test('a scan over the till menu closes it and rings up', async ({ till }) => {
  await till.page.keyboard.press('F10');
  await expect(till.page.getByRole('dialog')).toBeVisible();
  await till.scan(MILK.code);
  await expect(till.page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(till.total).toBe(MILK.price);
});

test('an unknown code of the practice scanner is said beside it, and can be sold as an ad-hoc item without losing the scanner', async ({
  till,
}) => {
  await till.page.keyboard.press('F10');
  await till.page.getByRole('option', { name: 'Lecteur d’entraînement' }).click();
  const scanner = till.page.getByRole('region', { name: 'Lecteur d’entraînement' });
  await till.page.getByRole('button', { name: 'Code inconnu du catalogue' }).click();
  await expect(till.page.getByRole('alert').getByText('Code inconnu')).toBeVisible();
  await expect(scanner).toBeVisible();
  await till.page.getByRole('alert').getByRole('button', { name: 'Article libre' }).click();
  await expect(scanner).toHaveCount(0);
  await till.page.keyboard.press('Escape');
  await expect(scanner).toBeVisible();
});

test('a scan on the way to pay brings the person back to the ticket with the goods on it', async ({ till }) => {
  await till.scan(MILK.code);
  await expect.poll(till.total).toBe('25,00');
  await till.page.keyboard.press('F12');
  await expect(till.page.getByRole('combobox')).toHaveCount(0);
  await till.scan(CAMEMBERT.code);
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toBeVisible();
  await expect.poll(till.total).toBe('345,00');
});

test('an unknown code is shown large with what can be done, and the next scan takes its place', async ({ till }) => {
  await till.scan(UNKNOWN_CODE);
  const panel = till.page.getByRole('alert').filter({ hasText: 'Code inconnu' });
  await expect(panel).toContainText(UNKNOWN_CODE);
  await expect(panel.getByRole('button')).toHaveText([/Chercher/, /Article libre/, /Ignorer/]);
  await till.scan(MILK.code);
  await expect(panel).toHaveCount(0);
  await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
});

test('a misread code says so', async ({ till }) => {
  await till.scan(MISREAD_CODE);
  await expect(till.page.getByRole('alert').getByText('Code mal lu')).toBeVisible();
});

test('an unknown code becomes an ad-hoc item that keeps the code', async ({ till }) => {
  await till.scan(UNKNOWN_CODE);
  await till.page.getByRole('button', { name: 'Article libre' }).click();
  await till.page.getByRole('textbox', { name: 'Prix' }).pressSequentially('199,90', { delay: 80 });
  await till.page.getByRole('textbox', { name: 'Nom' }).fill('Panier en osier');
  await till.page.getByRole('button', { name: 'Ajouter' }).click();
  await expect(till.page.getByRole('option', { name: 'Panier en osier' })).toContainText('199,90');
  const { cart } = await till.ask('terminal.state', {});
  expect(cart?.lines[0]?.code).toBe(UNKNOWN_CODE);
});

test('the practice scanner scans by the way of a real one, and stays open for the next', async ({ till }) => {
  await till.page.keyboard.press('F10');
  await till.page.getByRole('option', { name: 'Lecteur d’entraînement' }).click();
  const codes = till.page.getByRole('region', { name: 'Lecteur d’entraînement' }).getByRole('button', { name: /\d{13}/ });
  await codes.first().click();
  await codes.nth(1).click();
  await expect(till.page.getByRole('listbox', { name: 'Ticket' }).getByRole('option')).toHaveCount(2);
  await till.page.getByRole('button', { name: 'Code inconnu du catalogue' }).click();
  await expect(till.page.getByRole('alert').getByText('Code inconnu')).toBeVisible();
});
