import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clearDamageNote, damageOf, writeDamageNote } from './damage-note.ts';
import { ledgerFolder } from './ledger-folder.ts';
import { recoverLedger } from './recover.ts';
import { restoreLedger } from './restore.ts';
import { TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
  terminal.sellAndClose(2);
  writeDamageNote(terminal.folder, damageOf({ code: 'projection-differs', detail: 'totalMinor', epoch: 1, seq: 2 }));
});
afterEach(() => {
  terminal.remove();
});

test('a ledger once found damaged is not opened again, and not gone on with, until the note is cleared', () => {
  const refused = { ok: false, error: { code: 'ledger.corrupt', params: { finding: 'projection-differs', epoch: 1, seq: 2 } } };
  expect(terminal.tryOpen()).toMatchObject(refused);
  expect(recoverLedger({ ...terminal.options(), actor: 'manager' })).toMatchObject(refused);
  clearDamageNote(terminal.folder);
  terminal.sellAndClose(1, 3);
});

test('a note that cannot be read still refuses', () => {
  writeFileSync(ledgerFolder(terminal.folder).damageNote, '{');
  expect(terminal.tryOpen()).toMatchObject({ ok: false, error: { code: 'ledger.corrupt', params: { finding: 'damage-note' } } });
});

test('a healthy ledger that cannot be read just now is not called damaged', async () => {
  const db = new Database(join(terminal.folder, 'ledger.db'));
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('BEGIN IMMEDIATE');
  await expect(verifyFolder(terminal.folder, { quickCheck: true })).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  db.close();
  expect((await verifyFolder(terminal.folder, { quickCheck: true })).fault).toBeNull();
});

test('a restore answers it', async () => {
  clearDamageNote(terminal.folder);
  const backup = join(terminal.folder, 'backup.db');
  const ledger = terminal.open();
  expect((await ledger.backup(backup)).ok).toBe(true);
  ledger.close();
  writeDamageNote(terminal.folder, damageOf({ code: 'hash', detail: '', epoch: 1, seq: 2 }));
  const restored = await restoreLedger({ ...terminal.options(), actor: 'manager', backup, newKey: false, lastReceipt: null });
  expect(restored.ok).toBe(true);
  expect(existsSync(ledgerFolder(terminal.folder).damageNote)).toBe(false);
  terminal.sellAndClose(1, 3);
});
