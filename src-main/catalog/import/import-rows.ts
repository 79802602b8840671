import { MAX_BARCODES_PER_PRODUCT, type Product } from '../../../src-shared/catalog/product.ts';
import type { CodeKind } from '../catalog-schema.ts';
import type { CatalogWriter, CodeConflict } from '../catalog-writer.ts';
import type { CategoryBook } from './category-book.ts';
import type { DelimitedRecord } from './delimited-reader.ts';
import type { ImportOptions } from './import-options.ts';
import { hasCode, newProduct, saysTheSame, updatedProduct } from './product-from-row.ts';
import type { ReportFile } from './report-file.ts';
import type { RowFields, RowReader } from './row-fields.ts';
import type { MergeReason, RefusalReason } from './row-reasons.ts';

export type RowCounts = {
  readonly rows: number;
  readonly added: number;
  readonly updated: number;
  readonly merged: number;
  readonly refused: number;
};

type Verdict =
  | { readonly outcome: 'added' }
  | { readonly outcome: 'updated' }
  | { readonly outcome: 'merged'; readonly reason: MergeReason; readonly detail: string }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly detail: string };

const TAKEN: Readonly<Record<CodeKind, RefusalReason>> = {
  productId: 'duplicate.product-id',
  sku: 'duplicate.sku',
  plu: 'duplicate.plu',
  barcode: 'duplicate.barcode',
};

/** Brings the rows of one file into a catalog being written, each to exactly one end, and writes down what was not simply added. */
export class RowImporter {
  readonly #writer: CatalogWriter;
  readonly #read: RowReader;
  readonly #categories: CategoryBook;
  readonly #report: ReportFile;
  readonly #defaults: ImportOptions['defaults'];
  /** Products that were there before the file, by number, and whether a row has updated them. */
  readonly #updated: Uint8Array;
  readonly #counts = { rows: 0, added: 0, updated: 0, merged: 0, refused: 0 };

  constructor(into: {
    readonly writer: CatalogWriter;
    readonly read: RowReader;
    readonly categories: CategoryBook;
    readonly report: ReportFile;
    readonly defaults: ImportOptions['defaults'];
  }) {
    this.#writer = into.writer;
    this.#read = into.read;
    this.#categories = into.categories;
    this.#report = into.report;
    this.#defaults = into.defaults;
    this.#updated = new Uint8Array(into.writer.productCount);
  }

  get counts(): RowCounts {
    return this.#counts;
  }

  take(record: DelimitedRecord): void {
    this.#counts.rows += 1;
    const verdict = this.#judge(record);
    this.#counts[verdict.outcome] += 1;
    if (verdict.outcome === 'added' || verdict.outcome === 'updated') return;
    this.#report.add(record.row, verdict.outcome, verdict.reason, verdict.detail, record.raw);
  }

  #judge(record: DelimitedRecord): Verdict {
    if (record.fault !== null) return { outcome: 'refused', reason: record.fault, detail: '' };
    const read = this.#read(record.cells);
    if (!read.ok) return { outcome: 'refused', ...read.error };
    const { fields, notes } = read.value;
    const verdict = this.#store(fields, record);
    if (verdict.outcome === 'refused') return verdict;
    for (const note of notes) this.#report.add(record.row, 'changed', note.reason, note.detail, record.raw);
    if (verdict.outcome === 'added' && !hasCode(fields)) this.#report.add(record.row, 'changed', 'code.from-name', '', record.raw);
    return verdict;
  }

  #store(fields: RowFields, record: DelimitedRecord): Verdict {
    const categoryId = fields.category === null ? null : this.#categories.idOf(fields.category);
    const product = newProduct(fields, categoryId, this.#defaults);
    const conflict = this.#writer.conflictOf(product);
    if (conflict !== null) return this.#storeBeside(conflict, fields, categoryId, record);
    if (Object.keys(fields.name).length === 0) return { outcome: 'refused', reason: 'name.missing', detail: '' };
    this.#ensureCategory(fields, categoryId, record);
    this.#writer.add(product);
    return { outcome: 'added' };
  }

  /** A code of the row is known already: the row means that product, or has taken another one's code. */
  #storeBeside(conflict: CodeConflict, fields: RowFields, categoryId: string | null, record: DelimitedRecord): Verdict {
    const existing = this.#writer.productAt(conflict.productNo);
    const hasOwnId = fields.productId !== null || fields.sku !== null;
    const isMeant = !hasOwnId || existing.productId === fields.productId || existing.sku === fields.sku;
    if (!isMeant) return taken(conflict, existing);
    // Past the end of the array are the products that this file has added.
    const isOfThisFile = this.#updated[conflict.productNo] !== 0;
    if (isOfThisFile && !saysTheSame(existing, fields, categoryId)) return taken(conflict, existing, hasCode(fields));
    const updated = updatedProduct(existing, fields, categoryId);
    const other = this.#writer.conflictOf(updated, conflict.productNo);
    if (other !== null) return taken(other, this.#writer.productAt(other.productNo));
    const added = updated.barcodes.filter((barcode) => !existing.barcodes.includes(barcode));
    if (updated.barcodes.length > MAX_BARCODES_PER_PRODUCT) {
      return { outcome: 'refused', reason: 'barcode.too-many', detail: `${existing.productId}: ${added.join(' ')}` };
    }
    if (isOfThisFile && added.length === 0) return { outcome: 'merged', reason: 'merged.same', detail: existing.productId };
    this.#ensureCategory(fields, categoryId, record);
    this.#writer.replace(conflict.productNo, updated);
    if (isOfThisFile) return { outcome: 'merged', reason: 'merged.barcode', detail: `${existing.productId}: ${added.join(' ')}` };
    this.#updated[conflict.productNo] = 1;
    return { outcome: 'updated' };
  }

  #ensureCategory(fields: RowFields, categoryId: string | null, record: DelimitedRecord): void {
    if (fields.category === null) return;
    if (categoryId !== null) this.#categories.ensure(fields.category, categoryId);
    else this.#report.add(record.row, 'changed', 'category.left-out', fields.category, record.raw);
  }
}

function taken(conflict: CodeConflict, existing: Product, hasOwnCode = true): Verdict {
  const reason = hasOwnCode ? TAKEN[conflict.kind] : 'duplicate.name';
  const name = Object.values(existing.name).join(' / ');
  return { outcome: 'refused', reason, detail: `${conflict.code}: ${existing.productId} ${name}` };
}
