import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from './ledger.ts';
import type { Position } from './position.ts';
import { recoverLedger } from './recover.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';
import { verifyArchive } from './verify-archive.ts';

/** Many archives are checked. */
const LONG_MS = 60_000;
const SALES = 8;

let terminal: TestTerminal;
let ledger: Ledger;

beforeEach(() => {
  terminal = new TestTerminal();
  ledger = terminal.open();
  for (let number = 1; number <= SALES; number += 1) sell(ledger, `sale-${number}`);
});
afterEach(() => {
  ledger.close();
  terminal.remove();
});

const archivePath = (): string => join(terminal.folder, 'archives', 'march.ndjson');
const BEGINNING: Position = { epoch: 1, seq: 0 };

async function archive(after: Position = BEGINNING, gzip = false): Promise<void> {
  const written = await ledger.exportArchive({ path: archivePath(), after, gzip });
  if (!written.ok) throw new Error(written.error.code);
}

const lines = (): string[] => readFileSync(archivePath(), 'utf8').trimEnd().split('\n');
const rewrite = (changed: readonly string[]): void => writeFileSync(archivePath(), `${changed.join('\n')}\n`);

test('an archive holds what its seal says, packed or not, and is checked without the terminal', async () => {
  for (const gzip of [false, true]) {
    const written = await ledger.exportArchive({ path: archivePath(), after: BEGINNING, gzip });
    expect(written).toMatchObject({ ok: true, value: { entries: SALES + 1, first: { seq: 1 }, last: { seq: SALES + 1 } } });
    expect(await verifyArchive(archivePath())).toEqual({
      fault: null,
      line: null,
      terminal: ledger.terminal,
      keyIds: [ledger.keyId],
      entries: SALES + 1,
      last: { epoch: 1, seq: SALES + 1 },
    });
  }
  expect(gunzipSync(readFileSync(archivePath())).length).toBeGreaterThan(readFileSync(archivePath()).length * 3);
});

test('entries lie in it verbatim, one a line', async () => {
  await archive();
  const texts = ledger.entriesAfter(BEGINNING, 100).map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
  expect(lines()).toHaveLength(SALES + 3);
  for (const [index, text] of texts.entries()) expect(lines()[index + 1]).toContain(`{"entry":${text},`);
});

test('one that begins in the middle ties itself to the entry before, and an empty one is sealed too', async () => {
  await archive({ epoch: 1, seq: 5 });
  expect(await verifyArchive(archivePath())).toMatchObject({ fault: null, entries: SALES - 4 });
  rewrite(lines().map((line, index) => (index === 0 ? line.replace('"seq":5', '"seq":4') : line)));
  expect(await verifyArchive(archivePath())).toMatchObject({ fault: { code: 'seq-gap' }, line: 2 });
  await archive(ledger.head());
  expect(await verifyArchive(archivePath())).toMatchObject({ fault: null, entries: 0 });
});

test('one that spans epochs brings the key of each', async () => {
  ledger.close();
  const identity = join(terminal.folder, 'identity.json');
  writeFileSync(identity, readFileSync(identity, 'utf8').replace('"epoch": 1', '"epoch": 2'));
  recoverLedger({ ...terminal.options(), actor: 'manager' });
  ledger = terminal.open();
  sell(ledger, 'sale-9');
  await archive();
  expect(await verifyArchive(archivePath())).toMatchObject({ fault: null, entries: SALES + 3, last: { epoch: 3, seq: 2 } });
  await archive({ epoch: 1, seq: 4 });
  expect(await verifyArchive(archivePath())).toMatchObject({ fault: null, last: { epoch: 3, seq: 2 } });
});

describe('what was done to an archive is named, with its line', () => {
  /** Line of the entry with this seq, counted from 0. */
  const at = (seq: number): number => seq;

  test.each<[string, (all: string[]) => readonly string[], object]>([
    [
      'a figure changed',
      (all) => all.with(at(4), all[at(4)]!.replace('450000', '150000')),
      { fault: { code: 'hash', epoch: 1, seq: 4 }, line: 5 },
    ],
    ['a hash changed', (all) => all.with(at(4), all[at(4)]!.replace(/"hash":"../, '"hash":"00')), { fault: { code: 'hash', seq: 4 } }],
    [
      'a signature changed',
      (all) => all.with(at(4), all[at(4)]!.replace(/"sig":"..../, '"sig":"AAAA')),
      { fault: { code: 'signature', seq: 4 } },
    ],
    ['an entry taken out', (all) => all.toSpliced(at(4), 1), { fault: { code: 'seq-gap', seq: 4 }, line: 5 }],
    ['an entry doubled', (all) => all.toSpliced(at(4), 0, all[at(4)]!), { fault: { code: 'seq-gap', seq: 5 }, line: 6 }],
    ['two entries swapped', (all) => all.with(at(4), all[at(5)]!).with(at(5), all[at(4)]!), { fault: { code: 'seq-gap', seq: 4 } }],
    ['a line that is no entry', (all) => all.with(at(4), '{"a":1}'), { fault: { code: 'archive-line', seq: 4 } }],
    ['a line that is no JSON', (all) => all.with(at(4), '{'), { fault: { code: 'archive-line' }, line: 5 }],
    ['the end cut off', (all) => all.slice(0, 5), { fault: { code: 'archive-cut', seq: 4 }, line: 5, entries: 4 }],
    ['the last entries taken out', (all) => [...all.slice(0, 5), all.at(-1)!], { fault: { code: 'archive-digest' } }],
    ['something put after the seal', (all) => [...all, all[1]!], { fault: { code: 'archive-digest' } }],
    [
      'another name in the header',
      (all) => all.with(0, all[0]!.replace(/"terminal":"../, '"terminal":"xx')),
      { fault: { code: 'terminal', seq: 1 } },
    ],
    [
      'another date in the header',
      (all) => all.with(0, all[0]!.replace('"exportedAt":"20', '"exportedAt":"19')),
      { fault: { code: 'archive-digest' } },
    ],
    [
      'a key in the header under another’s name',
      (all) => all.with(0, all[0]!.replace(/"keyId":"../, '"keyId":"xx')),
      { fault: { code: 'archive-header' } },
    ],
    ['a format of the future', (all) => all.with(0, all[0]!.replace('"format":1', '"format":2')), { fault: { code: 'archive-header' } }],
    ['no header', (all) => all.slice(1), { fault: { code: 'not-an-archive' }, line: 1 }],
    ['nothing at all', () => [], { fault: { code: 'not-an-archive' } }],
  ])('%s', async (_name, change, expected) => {
    await archive();
    rewrite(change(lines()));
    expect(await verifyArchive(archivePath())).toMatchObject(expected);
  });

  test('a packed archive that is cut or changed', async () => {
    await archive(BEGINNING, true);
    const whole = readFileSync(archivePath());
    writeFileSync(archivePath(), whole.subarray(0, whole.length - 40));
    expect((await verifyArchive(archivePath())).fault).not.toBeNull();
    writeFileSync(archivePath(), gzipSync('nothing of the kind'));
    expect(await verifyArchive(archivePath())).toMatchObject({ fault: { code: 'not-an-archive' } });
  });
});

test(
  'any byte changed anywhere in an archive is noticed',
  async () => {
    await archive();
    const whole = readFileSync(archivePath());
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[at % bytes.length]! ^= flip;
        writeFileSync(archivePath(), bytes);
        expect((await verifyArchive(archivePath())).fault).not.toBeNull();
      }),
      { numRuns: 200 },
    );
  },
  LONG_MS,
);

test('an archive that is not there is an error of the caller', async () => {
  await expect(verifyArchive(archivePath())).rejects.toThrow(/ENOENT/);
});
