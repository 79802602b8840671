import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../platform/database.ts';

/** Stands in every text made for a merchant here: wherever it comes up, it came from its rows. */
export const MARK = 'Contenu du commerce A';

interface Column {
  readonly name: string;
  readonly type: string;
  readonly isGenerated: boolean;
}

/** A table of merchants', as the database has it. */
export interface MerchantTable {
  readonly name: string;
  readonly columns: readonly Column[];
  /** The definitions of its checks, as SQL. */
  readonly checks: readonly string[];
}

/** Every table that has a merchant's id, whichever module it is of. Partitions are left out: they are read through their whole. */
export async function merchantTables(database: Database): Promise<readonly MerchantTable[]> {
  const { rows } = await sql<MerchantTable>`
    SELECT c.relname AS name,
      (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL), 'isGenerated', a.attgenerated <> '' OR a.attidentity <> ''))
         FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
      coalesce((SELECT json_agg(pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c'), '[]') AS checks
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'merchant_id')
    ORDER BY c.relname`.execute(database.all);
  return rows;
}

/** Every row a merchant has, as JSON text by table. */
export async function rowsOf(
  database: Database,
  tables: readonly MerchantTable[],
  merchantId: string,
): Promise<ReadonlyMap<string, string[]>> {
  const dump = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      SELECT to_jsonb(t)::text AS row FROM ${sql.table(name)} t WHERE merchant_id = ${merchantId} ORDER BY 1`.execute(database.all);
    dump.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return dump;
}

/**
 * Gives a merchant a row in every table where it has none: values by type, texts that carry the mark, choices from the checks. Foreign keys
 * are not looked at. @returns the tables it could not write to, with the reason.
 */
export async function fillTables(
  database: Database,
  tables: readonly MerchantTable[],
  known: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  // The same id wherever a column of that name stands: rows of one table belong to those of another.
  const ids: Record<string, string> = { ...known };
  for (const table of tables) {
    const { rows } = await sql`SELECT FROM ${sql.table(table.name)} WHERE merchant_id = ${known['merchant_id']} LIMIT 1`.execute(
      database.all,
    );
    if (rows.length > 0) continue;
    const columns = table.columns.filter(({ isGenerated }) => !isGenerated);
    const values = columns.map((column) => sql`${valueFor(column, table.checks, ids)}`);
    try {
      await database.all.transaction().execute(async (tx) => {
        await sql`SET LOCAL session_replication_role = replica`.execute(tx);
        const names = sql.join(columns.map(({ name }) => sql.ref(name)));
        await sql`INSERT INTO ${sql.table(table.name)} (${names}) VALUES (${sql.join(values)})`.execute(tx);
      });
    } catch (error) {
      failures.set(table.name, error instanceof Error ? error.message : String(error));
    }
  }
  return failures;
}

function valueFor({ name, type }: Column, checks: readonly string[], known: Record<string, string>): unknown {
  const given = known[name];
  if (given !== undefined) return given;
  if (type === 'uuid') {
    const id = uuidv7();
    known[name] = id;
    return id;
  }
  if (type.endsWith('[]')) return '{}';
  if (type === 'boolean') return false;
  if (type.startsWith('json')) return JSON.stringify({ text: MARK });
  if (type.startsWith('timestamp') || type === 'date') return new Date('2026-01-05T08:00:00Z');
  if (/^(smallint|integer|bigint|numeric|double precision|real|xid8)/.test(type)) return 1;
  if (type === 'bytea') return Buffer.from(MARK);
  return choiceFor(name, checks) ?? MARK;
}

/** The first value a check lists for a column, or as many hexadecimal digits as it asks for. */
function choiceFor(name: string, checks: readonly string[]): string | null {
  for (const check of checks) {
    if (!new RegExp(`\\b${name}\\b`).test(check)) continue;
    const digits = /\[0-9a-f\]\{(\d+)\}/.exec(check)?.[1];
    if (digits !== undefined) return 'a'.repeat(Number(digits));
    const listed = /'([^']+)'::text/.exec(check)?.[1];
    if (listed !== undefined) return listed;
  }
  return null;
}
