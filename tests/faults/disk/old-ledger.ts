import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openRaw } from '../../../src-main/ledger/database.ts';
import { MIGRATIONS, migrate } from '../../../src-main/ledger/migrate.ts';

/** Rewrites a ledger as the program of an older schema would have left it: made by the older steps, with the rows that schema has. */
export function intoOlderSchema(path: string, version: number): void {
  const older = `${path}.older`;
  const db = openRaw(older, false);
  migrate(db, MIGRATIONS.slice(0, version), () => undefined);
  db.exec('DELETE FROM acked');
  db.prepare('ATTACH ? AS newer').run(path);
  for (const table of tablesOf(db)) {
    const columns = columnsOf(db, 'main', table).filter((column) => columnsOf(db, 'newer', table).includes(column));
    db.exec(`INSERT INTO main.${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM newer.${table}`);
  }
  db.exec('DETACH newer');
  db.close();
  for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  renameSync(older, path);
}

function tablesOf(db: Database.Database): readonly string[] {
  return db.prepare<[], string>("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all();
}

/** Those that are stored: generated ones are hidden. */
function columnsOf(db: Database.Database, schema: string, table: string): readonly string[] {
  return db.prepare<[], string>(`SELECT name FROM pragma_table_info('${table}', '${schema}')`).pluck().all();
}

/** Gives a ledger the number of a schema that no program of today knows. */
export function intoNewerSchema(path: string): void {
  const db = new Database(path);
  db.pragma(`user_version = ${MIGRATIONS.length + 1}`);
  db.close();
}
