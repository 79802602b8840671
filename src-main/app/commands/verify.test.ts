import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { damageOf, writeDamageNote } from '../../ledger/damage-note.ts';
import { plainProtector } from '../../ledger/identity.ts';
import { ledgerFolder } from '../../ledger/ledger-folder.ts';
import { TestTerminal } from '../../ledger/testing/test-terminal.ts';
import type { CommandIo } from '../command.ts';
import { verify } from './verify.ts';

const IO: CommandIo = {
  out: () => undefined,
  progress: () => ({ show: () => undefined, end: () => undefined }),
  stdin: Readable.from([]),
  protectorFor: () => plainProtector,
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contacto-verify-'));
  new TestTerminal(root).sellAndClose(2);
  writeDamageNote(root, damageOf({ code: 'hash', detail: '', epoch: 1, seq: 2 }));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const verified = async (): Promise<boolean> => (await verify(['--data', root], IO)).ok;
const isNoted = (): boolean => existsSync(ledgerFolder(root).damageNote);

test('a clean whole check takes the note of an earlier finding away, and the terminal opens again', async () => {
  expect(await verified()).toBe(true);
  expect(isNoted()).toBe(false);
  new TestTerminal(root).sellAndClose(1, 3);
});

test('the note stays where the damage does', async () => {
  new TestTerminal(root).tamper((db) => db.exec('UPDATE sale SET total_minor = total_minor + 1'));
  expect(await verified()).toBe(false);
  expect(isNoted()).toBe(true);
});

test('a journal that cannot be read just now is no clean one', async () => {
  const db = new Database(ledgerFolder(root).database);
  db.pragma('locking_mode = EXCLUSIVE');
  db.exec('BEGIN IMMEDIATE');
  expect(await verify(['--data', root], IO)).toMatchObject({ ok: false, error: expect.stringContaining('could not be read') as string });
  db.close();
  expect(isNoted()).toBe(true);
});
