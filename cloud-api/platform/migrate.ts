import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from './database.ts';

const MIGRATIONS_FOLDER = join(import.meta.dirname, '..', 'migrations');
/** Any number, the same in every process: only one of them migrates at a time. */
const MIGRATION_LOCK = 7_201_720;

/** By version, the SHA-256 of a text that made the very same schema, but could be run by fewer roles; what it made is gone on from. */
const SAME_BEFORE: Readonly<Record<number, string>> = {
  1: '0e6bc05c5edab4791fcdc91d380c732500bc70dae620dffc8062d6af3fa3aa80',
};

/** Of our own: a class PostgreSQL leaves to its users. */
const DONE_MEANWHILE = 'CT001';

export interface SqlMigration {
  readonly version: number;
  readonly name: string;
  readonly text: string;
  /** Of the text: a released migration is never edited. */
  readonly sha256: string;
}

/** `0001-name.sql`, in order, numbered without gaps. */
function readMigrations(folder: string = MIGRATIONS_FOLDER): readonly SqlMigration[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort();
  return files.map((file, index) => {
    const [, number = '', name = ''] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
    if (Number(number) !== index + 1) throw new Error(`${file} is not the migration numbered ${index + 1}`);
    const text = readFileSync(join(folder, file), 'utf8');
    return { version: index + 1, name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

/** The migration this program is written for. */
export function latestVersion(): number {
  return readMigrations().length;
}

/**
 * Brings the database to the last migration, each in a transaction of its own. A database that is ahead of this program is left alone: a
 * release goes out process by process, and every migration keeps the version before it working (expand, backfill, contract).
 * @throws Error when a migration that was run is not the one that is shipped.
 */
export async function migrateToLatest(database: Database, migrations: readonly SqlMigration[] = readMigrations()): Promise<number> {
  await database.script(`
    ${ALONE}
    CREATE TABLE IF NOT EXISTS schema_migration (
      version int PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  let applied = 0;
  for (const migration of migrations) {
    // The lock is the transaction's: a process that dies holding it lets it go.
    const { rows } = await sql<{ sha256: string }>`SELECT sha256 FROM schema_migration WHERE version = ${migration.version}`.execute(
      database.all,
    );
    const [done] = rows;
    if (done !== undefined) {
      if (done.sha256 !== migration.sha256 && done.sha256 !== SAME_BEFORE[migration.version])
        throw new Error(`Migration ${migration.version} (${migration.name}) is not the one this database was made with`);
      continue;
    }
    if (await runOnce(database, migration)) applied += 1;
  }
  return applied;
}

/** Whether it was this process that ran it, and no other at the same time. */
async function runOnce(database: Database, migration: SqlMigration): Promise<boolean> {
  try {
    await database.script(guarded(migration));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === DONE_MEANWHILE) return false;
    throw error;
  }
}

/** Begins a script that one process runs at a time, and that may take long. The lock and the setting end with the script's transaction. */
const ALONE = `SELECT set_config('statement_timeout', '0', true);
    SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});`;

/**
 * The whole step as one script, which PostgreSQL runs as one transaction of its own: an explicit one that failed would stay open on its
 * connection, for the next to find it. Whoever comes second finds the step done and fails before it does anything.
 */
function guarded({ version, name, sha256, text }: SqlMigration): string {
  return `
    ${ALONE}
    DO $guard$ BEGIN
      IF EXISTS (SELECT FROM schema_migration WHERE version = ${version}) THEN RAISE EXCEPTION 'already migrated' USING ERRCODE = '${DONE_MEANWHILE}'; END IF;
    END $guard$;
    ${text}
    INSERT INTO schema_migration (version, name, sha256) VALUES (${version}, '${name}', '${sha256}');`;
}
