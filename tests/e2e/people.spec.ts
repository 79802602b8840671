import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { CAMEMBERT, MILK } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';

const PIN = '5829';
const BADGE = 'STAFF-77410';
const NEW_NAME = 'Lila';

/** Gives Karim a PIN and a badge, Amina a PIN; takes them away when the work is done. */
async function withCredentials(till: Till, work: () => Promise<void>): Promise<void> {
  await till.ask('person.sign-in', { personId: 'amina' });
  await till.ask('people.pin', { personId: 'karim', pin: PIN, currentPin: null });
  await till.ask('people.badge', { personId: 'karim', code: BADGE });
  try {
    await work();
  } finally {
    await till.ask('person.sign-in', { personId: 'amina' });
    await till.ask('people.unlock', { personId: 'karim' });
    await till.ask('people.pin', { personId: 'karim', pin: null, currentPin: null });
    await till.ask('people.badge', { personId: 'karim', code: null });
  }
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

test('a PIN by keys: a wrong one waits and counts down, the right one lets in, and the ticket waits meanwhile', async ({ till }) => {
  const { page } = till;
  await withCredentials(till, async () => {
    await till.signIn();
    await till.scan(MILK.code);
    await expect.poll(till.total).toMatch(/^25/);
    await till.ask('person.sign-out', {});
    await page.getByRole('button', { name: /كريم/ }).click();
    // Whoever has said who she is is spoken to in her own language.
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect(page.getByLabel('رمز كريم', { exact: true }).and(page.locator('input'))).toBeFocused();
    await page.keyboard.type('5820', { delay: 120 });
    await page.keyboard.press('Enter');
    await expect(page.getByText(/الرمز غير صحيح\. بقيت ثانية واحدة/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'دخول' })).toBeDisabled();
    expect(await violations(page)).toEqual([]);
    await expect(page.getByText(/بقيت/)).toBeHidden();
    for (const digit of PIN) await page.getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('button', { name: 'دخول' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await expect.poll(till.total).toMatch(/25/);
  });
});

test('a badge signs in from the tiles, and a code that is nobody’s is said', async ({ till }) => {
  const { page } = till;
  await withCredentials(till, async () => {
    await till.ask('person.sign-out', {});
    await expect(page.getByText('Ou scannez votre badge.')).toBeVisible();
    await till.scan(MILK.code);
    await expect(page.getByText(/Ce badge n’est à personne ici/)).toBeVisible();
    await till.scan(BADGE);
    await expect.poll(async () => (await till.ask('terminal.state', {})).person?.personId).toBe('karim');
    await expect(page.getByText('Ou scannez votre badge.')).toBeHidden();
  });
});

test('a cashier’s discount over her limit is allowed by the manager’s PIN, in Arabic, and both stand in the ticket', async ({ till }) => {
  const { page } = till;
  await till.signIn({ person: 'karim', language: 'ar' });
  await till.ask('person.sign-in', { personId: 'amina' });
  await till.ask('people.pin', { personId: 'amina', pin: PIN, currentPin: null });
  try {
    await till.ask('person.sign-in', { personId: 'karim' });
    await till.scan(CAMEMBERT.code);
    await expect.poll(till.total).toMatch(/320/);
    await page.keyboard.press('F6');
    await page.getByRole('group', { name: 'تخفيضات معتادة' }).getByRole('button', { name: /20/ }).click();
    const sheet = page.getByRole('alertdialog', { name: 'إذن من زميل' });
    await expect(sheet).toBeVisible();
    await expect(sheet.getByText('20 %')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    // Only who may allow it is offered.
    await expect(sheet.getByRole('button', { name: 'Amina' })).toBeVisible();
    await expect(sheet.getByRole('button', { name: 'كريم' })).toBeHidden();
    await sheet.getByRole('button', { name: 'طلب الزبون' }).click();
    for (const digit of PIN) await sheet.getByRole('button', { name: digit, exact: true }).click();
    await sheet.getByRole('button', { name: 'أذن', exact: true }).click();
    await expect(sheet).toBeHidden();
    await expect.poll(till.total).toMatch(/256/);
    const { cart } = await till.ask('terminal.state', {});
    expect(cart?.events).toMatchObject([
      { kind: 'discount-allowed', percentMilli: 20_000, approval: { requestedBy: 'karim', approvedBy: 'amina', reason: 'طلب الزبون' } },
    ]);
  } finally {
    await till.ask('person.sign-in', { personId: 'amina', pin: PIN });
    await till.ask('people.pin', { personId: 'amina', pin: null, currentPin: PIN });
    await till.ask('person.sign-in', { personId: 'karim' });
    await till.ask('person.language', { language: 'ar' });
  }
});

test('an approval that nobody gives leaves everything as it was', async ({ till }) => {
  const { page } = till;
  await till.signIn({ person: 'karim', language: 'fr' });
  await page.keyboard.press('F9');
  await page.getByRole('button', { name: 'Monnaie' }).click();
  const sheet = page.getByRole('alertdialog', { name: 'Autorisation d’un collègue' });
  await expect(sheet.getByText('Ouvrir le tiroir sans vente')).toBeVisible();
  // The reason the person gave for the act stands there already.
  await expect(sheet.getByLabel('Raison')).toHaveValue(/.+/);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(page.getByText(/demande une personne qui y est autorisée/)).toBeVisible();
  await till.ask('person.language', { language: 'ar' });
});

test('a manager adds a person, gives her a PIN, and lets her go by her name', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'Personnes et droits' }).click();
  await page.getByRole('button', { name: 'Ajouter une personne' }).first().click();
  await page.getByLabel('Nom', { exact: false }).fill(NEW_NAME);
  await page.getByRole('button', { name: 'Caissier principal' }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Ajouter une personne' }).last().click();
  await expect(page.getByRole('option', { name: new RegExp(NEW_NAME) })).toBeVisible();
  await page.getByRole('button', { name: 'Donner un code' }).click();
  const dialog = page.getByRole('alertdialog', { name: `Code de ${NEW_NAME}` });
  await page.keyboard.type('1234', { delay: 120 });
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/se devine trop vite/)).toBeVisible();
  for (const _time of ['first', 'again']) {
    await page.keyboard.type('6038', { delay: 120 });
    await page.keyboard.press('Enter');
  }
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('option', { name: new RegExp(`${NEW_NAME}.*code`) })).toBeVisible();
  await page.getByRole('button', { name: 'Ne travaille plus ici' }).click();
  const leaving = page.getByRole('alertdialog');
  await expect(leaving.getByRole('button', { name: 'Ne travaille plus ici' })).toBeDisabled();
  await leaving.getByRole('textbox').fill(NEW_NAME);
  await leaving.getByRole('button', { name: 'Ne travaille plus ici' }).click();
  await expect(page.getByRole('option', { name: new RegExp(`${NEW_NAME}.*ne travaille plus ici`) })).toBeVisible();
  const { settings } = await till.ask('terminal.state', {});
  expect(settings?.people.find(({ name }) => name === NEW_NAME)).toMatchObject({ active: false, roleId: 'senior-cashier' });
});

test('the roles and the rules are shown, changed and put back', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'Personnes et droits' }).click();
  await page.getByRole('tab', { name: 'Rôles' }).click();
  await page.getByRole('option', { name: /^Caissier(?! principal)/ }).click();
  await page.getByText('Ouvrir le tiroir sans vente').click();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect.poll(async () => (await till.ask('terminal.state', {})).settings?.roles.length).toBe(1);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remettre comme à l’origine' }).click();
  await expect.poll(async () => (await till.ask('terminal.state', {})).settings?.roles.length).toBe(0);
  await page.getByRole('tab', { name: 'Règles d’entrée' }).click();
  await page.getByLabel('Verrouiller après (minutes)').fill('999');
  await expect(page.getByText('Ce nombre est hors des limites.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toBeDisabled();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toBeVisible();
});

test('a till left alone locks itself, and the ticket is still there', async ({ till }) => {
  const { page } = till;
  await page.clock.install();
  await page.reload();
  await withCredentials(till, async () => {
    await till.signIn();
    await till.ask('scan', { text: MILK.code, symbology: null, source: 'wedge' });
    await till.ask('person.sign-in', { personId: 'karim', pin: PIN });
    await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
    await page.clock.fastForward('09:50');
    await page.mouse.move(200, 200);
    await page.clock.fastForward('09:50');
    await expect(page.getByRole('combobox')).toBeVisible();
    await page.clock.fastForward('00:20');
    await expect(page.getByRole('heading', { name: 'Qui est à la caisse ?' })).toBeVisible();
    expect((await till.ask('terminal.state', {})).cart?.lines).toHaveLength(1);
  });
});
