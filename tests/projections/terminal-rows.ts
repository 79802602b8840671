import Database from 'better-sqlite3';
import { sql } from 'kysely';
import type { Database as CloudDatabase } from '../../cloud-api/platform/database.ts';
import { FACT_TABLES } from '../../src-shared/ledger/facts.ts';

/** Rows of both sides in one spelling, sorted, by table. */
export type Rows = Readonly<Record<string, readonly string[]>>;
type Row = Readonly<Record<string, unknown>>;

/** Of a ticket, under the row id of its parts; `no` is the part's own number. */
const PARTS = { sale_line: 'line_no', sale_tender: 'tender_no', sale_tax: 'tax_no' } as const;
const POSITION = `position >> 32 AS epoch, position & 4294967295 AS seq`;

/** What the terminal has in its own tables, each row under the place of its entry. */
export function terminalRows(ledgerPath: string): Rows {
  const db = new Database(ledgerPath, { readonly: true });
  const all = (text: string): Row[] => db.prepare<[], Row>(text).all();
  try {
    const rows: Record<string, readonly Row[]> = {
      sale: all('SELECT * FROM sale'),
      receipt_duplicate: all('SELECT * FROM receipt_duplicate'),
      journal_entry: all(`SELECT ${POSITION}, type, at, actor FROM act UNION ALL SELECT epoch, seq, 'sale.completed', at, actor FROM sale`),
    };
    for (const [table, no] of Object.entries(PARTS)) {
      const parts = all(`SELECT p.*, p.receipt_seq, p.${no} AS no, s.epoch, s.seq FROM ${table} AS p JOIN sale AS s USING (receipt_seq)`);
      rows[table] = parts.map(({ part: _rowId, receipt_seq: _ticket, no: number, ...row }) => ({ ...row, [no]: number }));
    }
    for (const [table, columns] of Object.entries(FACT_TABLES)) {
      // A slip's and an invoice's own number has another name where the place of the entry has this one.
      const named = columns.map((column) => (column === 'seq' ? 'seq AS seq_no' : column));
      if (table !== 'act') rows[table] = all(`SELECT ${POSITION}, n, ${named.join(', ')} FROM ${table}`);
    }
    return inOneSpelling(rows);
  } finally {
    db.close();
  }
}

/** What the cloud has read from that terminal's entries. */
export async function cloudRows({ all }: CloudDatabase, terminalId: string, tables: readonly string[]): Promise<Rows> {
  const rows: Record<string, readonly Row[]> = {};
  for (const table of tables) {
    const found = await sql<{
      row: Row;
    }>`SELECT to_jsonb(t) - '{merchant_id,terminal_id,store_id,day}'::text[] AS row FROM ${sql.table(table)} AS t
      WHERE terminal_id = ${terminalId}`.execute(all);
    rows[table] = found.rows.map(({ row }) => row);
  }
  return inOneSpelling(rows);
}

function inOneSpelling(tables: Readonly<Record<string, readonly Row[]>>): Rows {
  return Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map(spelt).toSorted()]));
}

function spelt(row: Row): string {
  const members = Object.entries(row).map(([name, value]) => [
    name,
    name === 'at' && typeof value === 'string' ? new Date(value).toISOString() : value,
  ]);
  return JSON.stringify(members.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
