import { CAMEMBERT, MILK } from './demo-goods.ts';
import { expect, test } from './fixtures.ts';
import { amountField, done, nextCustomer, ring, ringAndPay, sellForCash, stateOf, TYPING, withSettings } from './paying.ts';

test('a cash sale with change is made by keys alone, from the scan to the next customer', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await till.scan([CAMEMBERT.code, MILK.code]);
  await expect.poll(till.total).toBe('345,00');
  await page.keyboard.press('F12');
  await expect(amountField(till)).toHaveValue('345');
  await page.keyboard.type('500', TYPING);
  await page.keyboard.press('Enter');
  await expect(page.getByText('À rendre au client')).toBeVisible();
  await page.keyboard.press('F12');
  await expect(done(till)).toContainText('155,00');
  await expect(page.getByText('Imprimé')).toBeVisible();
  await expect(page.getByText('Ouverture du tiroir demandée')).toBeVisible();
  // The change stays through whatever is not the next customer.
  await page.waitForTimeout(1_000);
  await expect(done(till)).toContainText('155,00');
  await page.keyboard.press('Enter');
  await expect.poll(till.total).toBe('0,00');
  const { sales } = await till.ask('sale.recent', { limit: 1 });
  expect(sales[0]).toMatchObject({ payableMinor: 34_500, tenderedMinor: 50_000, changeMinor: 15_500, drawerOpened: true });
});

test('a note is taken at one touch, and the next scan opens the next ticket', async ({ till }) => {
  await till.signIn();
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  await till.page.getByRole('button', { name: '1 000,00' }).click();
  await till.page.getByRole('button', { name: /^Terminer/ }).click();
  await expect(done(till)).toContainText('680,00');
  await till.scan(MILK.code);
  await expect.poll(till.total).toBe('25,00');
  await expect(done(till)).toHaveCount(0);
});

test('card and cash together: what is left is shown, a tender can be taken off, and the lines wait', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('100', TYPING);
  await page.getByLabel('Numéro d’autorisation').fill('A-42');
  await page.getByLabel('4 derniers chiffres').fill('1234');
  await page.keyboard.press('Enter');
  const given = page.getByRole('list', { name: 'Déjà reçu' }).getByRole('listitem');
  await expect(given).toContainText('•••• 1234 · A-42');
  await expect(page.getByText('Reste à payer', { exact: true }).locator('..')).toContainText('220,00');

  // Money is on the table: a scan changes nothing, says so, and the person stays where the money is.
  await till.scan(MILK.code);
  await expect(page.getByRole('alert')).toContainText('De l’argent est déjà reçu');
  await expect(amountField(till)).toHaveValue('220');
  expect((await stateOf(till)).cart?.lines).toHaveLength(1);

  await page.keyboard.press('Delete');
  await expect(given).toContainText('Rien de reçu');
  await page.keyboard.type('100', TYPING);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeEmpty();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(given).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(done(till)).toContainText('rien à rendre');
});

test('leaving the payment keeps what was taken, and says why the lines do not change', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  await page.keyboard.type('200', TYPING);
  await page.keyboard.press('Enter');
  await expect(amountField(till)).toHaveValue('120');
  await page.keyboard.press('Escape');
  await expect.poll(till.total).toBe('320,00');
  await page.keyboard.press('+');
  await expect(page.getByRole('alert')).toContainText('De l’argent est déjà reçu');
  await page.keyboard.press('F12');
  await expect(amountField(till)).toHaveValue('120');
});

test('more than is left is refused on a card, in words, and nothing is taken', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ringAndPay(till, [MILK.code], '25,00');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('30', TYPING);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText(/il ne reste que \W*25,00/);
  expect((await stateOf(till)).cart?.tenders).toEqual([]);
});

test('stamp duty and rounding stand beside the sum that bears neither', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  const putBack = await withSettings(till, { stampDuty: 'dz', cashRoundingMinor: 500 });
  try {
    // 320 × 4 + 25 = 1,305: a duty of 14 and a rounding of +1 in cash; none of it by card.
    await ringAndPay(till, [CAMEMBERT.code, CAMEMBERT.code, CAMEMBERT.code, CAMEMBERT.code, MILK.code], '1 305,00');
    await expect(amountField(till)).toHaveValue('1320');
    await expect(page.getByRole('button', { name: /^Espèces 1\s320,00/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Carte CIB.* 1\s305,00/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByText('Droit de timbre').locator('..')).toContainText('14,00');
    await expect(page.getByText('Arrondi des espèces').locator('..')).toContainText('1,00');
    await page.keyboard.press('Enter');
    await expect(done(till)).toContainText('rien à rendre');
    const { sales } = await till.ask('sale.recent', { limit: 1 });
    expect(sales[0]).toMatchObject({ totalMinor: 130_500, payableMinor: 132_000 });
  } finally {
    await putBack();
  }
});

test('a return pays back: in the words of money that goes the other way', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await nextCustomer(till);
  const [sold] = (await till.ask('sale.recent', { limit: 1 })).sales;
  const back = { lineNo: 1, quantityMilli: 1_000, reasonId: 'other', note: null, disposition: 'restock' as const };
  await till.ask('return.take', { saleId: sold?.saleId ?? '', lines: [back] });
  await expect.poll(till.total).toBe('-320,00');
  await page.keyboard.press('F12');
  await expect(page.getByText('À rembourser').first()).toBeVisible();
  await expect(amountField(till)).toHaveValue('320');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(done(till)).toContainText('320,00');
  const { sales } = await till.ask('sale.recent', { limit: 1 });
  expect(sales[0]).toMatchObject({ payableMinor: -32_000 });
});

test('a double tap on complete makes one sale, and leaves the change on the screen', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  const before = (await till.ask('sale.recent', { limit: 100 })).sales.length;
  await page.getByRole('button', { name: '500,00' }).click();
  await page.getByRole('button', { name: /^Terminer/ }).dblclick();
  await expect(done(till)).toContainText('180,00');
  expect((await till.ask('sale.recent', { limit: 100 })).sales).toHaveLength(before + 1);
  await expect(done(till)).toContainText('180,00');
});

test('a double tap on a note takes it once', async ({ till }) => {
  await till.signIn();
  await ringAndPay(till, [CAMEMBERT.code, CAMEMBERT.code, CAMEMBERT.code, CAMEMBERT.code], '1 280,00');
  await till.page.getByRole('button', { name: '2 000,00' }).dblclick();
  await expect(till.page.getByText('À rendre au client')).toBeVisible();
  expect((await stateOf(till)).cart?.tenders).toHaveLength(1);
});

test('a held Enter is one step, never the payment and the next customer too', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ringAndPay(till, [MILK.code], '25,00');
  for (let times = 0; times < 5; times += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  expect((await stateOf(till)).lastSale).toBeNull();
});

test('a ticket is put on hold and recalled, the open one making room', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ring(till, [CAMEMBERT.code], '320,00');
  await page.keyboard.press('F3');
  await expect.poll(till.total).toBe('0,00');
  await ring(till, [MILK.code], '25,00');
  await page.keyboard.press('F4');
  const sheet = page.getByRole('dialog', { name: 'Tickets en attente' });
  await expect(sheet.getByText('Le ticket ouvert passera en attente')).toBeVisible();
  await expect(sheet.getByRole('option')).toContainText('320,00');
  await page.keyboard.press('Enter');
  await expect.poll(till.total).toBe('320,00');
  expect((await stateOf(till)).heldCount).toBe(1);
});

test('an Arabic sale from the first word to the last', async ({ till }) => {
  const { page } = till;
  await till.signIn({ person: 'karim', language: 'ar' });
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  // The pad keeps its order: 7 stands to the left of 9 in every language.
  const seven = await page.getByRole('button', { name: '7', exact: true }).boundingBox();
  const nine = await page.getByRole('button', { name: '9', exact: true }).boundingBox();
  expect(seven?.x).toBeLessThan(nine?.x ?? 0);
  await page.keyboard.type('500', TYPING);
  await page.keyboard.press('Enter');
  await page.keyboard.press('F12');
  await expect(done(till)).toContainText('180,00');
  await expect(page.getByRole('button', { name: /^الزبون التالي/ })).toBeVisible();
  const words = await page.locator('main').innerText();
  // Codes and keys are Latin; words are not.
  expect(words.replace(/C1-\d+|F\d+|Ctrl\+\w|Esc|Del|CIB/g, '')).not.toMatch(/[A-Za-z]{2,}/);
});

test('a receipt is read again and printed once more, marked as a duplicate', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await page.keyboard.press('Control+r');
  const sheet = page.getByRole('dialog', { name: 'Tickets' });
  await expect(sheet.getByRole('article')).toContainText('Camembert');
  await expect(sheet.getByRole('img', { name: /QR/ })).toBeVisible();
  await sheet.getByRole('button', { name: /^Réimprimer/ }).click();
  await page.getByRole('button', { name: 'Le client la demande' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText('duplicata 1')).toBeVisible();
  const { jobs } = await till.ask('print.jobs', {});
  expect(jobs.filter(({ copy }) => copy === 2)).toHaveLength(1);
});
