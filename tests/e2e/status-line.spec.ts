import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { CAMEMBERT } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { ring, ringAndPay, sellForCash } from './paying.ts';

test('each word of the state line opens what it means and what to do', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.getByRole('button', { name: /^Envois/ }).click();
  const sheet = page.getByRole('dialog', { name: 'État de la caisse' });
  await expect(sheet.getByRole('region', { name: 'Envois' })).toBeFocused();
  await expect(sheet).toContainText('en sécurité');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('a colleague takes over with one touch, in another language, and the ticket stays', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await ring(till, [CAMEMBERT.code], '320,00');
  await page.getByRole('button', { name: /^À la caisse : Amina/ }).click();
  await page.getByRole('button', { name: /كريم/ }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect.poll(till.total).toMatch(/^320/);
});

test('the language is changed at once, for the person', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.getByRole('button', { name: 'Langue' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect((await till.ask('terminal.state', {})).person).toMatchObject({ language: 'en' });
});

/** Everything these screens can show, each reached as a person reaches it. */
const STATES: Readonly<Record<string, (till: Till) => Promise<void>>> = {
  'signing in': async (till) => {
    await till.ask('person.sign-out', {});
    await expect(till.page.getByRole('heading', { level: 1 })).toBeVisible();
  },
  'paying in cash': (till) => ringAndPay(till, [CAMEMBERT.code], /^320/),
  'paying by card, part of it given': async (till) => {
    await ringAndPay(till, [CAMEMBERT.code], /^320/);
    await till.page.keyboard.press('ArrowDown');
    await till.page.keyboard.type('100', { delay: 90 });
    await till.page.keyboard.press('Enter');
    await expect(till.page.getByRole('listitem').first()).toContainText('100');
  },
  settled: async (till) => {
    await ringAndPay(till, [CAMEMBERT.code], /^320/);
    await till.page.keyboard.press('Enter');
    await expect(till.page.locator('input[data-number-pad]')).toHaveCount(0);
  },
  'held tickets': async (till) => {
    await ring(till, [CAMEMBERT.code], /^320/);
    await till.page.keyboard.press('F3');
    await expect.poll(till.total).toMatch(/^0/);
    await till.page.keyboard.press('F4');
    await expect(till.page.getByRole('dialog').getByRole('option')).toBeVisible();
  },
  receipts: async (till) => {
    await ring(till, [CAMEMBERT.code], /^320/);
    await till.page.keyboard.press('F10');
    await till.page.getByRole('dialog').getByRole('option').first().click();
    await expect(till.page.getByRole('article')).toBeVisible();
  },
  help: async (till) => {
    await till.page.keyboard.press('F1');
    await expect(till.page.getByRole('dialog')).toBeVisible();
  },
  'the state of the till': async (till) => {
    await till.page.getByRole('banner').getByRole('button').nth(2).click();
    await expect(till.page.getByRole('dialog')).toBeVisible();
  },
};

async function violations(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const all = await new AxeBuilder({ page }).analyze();
  // Another theme is other colours and nothing else.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  return [...all.violations, ...dark.violations].flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

for (const language of ['fr', 'ar'] as const) {
  test(`axe finds nothing to say against the other screens, light and dark (${language})`, async ({ till }) => {
    test.slow();
    const found: string[] = [];
    for (const [state, reach] of Object.entries(STATES)) {
      await till.signIn({ language });
      await reach(till);
      found.push(...(await violations(till.page)).map((violation) => `${state}: ${violation}`));
      await till.page.reload();
    }
    expect(found).toEqual([]);
  });
}

test('axe finds nothing to say against the end of a sale and the printing sheet', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await sellForCash(till, [CAMEMBERT.code], '320,00');
  await expect(page.getByText('Imprimé')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+p');
  await expect(page.getByRole('dialog')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Imprimante/ }).click();
  await page.getByRole('button', { name: 'Ouvrir l’impression' }).click();
  await expect(
    page
      .getByRole('dialog')
      .getByRole('img', { name: /imprimé à/ })
      .first(),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

for (const { name, width, height } of [
  { name: '1024 by 768', width: 1024, height: 768 },
  { name: 'a tablet held upright', width: 800, height: 1280 },
]) {
  test(`every button can be hit with a finger, and nothing sticks out (${name})`, async ({ till }) => {
    await till.page.setViewportSize({ width, height });
    for (const state of ['paying in cash', 'paying by card, part of it given', 'settled', 'held tickets', 'signing in']) {
      await till.signIn();
      await STATES[state]?.(till);
      // A button out of the tab order is one that screen readers alone find.
      const small = await till.page.evaluate(() =>
        [...document.querySelectorAll('button:not([tabindex="-1"]), [role="option"]')]
          .map((element) => ({ words: element.getAttribute('aria-label') ?? element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 47.5 || box.height < 46.5))
          .map(({ words, box }) => `${words} is ${Math.round(box.width)} by ${Math.round(box.height)}`),
      );
      expect({ state, small }).toEqual({ state, small: [] });
      expect(await till.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await till.page.reload();
    }
  });
}
