import { expect, test } from './fixtures.ts';

const TYPING = { delay: 90 };

test('a sale is rung up to the payment with nothing but the keyboard', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await page.keyboard.type('camem', TYPING);
  await expect(page.getByRole('option', { name: /Camembert/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(till.total).toBe('320,00');
  await page.keyboard.press('+');
  await expect.poll(till.total).toBe('640,00');
  await page.keyboard.press('-');
  await expect.poll(till.total).toBe('320,00');
  await page.keyboard.type('tomates', TYPING);
  await expect(page.getByRole('option', { name: /Tomates/ }).first()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Tomates' })).toBeVisible();
  await page.keyboard.type('0,5', TYPING);
  await page.keyboard.press('Enter');
  await expect.poll(till.total).toBe('380,00');
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('heading', { name: 'Tomates' })).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('heading', { name: /Camembert/ })).toBeVisible();
  await page.keyboard.press('Delete');
  await expect.poll(till.total).toBe('60,00');
  await page.keyboard.press('Control+z');
  await expect.poll(till.total).toBe('380,00');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('total')).toHaveCount(0);
});

test('each key is printed on its button while a keyboard is in use, and told to who cannot see it', async ({ till }) => {
  await till.signIn();
  const keys = { Attente: 'F3', Rappeler: 'F4', Remise: 'F6', Tiroir: 'F9', Menu: 'F10', Payer: 'F12' };
  for (const [name, key] of Object.entries(keys)) {
    const button = till.page.getByRole('button', { name, exact: true });
    await expect(button).toHaveAttribute('aria-keyshortcuts', key);
    await expect(button.locator(`[data-key="${key}"]`)).toBeVisible();
  }
});

test('Tab reaches every control, and the focus is always to be seen', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  await till.scan('6139990015542');
  await expect.poll(till.total).toBe('25,00');
  const reached = new Set<string>();
  for (let at = 0; at < 40; at += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const ring = [element, element.parentElement].some((each) => each !== null && getComputedStyle(each).outlineStyle !== 'none');
      return { name: element.getAttribute('aria-label') ?? element.textContent.trim(), ring };
    });
    if (focused === null) continue;
    expect(focused.ring, `${focused.name} shows that it has the focus`).toBe(true);
    reached.add(focused.name);
  }
  for (const name of ['Chercher un produit ou saisir un code', 'Revenir en arrière', 'Note sur le ticket', 'Annuler le ticket']) {
    expect([...reached]).toContain(name);
  }
  expect([...reached].some((name) => name.startsWith('Payer'))).toBe(true);
});
