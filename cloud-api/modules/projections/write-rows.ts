import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { PROJECTED_TABLES, type ProjectedTable, type Row, type TableRow } from './interpret.ts';

/** One epoch of a terminal. */
export interface EpochPlace {
  readonly merchantId: string;
  readonly terminalId: string;
  readonly epoch: number;
}

/** Entries of one epoch, both ends in it. */
export interface EntryRange extends EpochPlace {
  readonly first: number;
  readonly last: number;
}

/** A row and the entry it was read from. */
export interface PlacedRow extends TableRow {
  readonly seq: number;
}

/** One statement for each table, its rows as one JSON text; types are the table's own. A row that is there is left as it is. */
export async function insertRows(tx: Tx, place: EpochPlace, rows: readonly PlacedRow[]): Promise<void> {
  const byTable = new Map<ProjectedTable, Row[]>();
  for (const { table, seq, row } of rows) {
    const list = byTable.get(table) ?? [];
    list.push({ ...row, seq });
    byTable.set(table, list);
  }
  for (const [table, list] of byTable) await insertInto(tx, place, table, list);
}

async function insertInto(
  tx: Tx,
  { merchantId, terminalId, epoch }: EpochPlace,
  table: ProjectedTable,
  rows: readonly Row[],
): Promise<void> {
  // Rows of one table have the same members: they come from one function each.
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)));
  await sql`
    INSERT INTO ${sql.table(table)} (merchant_id, terminal_id, epoch, ${columns})
    SELECT ${merchantId}::uuid, ${terminalId}, ${epoch}::int, ${columns}
    FROM json_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::json)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Takes away what was read from these entries. */
export async function deleteRows(tx: Tx, { merchantId, terminalId, epoch, first, last }: EntryRange): Promise<void> {
  for (const table of PROJECTED_TABLES) {
    await sql`
      DELETE FROM ${sql.table(table)}
      WHERE merchant_id = ${merchantId} AND terminal_id = ${terminalId} AND epoch = ${epoch} AND seq BETWEEN ${first} AND ${last}`.execute(
      tx,
    );
  }
}
