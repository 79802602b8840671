import AxeBuilder from '@axe-core/playwright';
import { CAMEMBERT } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { done, ring, TYPING } from './paying.ts';

/** A customer of a test's own, written down by the screen. */
async function writeDown(till: Till, name: string, phone: string): Promise<void> {
  const { page } = till;
  await page.keyboard.press('F5');
  const search = page.getByLabel('Nom, téléphone ou identifiant');
  await expect(search).toBeFocused();
  await page.keyboard.type(phone, TYPING);
  await page.getByRole('button', { name: 'Nouveau client' }).click();
  await expect(page.getByLabel('Téléphone')).toHaveValue(phone);
  await page.getByLabel('Nom', { exact: true }).fill(name);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name })).toBeVisible();
}

test('a customer is written down, buys on her tab, pays it and sees her statement', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ring(till, [CAMEMBERT.code], '320,00');
  await writeDown(till, 'Nadia Haddad', '0661002233');
  await page.getByRole('button', { name: 'Mettre sur le ticket' }).click();
  await expect(page.getByRole('button', { name: /Nadia Haddad/ })).toBeVisible();

  await page.keyboard.press('F12');
  await page.getByRole('button', { name: /^Compte client/ }).click();
  await expect(page.locator('input[data-number-pad]')).toHaveValue('320');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('F12');
  await expect(done(till)).toContainText('rien à rendre');
  await page.keyboard.press('Enter');

  await page.keyboard.press('F5');
  await page.keyboard.type('haddad', TYPING);
  await page.getByRole('option', { name: /Nadia Haddad/ }).click();
  await expect(page.getByRole('option', { name: /Compte client/ })).toContainText('doit 320,00');
  await page.getByRole('button', { name: 'Régler le compte' }).click();
  await expect(page.locator('input[data-number-pad]')).toHaveValue('320');
  await page.keyboard.type('300', TYPING);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Carte CIB/ }).click();
  await expect(page.getByText(/C1-A\d{6}/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: /Compte client/ })).toContainText('doit 20,00');
  await page.getByRole('option', { name: /Compte client/ }).click();
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Achat' })).toContainText('320,00');
  await expect(rows.filter({ hasText: 'Versement' })).toContainText('300,00');
  await expect(rows.filter({ hasText: 'Solde à la fin' })).toContainText('20,00');
});

test('a gift card is sold, and pays when it is scanned', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'Cartes cadeaux' }).click();
  await page.getByRole('button', { name: 'Vendre une carte' }).click();
  await page.keyboard.type('200', TYPING);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Espèces/ }).click();
  const number = page.getByText(/^77\d{2}( \d{4}){3}$/);
  await expect(number).toBeVisible();
  const code = ((await number.textContent()) ?? '').replace(/\s/g, '');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');

  await ring(till, [CAMEMBERT.code], '320,00');
  await page.keyboard.press('F12');
  await till.scan(code);
  await expect(page.getByText('Sur la carte :')).toContainText('200,00');
  await expect(page.locator('input[data-number-pad]')).toHaveValue('200');
  await page.getByRole('button', { name: 'Encaisser' }).click();
  await expect(page.getByRole('list', { name: 'Déjà reçu' }).getByRole('listitem')).toContainText('200,00');
  await page.getByRole('button', { name: /^Carte CIB/ }).click();
  await expect(page.locator('input[data-number-pad]')).toHaveValue('120');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('F12');
  await expect(done(till)).toContainText('rien à rendre');

  // On the sell screen a scanned card shows what is left on it, and rings nothing up.
  await page.keyboard.press('Enter');
  await till.scan(code);
  await expect(page.getByRole('dialog', { name: 'Cartes cadeaux' }).getByRole('row').filter({ hasText: 'Solde à la fin' })).toContainText(
    '0,00',
  );
  await page.keyboard.press('Escape');
  await expect.poll(till.total).toBe('0,00');
});

test('goods are put aside with a deposit, paid in part, and collected', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ring(till, [CAMEMBERT.code, CAMEMBERT.code], '640,00');
  await writeDown(till, 'Rachid Mansouri', '0770112233');
  await page.getByRole('button', { name: 'Mettre sur le ticket' }).click();
  await expect(page.getByRole('button', { name: /Rachid Mansouri/ })).toBeVisible();
  await page.keyboard.press('F5');
  await page.getByRole('button', { name: 'Mettre de côté avec un acompte' }).click();
  await expect(page.locator('input[data-number-pad]')).toHaveValue('128');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Carte CIB/ }).click();
  await page.getByRole('button', { name: 'Terminé' }).click();
  const item = page.getByRole('listitem').filter({ hasText: 'C1-R' });
  await expect(item).toContainText('512,00');
  await item.getByRole('button', { name: 'Verser' }).click();
  await page.keyboard.type('100', TYPING);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Carte CIB/ }).click();
  await page.getByRole('button', { name: 'Terminé' }).click();
  await expect(item).toContainText('412,00');
  await item.getByRole('button', { name: 'Retirer' }).click();
  await expect.poll(till.total).toBe('640,00');
  await page.keyboard.press('F12');
  await page.getByRole('button', { name: /^Acompte/ }).click();
  await expect(page.locator('input[data-number-pad]')).toHaveValue('228');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Déjà reçu' }).getByRole('listitem')).toContainText('228,00');
  await page.getByRole('button', { name: /^Carte CIB/ }).click();
  await expect(page.locator('input[data-number-pad]')).toHaveValue('412');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('F12');
  await expect(done(till)).toContainText('rien à rendre');
  expect((await till.ask('layaway.list', {})).layaways).toEqual([]);
});

test('in Arabic a customer is found by any part of her name or phone, typed in her own digits', async ({ till }) => {
  const { page } = till;
  const customer = {
    name: 'فاطمة الزهراء',
    phone: '0551 44 55 66',
    address: '',
    identifiers: [],
    language: 'ar' as const,
    note: '',
    marketing: false,
  };
  await till.signIn({ language: 'ar' });
  await till.ask('customer.create', { customer, acceptDuplicate: true });
  await page.keyboard.press('F5');
  const search = page.getByLabel('الاسم أو الهاتف أو المعرف');
  for (const typed of ['زهرا', '٤٤٥٥', 'فاطمه']) {
    await search.fill(typed);
    await expect(page.getByRole('option', { name: customer.name })).toBeVisible();
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: customer.name })).toBeVisible();
  const { cart } = await till.ask('terminal.state', {});
  expect(cart?.customerId).toBeDefined();
});

test('somebody of the same phone is offered before she is written down twice', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await writeDown(till, 'Lina Cherif', '0555667788');
  await page.getByRole('button', { name: 'Rechercher un client' }).click();
  await page.getByRole('button', { name: 'Nouveau client' }).click();
  await page.getByLabel('Nom', { exact: true }).fill('Lina C.');
  await page.getByLabel('Téléphone').fill('+213 555 66 77 88');
  await page.getByRole('button', { name: 'Créer' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'déjà ce téléphone' })).toBeVisible();
  await page.getByRole('option', { name: /Lina Cherif/ }).click();
  await expect(page.getByRole('heading', { name: 'Lina Cherif' })).toBeVisible();
});

const WIDTHS = [
  { width: 1_024, height: 768 },
  { width: 800, height: 1_280 },
  { width: 1_920, height: 1_080 },
];

for (const language of ['fr', 'ar', 'en'] as const) {
  test(`every page of customers reads well in ${language}: no fault of access, nothing beyond its edge`, async ({ till }) => {
    const { page } = till;
    await till.signIn({ language });
    const customer = { name: 'Zineb Look', phone: '', address: '', identifiers: [], language: null, note: '', marketing: false };
    const made = await till.ask('customer.create', { customer, acceptDuplicate: true });
    if (made.kind !== 'created') throw new Error('a duplicate was offered');
    const look = async () => {
      for (const size of WIDTHS) {
        await page.setViewportSize(size);
        const beyond = await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
        expect(beyond).toBeLessThanOrEqual(0);
      }
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
    };
    await page.keyboard.press('F5');
    await expect(page.getByRole('option').first()).toBeVisible();
    await look();
    await page
      .getByRole('option', { name: /Zineb Look/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { name: 'Zineb Look' })).toBeVisible();
    await look();
    await page.getByRole('option').first().click();
    await expect(page.getByRole('table')).toBeVisible();
    await look();
    await page.keyboard.press('Escape');
    await page.keyboard.press('F10');
    await page.getByRole('option', { name: /Cartes cadeaux|بطاقات الهدايا|Gift cards/ }).click();
    await look();
  });
}
