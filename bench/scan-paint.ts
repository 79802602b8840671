import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { prepareBrowser } from '../build/browser.ts';
import { ensureRenderer } from '../build/renderer-build.ts';
import { startTerminalHost } from '../tests/e2e/terminal-host.ts';
import { typeAsScanner } from '../tests/e2e/wedge-scanner.ts';
import { type Figure, quantile, shown, under } from './figure.ts';

/**
 * From the last key of a scan to the painted line, in a real browser on the real terminal: the key reaches the page, the code crosses the
 * socket, main rings it up, the answer is drawn. Taken in the page, from the keydown of Enter to the first task after the frame in which
 * the ticket's total changed.
 */
const P95_BAR_MS = 50;
const LINES_PER_TICKET = 8;
const WARM_UP_SCANS = 10;
/** Longer than any scan takes; one that changes nothing is a failure of the bench and not a slow sample. */
const SCAN_LIMIT_MS = 5_000;
const SCAN_LENGTH_MS = 250;
const SCREEN = { width: 1_024, height: 768 };

export async function paintFigures(scans: number): Promise<readonly Figure[]> {
  await ensureRenderer();
  const { executablePath, args } = prepareBrowser();
  const host = await startTerminalHost();
  const browser = await chromium.launch({ executablePath, args: [...args] });
  try {
    const page = await browser.newPage({ viewport: SCREEN });
    await page.addInitScript(watchScans);
    await page.goto(host.address());
    await page.getByText('Amina').first().click();
    await page.getByTestId('total').waitFor();
    const samples = await scanAndTime(page, scans);
    return [
      under('last key to painted line, p95', quantile(samples, 0.95), 'ms', P95_BAR_MS),
      shown('last key to painted line, median', quantile(samples, 0.5), 'ms'),
    ];
  } finally {
    await browser.close();
    await host.stop();
  }
}

async function scanAndTime(page: Page, scans: number): Promise<readonly number[]> {
  const session = await page.context().newCDPSession(page);
  const codes = demoBarcodes();
  const samples: number[] = [];
  for (let index = 0; index < WARM_UP_SCANS + scans; index++) {
    await page.evaluate((limitMs) => {
      window.paintedScan = window.nextPaintedScan(limitMs);
    }, SCAN_LIMIT_MS);
    await typeAsScanner(session, [codes[index % LINES_PER_TICKET] ?? '']);
    const tookMs = await page.evaluate(() => window.paintedScan);
    // The keys carry the times a scanner's would, the last of them some 100 ms ahead: the next scan must not begin before those have passed.
    await page.waitForTimeout(SCAN_LENGTH_MS);
    if (index >= WARM_UP_SCANS) samples.push(tookMs);
  }
  return samples;
}

function demoBarcodes(): readonly string[] {
  const [header = '', ...rows] = readFileSync(join(import.meta.dirname, '../resources/demo/products.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  const column = header.split('\t').indexOf('barcode');
  return rows.map((row) => row.split('\t')[column] ?? '').filter((code) => code !== '');
}

declare global {
  interface Window {
    /** Milliseconds from the Enter that ends the next scan to the frame that shows it. */
    nextPaintedScan: (limitMs: number) => Promise<number>;
    paintedScan: Promise<number>;
  }
}

/** Runs in the page before any script of its own, so that its listener sees the key first. */
function watchScans(): void {
  let pressedAt: number | null = null;
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.code === 'Enter') pressedAt = performance.now();
    },
    { capture: true },
  );
  window.nextPaintedScan = (limitMs) =>
    new Promise((resolve, reject) => {
      const total = document.querySelector('[data-testid="total"]');
      if (total === null) throw new Error('no total on the screen');
      pressedAt = null;
      const timer = setTimeout(() => {
        reject(new Error('a scan changed nothing'));
      }, limitMs);
      const observer = new MutationObserver(() => {
        observer.disconnect();
        clearTimeout(timer);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve(performance.now() - (pressedAt ?? Number.NaN));
          };
          port2.postMessage(null);
        });
      });
      observer.observe(total, { childList: true, characterData: true, subtree: true });
    });
}
