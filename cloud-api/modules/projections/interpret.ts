import type { EntryBody } from '../../../src-shared/ledger/bodies.ts';
import { digestDayOf } from '../../../src-shared/ledger/digest.ts';
import { type UnsealedEntry, unsealedEntrySchema } from '../../../src-shared/ledger/entry.ts';
import { type Fact, factsOf } from '../../../src-shared/ledger/facts.ts';
import {
  type Projection,
  projectEntry,
  type SaleLineRow,
  type SaleTaxRow,
  type SaleTenderRow,
} from '../../../src-shared/ledger/projection.ts';
import { readBody } from '../../../src-shared/ledger/read-body.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type StockChange, stockChangesOf } from '../../../src-shared/stock/stock-changes.ts';
import { dayColumn, textColumn, timeColumn } from '../../platform/columns.ts';
import type { EntryMovement } from '../stock/service.ts';

/** Longest detail of a dead letter: enough to find the fault, and no second copy of the body. */
const MAX_DETAIL_LENGTH = 500;

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** One row of one table, without the place of its entry. */
export interface TableRow {
  readonly table: ProjectedTable;
  readonly row: Row;
}

/** The tables whose rows are read from entries and from nothing else; stock is kept apart, since the back office moves it too. */
export const PROJECTED_TABLES = [
  'journal_entry',
  'sale',
  'sale_line',
  'sale_tender',
  'sale_tax',
  'receipt_duplicate',
  'account_movement',
  'account_tender',
  'account_slip',
  'account_limit',
  'gift_card',
  'layaway',
  'returned_line',
  'returned_rounding',
  'refunded_tender',
  'foreign_return',
  'sale_void',
  'invoice',
  'invoice_copy',
  'till_act',
  'period_closure',
] as const;
export type ProjectedTable = (typeof PROJECTED_TABLES)[number];

/**
 * Why an entry is held and not interpreted. `failed`: the program threw, which is a fault of ours. `not-storable`: the database refuses the
 * rows, such as a text with a zero character.
 */
type DeadLetterReason = 'unknown-type' | 'unknown-version' | 'bad-body' | 'failed' | 'not-storable';

export interface Fault {
  readonly reason: DeadLetterReason;
  readonly detail: string;
}

/** What an entry comes to. Its line in the journal is there whether or not the rest could be read. */
export interface InterpretedEntry {
  readonly seq: number;
  readonly journal: TableRow;
  readonly rows: readonly TableRow[];
  readonly movements: readonly EntryMovement[];
  readonly fault: Fault | null;
}

/**
 * Reads an entry as the terminal that wrote it reads it: through the same functions of src-shared. Never throws for what the entry holds.
 * @param text canonical JSON as stored; its seal was checked when it was taken.
 */
export function interpretEntry(text: string, storeId: string, isSettled: boolean): InterpretedEntry {
  const entry = unsealedEntrySchema.parse(JSON.parse(text));
  const read = attempt(() => readEntry(entry));
  const { type, at, actor } = entry;
  const day = digestDayOf({ at, read: read.ok ? read.value : null });
  // The one row that every entry has: nothing a terminal may sign makes the database refuse it.
  const columns = { type: textColumn(type), at: timeColumn(at), actor: textColumn(actor), day: dayColumn(day) };
  const journal: TableRow = { table: 'journal_entry', row: { store_id: storeId, ...columns } };
  const nothing = { seq: entry.seq, journal, rows: [], movements: [], fault: null };
  if (isSettled) return nothing;
  const rows = read.ok ? attempt(() => ok(rowsOf(entry, read.value, storeId))) : read;
  return rows.ok ? { ...nothing, ...rows.value } : { ...nothing, fault: rows.error };
}

/** What throws is a fault of the program; the entry waits for a better one, and those behind it go on. */
function attempt<T>(work: () => Result<T, Fault>): Result<T, Fault> {
  try {
    return work();
  } catch (error) {
    return fail(faultOf('failed', error instanceof Error ? error.message : String(error)));
  }
}

function readEntry(entry: UnsealedEntry): Result<EntryBody, Fault> {
  const read = readBody(entry);
  return read.ok ? read : fail(faultOf(read.error.code, read.error.detail));
}

function rowsOf(entry: UnsealedEntry, read: EntryBody, storeId: string): Pick<InterpretedEntry, 'rows' | 'movements'> {
  return {
    rows: [...rowsOfProjection(projectEntry(entry, read), storeId), ...rowsOfFacts(factsOf(entry, read), storeId)],
    movements: stockChangesOf(read).map((change) => movementOf(entry, storeId, change)),
  };
}

/** PostgreSQL's text holds no zero character. */
export function faultOf(reason: DeadLetterReason, detail: string): Fault {
  return { reason, detail: detail.replaceAll('\u0000', '').slice(0, MAX_DETAIL_LENGTH) };
}

function rowsOfProjection(projection: Projection | null, storeId: string): readonly TableRow[] {
  if (projection === null) return [];
  if (projection.kind === 'duplicate') return [{ table: 'receipt_duplicate', row: inColumns(projection.duplicate) }];
  const { sale, lines, tenders, taxes } = projection;
  return [
    { table: 'sale', row: { store_id: storeId, ...inColumns(sale) } },
    ...lines.map((row) => ({ table: 'sale_line' as const, row: partInColumns(row) })),
    ...tenders.map((row) => ({ table: 'sale_tender' as const, row: partInColumns(row) })),
    ...taxes.map((row) => ({ table: 'sale_tax' as const, row: partInColumns(row) })),
  ];
}

/** Parts of a ticket stand under its entry's place, not under its receipt number. */
function partInColumns({ receiptSeq: _ticket, ...part }: SaleLineRow | SaleTenderRow | SaleTaxRow): Row {
  return inColumns(part);
}

/** The journal's own row stands for the fact `act`. */
function rowsOfFacts(facts: readonly Fact[], storeId: string): readonly TableRow[] {
  return facts.flatMap(({ table, row }, index) =>
    table === 'act' ? [] : [{ table, row: { ...renamed(row), n: index + 1, store_id: storeId } }],
  );
}

/** A slip's and an invoice's own number is called as the place of the entry is: here it has a name of its own. */
function renamed(row: Row): Row {
  const { seq, ...rest } = row;
  return seq === undefined ? rest : { ...rest, seq_no: seq };
}

function movementOf(entry: UnsealedEntry, storeId: string, change: StockChange): EntryMovement {
  const { terminal, epoch, seq, at, actor } = entry;
  const { lineNo, productId, quantityMilli } = change;
  return {
    movementId: `${terminal}/${epoch}/${seq}`,
    lineNo,
    storeId,
    productId,
    kind: 'sale',
    quantityMilli,
    at,
    actor,
    entry: { terminalId: terminal, epoch, seq },
  };
}

const columnNames = new Map<string, string>();

/** Members as columns are called: `totalMinor` is `total_minor`. The place is the page's to add. */
function inColumns(row: object): Row {
  const cells = Object.entries(row).filter(([member]) => member !== 'epoch' && member !== 'seq');
  return Object.fromEntries(cells.map(([member, cell]: [string, Cell]) => [columnOf(member), cell]));
}

function columnOf(member: string): string {
  let column = columnNames.get(member);
  if (column === undefined) {
    column = member.replaceAll(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
    columnNames.set(member, column);
  }
  return column;
}
