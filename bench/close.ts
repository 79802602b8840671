import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { plainProtector } from '../src-main/ledger/identity.ts';
import type { CompleteSaleRequest, Ledger } from '../src-main/ledger/ledger.ts';
import { openLedger } from '../src-main/ledger/open-ledger.ts';
import { positionOf } from '../src-main/ledger/position.ts';
import { sampleSale } from '../src-main/ledger/testing/sample-sale.ts';
import { ok } from '../src-shared/result.ts';
import type { CartTender } from '../src-shared/sale/cart.ts';
import { tillFigures } from '../src-shared/till/figures.ts';
import { atMost, type Figure, quantile, shown, under } from './figure.ts';

/**
 * What the figures of a Z cost after a day of so many sales, behind a history of days like it, against the bare limit: the same rows summed
 * by SQL in one statement a table, without a session to find. And the whole closing: figures, entry, signature, rows, on the disk.
 *
 *     npm run bench -- close [--sales 2000] [--days 10] [--folder DIR]
 */
const RUNS = 30;
const Z_LIMIT_MS = 200;
const RATIO_BAR = 2;
const TILL = 'till-1';
const PARTS_PER_SALE = 4_096;

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const options = {
    sales: { type: 'string', default: '2000' },
    days: { type: 'string', default: '10' },
    folder: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-'));
  try {
    return await measure(folder, Number(values.sales), Number(values.days));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, sales: number, days: number): Promise<readonly Figure[]> {
  const ledger = openBenchLedger(folder);
  for (let day = 1; day < days; day += 1) await sellDay(ledger, sales);
  const after = await sellDay(ledger, sales);
  const bare = new BareSums(join(folder, 'ledger.db'));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    // In turns: whoever comes second finds the caches as the other left them.
    if (index % 2 === 1) theirs.push(timeMs(() => bare.sum(sales)));
    ours.push(timeMs(() => figuresOf(ledger, after)));
    if (index % 2 === 0) theirs.push(timeMs(() => bare.sum(sales)));
  }
  assertAgree(ledger, after, bare.sum(sales));
  const closing = timeMs(() => closeTill(ledger, after));
  bare.close();
  ledger.close();
  const ratio = quantile(ours, 0.5) / quantile(theirs, 0.5);
  return [
    under(`Z of ${sales} sales: figures, entry, on the disk`, closing, 'ms', Z_LIMIT_MS),
    under('figures of the session, p99', quantile(ours, 0.99), 'ms', Z_LIMIT_MS),
    atMost('figures against bare sums of the same rows, median', ratio, 'ratio', RATIO_BAR),
    shown('figures of the session, median', quantile(ours, 0.5), 'ms'),
    shown('bare sums, median', quantile(theirs, 0.5), 'ms'),
    shown('tickets before the day', sales * (days - 1), ''),
  ];
}

function openBenchLedger(folder: string): Ledger {
  const opened = openLedger({
    folder,
    clock: { nowMs: () => Date.now(), monoMs: () => Math.floor(performance.now()), bootId: uuidv7() },
    protector: plainProtector,
    programVersion: 'bench',
    createIfMissing: true,
  });
  if (!opened.ok) throw new Error(`The ledger did not open: ${opened.error.code}`);
  return opened.value;
}

/** One session, opened and sold on; answers where it begins. */
async function sellDay(ledger: Ledger, sales: number): Promise<number> {
  const session = { sessionId: uuidv7(), tillId: TILL, businessDate: '2026-03-01', currency: 'DZD' };
  const opened = ledger.append(
    { type: 'till.opened', v: 1, body: { ...session, float: { pieces: [], looseMinor: 0 }, floatMinor: 0, approval: null } },
    'amina',
  );
  if (!opened.ok) throw new Error(opened.error.code);
  for (let sale = 0; sale < sales; sale += 1) {
    const completed = ledger.completeSale(withCard(sampleSale(uuidv7()), sale % 3 === 0));
    if (!completed.ok) throw new Error(`The sale was refused: ${completed.error.code}`);
    // The high-water mark is written between sales, as in the program.
    if (sale % 50 === 0) await new Promise(setImmediate);
  }
  return positionOf(opened.value);
}

/** The same ticket, paid by card. */
function withCard(request: CompleteSaleRequest, isCard: boolean): CompleteSaleRequest {
  if (!isCard) return request;
  return {
    ...request,
    build: (facts) => {
      const built = request.build(facts);
      if (!built.ok) return built;
      const { totals, tenders } = built.value;
      const card: readonly CartTender[] = tenders.map((tender) => ({
        ...tender,
        tenderId: 'card',
        kind: 'card',
        amountMinor: totals.payableMinor,
      }));
      return ok({ ...built.value, tenders: [...card], totals: { ...totals, tenderedMinor: totals.payableMinor, changeMinor: 0 } });
    },
  };
}

function figuresOf(ledger: Ledger, after: number) {
  const stretch = { after, through: positionOf(ledger.head()) };
  return tillFigures({ ...ledger.sums.summary(ledger.sums.runOf(stretch), stretch, TILL), floatMinor: 0 });
}

/** Everything a closing writes, of a till that was counted to the centime. */
function closeTill(ledger: Ledger, after: number): void {
  const figures = figuresOf(ledger, after);
  const head = ledger.head();
  const cash = {
    count: { pieces: [], looseMinor: 0 },
    countedMinor: figures.cash.expectedMinor,
    expectedMinor: figures.cash.expectedMinor,
  };
  const closed = ledger.append(
    {
      type: 'till.closed',
      v: 1,
      body: {
        sessionId: uuidv7(),
        tillId: TILL,
        countId: uuidv7(),
        zNumber: ledger.till.lastZNumber(TILL) + 1,
        tillName: TILL,
        currency: 'DZD',
        openedAt: new Date(head.atMs).toISOString(),
        openedBy: 'amina',
        countedBy: 'amina',
        openedOn: '2026-03-01',
        closedOn: '2026-03-01',
        firstEntry: { epoch: 1, seq: 1 },
        lastEntry: { epoch: head.epoch, seq: head.seq },
        firstReceiptNumber: null,
        lastReceiptNumber: null,
        figures,
        count: { cash, others: [] },
        attempts: 1,
        varianceMinor: 0,
        reasons: [],
        perpetual: ledger.counts().perpetual,
        heldTickets: { carriedOver: 0, voided: 0 },
        approval: null,
      },
    },
    'amina',
  );
  if (!closed.ok) throw new Error(closed.error.code);
}

interface BareFigures {
  readonly totalMinor: number;
  readonly tenderedMinor: number;
  readonly taxMinor: number;
}

/** The bare side: the newest rows of the three tables, added up as they lie. */
class BareSums {
  readonly #db: Database.Database;
  readonly #last: Database.Statement<[], number>;
  readonly #totals: Database.Statement<[number], { readonly totalMinor: number }>;
  readonly #tenders: Database.Statement<[number], { readonly amountMinor: number }>;
  readonly #taxes: Database.Statement<[number], { readonly taxMinor: number }>;

  constructor(path: string) {
    this.#db = new Database(path, { readonly: true });
    this.#last = this.#db.prepare<[], number>('SELECT max(receipt_seq) FROM sale').pluck();
    this.#totals = this.#db.prepare(
      `SELECT kind, count(*), sum(discount_minor), sum(exclusive_minor), sum(tax_minor), sum(total_minor) AS totalMinor,
              sum(stamp_duty_minor), sum(rounding_minor), sum(payable_minor), sum(change_minor)
       FROM sale WHERE receipt_seq > ? GROUP BY kind`,
    );
    this.#tenders = this.#db.prepare(
      'SELECT tender_id, kind, count(*), sum(amount_minor) AS amountMinor FROM sale_tender WHERE part >= ? GROUP BY tender_id, kind',
    );
    this.#taxes = this.#db.prepare(
      'SELECT tax_id, rate_ppm, sum(base_minor), sum(tax_minor) AS taxMinor FROM sale_tax WHERE part >= ? GROUP BY tax_id, rate_ppm',
    );
  }

  sum(sales: number): BareFigures {
    const before = (this.#last.get() ?? 0) - sales;
    const part = (before + 1) * PARTS_PER_SALE;
    return {
      totalMinor: this.#totals.all(before).reduce((sum, row) => sum + row.totalMinor, 0),
      tenderedMinor: this.#tenders.all(part).reduce((sum, row) => sum + row.amountMinor, 0),
      taxMinor: this.#taxes.all(part).reduce((sum, row) => sum + row.taxMinor, 0),
    };
  }

  close(): void {
    this.#db.close();
  }
}

function assertAgree(ledger: Ledger, after: number, bare: BareFigures): void {
  const { totals } = figuresOf(ledger, after);
  if (totals.totalMinor !== bare.totalMinor || totals.taxMinor !== bare.taxMinor) throw new Error('The two sides came to different sums');
}

function timeMs(work: () => void): number {
  const from = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - from) / 1_000_000;
}
