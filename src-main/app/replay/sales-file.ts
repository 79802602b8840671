import { pipeline, type Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { InputFileError, openInput } from '../input-file.ts';

/** The columns a file of sales must have, by their header. Others are ignored. */
export const SALES_COLUMNS = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice'] as const;
export type SalesRow = Readonly<Record<(typeof SALES_COLUMNS)[number], string>> & { readonly lineNumber: number };

/** Longer than any real row; a file without line ends is refused instead of read into memory whole. */
const MAX_RECORD_BYTES = 100_000;

/**
 * The rows of a file of sales (CSV with a header), one by one. `-` is the standard input; `.gz` and `.xz` are unpacked on the way, the latter
 * by the system's `xz`. Throws a InputFileError that says what is wrong.
 */
export async function* readSales(path: string, stdin: Readable): AsyncGenerator<SalesRow> {
  let lineNumber = 1;
  for await (const fields of readCsv(path, stdin, SALES_COLUMNS)) {
    lineNumber += 1;
    yield { ...fields, lineNumber };
  }
}

/** The named columns of every row of a CSV file. */
export async function* readCsv<const C extends readonly string[]>(
  path: string,
  stdin: Readable,
  columns: C,
): AsyncGenerator<Record<C[number], string>> {
  const rows = parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_RECORD_BYTES });
  const bytes = openInput(path, stdin, { gunzip: true });
  pipeline(bytes, rows, () => undefined); // Errors reach the loop below through `rows`.
  let places: readonly number[] | null = null;
  try {
    for await (const row of rows as AsyncIterable<readonly string[]>) {
      if (places === null) places = placesOf(columns, row, path);
      // Every column has a place, and every place gives a text: a short row's missing fields are empty.
      else yield Object.fromEntries(columns.map((column, at) => [column, row[places?.[at] ?? 0] ?? ''])) as Record<C[number], string>;
    }
  } catch (error) {
    if (error instanceof InputFileError) throw error;
    throw new InputFileError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    bytes.destroy();
  }
  if (places === null) throw new InputFileError(`${path} is empty`);
}

function placesOf(columns: readonly string[], header: readonly string[], path: string): readonly number[] {
  const places = columns.map((column) => header.findIndex((name) => name.trim() === column));
  const missing = columns.filter((_, index) => places[index] === -1);
  if (missing.length > 0) throw new InputFileError(`${path} has no column ${missing.join(', ')}`);
  return places;
}
