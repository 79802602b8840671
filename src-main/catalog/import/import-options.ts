import type { Unit } from '../../../src-shared/catalog/product.ts';
import type { TaxGroup } from '../../../src-shared/tax/tax-table.ts';
import type { Language } from '../../../src-shared/text/localized-text.ts';
import type { BuildFailure } from '../building.ts';
import type { InputFailure } from './byte-source.ts';
import type { RowReason } from './row-reasons.ts';

/** What a column may hold. `name` is in the default language; `name.fr` and the others say theirs. */
export const IMPORT_FIELDS = [
  'productId',
  'sku',
  'plu',
  'barcode',
  'name',
  'name.fr',
  'name.ar',
  'name.en',
  'category',
  'taxGroup',
  'unit',
  'weighed',
  'unitPrice',
  'priceIncludesTax',
  'image',
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

export const IMPORT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'windows-1256'] as const;
export type ImportEncoding = (typeof IMPORT_ENCODINGS)[number];

export type ImportOptions = {
  /** The folder of the catalog. */
  readonly folder: string;
  /** Where the report of refused, merged and changed rows goes (TSV, UTF-8). Overwritten. */
  readonly reportFile: string;
  readonly format: 'auto' | 'csv' | 'tsv';
  readonly encoding: 'auto' | ImportEncoding;
  /** Field to header as spelt in the file. Stands above what is recognised. */
  readonly mapping: Readonly<Partial<Record<ImportField, string>>>;
  /** `replace`: the file is the whole catalog. `merge`: it adds products and updates those it names. */
  readonly mode: 'replace' | 'merge';
  readonly defaults: {
    readonly taxGroupId: string;
    readonly priceIncludesTax: boolean;
    readonly unit: Unit;
    readonly language: Language;
    /** Decimals of the currency's minor unit: 2 for DZD. */
    readonly currencyMinorDigits: number;
  };
  /** A row's tax is one of these by its id, its name or its rate. */
  readonly knownTaxGroups: readonly TaxGroup[];
  /** Keeps a GTIN-length code with a wrong check digit as a code of the shop's own. Otherwise its row is refused. */
  readonly keepBadCheckDigits: boolean;
  /** How large the catalog file may grow; what a full disk does is done then. */
  readonly maxCatalogBytes?: number;
};

/** `bytes` are those read from the input, as they came (compressed or not). */
export type ImportProgress = { readonly phase: 'rows' | 'index' | 'done'; readonly rows: number; readonly bytes: number };

/** `rows = imported + merged + refused`, and `imported = added + updated`. The header is not a row. */
export type ImportReport = {
  readonly rows: number;
  readonly imported: number;
  readonly added: number;
  readonly updated: number;
  /** Rows that said again what another row of the file said, or gave one more barcode for it. */
  readonly merged: number;
  readonly refused: number;
  /** How many rows were refused, merged or changed for each reason; a row may have been changed for several. */
  readonly reasons: Readonly<Partial<Record<RowReason, number>>>;
  /** Products in the catalog afterwards. */
  readonly products: number;
  readonly encoding: ImportEncoding;
  /** The file was not valid UTF-8 and said nothing of its encoding: `encoding` was guessed. */
  readonly encodingGuessed: boolean;
  readonly gzip: boolean;
  readonly delimiter: string;
  /** The headers of the columns used. Several only for barcodes. */
  readonly columns: Readonly<Partial<Record<ImportField, readonly string[]>>>;
  readonly ignoredColumns: readonly string[];
  readonly reportFile: string;
  readonly generation: number;
  /** Quick keys whose product is in the new catalog too, and those whose product is not. */
  readonly quickKeysKept: number;
  readonly quickKeysLost: number;
  /** Why nothing could be carried over from the catalog before, which could not be read; null where all was well. */
  readonly previousUnreadable: string | null;
};

/** Why nothing was imported. The catalog that was there before is untouched. */
export type ImportFailure =
  | { readonly code: 'import.empty' }
  | { readonly code: 'import.header-missing'; readonly missing: readonly ImportField[]; readonly found: readonly string[] }
  | { readonly code: 'import.mapping-unknown'; readonly field: ImportField; readonly header: string; readonly found: readonly string[] }
  | { readonly code: 'import.tax-group-unknown'; readonly taxGroupId: string }
  /** Every row was refused, or there was none. */
  | { readonly code: 'import.nothing-usable'; readonly rows: number; readonly reportFile: string }
  /** There is nothing to merge into: the catalog that is there cannot be read. */
  | { readonly code: 'import.previous-unreadable'; readonly detail: string }
  | InputFailure
  | BuildFailure;
