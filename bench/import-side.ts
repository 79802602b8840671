import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { importCatalog } from '../src-main/catalog/import/import-catalog.ts';

/**
 * One side of the bench of the import, in a process of its own so that its memory is its own:
 *
 *     node bench/import-side.ts import|bare|barest TSV-FILE FOLDER
 *
 * Answers one line of JSON.
 */
export const importSideSchema = z.object({ rows: z.int(), seconds: z.number(), processorSeconds: z.number(), peakRssMb: z.number() });
export type ImportSideResult = z.infer<typeof importSideSchema>;

/** The columns of a product, those of the file first. */
const COLUMNS =
  'sku TEXT PRIMARY KEY, barcode TEXT, name_fr TEXT, name_ar TEXT, name_en TEXT, category TEXT, unit TEXT, price INTEGER, plu TEXT, tax_group TEXT, ' +
  'weighed INTEGER, price_includes_tax INTEGER, image TEXT';
const PRICE_COLUMN = 7;
/** What a row has in the columns that the file has not. */
const DEFAULTS = [null, 'standard', 0, 1, null];
/** Rows that the bare side holds in memory at a time; only the statements are timed, not the reading of the file. */
const BATCH = 10_000;
const KB_PER_MB = 1_000;

type Timed = { readonly rows: number; readonly seconds: number; readonly processorSeconds: number };

async function importFile(file: string, folder: string): Promise<Timed> {
  const watch = new Watch();
  watch.start();
  const imported = await importCatalog(createReadStream(file), {
    folder,
    reportFile: `${folder}/report.tsv`,
    format: 'auto',
    encoding: 'auto',
    mapping: {},
    mode: 'replace',
    defaults: { taxGroupId: 'standard', priceIncludesTax: true, unit: 'piece', language: 'fr', currencyMinorDigits: 2 },
    knownTaxGroups: [{ taxGroupId: 'standard', name: { fr: 'standard' }, taxes: [] }],
    keepBadCheckDigits: false,
  });
  watch.stop();
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  return { rows: imported.value.rows, ...watch.times() };
}

/**
 * The bare limit: a table with the columns of a product, one prepared upsert a row, all in one transaction in WAL and NORMAL. No parsing, no
 * checks, no search, and the rows are already in memory when the watch runs. `bare` finds a product by its SKU and by its barcode, as a till
 * must; `barest` by its SKU alone.
 */
async function upsertFile(file: string, folder: string, hasBarcodeIndex: boolean): Promise<Timed> {
  const db = new Database(`${folder}/bare.db`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(`CREATE TABLE product (${COLUMNS}) STRICT`);
  if (hasBarcodeIndex) db.exec('CREATE UNIQUE INDEX product_by_barcode ON product (barcode)');
  const names = COLUMNS.split(', ').map((column) => column.split(' ')[0] ?? '');
  const updates = names.slice(1).map((name) => `${name} = excluded.${name}`);
  const upsert = db.prepare(
    `INSERT INTO product VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (sku) DO UPDATE SET ${updates.join(', ')}`,
  );
  const watch = new Watch();
  let rows = 0;
  let batch: (string | number | null)[][] = [];
  const write = (): void => {
    watch.start();
    for (const row of batch) upsert.run(row);
    watch.stop();
    rows += batch.length;
    batch = [];
  };
  db.exec('BEGIN');
  let isHeader = true;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (!isHeader)
      batch.push([...line.split('\t').map((cell, index) => (index === PRICE_COLUMN ? Number(cell) : cell || null)), ...DEFAULTS]);
    isHeader = false;
    if (batch.length === BATCH) write();
  }
  write();
  watch.start();
  db.exec('COMMIT');
  db.close();
  watch.stop();
  return { rows, ...watch.times() };
}

class Watch {
  #begun = 0;
  #processor = process.cpuUsage();
  #seconds = 0;
  #processorSeconds = 0;

  start(): void {
    this.#processor = process.cpuUsage();
    this.#begun = performance.now();
  }

  stop(): void {
    this.#seconds += (performance.now() - this.#begun) / 1_000;
    const { user, system } = process.cpuUsage(this.#processor);
    this.#processorSeconds += (user + system) / 1_000_000;
  }

  times(): { readonly seconds: number; readonly processorSeconds: number } {
    return { seconds: this.#seconds, processorSeconds: this.#processorSeconds };
  }
}

const [, script = '', side, file, folder] = process.argv;
if (script.endsWith('import-side.ts') && file !== undefined && folder !== undefined) {
  // Both begin with the file in the system's cache.
  readFileSync(file);
  const timed = side === 'import' ? await importFile(file, folder) : await upsertFile(file, folder, side === 'bare');
  const result: ImportSideResult = { ...timed, peakRssMb: process.resourceUsage().maxRSS / KB_PER_MB };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
