import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { neutralSettings } from '../src-main/app/neutral-shop.ts';
import { startTerminal } from '../src-main/app/terminal.ts';
import { replaceCatalog } from '../src-main/catalog/replace-catalog.ts';
import { plainProtector } from '../src-main/ledger/identity.ts';
import { openLedger } from '../src-main/ledger/open-ledger.ts';
import { Reports } from '../src-main/reports/reports.ts';
import { addDays } from '../src-shared/report/sales-report.ts';
import { atMost, type Figure, quantile, shown, under } from './figure.ts';
import { syntheticBarcode, syntheticProducts } from './synthetic-products.ts';

/**
 * A month's report behind three years of sales, and what a scan costs while it is read. The rows are written by SQL into a ledger's own tables:
 * a report reads nothing else.
 *
 *     npm run bench -- report [--lines 2000000] [--folder DIR]
 */
const LIMIT_MS = 1_000;
const SCAN_RATIO = 1.5;
const DAYS = 1_095;
const LINES_PER_TICKET = 5;
const FIRST_DAY = '2024-01-01';
const PRODUCTS = 20_000;
const RUNS = 5;
const SCANS = 6_000;
const ROUNDS = 6;
const WARM_UP_SCANS = 500;
const LINES_PER_CART = 20;
const STRIDE = 7_919;

const NOBODY = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: null, personName: null };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const options = { lines: { type: 'string', default: '2000000' }, folder: { type: 'string' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-'));
  try {
    return await measure(folder, Number(values.lines));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, lines: number): Promise<readonly Figure[]> {
  const tickets = Math.floor(lines / LINES_PER_TICKET);
  fill(folder, tickets);
  await replaceCatalog({ folder }, { categories: [], products: syntheticProducts(PRODUCTS), quickKeys: [] });
  const reports = new Reports(folder);
  const day = addDays(FIRST_DAY, DAYS - 1);
  const question = { span: 'month' as const, from: `${day.slice(0, 7)}-01`, to: day, timeZone: 'Africa/Algiers', currency: 'DZD' };
  const took: number[] = [];
  // The first starts the thread and fills the file's cache: a manager meets it once a day.
  for (let index = 0; index <= RUNS; index += 1) took.push(await timed(() => reports.sales(question)));
  const [first = Number.NaN, ...warm] = took;
  const counter = await openCounter();
  const alone: number[] = [];
  const meanwhile: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(...(await counter.scans(SCANS / ROUNDS)));
    // One report after the other for as long as is scanned.
    const reading = keepReading(() => reports.sales(question));
    meanwhile.push(...(await counter.scans(SCANS / ROUNDS)));
    await reading.stop();
  }
  await counter.close();
  await reports.stop();
  return [
    under(`month's report behind ${lines} lines, median`, quantile(warm, 0.5), 'ms', LIMIT_MS),
    shown('the first, with the start of its thread', first, 'ms'),
    atMost('a scan while reports are read, p99 against none', quantile(meanwhile, 0.99) / quantile(alone, 0.99), 'ratio', SCAN_RATIO),
    shown('a scan alone, p99', quantile(alone, 0.99), 'ms'),
    shown('a scan meanwhile, p99', quantile(meanwhile, 0.99), 'ms'),
    shown('lines of the month', Math.round((lines * 30) / DAYS), ''),
  ];
}

function keepReading(read: () => Promise<unknown>): { readonly stop: () => Promise<void> } {
  const end = new AbortController();
  const done = (async () => {
    while (!end.signal.aborted) await read();
  })();
  return {
    stop: async () => {
      end.abort();
      await done;
    },
  };
}

interface Counter {
  /** Milliseconds each scan took, from the code to the cart as it goes over the wire. */
  scans(count: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** A till of its own in this process: the sales the reports read stand in no journal, and no till would open on them. */
async function openCounter(): Promise<Counter> {
  const root = mkdtempSync(join(tmpdir(), 'contacto-bench-scan-'));
  await replaceCatalog({ folder: root }, { categories: [], products: syntheticProducts(PRODUCTS), quickKeys: [] });
  const started = await startTerminal({ root, protector: plainProtector, log: silent });
  if (!started.ok) throw new Error(started.error.code);
  const terminal = started.value;
  const call = async (operation: string, payload: unknown): Promise<unknown> => {
    const answer = await terminal.handle(operation, payload);
    if (!answer.ok) throw new Error(`${operation}: ${answer.error.code}`);
    return answer.value;
  };
  await call('setup.shop', { settings: neutralSettings({ ...NOBODY, currency: 'DZD' }) });
  await call('person.sign-in', { personId: 'person-1' });
  let index = 0;
  const scan = async (): Promise<number> => {
    index += 1;
    if (index % LINES_PER_CART === 0) {
      const { cart } = (await call('terminal.state', {})) as { readonly cart: { readonly cartId: string } };
      await call('cart.void', { cartId: cart.cartId, reason: null });
    }
    const text = syntheticBarcode((index * STRIDE) % PRODUCTS);
    return timed(() => call('scan', { text, symbology: null, source: 'wedge' }));
  };
  for (let warm = 0; warm < WARM_UP_SCANS; warm += 1) await scan();
  return {
    scans: async (count) => {
      const samples: number[] = [];
      for (let done = 0; done < count; done += 1) {
        const switches = process.resourceUsage().involuntaryContextSwitches;
        const tookMs = await scan();
        // What another program had the processor for says how busy the machine is, and nothing of the till.
        if (process.resourceUsage().involuntaryContextSwitches === switches) samples.push(tookMs);
        await new Promise(setImmediate);
      }
      return samples;
    },
    close: async () => {
      await terminal.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A ledger, and sales in its tables that no entry stands for: only reports are asked here. */
function fill(folder: string, tickets: number): void {
  const opened = openLedger({
    folder,
    clock: { nowMs: () => Date.now(), monoMs: () => Math.floor(performance.now()), bootId: uuidv7() },
    protector: plainProtector,
    programVersion: 'bench',
    createIfMissing: true,
  });
  if (!opened.ok) throw new Error(opened.error.code);
  opened.value.close();
  const db = new Database(join(folder, 'ledger.db'));
  db.pragma('synchronous = OFF');
  const perDay = Math.max(1, Math.ceil(tickets / DAYS));
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${tickets})`;
  const dayOf = `date('${FIRST_DAY}', '+' || ((i - 1) / ${perDay}) || ' days')`;
  db.exec(`
    INSERT INTO sale (receipt_seq, sale_id, receipt_number, epoch, seq, kind, at, business_date, till_id, actor, currency, discount_minor,
      exclusive_minor, tax_minor, total_minor, stamp_duty_minor, rounding_minor, payable_minor, change_minor)
    ${numbers} SELECT i, 's' || i, 'C1-' || i, 1, i + 1, 'sale',
      ${dayOf} || 'T' || printf('%02d:%02d', 7 + (i % ${perDay}) * 12 / ${perDay}, i % 60) || ':00.000Z', ${dayOf}, 'till-1',
      'person-' || (i % 7), 'DZD', 0, 42017, 7983, 50000, 0, 0, 50000, 0 FROM n;
    INSERT INTO sale_line (part, product_id, sku, unit, quantity_milli, unit_price_minor, list_price_minor, tax_group_id, gross_minor,
      line_discount_minor, cart_discount_minor, exclusive_minor, tax_minor, total_minor)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${tickets * LINES_PER_TICKET - 1})
    SELECT (1 + i / ${LINES_PER_TICKET}) * 4096 + 1 + i % ${LINES_PER_TICKET}, 'p' || (i * 7919 % ${PRODUCTS}), 'sku' || (i % ${PRODUCTS}),
      'piece', 1000, 10000, 10000, 'tva-19', 10000, 0, 0, 8403, 1597, 10000 FROM n;
    INSERT INTO sale_tender (part, tender_id, kind, amount_minor)
    ${numbers} SELECT i * 4096 + 1, CASE i % 3 WHEN 0 THEN 'card' ELSE 'cash' END, CASE i % 3 WHEN 0 THEN 'card' ELSE 'cash' END, 50000 FROM n;
    INSERT INTO sale_tax (part, tax_group_id, tax_id, rate_ppm, base_minor, tax_minor)
    ${numbers} SELECT i * 4096 + 1, 'tva-19', 'tva', 190000, 42017, 7983 FROM n;
  `);
  db.close();
}
