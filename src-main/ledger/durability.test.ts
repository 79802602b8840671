import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { killLoop } from './testing/kill-loop.ts';
import { type DiskEvent, hasStrace, powerCuts, recordSelling } from './testing/power-cut.ts';
import { TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

/** Programs are started and killed one after the other, on a machine that may be busy. */
const LONG_MS = 180_000;
const KILLS = 15;
/** Enough that the WAL is moved into the database once on the way (1,000 pages). */
const RECORDED_SALES = 100;
/** Of the recorded ones, every so manyth is looked at. */
const LOOK_EVERY = 20;

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
});
afterEach(() => {
  vi.restoreAllMocks();
  terminal.remove();
});

test(
  'a program killed at any moment has lost no sale it had acknowledged, and doubled none',
  async () => {
    terminal.open().close();
    const outcome = await killLoop({ folder: terminal.folder, kills: KILLS, at: { kind: 'moment', seed: 20_260_301 }, verifyEvery: 5 });
    expect(outcome.kills).toBe(KILLS);
    expect(outcome.acknowledged).toBeGreaterThan(KILLS);
  },
  LONG_MS,
);

describe('full synchronisation', () => {
  /** Lets the pragma that asks for it do nothing, as if somebody had taken it out. */
  function withoutFull(): void {
    const { pragma } = Database.prototype;
    vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, source, options) {
      return source === 'synchronous = FULL' ? undefined : pragma.call(this, source, options);
    });
  }

  test('is in force after the first write', () => {
    const pragma = vi.spyOn(Database.prototype, 'pragma');
    terminal.open().close();
    const asked = pragma.mock.calls.findIndex(([source]) => source === 'synchronous = FULL');
    const seen = pragma.mock.calls.findLastIndex(([source]) => source === 'synchronous');
    expect(asked).toBeGreaterThanOrEqual(0);
    expect(pragma.mock.results[seen]?.value).toBe(2);
    expect(seen).toBeGreaterThan(asked);
  });

  test('is not taken for granted: without it no ledger opens', () => {
    terminal.open().close();
    withoutFull();
    expect(() => terminal.tryOpen()).toThrow(/not durable: journal_mode=wal, synchronous=1/);
    vi.restoreAllMocks();
    // The folder was let go.
    terminal.open().close();
  });

  /** A terminal just set up, and what a program then does to its disk while it sells. */
  function recorded(mode: 'full' | 'normal'): { readonly before: TestTerminal; readonly events: readonly DiskEvent[] } {
    terminal.open().close();
    const before = new TestTerminal();
    cpSync(terminal.folder, before.folder, { recursive: true });
    return { before, events: recordSelling(terminal.folder, RECORDED_SALES, mode) };
  }

  /** Acknowledged sales that a power cut right after their acknowledgement loses. What is left has to be a whole ledger all the same. */
  async function lostSales(
    before: TestTerminal,
    events: readonly DiskEvent[],
    remains: (event: DiskEvent) => DiskEvent | null,
  ): Promise<readonly number[]> {
    const lost: number[] = [];
    let looked = 0;
    for (const { acknowledged, folder } of powerCuts(before.folder, events, LOOK_EVERY, remains)) {
      looked += 1;
      const opened = new TestTerminal(folder).tryOpen({ createIfMissing: false });
      if (!opened.ok || opened.value.findSale(`sale-${acknowledged}`) === null) lost.push(acknowledged);
      if (!opened.ok) continue;
      opened.value.close();
      expect((await verifyFolder(folder, { quickCheck: true })).fault).toBeNull();
    }
    expect(looked).toBe(RECORDED_SALES / LOOK_EVERY);
    return lost;
  }

  test.skipIf(!hasStrace)(
    'keeps every acknowledged sale through a power cut, whatever of the unsynced writes it takes',
    async () => {
      const { before, events } = recorded('full');
      expect(await lostSales(before, events, () => null)).toEqual([]);
      let turn = 0;
      const everyOther = (event: DiskEvent): DiskEvent | null => {
        turn += 1;
        return turn % 2 === 0 ? event : null;
      };
      expect(await lostSales(before, events, everyOther)).toEqual([]);
      before.remove();
    },
    LONG_MS,
  );

  test.skipIf(!hasStrace)(
    'is what does it: without it the same power cuts lose sales',
    async () => {
      const { before, events } = recorded('normal');
      expect((await lostSales(before, events, () => null)).length).toBeGreaterThan(RECORDED_SALES / LOOK_EVERY / 2);
      before.remove();
    },
    LONG_MS,
  );

  test.skipIf(!hasStrace)(
    'an fsync that fails under a sale stops the selling, and leaves a whole ledger',
    async () => {
      terminal.open().close();
      const child = join(import.meta.dirname, 'testing', 'selling-child.ts');
      for (const when of [3, 8, 13]) {
        const ledger = terminal.open();
        const first = ledger.counts().sales + 1;
        ledger.close();
        const inject = [
          '-f',
          '-qq',
          '-o',
          '/dev/null',
          '-P',
          `${terminal.databasePath}-wal`,
          '-e',
          `inject=fsync,fdatasync:error=EIO:when=${when}`,
        ];
        const { stdout } = spawnSync('strace', [...inject, process.execPath, child, terminal.folder, String(first)], { encoding: 'utf8' });
        const said = stdout.trim().split('\n');
        expect(said.at(-1)).toMatch(/"code":"ledger\.(stopped|outcome-unknown)".*"finding":"io"/);
        const again = terminal.open();
        for (const number of said.slice(1, -1)) expect(again.findSale(`sale-${number}`), number).not.toBeNull();
        again.close();
        expect((await verifyFolder(terminal.folder, { quickCheck: true })).fault).toBeNull();
      }
    },
    LONG_MS,
  );
});
