import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { categorySchema, productSchema } from '../../../src-shared/catalog/product.ts';
import { fail, ok } from '../../../src-shared/result.ts';
import { plainProtector } from '../../ledger/identity.ts';
import { addAdHoc } from '../../services/add-ad-hoc.ts';
import { signIn } from '../../services/people.ts';
import { beginTicket } from '../../services/ticket.ts';
import { type Command, type CommandIo, withTill } from '../command.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';
import { exportJournal } from './export.ts';
import { exportCatalog } from './export-catalog.ts';
import { importCatalogFile } from './import-catalog.ts';
import { init } from './init.ts';
import { replay } from './replay.ts';
import { recover, restore } from './restore.ts';
import { sell } from './sell.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';
import { verifyArchiveFile } from './verify-archive.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let data: string;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contacto-commands-'));
  data = join(folder, 'data');
  lines = [];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const plainly = { protectorFor: () => plainProtector };

async function run(command: Command, args: readonly string[], stdin = ''): Promise<string | null> {
  lines = [];
  const io: CommandIo = {
    out: (line) => {
      lines.push(line);
    },
    progress: () => ({ show: () => undefined, end: () => undefined }),
    stdin: Readable.from([Buffer.from(stdin)]),
    ...plainly,
  };
  const done = await command(args, io);
  return done.ok ? null : done.error;
}

async function statusOf(root = data): Promise<Record<string, unknown>> {
  expect(await run(status, ['--data', root, '--json'])).toBeNull();
  return JSON.parse(lines.at(-1)!) as Record<string, unknown>;
}

const neutral = () => run(init, ['--data', data, '--currency', 'GBP', '--country', 'GB', '--clock', '2010-01-01T00:00:00Z']);

/** Sales, a return, a split invoice, a blank name, a zero total, a third decimal, a negative price. */
const SALES = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,Country
1001,A1,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,United Kingdom
1001,A1,"HEART, WHITE",6,2010-12-01 08:26:00,2.55,United Kingdom
1002,B2,,1,2010-12-01 08:30:00,0.00,United Kingdom
C1003,A1,"HEART, WHITE",-2,2010-12-01 09:00:00,2.55,United Kingdom
1004,C3,PADS,1,2010-12-01 09:10:00,0.001,United Kingdom
1004,C4,LAMP,1,2010-12-01 09:10:00,15.00,United Kingdom
A1005,B,ADJUST,1,2010-12-01 09:20:00,-11.06,United Kingdom
1001,D5,LATE,1,2010-12-01 08:26:00,0.10,United Kingdom
`;
const TOTALS = `InvoiceNo,InvoiceDate,lines,qty_sum,total
1001,2010-12-01 08:26:00,3,13,30.70
1002,2010-12-01 08:30:00,1,1,0.00
C1003,2010-12-01 09:00:00,1,-2,-5.10
1004,2010-12-01 09:10:00,2,2,15.001
A1005,2010-12-01 09:20:00,1,1,-11.06
`;

test('a replay gives the totals, says what it did to which rows, and the journal verifies', async () => {
  await neutral();
  writeFileSync(join(folder, 'totals.csv'), TOTALS);
  writeFileSync(join(folder, 'sales.csv.gz'), gzipSync(SALES));
  const ack = join(folder, 'ack.txt');
  const args = [join(folder, 'sales.csv.gz'), '--data', data, '--totals', join(folder, 'totals.csv'), '--ack', ack];
  expect(await run(replay, args)).toBeNull();
  expect(lines).toEqual([
    '1 row: blank description: rung up under its code (line 4)',
    '1 row: price rounded to the minor unit, half away from zero (line 6)',
    '1 row: negative price: its sign was moved to the quantity (line 8)',
    'replayed 5 invoices, 8 lines, 0 differ',
  ]);
  expect(readFileSync(ack, 'utf8')).toBe('1001\n1002\nC1003\n1004\nA1005\n');
  expect(await statusOf()).toMatchObject({
    sales: 3,
    returns: 2,
    grossMinor: 3_070 - 510 + 1_500 - 1_106,
    headAt: '2010-12-01T09:20:00.000Z',
  });
  expect(await run(verify, ['--data', data])).toBeNull();
});

test('a second replay sells nothing again and still compares', async () => {
  await neutral();
  expect(await run(replay, ['-', '--data', data], SALES)).toBeNull();
  const before = await statusOf();
  expect(await run(replay, ['-', '--data', data], SALES)).toBeNull();
  expect(lines.at(-1)).toBe('replayed 5 invoices, 8 lines, 0 differ');
  expect(await statusOf()).toEqual(before);
});

test('a total that differs is named, and fails the replay', async () => {
  await neutral();
  writeFileSync(join(folder, 'totals.csv'), TOTALS.replace('30.70', '30.71'));
  const failure = await run(replay, ['-', '--data', data, '--totals', join(folder, 'totals.csv')], SALES);
  expect(failure).toBe('1 invoices differ from what they should be.');
  expect(lines).toContain('invoice 1001: the till has 30.70, expected is 30.71');
  expect(lines.at(-1)).toBe('replayed 5 invoices, 8 lines, 1 differ');
});

test('a file of sales that was cut short does not agree with the whole file of totals', async () => {
  await neutral();
  writeFileSync(join(folder, 'totals.csv'), TOTALS);
  const half = SALES.split('\n').slice(0, 4).join('\n');
  const failure = await run(replay, ['-', '--data', data, '--totals', join(folder, 'totals.csv')], `${half}\n`);
  expect(failure).toBe('4 invoices differ from what they should be.');
  expect(lines).toContain('invoice 1004: the till has nothing, expected is 15.00');
  expect(lines.at(-1)).toBe('replayed 2 invoices, 3 lines, 4 differ');
});

/** Leaves goods on the counter of the folder, under a ticket of that id. */
async function leaveTicket(cartId: string): Promise<void> {
  const opened = await withTill(data, plainly, (till) => {
    signIn(till, till.settings.people[0]!.personId);
    beginTicket(till, till.settings.people[0]!.personId, cartId);
    const added = addAdHoc(till, { name: 'Bread', unitPriceMinor: 100, quantityMilli: 1_000, taxGroupId: null, code: null });
    return Promise.resolve(added.ok ? ok(null) : fail(added.error.code));
  });
  expect(opened.ok).toBe(true);
}

test('a replay does not drop what a person has rung up, but what a killed one left', async () => {
  await neutral();
  await leaveTicket('a-person-rang-this-up');
  expect(await run(replay, ['-', '--data', data], SALES)).toBe('A ticket is open on this till: complete it or void it first.');
  expect(await statusOf()).toMatchObject({ sales: 0, returns: 0 });
  await leaveTicket('replay-0123456789abcdef');
  expect(await run(replay, ['-', '--data', data], SALES)).toBeNull();
  expect(await statusOf()).toMatchObject({ sales: 3, returns: 2 });
});

test('rows that cannot be rung up are refused by name, and fail the replay', async () => {
  await neutral();
  const failure = await run(replay, ['-', '--data', data], `${SALES}1006,E,EGG,0,2010-12-01 10:00:00,1.00\n1007,E,EGG,x\n`);
  expect(failure).toBe('2 rows could not be rung up.');
  expect(lines).toContain('1 row: REFUSED: quantity is zero (line 10)');
});

test('a file that is no file of sales is refused in words, and sells nothing', async () => {
  await neutral();
  expect(await run(replay, ['-', '--data', data], 'a,b\n1,2\n')).toContain('has no column InvoiceNo, StockCode');
  expect(await run(replay, ['-', '--data', data], '')).toContain('is empty');
  expect(await run(replay, ['-', '--data', data], `${SALES}1,"open\n`)).toContain('cannot be read');
  expect(await run(replay, [join(folder, 'nowhere.csv'), '--data', data])).toContain('ENOENT');
  writeFileSync(join(folder, 'bad.csv.gz'), 'not gzip');
  expect(await run(replay, [join(folder, 'bad.csv.gz'), '--data', data])).toContain('cannot be read');
  expect(await statusOf()).toMatchObject({ sales: 0, returns: 0 });
});

test('the demo shop sells from the command line, and says what it cannot sell', async () => {
  expect(await run(init, ['--data', data, '--demo'])).toBeNull();
  expect(await run(init, ['--data', data, '--demo'])).toContain('is set up already');
  expect(await run(sell, ['--data', data, '6139990044030', '6139990044030'])).toBeNull();
  expect(lines).toEqual(['C1-000001 40.00 DZD']);
  expect(await run(sell, ['--data', data, '6139990044030', '01001'])).toBe('01001: needs-quantity');
  expect(await run(sell, ['--data', data, '6130009999991'])).toBe('6130009999991: not-found');
  expect(await run(sell, ['--data', data, '6139990044030'])).toBeNull();
  expect(await run(sell, ['--data', data, '--quantity', '1.5', '01001', '6139990044030'])).toBeNull();
  expect(lines).toEqual(['C1-000003 110.00 DZD']);
  expect(await run(sell, ['--data', data, '--quantity', 'much', '01001'])).toContain('take numbers');
  expect(await statusOf()).toMatchObject({ products: 250, sales: 3, grossMinor: 17_000 });
});

test('an import reports every row it refused, and a failed one leaves the catalog as it was', async () => {
  await neutral();
  const csv = 'sku,name,price,barcode\nA,Milk,1.20,6130000000015\nB,Bread,0.90,6130000000011\nC,,1.00,\n';
  const report = join(folder, 'report.tsv');
  expect(await run(importCatalogFile, ['-', '--data', data, '--report', report], csv)).toBeNull();
  expect(lines.at(-1)).toMatch(/^3 rows: 1 added, 0 updated, 0 merged, 2 refused; the catalog holds 1 products$/);
  expect(readFileSync(report, 'utf8')).toContain('barcode.check-digit');
  expect(await run(importCatalogFile, ['-', '--data', data], 'x,y\n1,2\n')).toContain('the catalog is as it was: import.header-missing');
  expect(await run(importCatalogFile, ['-', '--data', data, '--map', 'nonsense=x'], csv)).toContain('--map takes field=header');
  const mapped = 'Désignation;Prix;Réf\nLait;1,20;L\n';
  const map = ['--map', 'name=Désignation,unitPrice=Prix,sku=Réf', '--mode', 'merge'];
  expect(await run(importCatalogFile, ['-', '--data', data, ...map], mapped)).toBeNull();
  expect(await statusOf()).toMatchObject({ products: 2, catalogGeneration: 2 });
});

test('a catalog is written as the cloud takes it', async () => {
  const out = join(folder, 'catalog');
  await neutral();
  expect(await run(exportCatalog, ['--data', data, '--out', out])).toContain('no products');
  expect(existsSync(out)).toBe(false);
  const csv = 'sku,name,price,category\nA,Milk,1.20,Dairy\nB,Bread,0.90,\n';
  expect(await run(importCatalogFile, ['-', '--data', data], csv)).toBeNull();
  expect(await run(exportCatalog, ['--data', data, '--out', out])).toBeNull();
  expect(lines.at(-1)).toContain('exported 2 products, 1 categories and 0 pages');
  const rowsOf = (name: string) =>
    readFileSync(join(out, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): unknown => JSON.parse(line));
  const [category] = rowsOf('categories.ndjson').map((row) => categorySchema.parse(row));
  const products = rowsOf('products.ndjson').map((row) => productSchema.parse(row));
  expect(category?.name).toMatchObject({ en: 'Dairy' });
  expect(products.map(({ sku, unitPriceMinor, categoryId }) => [sku, unitPriceMinor, categoryId])).toEqual([
    ['A', 120, category?.categoryId],
    ['B', 90, null],
  ]);
  expect(await run(exportCatalog, ['--data', data, '--out', join(out, 'products.ndjson')])).toContain('Nothing can be written');
  expect(await run(exportCatalog, ['--data', data])).toContain('Usage');
});

test('an import says which quick keys it lost, and that the catalog before could not be read', async () => {
  await run(init, ['--data', data, '--demo']);
  const csv = 'sku,name,price\nA,Milk,1.20\n';
  expect(await run(importCatalogFile, ['-', '--data', data], csv)).toBeNull();
  expect(lines.some((line) => /^[1-9]\d* quick keys lost: /.test(line))).toBe(true);
  expect(await run(importCatalogFile, ['-', '--data', data], csv)).toBeNull();
  expect(lines.join('\n')).not.toMatch(/quick keys/);
  writeFileSync(join(data, 'catalog-2.db'), 'not a catalog');
  rmSync(join(data, 'catalog-3.db'));
  expect(await run(importCatalogFile, ['-', '--data', data], csv)).toBeNull();
  expect(lines.join('\n')).toContain('the catalog before could not be read (catalog.damaged)');
});

test('an archive holds without its terminal, and a changed one names its line', async () => {
  await run(init, ['--data', data, '--demo']);
  await run(sell, ['--data', data, '6139990044030']);
  const archive = join(folder, 'journal.jsonl');
  expect(await run(exportJournal, ['--data', data, '--out', archive])).toBeNull();
  expect(await run(verifyArchiveFile, [archive])).toBeNull();
  writeFileSync(archive, readFileSync(archive, 'utf8').replace('"totalMinor":2000', '"totalMinor":1000'));
  expect(await run(verifyArchiveFile, [archive])).toMatch(/^The archive does not hold, at line \d+: /);
  expect(await run(verifyArchiveFile, [join(folder, 'none')])).toContain('is not there');
});

test('a backup goes on in an empty folder, with the settings and nothing lost', async () => {
  await run(init, ['--data', data, '--demo']);
  await run(sell, ['--data', data, '6139990044030']);
  const copy = join(folder, 'copy.db');
  expect(await run(backup, ['--data', data, '--out', copy])).toBeNull();
  const other = join(folder, 'other');
  expect(await run(restore, ['--data', other, '--from', copy, '--last-receipt', 'many'])).toContain('Usage: restore');
  expect(await run(restore, ['--data', other, '--from', copy, '--last-receipt', '7'])).toBeNull();
  expect(lines.join()).toContain('the next receipt is number 8');
  expect(existsSync(join(other, 'settings.json'))).toBe(true);
  expect(await statusOf(other)).toMatchObject({ sales: 1, headEpoch: 2 });
  expect(await run(verify, ['--data', other])).toBeNull();
  expect(await run(restore, ['--data', other, '--from', join(folder, 'none.db')])).toContain('restore.not-found');
});

test('a key the desktop program keeps is said to be there, and a backup goes on without it under a new one', async () => {
  await run(init, ['--data', data, '--demo']);
  const copy = join(folder, 'copy.db');
  await run(backup, ['--data', data, '--out', copy]);
  const identity = join(data, 'identity.json');
  writeFileSync(identity, readFileSync(identity, 'utf8').replace('"plain"', '"electron-safe-storage"'));
  const person = ['--person', 'technician'];
  for (const failure of [
    await run(sell, ['--data', data, '6139990044030']),
    await run(replay, ['-', '--data', data], SALES),
    await run(exportJournal, ['--data', data, '--out', join(folder, 'journal.jsonl')]),
    await run(recover, ['--data', data, ...person]),
    await run(restore, ['--data', data, '--from', copy]),
  ]) {
    expect(failure).toContain("kept by the desktop program's key store");
    expect(failure).toContain('restore --from FILE --new-key');
    expect(failure).not.toMatch(/key-unreadable|kept-elsewhere/);
  }
  expect(await run(restore, ['--data', data, '--from', copy, '--new-key'])).toBeNull();
  expect(await run(sell, ['--data', data, '6139990044030'])).toBeNull();
});

test('recovering needs a person to answer for it, and a journal that is whole needs none', async () => {
  expect(await run(recover, ['--data', data])).toContain('Usage: recover');
});

test('the doctor finds a healthy machine healthy, and names what is not', async () => {
  await run(init, ['--data', data, '--demo']);
  await run(doctor, ['--data', data]);
  expect(lines.some((line) => /^good +lock +free/.test(line))).toBe(true);
  writeFileSync(join(data, 'settings.json'), '{');
  expect(await run(doctor, ['--data', data])).toContain('settings');
});

test('the program answers with an exit code and one line', () => {
  const cli = join(import.meta.dirname, '..', 'cli.ts');
  for (const args of [[], ['nonsense'], ['status', '--data', join(folder, 'nowhere')], ['sell', '--bogus']]) {
    const ran = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });
    expect(ran.status).toBe(1);
    expect(ran.stdout).toBe('');
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  }
});
