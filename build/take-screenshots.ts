/**
 * Takes the pictures that README and the guides show, from the running program: `node build/take-screenshots.ts` writes docs/images/*.png.
 * The demo shop, its sales and the sizes are the same each time; only clocks and receipt ids differ.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { enrolmentText } from '../src-shared/contract/enrolment-text.ts';
import { walkManager } from '../tests/e2e/manager-walk.ts';
import { setUpEmptyShop, walkTechnician } from '../tests/e2e/technician-walk.ts';
import { startTerminalHost } from '../tests/e2e/terminal-host.ts';
import { typeAsScanner } from '../tests/e2e/wedge-scanner.ts';
import { prepareBrowser } from './browser.ts';
import { projectRoot } from './project-paths.mjs';
import { ensureRenderer } from './renderer-build.ts';

const IMAGES = join(projectRoot, 'docs/images');
const SCREEN = { width: 1_024, height: 768 };
/** Fonts, pictures and the printer's paper get this long to settle. */
const SETTLE_MS = 700;
const SCANNED_SKUS = ['LA-001', 'LA-002', 'LA-002', 'BS-003', 'CA-001', 'SB-005', 'HY-001'];

interface Studio {
  readonly page: Page;
  readonly scanner: CDPSession;
  readonly shoot: (name: string) => Promise<void>;
}

function barcodes(): ReadonlyMap<string, string> {
  const [header = '', ...rows] = readFileSync(join(projectRoot, 'resources/demo/products.tsv'), 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  const at = (row: string, name: string) => row.split('\t')[columns.indexOf(name)] ?? '';
  return new Map(rows.map((row) => [at(row, 'sku'), at(row, 'barcode')]));
}

async function scanBasket({ page, scanner }: Studio): Promise<void> {
  const codes = barcodes();
  for (const sku of SCANNED_SKUS) {
    await typeAsScanner(scanner, [codes.get(sku) ?? '']);
    await page.waitForTimeout(SETTLE_MS / 5);
  }
}

/** A sale in cash of 2,000, by keys alone. */
async function payInCash({ page, shoot }: Studio, language: string): Promise<void> {
  await page.keyboard.press('F12');
  await shoot(`pay-${language}`);
  await page.keyboard.type('2000', { delay: 150 });
  await page.keyboard.press('Enter');
  await page.waitForTimeout(SETTLE_MS);
  await page.keyboard.press('F12');
  await shoot(`paid-${language}`);
}

async function saleIn(studio: Studio, language: 'fr' | 'ar', person: string): Promise<void> {
  await studio.page.getByText(person).first().click();
  await studio.page.getByTestId('total').waitFor();
  await scanBasket(studio);
  await studio.shoot(`sell-${language}`);
  await payInCash(studio, language);
  await savePaper(studio.page, `receipt-${language}`);
}

/** Asks the terminal past the screen, as one more screen of the till would. */
async function ask(page: Page, operation: string, payload: unknown): Promise<unknown> {
  return page.evaluate(
    (frame) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(new URL('/terminal', location.href.replace(/^http/, 'ws')));
        socket.onerror = reject;
        socket.onopen = () => {
          socket.send(JSON.stringify({ id: 1, ...frame }));
        };
        socket.onmessage = ({ data }) => {
          const answer = JSON.parse(String(data)) as { id?: number; value?: unknown };
          if (answer.id === 1) resolve(answer.value);
        };
      }),
    { operation, payload },
  );
}

async function savePaper(page: Page, name: string): Promise<void> {
  const { pages } = (await ask(page, 'virtual-printer.pages', { limit: 1 })) as { pages: { pngBase64: string }[] };
  const [paper] = pages;
  if (paper === undefined) throw new Error('Nothing came out of the printer.');
  writeFileSync(join(IMAGES, `${name}.png`), Buffer.from(paper.pngBase64, 'base64'));
}

/** The terminal's own settings with another language on the receipt. */
async function printReceiptsIn(page: Page, language: 'fr' | 'ar'): Promise<void> {
  const state = (await ask(page, 'terminal.state', {})) as { settings: Record<string, unknown> };
  await ask(page, 'settings.save', { settings: { ...state.settings, receiptLanguage: language }, reason: 'pictures for the guides' });
}

/** With its float, which the manager's pictures show being counted. */
async function openTill(page: Page): Promise<void> {
  await ask(page, 'person.sign-in', { personId: 'amina' });
  await ask(page, 'till.open', { tillId: 'till-1', float: { pieces: [], looseMinor: 500_000 } });
  await ask(page, 'person.sign-out', {});
}

/** The printers, what they printed, and the one of pretence. */
async function takePrinting({ page, shoot }: Studio): Promise<void> {
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'Impression' }).click();
  await shoot('printing');
  await page.keyboard.press('Escape');
}

async function takeAll(studio: Studio): Promise<void> {
  const { page, scanner, shoot } = studio;
  await page.getByText('Amina').first().waitFor();
  await shoot('sign-in');
  await openTill(page);
  await saleIn(studio, 'fr', 'Amina');
  await page.keyboard.press('Enter');
  await typeAsScanner(scanner, ['6139999999996']);
  await shoot('unknown-code');
  await page.keyboard.press('Escape');
  await takePrinting(studio);
  await printReceiptsIn(page, 'ar');
  await ask(page, 'person.sign-out', {});
  await saleIn(studio, 'ar', 'كريم');
}

/** The technician's set-up, from a shop without a device. */
async function takeDevices(studio: Studio): Promise<void> {
  await setUpEmptyShop(studio.page);
  await walkTechnician(studio.page, studio.scanner, studio.shoot);
}

/** The manager's day, from the float to the closed day. */
async function takeManager({ page, scanner, shoot }: Studio): Promise<void> {
  await page.getByText('Amina').first().waitFor();
  await walkManager(page, scanner, shoot);
}

/** The enrolment, in Arabic, as one scan of the back office’s code fills it in. */
async function takeEnrolment({ page, scanner, shoot }: Studio): Promise<void> {
  await page.getByText('Amina').first().waitFor();
  await openTill(page);
  await ask(page, 'person.sign-in', { personId: 'amina' });
  await ask(page, 'person.language', { language: 'ar' });
  await page.getByTestId('total').waitFor();
  await page.keyboard.press('F10');
  await page.getByRole('option', { name: 'الإرسال إلى الخادم' }).click();
  await page.getByLabel('رمز التسجيل').waitFor();
  await typeAsScanner(scanner, [enrolmentText({ cloudUrl: 'https://contacto.example', code: '7KQ2M-X9TVB' })]);
  await shoot('enrol-ar');
}

/** A terminal of its own and a screen on it. `demo`: with the demo shop laid out. */
async function withStudio(browser: Browser, demo: boolean, use: (studio: Studio) => Promise<void>): Promise<void> {
  const host = await startTerminalHost({ demo });
  try {
    const page = await browser.newPage({ viewport: SCREEN });
    await page.goto(host.address());
    const shoot = async (name: string): Promise<void> => {
      await page.waitForTimeout(SETTLE_MS);
      await page.screenshot({ path: join(IMAGES, `${name}.png`) });
    };
    await use({ page, scanner: await page.context().newCDPSession(page), shoot });
    await page.close();
  } finally {
    await host.stop();
  }
}

/** `node build/take-screenshots.ts devices` takes the technician's pictures only, `manager` the manager's. */
const PARTS: Readonly<Record<string, { readonly demo: boolean; readonly take: (studio: Studio) => Promise<void> }>> = {
  shop: { demo: true, take: takeAll },
  devices: { demo: false, take: takeDevices },
  manager: { demo: true, take: takeManager },
  enrolment: { demo: true, take: takeEnrolment },
};

await ensureRenderer();
mkdirSync(IMAGES, { recursive: true });
const { executablePath, args } = prepareBrowser();
const browser = await chromium.launch({ executablePath, args: [...args] });
const [wanted] = process.argv.slice(2);
try {
  for (const [name, { demo, take }] of Object.entries(PARTS)) {
    if (wanted === undefined || wanted === name) await withStudio(browser, demo, take);
  }
} finally {
  await browser.close();
}
