import { expect, type Till } from './fixtures.ts';

/** A pace a person types at: slower than any scanner. */
export const TYPING = { delay: 90 };

/** Puts goods on the ticket as the clickable scanner does, and waits until the screen shows the sum. */
export async function ring(till: Till, codes: readonly string[], total: string | RegExp): Promise<void> {
  for (const text of codes) await till.ask('scan', { text, symbology: null, source: 'virtual' });
  await expect.poll(till.total).toMatch(typeof total === 'string' ? new RegExp(`^${total}`) : total);
}

/** Goods rung up, and the pay screen before the person. */
export async function ringAndPay(till: Till, codes: readonly string[], total: string | RegExp): Promise<void> {
  await ring(till, codes, total);
  await till.page.keyboard.press('F12');
  await expect(amountField(till)).toBeFocused();
}

export function amountField(till: Till) {
  return till.page.locator('input[data-number-pad]');
}

/** The sale's change, or what else is said in its place, once it is complete. */
export function done(till: Till) {
  return till.page
    .getByRole('status')
    .filter({ hasText: /À rendre|rien à rendre|Change to give|no change|الباقي|لا باقي|remettre en espèces/ });
}

/** Rings up, pays exactly in cash and completes, with keys. */
export async function sellForCash(till: Till, codes: readonly string[], total: string | RegExp): Promise<void> {
  await ringAndPay(till, codes, total);
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await till.page.keyboard.press('Enter');
  await expect(till.page.getByRole('button', { name: /^Client suivant/ })).toBeVisible();
}

/** Back at an empty ticket. The change stays on the screen for half a second whatever is pressed, so the key is pressed until it is taken. */
export async function nextCustomer(till: Till): Promise<void> {
  const { page } = till;
  await expect(async () => {
    await page.keyboard.press('F12');
    await expect(page.getByRole('combobox')).toBeVisible({ timeout: 700 });
  }).toPass();
}

/** Changes the shop's settings for a test; the function answered puts them back. */
export async function withSettings(
  till: Till,
  change: Partial<NonNullable<Awaited<ReturnType<typeof stateOf>>['settings']>>,
): Promise<() => Promise<void>> {
  const { settings } = await stateOf(till);
  if (settings === null) throw new Error('no shop');
  const save = async (next: typeof settings) => {
    await till.ask('settings.save', { settings: next, reason: 'test' });
  };
  await save({ ...settings, ...change });
  return () => save(settings);
}

export function stateOf(till: Till) {
  return till.ask('terminal.state', {});
}
