import AxeBuilder from '@axe-core/playwright';
import { receiptQrData } from '../../src-shared/receipt/receipt-qr.ts';
import { CAMEMBERT, MILK } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { amountField, done, nextCustomer, sellForCash } from './paying.ts';

/** The QR on the paper of the last sale, as a scanner reads it. */
async function lastReceipt(till: Till): Promise<{ readonly qr: string; readonly saleId: string; readonly receiptNumber: string }> {
  const { sales } = await till.ask('sale.recent', { limit: 1 });
  const [sale] = sales;
  if (sale === undefined) throw new Error('nothing was sold');
  const { document } = await till.ask('receipt.preview', { saleId: sale.saleId });
  const code = document.blocks.find((block) => block.kind === 'qr');
  if (code?.kind !== 'qr') throw new Error('the receipt has no QR');
  return { qr: code.data, saleId: sale.saleId, receiptNumber: sale.receiptNumber };
}

/** Takes the first open line's piece back for the first reason, on to the ticket. */
async function takeOne(till: Till, count = 1): Promise<void> {
  const { page } = till;
  await expect(page.getByRole('list', { name: 'Articles du ticket' })).toBeVisible();
  for (let piece = 0; piece < count; piece += 1)
    await page
      .getByRole('button', { name: /^Un de plus/ })
      .first()
      .click();
  await page.getByRole('button', { name: 'Défectueux' }).click();
  await page.keyboard.press('F12');
  await expect(page.getByRole('combobox')).toBeVisible();
}

/** Gives the money back in cash, by keys. */
async function giveBack(till: Till): Promise<void> {
  const { page } = till;
  await page.keyboard.press('F12');
  await expect(amountField(till)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(done(till)).toContainText('À remettre en espèces');
}

test('a receipt scanned on the sell screen opens its return; two parts come back and the third is refused', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [MILK.code, MILK.code], '50,00');
  await nextCustomer(till);
  const { qr, saleId, receiptNumber } = await lastReceipt(till);
  for (const left of [2, 1]) {
    await till.scan(qr);
    await expect(page.getByRole('heading', { name: new RegExp(receiptNumber) })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Un de plus/ }).first()).toBeEnabled();
    await takeOne(till);
    await expect.poll(till.total).toBe('-25,00');
    await giveBack(till);
    await nextCustomer(till);
    const found = await till.ask('return.find', { by: 'sale', saleId });
    expect(found).toMatchObject({ receipt: { lines: [{ returnableMilli: (left - 1) * 1_000 }] } });
  }
  await till.scan(qr);
  await expect(page.getByText('Tout ce ticket a déjà été repris.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Un de plus/ }).first()).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  const { document } = await till.ask('receipt.preview', { saleId: (await lastReceipt(till)).saleId });
  const paper = JSON.stringify(document.blocks);
  expect(paper).toContain('RETOUR');
  expect(paper).toContain(receiptNumber);
});

test('an exchange: found by its number, one thing back, another sold, the difference paid in one ticket', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [MILK.code], '25,00');
  await nextCustomer(till);
  const { receiptNumber } = await lastReceipt(till);
  await page.keyboard.press('F8');
  await page.getByRole('textbox', { name: 'Numéro du ticket' }).fill(receiptNumber.replace(/^.*-0*/, ''));
  await page.keyboard.press('Enter');
  await takeOne(till);
  await till.scan(CAMEMBERT.code);
  await expect.poll(till.total).toBe('295,00');
  await expect(page.getByText('Repris du ticket')).toBeVisible();
  await page.keyboard.press('F12');
  await expect(amountField(till)).toHaveValue('295');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Client suivant/ })).toBeVisible();
  const { sales } = await till.ask('sale.recent', { limit: 1 });
  expect(sales[0]).toMatchObject({ payableMinor: 29_500 });
});

test('what a card paid goes back to it by its last four, and the rest in cash', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await till.ask('scan', { text: CAMEMBERT.code, symbology: null, source: 'virtual' });
  const { cart } = await till.ask('terminal.state', {});
  if (cart === null) throw new Error('no ticket');
  const card = { brand: null, lastFour: '4242', approvalCode: null, terminalId: null };
  const pay = [
    { tenderId: 'card', kind: 'card' as const, amountMinor: 20_000, card, reference: null },
    { tenderId: 'cash', kind: 'cash' as const, amountMinor: 12_000, card: null, reference: null },
  ];
  let { revision } = cart;
  for (const tender of pay) {
    const outcome = await till.ask('cart.command', { cartId: cart.cartId, revision, command: { kind: 'tender.add', tender } });
    ({ revision } = outcome.cart);
  }
  await till.ask('sale.complete', { cartId: cart.cartId, revision });
  const { qr } = await lastReceipt(till);
  await till.scan(qr);
  await takeOne(till);
  await page.keyboard.press('F12');
  const proposals = page.getByRole('group', { name: 'Rendre comme c’était payé' });
  await expect(proposals).toContainText('4242');
  await proposals.getByRole('button', { name: /4242/ }).click();
  await expect(amountField(till)).toHaveValue('120');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('Enter');
  // The large figure is what is handed over; the card has its part already.
  await expect(done(till)).toContainText(/À remettre en espèces au client\s*120,00/);
  await expect(done(till)).toContainText(/Remboursé par un autre moyen :\s*200,00/);
});

test('the last ticket is voided whole, with its reason, from the return screen', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await nextCustomer(till);
  const { receiptNumber } = await lastReceipt(till);
  await page.keyboard.press('F8');
  await page.getByRole('option', { name: receiptNumber }).click();
  await page.getByRole('button', { name: /^Annuler le ticket/ }).click();
  const question = page.getByRole('alertdialog');
  await expect(question.getByRole('button', { name: /^Annuler le ticket/ })).toBeDisabled();
  await question.getByRole('textbox', { name: 'Pourquoi ?' }).fill('Mauvais client');
  await question.getByRole('button', { name: /^Annuler le ticket/ }).click();
  await expect(page.getByText(`Le ticket ${receiptNumber} est annulé`)).toBeVisible();
  const { receipts } = await till.ask('return.receipts', { date: null, before: null, limit: 2 });
  expect(receipts).toMatchObject([
    { kind: 'reversal', payableMinor: -32_000 },
    { receiptNumber, isVoided: true },
  ]);
});

test('an invoice is made out from the receipt, and its return brings the credit note', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await nextCustomer(till);
  const { saleId, qr } = await lastReceipt(till);
  await till.scan(qr);
  await page.getByRole('button', { name: 'Facture' }).click();
  const sheet = page.getByRole('dialog', { name: 'Facture' });
  await sheet.getByRole('textbox', { name: 'Nom ou raison sociale' }).fill('SARL Les Oliviers');
  await sheet.getByRole('textbox', { name: 'NIF' }).fill('000206000000001');
  await sheet.getByRole('button', { name: 'Établir sur papier de caisse' }).click();
  await expect(sheet.getByRole('region', { name: /^Facture F/ })).toContainText('trois cent vingt dinars algériens');
  await sheet.getByRole('button', { name: 'Fermer' }).click();
  await takeOne(till);
  await giveBack(till);
  const { invoice, creditNotes } = await till.ask('invoice.of-sale', { saleId });
  expect(creditNotes).toMatchObject([{ kind: 'credit-note', corrects: { number: invoice?.number }, totals: { payableMinor: 32_000 } }]);
  const { jobs } = await till.ask('print.jobs', {});
  expect(jobs.map(({ title }) => title)).toEqual(expect.arrayContaining([invoice?.number, creditNotes[0]?.number]));
});

test('the receipt of another till is told as that: its goods come back without a receipt, up to what it came to', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  const identity = { terminal: 'other', receiptNumber: 'B2-000007', saleId: 'elsewhere-7', totalMinor: 50_000, signature: null };
  await till.scan(receiptQrData(identity, null));
  await expect(page.getByText('Ticket B2-000007 d’une autre caisse')).toBeVisible();
  await till.scan(MILK.code);
  await expect(page.getByRole('heading', { name: /Lait/ })).toBeVisible();
  await page.getByRole('button', { name: 'Périmé' }).click();
  await page.keyboard.press('F12');
  await expect.poll(till.total).toBe('-25,00');
});

for (const language of ['fr', 'ar', 'en'] as const) {
  test(`no step of a return breaks an accessibility rule, in ${language}`, async ({ till }) => {
    const { page } = till;
    await till.signIn();
    await sellForCash(till, [MILK.code, CAMEMBERT.code], '345,00');
    await nextCustomer(till);
    const { qr } = await lastReceipt(till);
    await till.signIn({ language });
    const clean = async () => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    };
    await page.keyboard.press('F8');
    await expect(page.getByRole('option').first()).toBeVisible();
    await clean();
    await till.scan(qr);
    await expect(page.getByRole('listitem')).toHaveCount(2);
    await page.keyboard.press('F6');
    await expect(page.getByText(/345/).first()).toBeVisible();
    await clean();
    await page.keyboard.press('Escape');
    await page.keyboard.press('F7');
    await expect(page.getByRole('textbox').first()).toBeVisible();
    await clean();
  });
}
