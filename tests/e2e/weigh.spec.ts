import AxeBuilder from '@axe-core/playwright';
import type { VirtualLoad } from '../../src-shared/contract/device-state.ts';
import { CAMEMBERT, MILK, TOMATOES } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';

const TYPING = { delay: 90 };
const OTHER_NAMES = { fr: TOMATOES.fr, ar: /^طماطم/, en: /^Tomatoes/ } as const;

async function load(till: Till, put: VirtualLoad): Promise<void> {
  await till.ask('virtual-scale.load', { load: put });
}

async function change(till: Till, changes: object): Promise<void> {
  const { settings } = await till.ask('terminal.state', {});
  await till.ask('settings.save', { settings: { ...settings!, ...changes }, reason: 'scale' });
}

async function chooseTomatoes(till: Till): Promise<void> {
  await till.page.getByRole('row', { name: TOMATOES.fr }).click();
}

test.beforeEach(async ({ till }) => {
  await till.signIn();
  await load(till, { kind: 'weight', weightMilliKg: 0 });
  await till.ask('scale.tare', { tareMilliKg: 0 });
});

test('goods on the scale are weighed, priced before they are added, and added once by Enter', async ({ till }) => {
  const { page } = till;
  await chooseTomatoes(till);
  const panel = page.getByRole('region', { name: TOMATOES.fr });
  await expect(panel.getByText('Le plateau est vide.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Ajouter' })).toBeDisabled();
  await load(till, { kind: 'weight', weightMilliKg: 1_235 });
  await expect(panel.getByText(/1,235\s?kg/).first()).toBeVisible();
  await expect(panel.getByText(/Cela fait/)).toHaveText(/148,20/);
  await page.keyboard.press('Enter');
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole('option', { name: TOMATOES.fr })).toHaveText(/1,235\s?kg.*120,00.*148,20$/);
  // The same load again is not sold again: it has to be lifted first.
  await chooseTomatoes(till);
  await expect(page.getByText('Ce poids est déjà sur le ticket.')).toBeVisible();
  await load(till, { kind: 'weight', weightMilliKg: 0 });
  await expect(page.getByText('Le plateau est vide.')).toBeVisible();
  expect((await till.ask('terminal.state', {})).cart?.lines).toMatchObject([{ quantityMilli: 1_235, measured: 'scale' }]);
});

for (const [put, words] of [
  [{ kind: 'motion' }, 'Le poids bouge encore.'],
  [{ kind: 'negative' }, 'Moins que rien.'],
  [{ kind: 'overload' }, 'Trop lourd pour cette balance.'],
  [{ kind: 'outside-zero' }, 'La balance n’est pas à zéro.'],
] as const) {
  test(`a scale that says ${put.kind} is told in words, and nothing can be added`, async ({ till }) => {
    await chooseTomatoes(till);
    await load(till, put);
    await expect(till.page.getByText(words)).toBeVisible();
    await expect(till.page.getByRole('button', { name: 'Ajouter' })).toBeDisabled();
  });
}

test('a tare is taken of what stands there, of a known thing, typed, and taken away again', async ({ till }) => {
  const { page } = till;
  await chooseTomatoes(till);
  await load(till, { kind: 'weight', weightMilliKg: 320 });
  const tares = page.getByRole('group', { name: 'Tare' });
  await expect(page.getByText('Poids stable.')).toBeVisible();
  await tares.getByRole('button', { name: 'Ce qui est posé' }).click();
  await expect(page.getByText('Le plateau est vide.')).toBeVisible();
  await expect(tares).toContainText(/Tare\s?0,320\s?kg/);
  await load(till, { kind: 'weight', weightMilliKg: 1_320 });
  await expect(page.getByText(/1,000\s?kg/)).toBeVisible();
  await tares.getByRole('button', { name: 'Sans tare' }).click();
  await expect(page.getByText(/1,320\s?kg/)).toBeVisible();
  await tares.getByRole('button', { name: /Barquette/ }).click();
  await expect(page.getByText(/1,305\s?kg/)).toBeVisible();
  await tares.getByRole('button', { name: 'Taper une tare' }).click();
  await page.keyboard.type('0,5', TYPING);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/0,820\s?kg/)).toBeVisible();
  // The focus is back where Enter adds the goods.
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: TOMATOES.fr })).toHaveText(/0,820\s?kg/);
});

test('a weight can be typed at once instead, and the line says so', async ({ till }) => {
  const { page } = till;
  await chooseTomatoes(till);
  await expect(page.getByText('Le plateau est vide.')).toBeVisible();
  await page.keyboard.type('0,750', TYPING);
  await expect(page.getByRole('textbox', { name: /kilogrammes/ })).toHaveValue('0,750');
  await expect(page.getByText(/Cela fait/)).toHaveText(/90,00/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: TOMATOES.fr })).toHaveText(/0,750\s?kg.*90,00.*poids tapé/);
});

test('a scale that falls silent leaves typing, with words, and comes back by itself', async ({ till }) => {
  const { page } = till;
  await chooseTomatoes(till);
  await expect(page.getByText('Le plateau est vide.')).toBeVisible();
  await load(till, { kind: 'silence' });
  await expect(page.getByRole('alert').filter({ hasText: 'En attendant, tapez le poids.' })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole('textbox', { name: /kilogrammes/ })).toBeFocused();
  await load(till, { kind: 'weight', weightMilliKg: 500 });
  await expect(page.getByText('Poids stable.')).toBeVisible({ timeout: 20_000 });
});

test('where the shop wants the scale used no weight is typed, neither here nor on a line', async ({ till }) => {
  const { page } = till;
  const { settings } = await till.ask('terminal.state', {});
  await change(till, { weighing: { ...settings!.weighing, typedWeight: 'without-scale' } });
  try {
    await chooseTomatoes(till);
    await load(till, { kind: 'weight', weightMilliKg: 1_000 });
    await expect(page.getByText('Poids stable.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Taper le poids' })).toHaveCount(0);
    await page.keyboard.type('7', TYPING);
    await expect(page.getByRole('alert').filter({ hasText: 'Ici, on pèse sur la balance.' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: /kilogrammes/ })).toHaveCount(0);
    await expect(page.getByRole('combobox')).toHaveValue('');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: TOMATOES.fr }).click();
    await page.keyboard.type('2', TYPING);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').filter({ hasText: 'Ici, on pèse sur la balance.' })).toBeVisible();
    await expect(page.getByRole('option', { name: TOMATOES.fr })).toHaveText(/1,000\s?kg/);
  } finally {
    await change(till, { weighing: settings!.weighing });
  }
});

test('weight and price labels of the shop ring up without the scale', async ({ till }) => {
  // 21PPPPPWWWWWC and 22PPPPPVVVVVC of the demo shop, for the tomatoes at 120,00 a kilogram.
  await till.scan(['2101003012354', '2201003240006']);
  const lines = till.page.getByRole('option', { name: TOMATOES.fr });
  await expect(lines).toHaveCount(2);
  await expect(lines.nth(0)).toHaveText(/1,235\s?kg.*148,20/);
  await expect(lines.nth(1)).toHaveText(/240,00.*Prix de l’étiquette/);
});

test('a scan while something is being weighed rings up, and the weight stays where it was', async ({ till }) => {
  await chooseTomatoes(till);
  await load(till, { kind: 'weight', weightMilliKg: 640 });
  await expect(till.page.getByText('Poids stable.')).toBeVisible();
  await till.scan(MILK.code);
  await expect(till.page.getByRole('option', { name: MILK.fr })).toBeVisible();
  await expect(till.page.getByRole('option', { name: TOMATOES.fr })).toHaveCount(0);
});

test('the pads of a line and of the ticket show what it comes to before it is confirmed', async ({ till }) => {
  const { page } = till;
  await till.scan([CAMEMBERT.code, MILK.code]);
  await expect.poll(till.total).toBe('345,00');
  await page.keyboard.press('F7');
  await page.keyboard.type('12', TYPING);
  await expect(page.getByText(/Cela fait/)).toHaveText(/300,00/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F6');
  await page.keyboard.type('10', TYPING);
  await expect(page.getByText(/Nouveau total/)).toBeVisible();
  const shown = ((await page.getByText(/Nouveau total/).textContent()) ?? '').replace(/[^\d,]/g, '');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await till.total()).replace(/[^\d,]/g, '')).toBe(shown);
});

for (const [name, viewport] of [
  ['landscape', { width: 1_024, height: 768 }],
  ['portrait', { width: 800, height: 1_280 }],
] as const) {
  for (const language of ['fr', 'ar', 'en'] as const) {
    test(`the weigh panel in ${language}, ${name}: everything is in reach and nothing bars the way of a screen reader`, async ({
      till,
    }) => {
      await till.page.setViewportSize(viewport);
      await till.signIn({ language });
      await till.page.getByRole('row', { name: OTHER_NAMES[language] }).click();
      await load(till, { kind: 'weight', weightMilliKg: 1_235 });
      const add = till.page.getByRole('button', { name: { fr: 'Ajouter', ar: 'إضافة', en: 'Add' }[language], exact: true });
      await expect(add).toBeEnabled();
      await expect(add).toBeInViewport({ ratio: 1 });
      await expect(till.page.getByTestId('total')).toBeInViewport({ ratio: 1 });
      if (process.env['LOOK'] !== undefined) await till.page.screenshot({ path: `${process.env['LOOK']}/weigh-${language}-${name}.png` });
      const { violations } = await new AxeBuilder({ page: till.page }).analyze();
      expect(violations).toEqual([]);
    });
  }
}
