import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { neutralSettings } from '../src-main/app/neutral-shop.ts';
import { startTerminal } from '../src-main/app/terminal.ts';
import { replaceCatalog } from '../src-main/catalog/replace-catalog.ts';
import { plainProtector } from '../src-main/ledger/identity.ts';
import { atMost, type Figure, quantile, shown, under } from './figure.ts';
import { paintFigures } from './scan-paint.ts';
import { syntheticBarcode, syntheticProducts } from './synthetic-products.ts';

/**
 * From a code to the snapshot of the cart as it goes over the wire, through the router, the use case, the catalog, the kernel and the draft on
 * the disk, in catalogs of growing size. Codes are drawn from the whole catalog; a ticket has up to twenty lines. Waits of the
 * till's own, such as for the disk, count; those for another program's turn on the processor are left out and said.
 *
 *     npm run bench -- scan [--sizes 1000,100000,1000000] [--scans 3000] [--painted 200]
 *
 * `--painted` is how many scans are then timed in a browser, to the painted line; 0 leaves the browser out.
 */
const P99_BAR_MS = 2;
const GROWTH_BAR = 1.5;
const LINES_PER_TICKET = 20;
const WARM_UP_SCANS = 500;
/** Steps through the catalog so that neighbouring scans lie far apart in it: coprime to every size in use. */
const STRIDE = 7_919;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: '1000,100000,1000000' },
      scans: { type: 'string', default: '3000' },
      painted: { type: 'string', default: '200' },
    },
  });
  const painted = Number(values.painted);
  const inMain = await snapshotFigures(values.sizes.split(',').map(Number), Number(values.scans));
  return painted === 0 ? inMain : [...inMain, ...(await paintFigures(painted))];
}

async function snapshotFigures(sizes: readonly number[], scans: number): Promise<readonly Figure[]> {
  const counters: Counter[] = [];
  try {
    for (const size of sizes) counters.push(await openCounter(size));
    await takeTurns(counters, scans);
    return figuresOf(counters);
  } finally {
    for (const counter of counters) await counter.close();
  }
}

interface Counter {
  readonly size: number;
  readonly samples: number[];
  /** Scans in which the system gave the processor to another program: they say how busy the machine is and nothing of the till. */
  disturbed: number;
  readonly call: (operation: string, payload: unknown) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function openCounter(size: number): Promise<Counter> {
  const root = mkdtempSync(join(tmpdir(), 'contacto-bench-scan-'));
  await replaceCatalog({ folder: root }, { categories: [], products: syntheticProducts(size), quickKeys: [] });
  const started = await startTerminal({ root, protector: plainProtector, log: silent });
  if (!started.ok) throw new Error(started.error.code);
  const terminal = started.value;
  const call = async (operation: string, payload: unknown): Promise<unknown> => {
    const answer = await terminal.handle(operation, payload);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.code}`);
    return answer.value;
  };
  await call('setup.shop', { settings: shop() });
  await call('person.sign-in', { personId: 'person-1' });
  const close = async () => {
    await terminal.close();
    rmSync(root, { recursive: true, force: true });
  };
  return { size, samples: [], disturbed: 0, call, close };
}

/** Scan by scan in turn, so that whatever else the machine does falls on all sizes alike. */
async function takeTurns(counters: readonly Counter[], scans: number): Promise<void> {
  for (let index = 0; index < WARM_UP_SCANS + scans; index++) {
    for (const counter of counters) {
      if (index % LINES_PER_TICKET === 0) await emptyCounter(counter.call);
      const switches = process.resourceUsage().involuntaryContextSwitches;
      const tookMs = await timeScan(counter, syntheticBarcode((index * STRIDE) % counter.size));
      const isDisturbed = process.resourceUsage().involuntaryContextSwitches !== switches;
      if (index < WARM_UP_SCANS) continue;
      if (isDisturbed) counter.disturbed += 1;
      else counter.samples.push(tookMs);
    }
  }
}

async function timeScan({ call }: Counter, text: string): Promise<number> {
  const begin = process.hrtime.bigint();
  const outcome = await call('scan', { text, symbology: null, source: 'wedge' });
  const frame = JSON.stringify(outcome);
  const tookMs = Number(process.hrtime.bigint() - begin) / 1e6;
  if (!frame.startsWith('{"kind":"added"')) throw new Error(`${text} was not added: ${frame}`);
  return tookMs;
}

function figuresOf(counters: readonly Counter[]): readonly Figure[] {
  const p99s = counters.map(({ size, samples }) => under(`scan, ${size} products, p99`, quantile(samples, 0.99), 'ms', P99_BAR_MS));
  const medians = counters.map(({ size, samples }) => shown(`scan, ${size} products, median`, quantile(samples, 0.5), 'ms'));
  const growth = (share: number) => quantile(counters.at(-1)?.samples ?? [], share) / quantile(counters[0]?.samples ?? [], share);
  const disturbed = counters.reduce((sum, counter) => sum + counter.disturbed, 0);
  const all = counters.reduce((sum, counter) => sum + counter.samples.length, disturbed);
  return [
    ...p99s,
    ...medians,
    shown('scans left out because another program had the processor', (100 * disturbed) / all, '%'),
    atMost('growth of p99 from the smallest to the largest', growth(0.99), '×', GROWTH_BAR),
    atMost('growth of the median from the smallest to the largest', growth(0.5), '×', GROWTH_BAR),
  ];
}

async function emptyCounter(call: (operation: string, payload: unknown) => Promise<unknown>): Promise<void> {
  const { cart } = (await call('terminal.state', {})) as { cart: { cartId: string; lines: unknown[] } | null };
  if (cart !== null && cart.lines.length > 0) await call('cart.void', { cartId: cart.cartId, reason: null });
}

function shop() {
  const nobody = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: null, personName: null };
  return neutralSettings({ ...nobody, currency: 'DZD' });
}
