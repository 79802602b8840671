import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { plainProtector } from '../src-main/ledger/identity.ts';
import type { Ledger } from '../src-main/ledger/ledger.ts';
import { openLedger } from '../src-main/ledger/open-ledger.ts';
import { sampleSale } from '../src-main/ledger/testing/sample-sale.ts';
import { atMost, type Figure, quantile, shown } from './figure.ts';

/**
 * What a durable sale of five lines costs against the bare limit: one better-sqlite3 transaction in WAL and FULL that writes the very same
 * rows, worked out beforehand, into tables without indexes or checks. Both sides take turns on the same disk, sale by sale.
 *
 *     npm run bench -- sale-commit [--sales 2000] [--folder DIR]
 */
const WARM_UP_SALES = 200;
const RATIO_BAR = 2;

/** Tables a sale writes to; the bare side has one of each. */
const TABLES = ['entry', 'sale', 'sale_line', 'sale_tender', 'sale_tax', 'print_job', 'print_document'] as const;

type Cell = string | number | Buffer | null;

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: { sales: { type: 'string', default: '2000' }, folder: { type: 'string' } } });
  const sales = Number(values.sales);
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-'));
  try {
    return await measure(folder, sales);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, sales: number): Promise<readonly Figure[]> {
  const ledger = openBenchLedger(join(folder, 'ledger'));
  const bare = new BareTables(join(folder, 'bare.db'), join(folder, 'ledger', 'ledger.db'));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let index = 0; index < WARM_UP_SALES + sales; index += 1) {
    // In turns: whoever comes second finds the caches as the other left them.
    if (index % 2 === 1) theirs.push(timeUs(() => bare.write()));
    ours.push(timeUs(() => completeOne(ledger)));
    bare.gather();
    if (index % 2 === 0) theirs.push(timeUs(() => bare.write()));
    // The high-water mark is written between sales, as in the program.
    await new Promise(setImmediate);
  }
  const { rows, bytes } = bare.size();
  bare.close();
  ledger.close();
  ours.splice(0, WARM_UP_SALES);
  theirs.splice(0, WARM_UP_SALES);
  const ratio = quantile(ours, 0.5) / quantile(theirs, 0.5);
  return [
    atMost('sale against bare transaction, median', ratio, 'ratio', RATIO_BAR),
    shown('sale, median', quantile(ours, 0.5), 'µs'),
    shown('sale, p99', quantile(ours, 0.99), 'µs'),
    shown('bare transaction, median', quantile(theirs, 0.5), 'µs'),
    shown('bare transaction, p99', quantile(theirs, 0.99), 'µs'),
    shown('rows of a sale', rows, 'rows'),
    shown('bytes of a sale', bytes, 'bytes'),
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

function completeOne(ledger: Ledger): void {
  const completed = ledger.completeSale(sampleSale(uuidv7()));
  if (!completed.ok) throw new Error(`The sale was refused: ${completed.error.code}`);
}

/** The bare side: the rows of the ledger's last sale, read back between the measurements and written again as they are. */
class BareTables {
  readonly #source: Database.Database;
  readonly #target: Database.Database;
  readonly #reads: readonly Database.Statement<[], Cell[]>[];
  readonly #inserts: readonly Database.Statement<Cell[]>[];
  readonly #total: Database.Statement<[]>;
  readonly #write: Database.Transaction<() => void>;
  #rows: readonly (readonly Cell[])[][] = [];

  constructor(path: string, ledgerPath: string) {
    this.#source = new Database(ledgerPath, { readonly: true });
    this.#target = new Database(path);
    this.#target.pragma('journal_mode = WAL');
    this.#target.pragma('synchronous = FULL');
    this.#target.exec('CREATE TABLE total (entries INTEGER); INSERT INTO total VALUES (0)');
    for (const table of TABLES) this.#target.exec(`CREATE TABLE ${table} (${this.#columns(table).join(', ')})`);
    this.#reads = TABLES.map((table) => this.#source.prepare<[], Cell[]>(this.#lastRows(table)).raw());
    this.#inserts = TABLES.map((table) => {
      const marks = this.#columns(table).map(() => '?');
      return this.#target.prepare<Cell[]>(`INSERT INTO ${table} VALUES (${marks.join(', ')})`);
    });
    this.#total = this.#target.prepare('UPDATE total SET entries = entries + 1');
    this.#write = this.#target.transaction(() => {
      this.#insertAll();
    });
  }

  gather(): void {
    this.#rows = this.#reads.map((read) => read.all());
  }

  write(): void {
    this.#write.immediate();
  }

  size(): { readonly rows: number; readonly bytes: number } {
    const rows = this.#rows.flat();
    return { rows: rows.length, bytes: rows.flat().reduce<number>((sum, cell) => sum + cellBytes(cell), 0) };
  }

  close(): void {
    if (this.#target.pragma('synchronous', { simple: true }) !== 2) throw new Error('The bare side was not durable');
    this.#source.close();
    this.#target.close();
  }

  #insertAll(): void {
    for (const [index, rows] of this.#rows.entries()) {
      const insert = this.#inserts[index];
      for (const row of rows) insert?.run(...row);
    }
    this.#total.run();
  }

  #columns(table: string): readonly string[] {
    return this.#source.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  }

  #lastRows(table: (typeof TABLES)[number]): string {
    if (table === 'entry') return `SELECT ${this.#columns(table).join(', ')} FROM entry ORDER BY position DESC LIMIT 1`;
    if (table === 'print_job' || table === 'print_document') return `SELECT * FROM ${table} ORDER BY number DESC LIMIT 1`;
    return `SELECT ${this.#columns(table).join(', ')} FROM ${table} WHERE receipt_seq = (SELECT max(receipt_seq) FROM sale)`;
  }
}

function cellBytes(cell: Cell): number {
  if (typeof cell === 'string') return Buffer.byteLength(cell);
  if (cell === null) return 0;
  return typeof cell === 'number' ? 8 : cell.length;
}

function timeUs(work: () => void): number {
  const from = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - from) / 1_000;
}
