import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { foldForSearch } from '../../../src-shared/text/fold.ts';
import { meaningOf } from './header-names.ts';
import { IMPORT_FIELDS, type ImportFailure, type ImportField, type ImportOptions } from './import-options.ts';

/** Where the fields are in a row. */
export type Columns = {
  /** How many cells a row has. */
  readonly count: number;
  /** Columns by field. Several only for barcodes. */
  readonly places: Readonly<Partial<Record<ImportField, readonly number[]>>>;
  /** What the header of the price column says of tax; null where it says nothing. */
  readonly priceIncludesTax: boolean | null;
  readonly headers: readonly string[];
  readonly ignored: readonly string[];
};

export type ColumnsFailure = Extract<ImportFailure, { readonly code: 'import.header-missing' | 'import.mapping-unknown' }>;

const NAME_FIELDS = ['name', 'name.fr', 'name.ar', 'name.en'] as const;
const CODE_FIELDS = ['productId', 'sku', 'plu', 'barcode'] as const;

type Claim = { readonly place: number; readonly rank: number; readonly priceIncludesTax: boolean | null };
type Claims = Map<ImportField, readonly Claim[]>;

/**
 * Tells what the columns of a file hold, by the mapping and else by what their headers mean.
 *
 * A new catalog needs names. An update of one that is there needs either names or codes to know its products by.
 */
export function recogniseColumns(
  cells: readonly string[],
  options: Pick<ImportOptions, 'mapping' | 'mode' | 'defaults'>,
): Result<Columns, ColumnsFailure> {
  const headers = cells.map((cell) => cell.trim());
  const claims: Claims = new Map();
  const anyCodes: Claim[] = [];
  const mapped = new Set<number>();
  for (const field of IMPORT_FIELDS) {
    const wanted = options.mapping[field];
    if (wanted === undefined) continue;
    const place = placeOf(headers, wanted);
    if (place === -1) return fail({ code: 'import.mapping-unknown', field, header: wanted, found: headers });
    claims.set(field, [{ place, rank: -1, priceIncludesTax: meaningOf(wanted)?.meaning.priceIncludesTax ?? null }]);
    mapped.add(place);
  }
  headers.forEach((header, place) => {
    const known = mapped.has(place) ? null : meaningOf(header);
    if (known === null || options.mapping[known.meaning.field] !== undefined) return;
    const claim = { place, rank: known.rank, priceIncludesTax: known.meaning.priceIncludesTax ?? null };
    if (known.meaning.anyCode === true) anyCodes.push(claim);
    else claims.set(known.meaning.field, [...(claims.get(known.meaning.field) ?? []), claim]);
  });
  // A column headed just "code" holds barcodes where no other does, else the shop's own codes where no other does.
  const codeField = (['barcode', 'sku'] as const).find((field) => !claims.has(field));
  if (codeField !== undefined && anyCodes.length > 0) claims.set(codeField, anyCodes);
  const columns = settle(headers, claims, options.defaults.priceIncludesTax);
  const needed: readonly ImportField[] = options.mode === 'merge' ? [...NAME_FIELDS, ...CODE_FIELDS] : NAME_FIELDS;
  if (needed.some((field) => columns.places[field] !== undefined)) return ok(columns);
  return fail({ code: 'import.header-missing', missing: needed, found: headers });
}

function placeOf(headers: readonly string[], wanted: string): number {
  const exact = headers.indexOf(wanted.trim());
  return exact === -1 ? headers.findIndex((header) => foldForSearch(header) === foldForSearch(wanted)) : exact;
}

/** Chooses among columns that claim the same field. All columns of barcodes count; of prices, the one that is as the shop's prices are. */
function settle(headers: readonly string[], claims: Claims, shopPricesIncludeTax: boolean): Columns {
  const places: Partial<Record<ImportField, readonly number[]>> = {};
  let priceIncludesTax: boolean | null = null;
  for (const [field, claimed] of claims) {
    const fits = (claim: Claim): number => (claim.priceIncludesTax === shopPricesIncludeTax ? 0 : 1);
    const [best] = claimed.toSorted((left, right) => fits(left) - fits(right) || left.rank - right.rank || left.place - right.place);
    if (best === undefined) continue;
    places[field] = field === 'barcode' ? claimed.map((claim) => claim.place) : [best.place];
    if (field === 'unitPrice') priceIncludesTax = best.priceIncludesTax;
  }
  const used = new Set(Object.values(places).flat());
  return { count: headers.length, places, priceIncludesTax, headers, ignored: headers.filter((_, place) => !used.has(place)) };
}

/** The headers of the columns that are used, by field. */
export function usedHeaders(columns: Columns): Readonly<Partial<Record<ImportField, readonly string[]>>> {
  const used: Partial<Record<ImportField, readonly string[]>> = {};
  for (const field of IMPORT_FIELDS) {
    const places = columns.places[field];
    if (places !== undefined) used[field] = places.map((place) => columns.headers[place] ?? '');
  }
  return used;
}

/** How many headers of a line are known, for choosing among delimiters. */
export function knownHeaders(cells: readonly string[], mapping: ImportOptions['mapping']): number {
  const wanted = new Set(Object.values(mapping).map(foldForSearch));
  return cells.filter((cell) => meaningOf(cell) !== null || wanted.has(foldForSearch(cell))).length;
}
