import type { ColumnType, Generated } from 'kysely';
import type { Json, OptionalTimestamp, Timestamp } from './columns.ts';

/** The place of the entry a row was read from. */
interface OfEntry {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  seq: number;
}

/** A calendar day: always selected as text (`::text`), since drivers make a moment of some time zone of it. */
type Day = ColumnType<unknown, string, string>;

interface TerminalPlacementTable {
  merchant_id: string;
  terminal_id: string;
  epoch: number;
  from_seq: number;
  store_id: string;
}

interface JournalEntryTable extends OfEntry {
  store_id: string;
  type: string;
  at: Timestamp;
  actor: string;
  day: Day;
}

interface SaleTable extends OfEntry {
  store_id: string;
  receipt_seq: number;
  sale_id: string;
  receipt_number: string;
  kind: 'sale' | 'return';
  at: Timestamp;
  business_date: Day;
  till_id: string;
  actor: string;
  currency: string;
  discount_minor: number;
  exclusive_minor: number;
  tax_minor: number;
  total_minor: number;
  stamp_duty_minor: number;
  rounding_minor: number;
  payable_minor: number;
  change_minor: number;
}

interface SaleTenderTable extends OfEntry {
  tender_no: number;
  tender_id: string;
  kind: string;
  amount_minor: number;
}

interface SaleTaxTable extends OfEntry {
  tax_no: number;
  tax_group_id: string;
  tax_id: string | null;
  rate_ppm: number;
  base_minor: number;
  tax_minor: number;
}

interface AccountMovementTable extends OfEntry {
  n: number;
  store_id: string;
  account_id: string;
  customer_id: string | null;
  cause: string;
  amount: number;
  at: Timestamp;
  business_date: Day;
  till_id: string;
  actor: string;
  document: string;
  sale_id: string | null;
}

interface TillActTable extends OfEntry {
  n: number;
  store_id: string;
  kind: string;
  till_id: string | null;
  session_id: string | null;
  at: Timestamp;
  actor: string;
  ref: string | null;
  subject: string | null;
  number: number | null;
  amount_minor: number | null;
  variance_minor: number | null;
  business_date: Day;
}

export type StockDocumentKind = 'receive' | 'adjust' | 'count' | 'transfer';

interface StockDocumentTable {
  merchant_id: string;
  document_id: string;
  kind: StockDocumentKind;
  request: Json;
  made_by: string;
  made_at: Timestamp;
}

interface StockMovementTable {
  merchant_id: string;
  movement_id: string;
  line_no: number;
  store_id: string;
  product_id: string;
  kind: 'sale' | StockDocumentKind;
  quantity_milli: number;
  at: Timestamp;
  actor: string;
  terminal_id: string | null;
  epoch: number | null;
  seq: number | null;
}

interface StockOnHandTable {
  merchant_id: string;
  store_id: string;
  product_id: string;
  on_hand_milli: number;
  is_kept: boolean;
}

interface ProjectionRebuildTable {
  merchant_id: string;
  requested_by: string;
  requested_at: Timestamp;
  terminal_id: Generated<string>;
  epoch: Generated<number>;
  seq: Generated<number>;
  entries: Generated<number>;
  finished_at: OptionalTimestamp;
}

/** What is read from the entries, as far as it is queried by columns: migration 0002. Rows are written by name (`write-rows.ts`). */
export interface ProjectionsSchema {
  terminal_placement: TerminalPlacementTable;
  journal_entry: JournalEntryTable;
  sale: SaleTable;
  sale_tender: SaleTenderTable;
  sale_tax: SaleTaxTable;
  account_movement: AccountMovementTable;
  till_act: TillActTable;
  stock_document: StockDocumentTable;
  stock_movement: StockMovementTable;
  stock_on_hand: StockOnHandTable;
  projection_rebuild: ProjectionRebuildTable;
}
