import { test as base, type CDPSession, expect, type Page } from '@playwright/test';
import type { Operation, RequestOf, ResponseOf } from '../../src-shared/contract/terminal-api.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { looseCash } from '../../src-shared/till/cash-count.ts';
import { startTerminalHost, type TerminalHost } from './terminal-host.ts';
import { type ScanOptions, typeAsScanner } from './wedge-scanner.ts';

/** Cashiers of the demo shop. */
export type DemoPerson = 'amina' | 'karim';

/** The till of one test: its screen, the scanner on its cable, and a second line to the terminal for what the test itself must arrange. */
export interface Till {
  readonly page: Page;
  /** Signs someone in at an empty ticket, in a language. */
  readonly signIn: (options?: { readonly person?: DemoPerson; readonly language?: Language }) => Promise<void>;
  /** Asks the terminal directly, past the screen. Throws when it refuses. */
  readonly ask: <O extends Operation>(operation: O, request: RequestOf<O>) => Promise<ResponseOf<O>>;
  /** Scans without waiting for what comes of it. */
  readonly scan: (codes: string | readonly string[], options?: ScanOptions) => Promise<void>;
  readonly total: () => Promise<string>;
}

/** Asks the terminal directly, past the screen. Throws when it refuses. */
export async function askThrough<O extends Operation>(page: Page, operation: O, request: RequestOf<O>): Promise<ResponseOf<O>> {
  const frame = await page.evaluate(
    (payload) =>
      new Promise<{ kind: string; value?: unknown; error?: unknown }>((resolve, reject) => {
        const socket = new WebSocket(new URL('/terminal', location.href.replace(/^http/, 'ws')));
        socket.onerror = () => {
          reject(new Error('no line to the terminal'));
        };
        socket.onopen = () => {
          socket.send(JSON.stringify({ id: 1, ...payload }));
        };
        socket.onmessage = ({ data }) => {
          const answer = JSON.parse(String(data)) as { kind: string; id?: number };
          if (answer.id !== 1) return;
          socket.close();
          resolve(answer);
        };
      }),
    { operation, payload: request },
  );
  if (frame.kind !== 'answer') throw new Error(`${operation} was refused: ${JSON.stringify(frame.error)}`);
  return frame.value as ResponseOf<O>;
}

/** The demo shop sells on a till that was opened: with nothing in it, unless the test opens it otherwise. */
async function openedTill(page: Page): Promise<void> {
  const { status } = await askThrough(page, 'till.view', {});
  if (status.state === 'not-open') await askThrough(page, 'till.open', { tillId: status.tillId, float: looseCash(0) });
}

async function emptyTicket(page: Page): Promise<void> {
  const { cart, heldCount } = await askThrough(page, 'terminal.state', {});
  if (cart !== null) {
    let { revision } = cart;
    for (const { tenderLineId } of cart.tenders) {
      const command = { kind: 'tender.remove' as const, tenderLineId };
      ({ revision } = (await askThrough(page, 'cart.command', { cartId: cart.cartId, revision, command })).cart);
    }
    if (cart.lines.length > 0) await askThrough(page, 'cart.void', { cartId: cart.cartId, reason: null });
    else if (cart.customerId !== undefined) {
      await askThrough(page, 'cart.command', { cartId: cart.cartId, revision, command: { kind: 'cart.customer', customerId: null } });
    }
  }
  if (heldCount === 0) return;
  const { carts } = await askThrough(page, 'cart.held', {});
  for (const { cartId } of carts) {
    await askThrough(page, 'cart.recall', { cartId });
    await askThrough(page, 'cart.void', { cartId, reason: null });
  }
}

export const test = base.extend<{ till: Till; scannerLine: CDPSession }, { host: TerminalHost }>({
  host: [
    // Playwright reads what a fixture needs from this pattern, and wants one even where nothing is.
    async ({ browserName: _ }, use) => {
      const host = await startTerminalHost();
      await use(host);
      await host.stop();
    },
    { scope: 'worker' },
  ],
  scannerLine: async ({ context, page }, use) => {
    await use(await context.newCDPSession(page));
  },
  till: async ({ page, host, scannerLine }, use) => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await page.goto(host.address());
    await use({
      page,
      signIn: async ({ person = 'amina', language = 'fr' } = {}) => {
        // The manager clears the counter: not everybody may give up whatever a test has left there.
        await askThrough(page, 'person.sign-in', { personId: 'amina' });
        await openedTill(page);
        await emptyTicket(page);
        await askThrough(page, 'person.sign-in', { personId: person });
        await askThrough(page, 'person.language', { language });
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.getByRole('combobox')).toBeVisible();
      },
      ask: (operation, request) => askThrough(page, operation, request),
      scan: (codes, options) => typeAsScanner(scannerLine, typeof codes === 'string' ? [codes] : codes, options),
      total: async () => ((await page.getByTestId('total').textContent()) ?? '').replace(/\s/g, ' '),
    });
    expect(faults).toEqual([]);
  },
});

export { expect };
