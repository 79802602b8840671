import { FACT_TABLES, type Fact, type FactCell, type FactTable } from '../../src-shared/ledger/facts.ts';
import type { ReadableDb, WritableDb } from './database.ts';

const TABLE_NAMES = Object.keys(FACT_TABLES) as FactTable[];

/** Stores the facts of the entry at a position. */
export type InsertFacts = (position: number, facts: readonly Fact[]) => void;

export function prepareInsertFacts(db: WritableDb): InsertFacts {
  const inserts = new Map(TABLE_NAMES.map((table) => [table, prepareInsert(db, table)]));
  return (position, facts) => {
    for (const [index, fact] of facts.entries()) {
      inserts.get(fact.table)?.run(position, index + 1, ...cellsOf(fact));
    }
  };
}

function prepareInsert(db: WritableDb, table: FactTable) {
  const columns = ['position', 'n', ...FACT_TABLES[table]];
  return db.prepare<FactCell[]>(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
}

function cellsOf({ table, row }: Fact): FactCell[] {
  const cells: Readonly<Record<string, FactCell>> = row;
  return FACT_TABLES[table].map((column) => cells[column] ?? null);
}

export interface FactReads {
  /** The row stored as fact `n` of the entry at a position; null when there is none. */
  row(table: FactTable, position: number, n: number): Readonly<Record<string, FactCell>> | null;
  count(table: FactTable): number;
  /** Position of the newest act of a type; null when there was none. */
  lastActOf(type: string): number | null;
}

/** For the checks. Each area reads its own tables by statements of its own. */
export function prepareFactReads(db: ReadableDb): FactReads {
  const rows = new Map(
    TABLE_NAMES.map((table) => [
      table,
      db.prepare<[number, number], Record<string, FactCell>>(
        `SELECT ${FACT_TABLES[table].join(', ')} FROM ${table} WHERE position = ? AND n = ?`,
      ),
    ]),
  );
  const lastAct = db.prepare<[string], number | null>('SELECT max(position) FROM act WHERE type = ?').pluck();
  return {
    lastActOf: (type) => lastAct.get(type) ?? null,
    row: (table, position, n) => rows.get(table)?.get(position, n) ?? null,
    count: (table) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
  };
}
