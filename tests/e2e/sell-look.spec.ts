import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { CAMEMBERT, MILK, UHT_MILK, UNKNOWN_CODE } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';

async function violations(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const all = await new AxeBuilder({ page }).analyze();
  // Another theme is other colours and nothing else.
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
  const found = [...all.violations, ...dark.violations];
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

/** Everything the sell screen can show, each reached as a person reaches it. */
const STATES: Readonly<Record<string, (till: Till) => Promise<void>>> = {
  'an empty ticket': () => Promise.resolve(),
  'a ticket of three lines': (till) => till.scan([MILK.code, CAMEMBERT.code, UHT_MILK.code]),
  'a search': async (till) => {
    await till.page.getByRole('combobox').fill('lait');
    await expect(till.page.getByRole('option').first()).toBeVisible();
  },
  'a search that finds nothing': async (till) => {
    await till.page.getByRole('combobox').fill('xylophone');
    await expect(till.page.getByRole('status').getByRole('button')).toBeVisible();
  },
  'an unknown code': async (till) => {
    await till.scan(UNKNOWN_CODE);
    await expect(till.page.getByText(UNKNOWN_CODE)).toBeVisible();
  },
  'the quantity pad': (till) => openLine(till, 'F7'),
  'the discount pad': (till) => openLine(till, 'F6'),
  'the weight pad': async (till) => {
    await till.page.getByRole('row').nth(2).click();
    await till.page.keyboard.press('1');
    await expect(till.page.getByRole('textbox')).toBeVisible();
  },
  'a line just taken off': async (till) => {
    await till.scan(MILK.code);
    await expect.poll(till.total).toMatch(/^25/);
    await till.page.keyboard.press('Delete');
    await expect.poll(till.total).toMatch(/^0/);
  },
  'the drawer question': async (till) => {
    await till.page.keyboard.press('F9');
    await expect(till.page.getByRole('dialog')).toBeVisible();
  },
  'the till menu': async (till) => {
    await till.page.keyboard.press('F10');
    await expect(till.page.getByRole('dialog')).toBeVisible();
  },
};

async function openLine(till: Till, key: string): Promise<void> {
  await till.scan([MILK.code, CAMEMBERT.code]);
  await expect.poll(till.total).toMatch(/^345/);
  await till.page.keyboard.press('F7');
  await till.page.keyboard.press(key);
  await expect(till.page.getByRole('tabpanel').getByRole('textbox')).toBeVisible();
}

for (const language of ['fr', 'ar'] as const) {
  test(`axe finds nothing to say against any state of the sell screen, light and dark (${language})`, async ({ till }) => {
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

test('at 1024 by 768 eight lines of the ticket are in sight, and nothing sticks out', async ({ till }) => {
  await till.page.setViewportSize({ width: 1024, height: 768 });
  await till.signIn();
  const { products } = await till.ask('catalog.quick-keys', { categoryId: 'la' });
  const codes = products.flatMap(({ barcodes }) => barcodes.slice(0, 1)).slice(0, 8);
  await till.scan(codes);
  const lines = till.page.getByRole('listbox', { name: 'Ticket' }).getByRole('option');
  await expect(lines).toHaveCount(8);
  for (const line of await lines.all()) await expect(line).toBeInViewport({ ratio: 0.99 });
  expect(await till.page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024);
});

test('the total and the way to pay never change their place', async ({ till }) => {
  await till.signIn();
  const place = async () => {
    const total = await till.page.getByTestId('total').boundingBox();
    const pay = await till.page.getByRole('button', { name: 'Payer' }).boundingBox();
    return { totalEnd: Math.round((total?.x ?? 0) + (total?.width ?? 0)), totalTop: total?.y, pay };
  };
  const empty = await place();
  await till.scan([MILK.code, CAMEMBERT.code]);
  await expect.poll(till.total).toBe('345,00');
  expect(await place()).toEqual(empty);
  await till.page.keyboard.press('F7');
  await expect(till.page.getByRole('textbox', { name: 'Quantité' })).toBeVisible();
  expect(await place()).toEqual(empty);
  await till.page.keyboard.press('Delete');
  await expect.poll(till.total).toBe('25,00');
  expect(await place()).toEqual(empty);
  await till.scan(UNKNOWN_CODE);
  await expect(till.page.getByText(UNKNOWN_CODE)).toBeVisible();
  expect(await place()).toEqual(empty);
});

test('a discount on a line moves no other line', async ({ till }) => {
  await till.signIn();
  await till.scan([MILK.code, CAMEMBERT.code, UHT_MILK.code]);
  await expect.poll(till.total).toBe('495,00');
  const last = till.page.getByRole('option', { name: UHT_MILK.fr });
  const before = await last.boundingBox();
  await till.page.getByRole('option', { name: CAMEMBERT.fr }).click();
  await till.page.keyboard.press('F6');
  await till.page.getByRole('button', { name: '20 %' }).click();
  await expect(till.page.getByRole('option', { name: CAMEMBERT.fr })).toContainText('-64,00');
  expect(await last.boundingBox()).toEqual(before);
});

for (const { name, width, height } of [
  { name: '1024 by 768', width: 1024, height: 768 },
  { name: 'a tablet held upright', width: 800, height: 1280 },
]) {
  test(`every button can be hit with a finger: 48 px or more (${name})`, async ({ till }) => {
    await till.page.setViewportSize({ width, height });
    await till.signIn();
    for (const reach of ['a ticket of three lines', 'the quantity pad', 'the discount pad', 'an unknown code']) {
      await STATES[reach]?.(till);
      const small = await till.page.evaluate(() =>
        [...document.querySelectorAll('button, [role="tab"], [role="row"], [role="option"]')]
          .map((element) => ({ words: element.getAttribute('aria-label') ?? element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.width < 48 || box.height < 48))
          .map(({ words, box }) => `${words} is ${Math.round(box.width)} by ${Math.round(box.height)}`),
      );
      expect(small).toEqual([]);
      await till.signIn();
    }
  });
}

test('magnified to 200 % everything can be reached by scrolling one way only', async ({ till }) => {
  await till.page.setViewportSize({ width: 512, height: 384 });
  await till.signIn({ language: 'ar' });
  await till.scan([MILK.code, CAMEMBERT.code]);
  await expect.poll(till.total).toMatch(/^345/);
  expect(await till.page.evaluate(() => document.documentElement.scrollWidth)).toBe(512);
  for (const button of await till.page.getByRole('group', { name: 'إجراءات التذكرة' }).getByRole('button').all()) {
    await button.scrollIntoViewIfNeeded();
    await expect(button).toBeInViewport();
  }
});
