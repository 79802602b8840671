import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './cloud-fixtures.ts';
import { MILK } from './demo-goods.ts';

test.use({ merchant: 'Alimentation Lounis' });

const TILL = 'Caisse 1';

test('a lost till that is locked from afar shows nothing of what it holds until its code is typed', async ({ till, office, cloud }) => {
  const { page } = till;
  await till.signIn();
  await till.scan(MILK.code);
  await expect.poll(till.total).toBe('25,00');
  await till.ask('sync.enrol', { cloudUrl: office.cloudUrl, code: await office.codeFor(TILL) });
  await page.keyboard.press('F10');
  const menu = page.getByRole('dialog', { name: 'Menu de la caisse' });
  await expect(menu).toBeVisible();

  const unlockCode = await office.order(TILL, { kind: 'lock' });
  await till.ask('sync.retry', {});
  const field = page.getByLabel('Code de déverrouillage');
  await expect(field).toBeFocused();
  await expect(menu).toBeHidden();
  await expect(page.getByTestId('total')).toBeHidden();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.keyboard.type('AAAAA-AAAAA');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Ce n’est pas le code de déverrouillage')).toBeVisible();
  await field.fill((unlockCode ?? '').toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /Amina/ }).click();
  await expect.poll(till.total).toBe('25,00');

  // They are handed over in the order in which they were asked for.
  cloud.nowMs += 1_000;
  await office.order(TILL, { kind: 'message', text: 'Fermez à midi' });
  await till.ask('sync.retry', {});
  const message = page.getByRole('alertdialog', { name: 'Message du bureau' });
  await expect(message).toContainText('Fermez à midi');
  await message.getByRole('button', { name: 'J’ai lu' }).click();
  await expect(message).toBeHidden();
});
