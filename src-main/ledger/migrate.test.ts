import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEDGER_APPLICATION_ID, openRaw, type WritableDb } from './database.ts';
import { createDatabase, upgrade } from './ledger-database.ts';
import { MIGRATIONS, migrate, SCHEMA_VERSION, schemaState } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
});
afterEach(() => {
  terminal.remove();
});

const kept = (): string => join(terminal.folder, 'kept');

/** A step of the future, after those there are. */
const next: Migration = { version: SCHEMA_VERSION + 1, sql: "ALTER TABLE sale ADD COLUMN channel TEXT NOT NULL DEFAULT 'counter'" };

function upgradeWith(migrations: readonly Migration[]): { readonly db: WritableDb; readonly result: ReturnType<typeof upgrade> } {
  const db = openRaw(terminal.databasePath, true);
  return { db, result: upgrade(db, { kept: kept() }, { from: SCHEMA_VERSION, nowMs: 7 }, migrations) };
}

function entriesOf(path: string): unknown[] {
  const db = new Database(path, { readonly: true });
  const rows = db.prepare('SELECT * FROM entry').all();
  db.close();
  return rows;
}

test('steps are numbered from one without gaps', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

test('a new file is made by every step there is', () => {
  const db = createDatabase(join(terminal.folder, 'new.db'));
  expect(schemaState(db)).toEqual({ kind: 'current' });
  expect(db.pragma('application_id', { simple: true })).toBe(LEDGER_APPLICATION_ID);
  db.close();
});

test('each step turns a file of the version before it, with its rows, into one of its own', () => {
  for (const { version } of MIGRATIONS) {
    const db = openRaw(join(terminal.folder, `from-${version - 1}.db`), false);
    migrate(db, MIGRATIONS.slice(0, version - 1), () => undefined);
    expect(db.pragma('user_version', { simple: true })).toBe(version - 1);
    migrate(db, MIGRATIONS.slice(0, version), () => undefined);
    expect(db.pragma('user_version', { simple: true })).toBe(version);
    db.close();
  }
});

test('an upgrade keeps a copy of what was, changes no entry, and takes the rows along', () => {
  terminal.sellAndClose(120);
  const before = entriesOf(terminal.databasePath);
  const { db, result } = upgradeWith([...MIGRATIONS, next]);
  expect(result.ok).toBe(true);
  expect(db.prepare('SELECT DISTINCT channel FROM sale').all()).toEqual([{ channel: 'counter' }]);
  db.close();
  expect(entriesOf(terminal.databasePath)).toEqual(before);
  expect(readdirSync(kept())).toEqual([`schema-${SCHEMA_VERSION}-7.db`]);
  expect(entriesOf(join(kept(), `schema-${SCHEMA_VERSION}-7.db`))).toEqual(before);
  // And the program before it refuses what it cannot know.
  expect(terminal.tryOpen()).toMatchObject({ ok: false, error: { code: 'ledger.newer-schema' } });
});

test('a journal of the first version is told of whole once it is upgraded, as if it had been written today', async () => {
  terminal.sellAndClose(3);
  const ledger = terminal.open();
  ledger.append({ type: 'drawer.opened', v: 1, body: { reason: 'change', tillId: 'till-1' } }, 'amina');
  ledger.close();
  terminal.tamper(backToFirstVersion);
  terminal.sellAndClose(1, 4);
  expect(await verifyFolder(terminal.folder, { quickCheck: true })).toMatchObject({ fault: null });
});

/** Takes away every table and index that came after the first version. */
function backToFirstVersion(db: Database.Database): void {
  const first = openRaw(':memory:', false);
  migrate(first, MIGRATIONS.slice(0, 1), () => undefined);
  const named = (of: Pick<Database.Database, 'prepare'>) =>
    of.prepare("SELECT type, name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as { readonly name: string }[];
  const kept = new Set(named(first).map(({ name }) => name));
  for (const { name } of named(db)) if (!kept.has(name)) db.exec(`DROP TABLE ${name}`);
  db.pragma('user_version = 1');
  first.close();
}

test('an upgrade that fails half-way leaves the old version whole', () => {
  terminal.sellAndClose(3);
  const broken: Migration = { version: SCHEMA_VERSION + 2, sql: 'CREATE TABLE ok (a); INSERT INTO nowhere VALUES (1)' };
  expect(() => upgradeWith([...MIGRATIONS, next, broken])).toThrow(/nowhere/);
  terminal.sellAndClose(1, 4);
});

test.each([
  ['changes an entry', "DROP TRIGGER entry_is_never_changed; UPDATE entry SET bytes = CAST(replace(bytes, 'DZD', 'EUR') AS BLOB)", 'hash'],
  ['loses an entry', 'DROP TRIGGER entry_is_never_deleted; DELETE FROM entry WHERE seq = 2', 'seq-gap'],
  ['loses the last entry', 'DROP TRIGGER entry_is_never_deleted; DELETE FROM entry WHERE seq = 4', 'migration'],
])('an upgrade that %s is undone before it is committed', (_name, sql, finding) => {
  terminal.sellAndClose(3);
  const { db, result } = upgradeWith([...MIGRATIONS, { version: SCHEMA_VERSION + 1, sql }]);
  expect(result).toMatchObject({ ok: false, error: { code: 'ledger.corrupt', params: { finding } } });
  db.close();
  terminal.sellAndClose(1, 4);
});
