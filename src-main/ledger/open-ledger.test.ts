import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Identity } from './identity.ts';
import type { KeyProtector } from './ledger.ts';
import { SCHEMA_VERSION } from './migrate.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';

const CHILD = join(import.meta.dirname, 'testing', 'selling-child.ts');

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
});
afterEach(() => {
  terminal.remove();
});

/** The code of the refusal; throws when the ledger opened. */
function refused(overrides: Parameters<TestTerminal['tryOpen']>[0] = {}): { readonly code: string; readonly params: object } {
  const opened = terminal.tryOpen(overrides);
  if (!opened.ok) return opened.error;
  opened.value.close();
  throw new Error('It opened');
}

const file = (name: string): string => join(terminal.folder, name);

function identity(): Identity {
  return JSON.parse(readFileSync(file('identity.json'), 'utf8')) as Identity;
}

describe('setting up', () => {
  test('a folder is set up only when asked, and made when it is not there', () => {
    expect(refused({ createIfMissing: false })).toMatchObject({ code: 'ledger.not-set-up' });
    expect(readdirSync(terminal.folder)).not.toContain('ledger.db');
    rmSync(terminal.folder, { recursive: true });
    expect(refused({ createIfMissing: false })).toMatchObject({ code: 'ledger.not-set-up' });
    expect(existsSync(terminal.folder)).toBe(false);
    terminal.open().close();
    expect(statSync(terminal.folder).mode & 0o777).toBe(0o700);
  });

  test('ledger and private key are for their owner only, and identity and ledger agree on the public one', () => {
    const ledger = terminal.open();
    for (const name of ['terminal.key', 'ledger.db', 'ledger.db-wal', 'ledger.mark'])
      expect(statSync(file(name)).mode & 0o777, name).toBe(0o600);
    expect(identity()).toMatchObject({ state: 'ready', epoch: 1, keyId: ledger.keyId, terminal: ledger.terminal });
    ledger.close();
  });

  test('the key is kept as its protector gives it', () => {
    const flipped: KeyProtector = {
      name: 'flipped',
      protect: (bytes) => bytes.map((byte) => byte ^ 0xff),
      unprotect: (bytes) => bytes.map((byte) => byte ^ 0xff),
    };
    const opened = terminal.tryOpen({ protector: flipped });
    if (!opened.ok) throw new Error(opened.error.code);
    opened.value.close();
    expect(readFileSync(file('terminal.key'))[0]).toBe(0x30 ^ 0xff);
    expect(refused()).toMatchObject({ code: 'ledger.key-unreadable' });
    const again = terminal.tryOpen({ protector: flipped });
    expect(again.ok).toBe(true);
    if (again.ok) again.value.close();
  });

  test('one that was cut short anywhere is begun anew, and nobody was told of the first', () => {
    terminal.open().close();
    const creating = JSON.stringify({ ...identity(), state: 'creating' });
    const cuts: readonly (() => void)[] = [
      () => {
        for (const name of ['terminal.key', 'ledger.db', 'ledger.mark']) rmSync(file(name), { force: true });
      },
      () => {
        for (const name of ['ledger.db', 'ledger.mark']) rmSync(file(name), { force: true });
      },
      () => {
        rmSync(file('ledger.mark'));
        writeFileSync(file('ledger.db'), '');
      },
      () => {
        rmSync(file('ledger.mark'));
      },
      () => undefined,
    ];
    for (const cut of cuts) {
      cut();
      writeFileSync(file('identity.json'), creating);
      expect(refused({ createIfMissing: false })).toMatchObject({ code: 'ledger.not-set-up' });
      const ledger = terminal.open();
      expect(ledger.head()).toMatchObject({ epoch: 1, seq: 1 });
      sell(ledger, 'sale-1');
      ledger.close();
      expect(identity().state).toBe('ready');
      expect(terminal.open().findSale('sale-1')?.sale.receiptSeq, 'first').toBe(1);
      terminal.remove();
      terminal = new TestTerminal();
      terminal.open().close();
    }
  });
});

describe('a folder that was once set up is never taken for an empty one', () => {
  beforeEach(() => {
    terminal.sellAndClose(2);
  });

  test('the ledger is gone', () => {
    rmSync(terminal.databasePath);
    expect(refused()).toMatchObject({ code: 'ledger.missing' });
    expect(existsSync(terminal.databasePath)).toBe(false);
  });

  test('the ledger is empty', () => {
    writeFileSync(terminal.databasePath, '');
    expect(refused()).toMatchObject({ code: 'ledger.missing' });
    expect(statSync(terminal.databasePath).size).toBe(0);
  });

  test.each([
    ['identity.json'],
    ['identity.json', 'terminal.key'],
    ['identity.json', 'terminal.key', 'ledger.mark'],
    ['identity.json', 'terminal.key', 'ledger.db'],
    ['identity.json', 'ledger.db'],
    ['identity.json', 'ledger.db', 'ledger.mark'],
  ])('gone: %s %s %s', (...names) => {
    for (const name of names) rmSync(file(name));
    expect(refused()).toMatchObject({ code: 'ledger.identity-missing' });
  });

  test('the key is gone, half there, or another’s', () => {
    const key = readFileSync(file('terminal.key'));
    rmSync(file('terminal.key'));
    expect(refused()).toMatchObject({ code: 'ledger.key-unreadable' });
    writeFileSync(file('terminal.key'), key.subarray(0, 20));
    expect(refused()).toMatchObject({ code: 'ledger.key-unreadable' });
    const other = new TestTerminal();
    other.open().close();
    writeFileSync(file('terminal.key'), readFileSync(join(other.folder, 'terminal.key')));
    other.remove();
    expect(refused()).toMatchObject({ code: 'ledger.key-unreadable' });
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, 60)],
    ['empty', () => ''],
    ['of another format', (text: string) => text.replace('"format": 1', '"format": 2')],
    [
      'with another key under its name',
      (text: string) => text.replace(/"keyId": "(.)/, (_all, digit) => `"keyId": "${digit === 'a' ? 'b' : 'a'}`),
    ],
    ['null', () => 'null'],
  ])('the identity is %s', (_name, damage) => {
    writeFileSync(file('identity.json'), damage(readFileSync(file('identity.json'), 'utf8')));
    expect(refused()).toMatchObject({ code: 'ledger.identity-damaged' });
  });

  test('another terminal’s ledger lies in the folder', () => {
    const other = new TestTerminal();
    other.sellAndClose(1);
    writeFileSync(terminal.databasePath, readFileSync(other.databasePath));
    other.remove();
    expect(refused()).toMatchObject({ code: 'ledger.foreign' });
  });
});

describe('a file that is not a ledger of this program', () => {
  beforeEach(() => {
    terminal.sellAndClose(2);
  });

  test('a schema of the future is refused and left as it is', () => {
    const db = new Database(terminal.databasePath);
    db.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    db.close();
    const before = readFileSync(terminal.databasePath);
    expect(refused()).toEqual({ code: 'ledger.newer-schema', params: { found: SCHEMA_VERSION + 1, known: SCHEMA_VERSION } });
    expect(readFileSync(terminal.databasePath).equals(before)).toBe(true);
  });

  test('another program’s database, and a file that is no database', () => {
    rmSync(terminal.databasePath);
    const db = new Database(terminal.databasePath);
    db.exec('CREATE TABLE something (a)');
    db.close();
    expect(refused()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'not-a-ledger' } });
    writeFileSync(terminal.databasePath, 'this is no database, whatever its name says. '.repeat(100));
    expect(refused()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'file' } });
  });

  test('a database cut short', () => {
    truncateSync(terminal.databasePath, 8_192);
    expect(refused()).toMatchObject({ code: 'ledger.corrupt' });
  });

  test('a table, a trigger or a check was taken away', () => {
    const db = new Database(terminal.databasePath);
    db.exec('DROP TRIGGER entry_is_never_deleted');
    db.close();
    expect(refused()).toMatchObject({ code: 'ledger.corrupt', params: { finding: 'schema' } });
  });
});

test('entries can neither be changed nor deleted through SQL', () => {
  terminal.sellAndClose(1);
  const db = new Database(terminal.databasePath);
  expect(() => db.exec('DELETE FROM entry')).toThrow(/never deleted/);
  expect(() => db.exec("UPDATE entry SET at = ''")).toThrow(/never changed/);
  db.close();
});

describe('two programs on one folder', () => {
  test('the second in the same process is refused, naming the first', () => {
    const ledger = terminal.open();
    const { code, params } = refused();
    expect(code).toBe('ledger.locked');
    expect(params).toMatchObject({ pid: process.pid, host: hostname(), folder: terminal.folder });
    ledger.close();
    terminal.open().close();
  });

  test('the second in another process is refused while the first lives, and not a moment longer', async () => {
    terminal.open().close();
    const child = spawn(process.execPath, [CHILD, terminal.folder, '1']);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('open');
    expect((await lines.next()).value).toBe('1');
    expect(refused()).toMatchObject({ code: 'ledger.locked', params: { pid: child.pid, host: hostname() } });
    await killed(child);
    const ledger = terminal.open();
    expect(ledger.openedAfterCrash).toBe(true);
    expect(ledger.findSale('sale-1')).not.toBeNull();
    ledger.close();
  });

  test('a lock left by a crash, with a pid that is in use again, keeps nobody out', () => {
    terminal.open().close();
    writeFileSync(file('lock.json'), JSON.stringify({ pid: process.pid, host: hostname(), since: '2020-01-01T00:00:00.000Z' }));
    terminal.open().close();
  });

  test('a lock file that says nothing useful still keeps the second one out', () => {
    const ledger = terminal.open();
    writeFileSync(file('lock.json'), '{');
    expect(refused()).toEqual({ code: 'ledger.locked', params: { folder: terminal.folder } });
    ledger.close();
  });
});

async function killed(child: ChildProcessWithoutNullStreams): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

test('whether the last run ended well is known', () => {
  const ledger = terminal.open();
  expect(ledger.openedAfterCrash).toBe(false);
  ledger.close();
  const again = terminal.open();
  expect(again.openedAfterCrash).toBe(false);
  again.close();
});

test('a failed start lets the folder go', () => {
  terminal.sellAndClose(1);
  const identityText = readFileSync(file('identity.json'), 'utf8');
  writeFileSync(file('identity.json'), '{');
  expect(refused()).toMatchObject({ code: 'ledger.identity-damaged' });
  writeFileSync(file('identity.json'), identityText);
  terminal.open().close();
});

test.skipIf(process.getuid?.() === 0)('a folder that cannot be written to is refused', () => {
  terminal.sellAndClose(1);
  chmodSync(terminal.folder, 0o500);
  expect(refused()).toMatchObject({ code: 'ledger.read-only' });
  chmodSync(terminal.folder, 0o700);
});

test('a file in the place of the folder is a failure, not a crash', () => {
  mkdirSync(file('sub'));
  writeFileSync(file('sub/data'), '');
  expect(refused({ folder: file('sub/data') })).toMatchObject({ code: 'ledger.failed' });
});
