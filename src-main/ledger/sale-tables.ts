import type {
  DuplicateRow,
  ProjectedSale,
  Projection,
  SaleLineRow,
  SaleRow,
  SaleTaxRow,
  SaleTenderRow,
} from '../../src-shared/ledger/projection.ts';
import type { ReadableDb, WritableDb } from './database.ts';

/** More than the lines of the longest ticket: the numbers of its parts fit beside its receipt number in one row id. */
const PARTS_PER_SALE = 4_096;

/** Members of a part's row that its row id stands for. */
type PartMember = 'receiptSeq' | 'lineNo' | 'tenderNo' | 'taxNo';

/** Column of each member of a row, in the order of the table. The one place where the two spellings meet. */
const SALE = {
  receiptSeq: 'receipt_seq',
  saleId: 'sale_id',
  receiptNumber: 'receipt_number',
  epoch: 'epoch',
  seq: 'seq',
  kind: 'kind',
  at: 'at',
  businessDate: 'business_date',
  tillId: 'till_id',
  actor: 'actor',
  currency: 'currency',
  discountMinor: 'discount_minor',
  exclusiveMinor: 'exclusive_minor',
  taxMinor: 'tax_minor',
  totalMinor: 'total_minor',
  stampDutyMinor: 'stamp_duty_minor',
  roundingMinor: 'rounding_minor',
  payableMinor: 'payable_minor',
  changeMinor: 'change_minor',
} as const satisfies Record<keyof SaleRow, string>;

const LINE = {
  productId: 'product_id',
  sku: 'sku',
  unit: 'unit',
  quantityMilli: 'quantity_milli',
  unitPriceMinor: 'unit_price_minor',
  listPriceMinor: 'list_price_minor',
  taxGroupId: 'tax_group_id',
  grossMinor: 'gross_minor',
  lineDiscountMinor: 'line_discount_minor',
  cartDiscountMinor: 'cart_discount_minor',
  exclusiveMinor: 'exclusive_minor',
  taxMinor: 'tax_minor',
  totalMinor: 'total_minor',
} as const satisfies Record<Exclude<keyof SaleLineRow, PartMember>, string>;

const TENDER = {
  tenderId: 'tender_id',
  kind: 'kind',
  amountMinor: 'amount_minor',
} as const satisfies Record<Exclude<keyof SaleTenderRow, PartMember>, string>;

const TAX = {
  taxGroupId: 'tax_group_id',
  taxId: 'tax_id',
  ratePpm: 'rate_ppm',
  baseMinor: 'base_minor',
  taxMinor: 'tax_minor',
} as const satisfies Record<Exclude<keyof SaleTaxRow, PartMember>, string>;

const DUPLICATE = {
  saleId: 'sale_id',
  copy: 'copy',
  epoch: 'epoch',
  seq: 'seq',
  at: 'at',
  actor: 'actor',
} as const satisfies Record<keyof DuplicateRow, string>;

type Columns = Readonly<Record<string, string>>;
type Cell = string | number | null;

/** Stores the rows of one entry. */
export type InsertProjection = (projection: Projection) => void;

export function prepareInsertProjection(db: WritableDb): InsertProjection {
  const sale = prepareInsert(db, 'sale', SALE);
  const line = prepareInsert(db, 'sale_line', { part: 'part', ...LINE });
  const tender = prepareInsert(db, 'sale_tender', { part: 'part', ...TENDER });
  const tax = prepareInsert(db, 'sale_tax', { part: 'part', ...TAX });
  const duplicate = prepareInsert(db, 'receipt_duplicate', DUPLICATE);
  return (projection) => {
    if (projection.kind === 'duplicate') {
      duplicate(projection.duplicate);
      return;
    }
    sale(projection.sale);
    for (const row of projection.lines) line(row, partOf(row.receiptSeq, row.lineNo));
    for (const row of projection.tenders) tender(row, partOf(row.receiptSeq, row.tenderNo));
    for (const row of projection.taxes) tax(row, partOf(row.receiptSeq, row.taxNo));
  };
}

function partOf(receiptSeq: number, number: number): number {
  if (number >= PARTS_PER_SALE) throw new Error(`A ticket of more than ${PARTS_PER_SALE} parts`);
  return receiptSeq * PARTS_PER_SALE + number;
}

/** `part` is the row id where `columns` begin with it. */
function prepareInsert<C extends Columns>(
  db: WritableDb,
  table: string,
  columns: C,
): (row: Readonly<Record<Exclude<keyof C, 'part'>, Cell>>, part?: number) => void {
  const members = Object.keys(columns);
  const names = Object.values(columns).join(', ');
  const insert = db.prepare<Cell[]>(`INSERT INTO ${table} (${names}) VALUES (${members.map(() => '?').join(', ')})`);
  const cells = new Array<Cell>(members.length).fill(null);
  const first = members[0] === 'part' ? 1 : 0;
  return (row, part) => {
    if (part !== undefined) cells[0] = part;
    for (let index = first; index < members.length; index += 1) cells[index] = row[members[index] as Exclude<keyof C, 'part'>];
    insert.run(...cells);
  };
}

export type RowCounts = Readonly<Record<'sales' | 'lines' | 'tenders' | 'taxes' | 'duplicates', number>>;

export interface SaleReads {
  has(saleId: string): boolean;
  /** The rows stored for a receipt number; null when it has none. */
  rows(receiptSeq: number): ProjectedSale | null;
  duplicate(saleId: string, copy: number): DuplicateRow | null;
  /** Number of the last copy of a receipt; 1, the original, when it was never printed again. */
  lastCopy(saleId: string): number;
  /** 0 before the first sale. */
  lastReceiptSeq(): number;
  /** Rows of each table, for finding those that belong to no entry. */
  rowCounts(): RowCounts;
}

export function prepareSaleReads(db: ReadableDb): SaleReads {
  const sale = db.prepare<[number], SaleRow>(`SELECT ${selection(SALE)} FROM sale WHERE receipt_seq = ?`);
  const lines = prepareParts<SaleLineRow>(db, 'sale_line', { receiptSeq: 'receipt_seq', lineNo: 'line_no', ...LINE });
  const tenders = prepareParts<SaleTenderRow>(db, 'sale_tender', { receiptSeq: 'receipt_seq', tenderNo: 'tender_no', ...TENDER });
  const taxes = prepareParts<SaleTaxRow>(db, 'sale_tax', { receiptSeq: 'receipt_seq', taxNo: 'tax_no', ...TAX });
  const duplicate = db.prepare<[string, number], DuplicateRow>(
    `SELECT ${selection(DUPLICATE)} FROM receipt_duplicate WHERE sale_id = ? AND copy = ?`,
  );
  const has = db.prepare<[string], number>('SELECT 1 FROM sale WHERE sale_id = ?').pluck();
  const lastCopy = db.prepare<[string], number | null>('SELECT max(copy) FROM receipt_duplicate WHERE sale_id = ?').pluck();
  const lastReceiptSeq = db.prepare<[], number | null>('SELECT max(receipt_seq) FROM sale').pluck();
  const count = (table: string): number => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  return {
    rows(receiptSeq) {
      const found = sale.get(receiptSeq);
      if (found === undefined) return null;
      return { kind: 'sale', sale: found, lines: lines(receiptSeq), tenders: tenders(receiptSeq), taxes: taxes(receiptSeq) };
    },
    has: (saleId) => has.get(saleId) !== undefined,
    duplicate: (saleId, copy) => duplicate.get(saleId, copy) ?? null,
    lastCopy: (saleId) => lastCopy.get(saleId) ?? 1,
    lastReceiptSeq: () => lastReceiptSeq.get() ?? 0,
    rowCounts: () => ({
      sales: count('sale'),
      lines: count('sale_line'),
      tenders: count('sale_tender'),
      taxes: count('sale_tax'),
      duplicates: count('receipt_duplicate'),
    }),
  };
}

/** The parts of one ticket, in order. */
function prepareParts<Row>(
  db: ReadableDb,
  table: string,
  columns: Readonly<Record<keyof Row & string, string>>,
): (receiptSeq: number) => Row[] {
  const read = db.prepare<[number, number], Row>(`SELECT ${selection(columns)} FROM ${table} WHERE part BETWEEN ? AND ? ORDER BY part`);
  return (receiptSeq) => read.all(partOf(receiptSeq, 0), partOf(receiptSeq, PARTS_PER_SALE - 1));
}

function selection(columns: Columns): string {
  return Object.entries(columns)
    .map(([member, column]) => `${column} AS ${member}`)
    .join(', ');
}
