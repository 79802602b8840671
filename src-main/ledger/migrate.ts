import { LEDGER_APPLICATION_ID, openRaw, pragmaNumber, type ReadableDb, type WritableDb } from './database.ts';
import { initialMigration } from './migrations/0001-initial.ts';
import { actsMigration } from './migrations/0002-acts.ts';
import { tillMigration } from './migrations/0003-till.ts';
import { returnsMigration } from './migrations/0004-returns.ts';
import { accountsMigration } from './migrations/0005-accounts.ts';
import type { Migration } from './migrations/migration.ts';

/**
 * Every step there is, in order, numbered from 1 without gaps. A new version of an entry's body comes with a step too, be it an empty one:
 * an older program then refuses the file instead of adding up what it cannot read.
 */
export const MIGRATIONS: readonly Migration[] = [initialMigration, actsMigration, tillMigration, returnsMigration, accountsMigration];

export const SCHEMA_VERSION = MIGRATIONS.length;

export type SchemaState =
  | { readonly kind: 'current' }
  /** Nothing in it yet: a new file, or one whose making was cut short before its first commit. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'older'; readonly found: number }
  | { readonly kind: 'newer'; readonly found: number }
  /** A SQLite database, but no ledger of ours. */
  | { readonly kind: 'not-a-ledger' }
  /** It says that it is current, and its tables, indexes or triggers are not those of that version. */
  | { readonly kind: 'altered' };

export function schemaState(db: ReadableDb): SchemaState {
  const found = pragmaNumber(db, 'user_version');
  const applicationId = pragmaNumber(db, 'application_id');
  if (applicationId === 0 && found === 0) {
    const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
    return { kind: tables === 0 ? 'empty' : 'not-a-ledger' };
  }
  if (applicationId !== LEDGER_APPLICATION_ID) return { kind: 'not-a-ledger' };
  if (found > SCHEMA_VERSION) return { kind: 'newer', found };
  if (found < SCHEMA_VERSION) return { kind: 'older', found };
  return { kind: schemaText(db) === expectedSchemaText() ? 'current' : 'altered' };
}

/** Everything the schema consists of, as SQLite keeps it: the very text of the migrations. */
function schemaText(db: ReadableDb): string {
  return (
    db
      .prepare<[], string>("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name)")
      .pluck()
      .get() ?? ''
  );
}

let expected: string | null = null;

function expectedSchemaText(): string {
  if (expected !== null) return expected;
  const db = openRaw(':memory:', false);
  for (const migration of MIGRATIONS) db.exec(migration.sql);
  expected = schemaText(db);
  db.close();
  return expected;
}

/**
 * Brings the schema to the last of `migrations` in one transaction: all of it or none. `check` runs before the commit and refuses by
 * throwing. Entries are never rewritten by a step; `check` is where the caller makes sure of it.
 */
export function migrate(db: WritableDb, migrations: readonly Migration[], check: () => void): void {
  const from = pragmaNumber(db, 'user_version');
  db.transaction(() => {
    for (const migration of migrations.slice(from)) {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.version}`);
    }
    db.pragma(`application_id = ${LEDGER_APPLICATION_ID}`);
    check();
  }).immediate();
}
