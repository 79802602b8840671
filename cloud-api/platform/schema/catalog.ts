import type { Generated } from 'kysely';
import type { Json, OptionalJson, Timestamp } from './columns.ts';

/** The newest change of every row that terminals pull. `scope` is the merchant's own id for the terminals of all its stores, or a store's. */
interface ChangeLogTable {
  merchant_id: string;
  scope: string;
  kind: string;
  row_id: string;
  version: Generated<number>;
  /** A 64-bit transaction id, in decimal digits. */
  xid: Generated<string>;
  row: OptionalJson;
  /** A `tsvector`: written and compared by SQL only. */
  words: string | null;
  changed_at: Timestamp;
}

interface PullEraTable {
  era_id: string;
  xid: Generated<string>;
}

interface SweptChangesTable {
  merchant_id: string;
  xid: string;
}

interface ProductCodeTable {
  merchant_id: string;
  kind: 'barcode' | 'plu' | 'sku';
  code: string;
  product_id: string;
}

interface CustomerConflictTable {
  merchant_id: string;
  conflict_id: string;
  customer_id: string;
  field: string;
  wanted: Json;
  at: Timestamp;
}

/** What the back office edits and the terminals pull: migration 0004. */
export interface CatalogSchema {
  change_log: ChangeLogTable;
  pull_era: PullEraTable;
  product_code: ProductCodeTable;
  customer_conflict: CustomerConflictTable;
  swept_changes: SweptChangesTable;
}
