import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusal } from '../../src-shared/contract/refusal.ts';
import type { EntryBody } from '../../src-shared/ledger/bodies.ts';
import { canonicalJson } from '../../src-shared/ledger/canonical.ts';
import { GENESIS_HASH, unsealedEntrySchema } from '../../src-shared/ledger/entry.ts';
import { fail } from '../../src-shared/result.ts';
import { nodeDigest } from './entry-crypto.ts';
import { sampleSale } from './testing/sample-sale.ts';
import { OPENING_MS, sell, TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

/** Many ledgers are opened and closed, each with its syncs. */
const LONG_MS = 60_000;

let terminal: TestTerminal;

beforeEach(() => {
  terminal = new TestTerminal();
});
afterEach(() => {
  terminal.remove();
});

const drawerOpened: EntryBody = { type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change' } };

test('a new ledger begins with the terminal and its key', () => {
  const ledger = terminal.open();
  const [first] = ledger.entriesAfter({ epoch: 1, seq: 0 }, 10);
  const entry = unsealedEntrySchema.parse(JSON.parse(nodeDigest.text(first!.bytes)));
  expect(entry).toMatchObject({ type: 'terminal.initialised', epoch: 1, seq: 1, prev: GENESIS_HASH, actor: 'system' });
  expect(entry.body).toEqual({ terminal: ledger.terminal, publicKeySpki: ledger.publicKeySpki, programVersion: 'test' });
  expect(ledger.counts()).toEqual({
    entries: 1,
    sales: 0,
    returns: 0,
    grossMinor: 0,
    unacknowledged: 1,
    perpetual: { signedMinor: 0, absoluteMinor: 0, tickets: 0 },
  });
  ledger.close();
});

test('a completed sale is found again by id and by number, after a restart too', () => {
  const ledger = terminal.open();
  const made = sell(ledger, 'sale-1');
  expect(made.alreadyCompleted).toBe(false);
  expect(made.sale).toMatchObject({ receiptSeq: 1, receiptNumber: 'A1-000001', perpetual: { tickets: 1, signedMinor: 450_000 } });
  expect(made.entry).toMatchObject({ type: 'sale.completed', seq: 2, actor: 'cashier-1', clampedMs: 0 });
  ledger.close();
  const again = terminal.open();
  expect(again.findSale('sale-1')).toEqual({ entry: made.entry, sale: made.sale });
  expect(again.findSaleByNumber('A1-000001')).toEqual({ entry: made.entry, sale: made.sale });
  expect(again.findSale('sale-2')).toBeNull();
  expect(again.findSaleByNumber('A1-000002')).toBeNull();
  expect(again.findSaleByNumber('B7-000001')).toBeNull();
  expect(again.findSaleByNumber('no digits')).toBeNull();
  again.close();
});

test('completing one cart twice makes one sale, one receipt number and one paper', () => {
  const ledger = terminal.open();
  const first = sell(ledger, 'sale-1');
  const second = sell(ledger, 'sale-1', { lines: 2 });
  expect(second).toEqual({ ...first, alreadyCompleted: true });
  expect(ledger.counts()).toMatchObject({ entries: 2, sales: 1 });
  expect(ledger.printJobs.list(10)).toHaveLength(1);
  expect(sell(ledger, 'sale-2').sale.receiptSeq).toBe(2);
  ledger.close();
  expect(sellAfterRestart('sale-2').alreadyCompleted).toBe(true);
});

function sellAfterRestart(saleId: string): ReturnType<typeof sell> {
  const ledger = terminal.open();
  const sold = sell(ledger, saleId);
  ledger.close();
  return sold;
}

test('a refusal by what builds the sale leaves no trace and uses no number', () => {
  const ledger = terminal.open();
  const before = ledger.head();
  const refused = ledger.completeSale({ ...sampleSale('sale-1'), build: () => fail(refusal('cart.empty')) });
  expect(refused).toEqual(fail(refusal('cart.empty')));
  expect(ledger.head()).toEqual(before);
  expect(sell(ledger, 'sale-2').sale.receiptSeq).toBe(1);
  ledger.close();
});

test('a fault of the program in building or printing leaves no trace', () => {
  const ledger = terminal.open();
  const before = ledger.head();
  const explode = (): never => {
    throw new Error('a fault');
  };
  expect(() => ledger.completeSale({ ...sampleSale('sale-1'), build: explode })).toThrow('a fault');
  expect(() => ledger.completeSale({ ...sampleSale('sale-1'), printJobs: explode })).toThrow('a fault');
  const job = sampleSale('other').printJobs(sell(ledger, 'sale-0').sale, sell(ledger, 'sale-0').entry, []);
  expect(() => ledger.completeSale({ ...sampleSale('sale-1'), printJobs: () => [{ ...job[0]!, copy: 0 }] })).toThrow(/CHECK/);
  expect(ledger.head().seq).toBe(before.seq + 1);
  expect(ledger.state().state).toBe('selling');
  expect(sell(ledger, 'sale-1').sale.receiptSeq).toBe(2);
  ledger.close();
});

test('building a sale cannot write to the ledger itself', () => {
  const ledger = terminal.open();
  const request = sampleSale('sale-1');
  const writing: typeof request.build = (facts) => {
    ledger.append(drawerOpened, 'amina');
    return request.build(facts);
  };
  expect(() => ledger.completeSale({ ...request, build: writing })).toThrow(/within another/);
  expect(ledger.counts().entries).toBe(1);
  expect(sell(ledger, 'sale-1').sale.receiptSeq).toBe(1);
  ledger.close();
});

test('a sale that was not built on the facts given is a fault of the program', () => {
  const ledger = terminal.open();
  const { build } = sampleSale('sale-1');
  const completing = (change: Parameters<typeof build>[0] | object, saleId = 'sale-1') => {
    return () => ledger.completeSale({ ...sampleSale('sale-1'), saleId, build: (facts) => build({ ...facts, ...change }) });
  };
  expect(completing({ receiptSeq: 7 })).toThrow(/receipt-number/);
  expect(completing({ perpetualBefore: { signedMinor: 1, absoluteMinor: 1, tickets: 1 } })).toThrow(/perpetual/);
  expect(completing({}, 'sale-9')).toThrow(/sale-9/);
  expect(ledger.counts().entries).toBe(1);
  ledger.close();
});

test('totals beyond the exact integers are refused, and selling goes on', () => {
  const ledger = terminal.open();
  const huge = { lines: 1, quantityMilli: 1_000, unitPriceMinor: 2 ** 52 };
  sell(ledger, 'sale-1', huge);
  expect(ledger.completeSale(sampleSale('sale-2', huge))).toEqual(fail(refusal('cart.amount-too-large')));
  sell(ledger, 'sale-3');
  ledger.close();
});

test('counts, perpetual totals and recent sales follow the tickets, returns among them', () => {
  const ledger = terminal.open();
  sell(ledger, 'sale-1');
  sell(ledger, 'return-1', { lines: 1, quantityMilli: -2_000 });
  sell(ledger, 'sale-2', { lines: 1, quantityMilli: 1_000, unitPriceMinor: 500 });
  ledger.append(drawerOpened, 'amina');
  expect(ledger.counts()).toMatchObject({ entries: 5, sales: 2, returns: 1, grossMinor: 450_000 - 90_000 + 500, unacknowledged: 5 });
  expect(ledger.findSale('sale-2')?.sale.perpetual).toEqual({ signedMinor: 360_500, absoluteMinor: 540_500, tickets: 3 });
  expect(ledger.recentSales(2).map(({ sale }) => sale.saleId)).toEqual(['sale-2', 'return-1']);
  ledger.close();
});

test('entries go out verbatim as they were hashed, in order and in pages', () => {
  const ledger = terminal.open();
  for (let number = 1; number <= 5; number += 1) sell(ledger, `sale-${number}`);
  const pages = [ledger.entriesAfter({ epoch: 1, seq: 0 }, 4), ledger.entriesAfter({ epoch: 1, seq: 4 }, 4)];
  expect(pages.map((page) => page.map(({ seq }) => seq))).toEqual([
    [1, 2, 3, 4],
    [5, 6],
  ]);
  for (const { bytes, hash } of pages.flat()) {
    expect(nodeDigest.sha256(bytes)).toBe(hash);
    expect(canonicalJson(JSON.parse(nodeDigest.text(bytes)))).toBe(nodeDigest.text(bytes));
  }
  expect(ledger.entriesAfter(ledger.head(), 4)).toEqual([]);
  ledger.close();
});

test('acknowledging only rises, and only to an entry this ledger has', () => {
  const ledger = terminal.open();
  for (let number = 1; number <= 4; number += 1) sell(ledger, `sale-${number}`);
  const outbox = ledger.entriesAfter({ epoch: 1, seq: 0 }, 10);
  const hashAt = (seq: number): string => outbox[seq - 1]!.hash;
  expect(ledger.acknowledge({ epoch: 1, seq: 3 }, hashAt(2))).toBe(false);
  expect(ledger.acknowledge({ epoch: 1, seq: 9 }, hashAt(2))).toBe(false);
  expect(ledger.acknowledge({ epoch: 2, seq: 1 }, hashAt(1))).toBe(false);
  expect(ledger.acknowledged()).toEqual({ epoch: 0, seq: 0 });
  expect(ledger.acknowledge({ epoch: 1, seq: 3 }, hashAt(3))).toBe(true);
  expect(ledger.acknowledge({ epoch: 1, seq: 2 }, hashAt(2))).toBe(true);
  expect(ledger.acknowledged()).toEqual({ epoch: 1, seq: 3 });
  expect(ledger.counts().unacknowledged).toBe(2);
  ledger.close();
  const again = terminal.open();
  expect(again.acknowledged()).toEqual({ epoch: 1, seq: 3 });
  expect(again.acknowledge({ epoch: 1, seq: 5 }, hashAt(5))).toBe(true);
  expect(again.counts().unacknowledged).toBe(0);
  again.close();
});

test('a clock set back clamps the time, and leaves one trace however long it stays behind', () => {
  const ledger = terminal.open();
  const before = sell(ledger, 'sale-1').entry;
  terminal.clock.wallMs -= 3_600_000;
  const after = sell(ledger, 'sale-2').entry;
  const later = sell(ledger, 'sale-3').entry;
  expect(after.at).toBe(before.at);
  expect(after.clampedMs).toBeGreaterThan(3_590_000);
  expect(later.clampedMs).toBe(after.clampedMs - 1_000);
  const types = ledger
    .entriesAfter({ epoch: 1, seq: 2 }, 10)
    .map(({ bytes }) => unsealedEntrySchema.parse(JSON.parse(nodeDigest.text(bytes))));
  expect(types.map(({ type }) => type)).toEqual(['clock.moved', 'sale.completed', 'sale.completed']);
  expect(types[0]?.body).toEqual({ fromAt: before.at, toAt: new Date(Date.parse(after.at) - after.clampedMs).toISOString() });
  ledger.close();
});

test('a clock a little behind clamps without a trace', () => {
  const ledger = terminal.open();
  sell(ledger, 'sale-1');
  terminal.clock.wallMs -= 90_000;
  expect(sell(ledger, 'sale-2').entry).toMatchObject({ seq: 3 });
  ledger.close();
});

test('a clock set back while the program was closed leaves its trace at the next entry', () => {
  terminal.sellAndClose(1);
  terminal.clock.wallMs = OPENING_MS - 86_400_000;
  const ledger = terminal.open();
  ledger.append(drawerOpened, 'amina');
  expect(ledger.head().seq).toBe(4);
  ledger.close();
});

test.each([
  ['ten years ahead', 315_532_800_000],
  ['ten years behind', -315_532_800_000],
  ['an hour behind', -3_600_000],
])('with the clock %s, order holds and the chain verifies', async (_name, shiftMs) => {
  const ledger = terminal.open();
  sell(ledger, 'sale-1');
  terminal.clock.wallMs += shiftMs;
  sell(ledger, 'sale-2');
  terminal.clock.wallMs -= shiftMs;
  sell(ledger, 'sale-3');
  ledger.close();
  expect((await verifyFolder(terminal.folder, { quickCheck: false })).fault).toBeNull();
});

test(
  'whatever is sold, returned and noted, the ledger verifies and its figures are the sums',
  async () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('sale' as const),
        lines: fc.integer({ min: 1, max: 12 }),
        quantityMilli: fc.integer({ min: -3_000, max: 3_000 }).filter((q) => q !== 0),
        unitPriceMinor: fc.integer({ min: 0, max: 1_000_000 }),
      }),
      fc.record({ kind: fc.constant('drawer' as const) }),
      fc.record({ kind: fc.constant('clock' as const), shiftMs: fc.integer({ min: -10_000_000, max: 10_000_000 }) }),
      fc.record({ kind: fc.constant('restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 40 }), async (acts) => {
        const world = new TestTerminal();
        try {
          let ledger = world.open();
          let grossMinor = 0;
          for (const [index, each] of acts.entries()) {
            if (each.kind === 'sale') grossMinor += sell(ledger, `sale-${index}`, each).sale.totals.totalMinor;
            else if (each.kind === 'drawer') ledger.append(drawerOpened, 'amina');
            else if (each.kind === 'clock') world.clock.wallMs += each.shiftMs;
            else {
              ledger.close();
              ledger = world.open();
            }
          }
          const counts = ledger.counts();
          ledger.close();
          expect(counts.grossMinor).toBe(grossMinor);
          expect(counts.sales + counts.returns).toBe(acts.filter(({ kind }) => kind === 'sale').length);
          const report = await verifyFolder(world.folder, { quickCheck: true });
          expect(report.fault).toBeNull();
          expect(report.totals).toMatchObject({ entries: counts.entries, sales: counts.sales, returns: counts.returns, grossMinor });
        } finally {
          world.remove();
        }
      }),
      { numRuns: 12 },
    );
  },
  LONG_MS,
);
