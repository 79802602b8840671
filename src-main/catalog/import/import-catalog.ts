import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { buildCatalog, type Previous } from '../building.ts';
import { type CatalogWriter, MAX_CATALOG_BYTES } from '../catalog-writer.ts';
import { openCatalogFile } from '../open-base.ts';
import { readCategories, readProducts, readQuickKeys } from '../read-catalog.ts';
import { ByteSource, type ImportInput, InputError } from './byte-source.ts';
import { CategoryBook } from './category-book.ts';
import { type Columns, recogniseColumns, usedHeaders } from './columns.ts';
import { type DelimitedFormat, DelimitedReader, type DelimitedRecord } from './delimited-reader.ts';
import { detectFormat } from './delimiter.ts';
import { type DetectedEncoding, decodeText, detectEncoding, SAMPLE_BYTES } from './encoding.ts';
import type { ImportFailure, ImportOptions, ImportProgress, ImportReport } from './import-options.ts';
import { RowImporter } from './import-rows.ts';
import { ReportFile } from './report-file.ts';
import { rowReader } from './row-fields.ts';

/** Products of the catalog before that are copied between two turns of the event loop. */
const COPIED_PER_TURN = 500;

/**
 * Imports a file of products: CSV or TSV, as it is or in gzip, in any of the usual encodings. Every row ends as imported, merged or refused,
 * and what was not simply imported is in the report file. The new catalog is built beside the old one and takes its place when all is well;
 * a failure, a kill or a full disk leaves the old one. Between pieces of the file the event loop has its turn.
 *
 * Memory does not grow with the file, but for the search index: some 60 bytes a product.
 */
export async function importCatalog(
  input: ImportInput,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<Result<ImportReport, ImportFailure>> {
  const { taxGroupId } = options.defaults;
  if (!options.knownTaxGroups.some((group) => group.taxGroupId === taxGroupId))
    return fail({ code: 'import.tax-group-unknown', taxGroupId });
  const opened = await ByteSource.open(input);
  if (!opened.ok) return opened;
  const source = opened.value;
  try {
    const file = await openFile(source, options);
    return file.ok ? await importFile(file.value, options, onProgress) : file;
  } catch (error) {
    if (error instanceof InputError) return fail(error.failure);
    throw error;
  } finally {
    await source.close();
  }
}

/** A file whose header has been read, and its rows from there on. */
type ImportFile = {
  readonly source: ByteSource;
  readonly encoding: DetectedEncoding;
  readonly format: DelimitedFormat;
  readonly columns: Columns;
  readonly pieces: AsyncGenerator<Generator<DelimitedRecord>>;
};

async function openFile(source: ByteSource, options: ImportOptions): Promise<Result<ImportFile, ImportFailure>> {
  const sample = await source.peek(SAMPLE_BYTES);
  const encoding = detectEncoding(sample, options.encoding);
  const sampleText = new TextDecoder(encoding.encoding).decode(sample, { stream: true });
  const format = detectFormat(sampleText, options);
  const reader = new DelimitedReader(format);
  const pieces = piecesOf(source, encoding, reader);
  for (let piece = await pieces.next(); piece.done !== true; piece = await pieces.next()) {
    const header = piece.value.next();
    if (header.done === true) continue;
    const { cells, raw, fault } = header.value;
    const columns = recogniseColumns(fault === null ? cells : [raw], options);
    if (!columns.ok) return columns;
    reader.expectColumns(columns.value.count);
    return ok({ source, encoding, format, columns: columns.value, pieces: following(piece.value, pieces) });
  }
  return fail({ code: 'import.empty' });
}

/** The records of each piece of the text; those of one piece must be taken before the next piece. */
async function* piecesOf(
  source: ByteSource,
  encoding: DetectedEncoding,
  reader: DelimitedReader,
): AsyncGenerator<Generator<DelimitedRecord>> {
  for await (const text of decodeText(source.bytes(), encoding)) yield reader.push(text, false);
  yield reader.push('', true);
}

async function* following<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

type Imported = {
  readonly counts: RowImporter['counts'];
  readonly reasons: ReportFile['counts'];
  readonly products: number;
  readonly quickKeys: { readonly kept: number; readonly lost: number };
  readonly previousUnreadable: string | null;
};

async function importFile(
  file: ImportFile,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void,
): Promise<Result<ImportReport, ImportFailure>> {
  const built = await buildCatalog<Imported, ImportFailure>(
    { folder: options.folder, maxBytes: options.maxCatalogBytes ?? MAX_CATALOG_BYTES },
    (writer, previous) => fill(writer, previous, file, options, onProgress),
  );
  if (!built.ok) return built;
  const { counts, quickKeys, ...imported } = built.value.filled;
  onProgress({ phase: 'done', rows: counts.rows, bytes: file.source.bytesRead });
  return ok({
    ...counts,
    imported: counts.added + counts.updated,
    ...imported,
    encoding: file.encoding.encoding,
    encodingGuessed: file.encoding.guessed,
    gzip: file.source.gzip,
    delimiter: file.format.delimiter,
    columns: usedHeaders(file.columns),
    ignoredColumns: file.columns.ignored,
    reportFile: options.reportFile,
    generation: built.value.generation,
    quickKeysKept: quickKeys.kept,
    quickKeysLost: quickKeys.lost,
  });
}

/** Fills a new catalog: what is kept of the one before, the rows of the file, and the quick keys whose products are still there. */
async function fill(
  writer: CatalogWriter,
  previous: Previous,
  file: ImportFile,
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void,
): Promise<Result<Imported, ImportFailure>> {
  const before = previous.path === null ? null : openCatalogFile(previous.path);
  const previousUnreadable = before === null || before.ok ? null : before.error.code;
  if (previousUnreadable !== null && options.mode === 'merge')
    return fail({ code: 'import.previous-unreadable', detail: previousUnreadable });
  const db = before?.ok === true ? before.value : null;
  const report = new ReportFile(options.reportFile);
  try {
    const categories = new CategoryBook(writer, db === null ? [] : readCategories(db), options.defaults.language);
    if (db !== null && options.mode === 'merge') await copyProducts(db, writer, categories);
    const read = rowReader(file.columns, options);
    const rows = new RowImporter({ writer, read, categories, report, defaults: options.defaults });
    for await (const piece of file.pieces) {
      for (const record of piece) rows.take(record);
      onProgress({ phase: 'rows', rows: rows.counts.rows, bytes: file.source.bytesRead });
      await nextTurn();
    }
    report.flush();
    if (rows.counts.added + rows.counts.updated === 0) {
      return fail({ code: 'import.nothing-usable', rows: rows.counts.rows, reportFile: options.reportFile });
    }
    const quickKeys = db === null ? { kept: 0, lost: 0 } : keepQuickKeys(db, writer, categories);
    onProgress({ phase: 'index', rows: rows.counts.rows, bytes: file.source.bytesRead });
    return ok({ counts: rows.counts, reasons: report.counts, products: writer.productCount, quickKeys, previousUnreadable });
  } finally {
    report.close();
    db?.close();
  }
}

async function copyProducts(db: Database.Database, writer: CatalogWriter, categories: CategoryBook): Promise<void> {
  for (const category of readCategories(db)) categories.putPrevious(category.categoryId);
  let copied = 0;
  for (const product of readProducts(db)) {
    writer.add(product);
    copied += 1;
    if (copied % COPIED_PER_TURN === 0) await nextTurn();
  }
}

function keepQuickKeys(
  db: Database.Database,
  writer: CatalogWriter,
  categories: CategoryBook,
): { readonly kept: number; readonly lost: number } {
  let kept = 0;
  let lost = 0;
  for (const key of readQuickKeys(db)) {
    if (!writer.holds(key.productId)) {
      lost += 1;
      continue;
    }
    categories.putPrevious(key.categoryId);
    writer.addQuickKey(key);
    kept += 1;
  }
  return { kept, lost };
}
