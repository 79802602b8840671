import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { CAMEMBERT, MILK } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { sellForCash, withSettings } from './paying.ts';

/** Opens the customer's window as a person does, from the till's menu. */
async function openCustomer(till: Till): Promise<Page> {
  await till.page.keyboard.press('F10');
  await till.page.getByRole('option', { name: 'Écran client' }).click();
  const popup = till.page.waitForEvent('popup');
  await till.page.getByRole('button', { name: 'Ouvrir l’écran client' }).click();
  const customer = await popup;
  await expect(till.page.getByText('L’écran client est ouvert.')).toBeVisible();
  await till.page.keyboard.press('Escape');
  return customer;
}

test.beforeEach(async ({ till }) => {
  await till.signIn();
});

test('the customer reads her items, the total, the change and the receipt, and has nothing to touch', async ({ till }) => {
  const customer = await openCustomer(till);
  await expect(customer.getByText('Bienvenue')).toBeVisible();
  await till.scan([MILK.code, CAMEMBERT.code]);
  await expect(customer.getByRole('listitem')).toHaveCount(2);
  await expect(customer.getByTestId('customer-total')).toHaveText(/345,00\s?DA/);
  await expect(customer.getByText('2 articles')).toBeVisible();
  await expect(customer.locator('button, input, a, select, textarea')).toHaveCount(0);
  await expect(customer.getByText('Amina')).toHaveCount(0);
  await till.ask('cart.void', { cartId: (await till.ask('terminal.state', {})).cart!.cartId, reason: null });
  await sellForCash(till, [MILK.code], '25,00');
  await expect(customer.getByText('Merci de votre visite')).toBeVisible();
  if (process.env['LOOK'] !== undefined) await customer.screenshot({ path: `${process.env['LOOK']}/customer-paid.png` });
  await expect(customer.getByRole('img', { name: 'Votre ticket sur votre téléphone' })).toBeVisible();
  expect(new URL(customer.url()).pathname).toBe('/customer');
  expect(new URL(customer.url()).search).toBe('');
});

test('a till that goes away leaves no old total before the customer', async ({ till }) => {
  const customer = await openCustomer(till);
  await till.scan(MILK.code);
  await expect(customer.getByTestId('customer-total')).toBeVisible();
  await customer.route('**/*', (route) => route.abort());
  await customer.reload().catch(() => undefined);
  await expect(customer.getByTestId('customer-total')).toHaveCount(0);
});

for (const [name, viewport] of [
  ['landscape', { width: 1_920, height: 1_080 }],
  ['small', { width: 1_024, height: 768 }],
  ['portrait', { width: 800, height: 1_280 }],
] as const) {
  for (const language of ['fr', 'ar', 'en'] as const) {
    test(`in ${language}, ${name}: the last line and the total are in sight, and nothing bars the way of a screen reader`, async ({
      till,
    }) => {
      const { settings } = await till.ask('terminal.state', {});
      const putBack = await withSettings(till, { customerWindow: { ...settings!.customerWindow, language } });
      try {
        const customer = await openCustomer(till);
        await customer.setViewportSize(viewport);
        await expect(customer.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
        const add = { unitPriceMinor: 12_345, quantityMilli: 3_000, taxGroupId: null, code: null };
        for (let at = 1; at <= 24; at += 1) await till.ask('cart.add-ad-hoc', { ...add, name: `Article ${at}` });
        await till.scan(MILK.code);
        await expect(customer.getByTestId('customer-total')).toBeInViewport({ ratio: 1 });
        await expect(customer.getByRole('listitem').last()).toBeInViewport({ ratio: 0.99 });
        if (process.env['LOOK'] !== undefined)
          await customer.screenshot({ path: `${process.env['LOOK']}/customer-${language}-${name}.png` });
        const { violations } = await new AxeBuilder({ page: customer }).analyze();
        expect(violations).toEqual([]);
      } finally {
        await putBack();
      }
    });
  }
}
