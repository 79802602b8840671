import type { Page, WebSocketRoute } from '@playwright/test';
import { CAMEMBERT } from './demo-goods.ts';
import { expect, type Till, test } from './fixtures.ts';
import { done, ringAndPay, stateOf } from './paying.ts';

interface Call {
  readonly id: number;
  readonly operation: string;
}

/** Stands on the line between the screen and the terminal from now on. `answer` may answer a call in the terminal's place. */
async function standBetween(page: Page, answer: (call: Call, screen: WebSocketRoute) => boolean): Promise<() => WebSocketRoute> {
  let line: WebSocketRoute | null = null;
  await page.routeWebSocket(/\/terminal$/, (screen) => {
    // The page's own comes first; those a test asks through come and go.
    line ??= screen;
    const terminal = screen.connectToServer();
    screen.onMessage((message) => {
      if (!answer(JSON.parse(String(message)) as Call, screen)) terminal.send(message);
    });
  });
  return () => {
    if (line === null) throw new Error('the screen has no line');
    return line;
  };
}

async function reloaded(till: Till): Promise<void> {
  await till.page.reload();
  await expect(till.page.getByRole('combobox')).toBeVisible();
}

test('an outcome nobody knows is said as that, and asking again books one sale', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  let isLost = true;
  await standBetween(page, ({ id, operation }, screen) => {
    if (operation !== 'sale.complete' || !isLost) return false;
    isLost = false;
    screen.send(JSON.stringify({ kind: 'refused', id, error: { code: 'ledger.outcome-unknown', params: {} } }));
    return true;
  });
  await reloaded(till);
  const before = (await till.ask('sale.recent', { limit: 100 })).sales.length;
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Terminer/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Il n’est pas certain que la vente soit enregistrée.')).toBeVisible();
  await expect(page.getByText('n’encaisse jamais deux fois')).toBeVisible();
  await page.getByRole('button', { name: /^Vérifier/ }).click();
  await expect(done(till)).toContainText('rien à rendre');
  expect((await till.ask('sale.recent', { limit: 100 })).sales).toHaveLength(before + 1);
});

test('an answer lost on the way is found again by asking: the same sale, not another', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  let dropped = false;
  const line = await standBetween(page, ({ operation }) => {
    if (operation !== 'sale.complete' || dropped) return false;
    dropped = true;
    // The terminal hears it and the screen is cut off before it can be told.
    setTimeout(() => void line().close(), 0);
    return false;
  });
  await reloaded(till);
  const before = (await till.ask('sale.recent', { limit: 100 })).sales.length;
  await ringAndPay(till, [CAMEMBERT.code], '320,00');
  await page.getByRole('button', { name: '500,00' }).click();
  await page.getByRole('button', { name: /^Terminer/ }).click();
  await expect(async () => {
    const check = page.getByRole('button', { name: /^Vérifier/ });
    if (await check.isVisible()) await check.click();
    await expect(done(till)).toContainText('180,00', { timeout: 500 });
  }).toPass();
  expect((await till.ask('sale.recent', { limit: 100 })).sales).toHaveLength(before + 1);
});

test('a journal that stopped is said over the whole screen, with what to do, and the ticket is kept', async ({ till }) => {
  const { page } = till;
  await till.signIn();
  const line = await standBetween(page, () => false);
  await reloaded(till);
  await till.ask('scan', { text: CAMEMBERT.code, symbology: null, source: 'virtual' });
  await expect.poll(till.total).toBe('320,00');
  const { status } = await stateOf(till);
  const stopped = { ...status, ledger: { state: 'stopped', finding: 'chain-broken' } };
  line().send(JSON.stringify({ kind: 'event', event: { kind: 'status', status: stopped } }));
  const said = page.getByRole('alertdialog', { name: 'La caisse a cessé de vendre' });
  await expect(said).toContainText('Aucune vente faite n’est perdue');
  await expect(said).toContainText('chain-broken');
  await said.getByRole('button', { name: 'Voir le ticket' }).click();
  await expect.poll(till.total).toBe('320,00');
  await page.getByRole('button', { name: 'Vente arrêtée' }).click();
  await expect(said).toBeVisible();
});
