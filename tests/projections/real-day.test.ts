import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { push } from '../../cloud-api/modules/ingest/service.ts';
import { readAll } from '../../cloud-api/modules/projections/projections.fixture.ts';
import { digestOfTerminal } from '../../cloud-api/modules/projections/service.ts';
import { dayFigures } from '../../cloud-api/modules/sales/service.ts';
import { listClosures, listTillSessions } from '../../cloud-api/modules/tills/service.ts';
import type { Database } from '../../cloud-api/platform/database.ts';
import { createMetrics } from '../../cloud-api/platform/metrics.ts';
import { loadServerIdentity } from '../../cloud-api/platform/tokens.ts';
import { type Place, ServedRoutes } from '../../cloud-api/testing/served-routes.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../cloud-api/testing/test-database.ts';
import { CustomerShop } from '../../src-main/app/customer-shop.fixture.ts';
import type { Ledger } from '../../src-main/ledger/ledger.ts';
import { MAX_PUSH_ENTRIES } from '../../src-shared/contract/cloud-api.ts';
import { type DigestEntry, digestDifferences, digestOfDay } from '../../src-shared/ledger/digest.ts';
import { unsealedEntrySchema } from '../../src-shared/ledger/entry.ts';
import { readBody } from '../../src-shared/ledger/read-body.ts';
import { looseCash } from '../../src-shared/till/cash-count.ts';
import { tillFigures } from '../../src-shared/till/figures.ts';
import { cloudRows, terminalRows } from './terminal-rows.ts';

// Each opens databases of its own, which takes a busy machine its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const onServer = await hasServer();
const DAY = '2026-11-20';

describe.each([
  ['the embedded database', true],
  ['a PostgreSQL server', onServer],
] as const)('on %s', (name, isThere) => {
  describe.skipIf(!isThere)('a day of a real till', () => {
    let served: ServedRoutes;
    let shop: CustomerShop;
    let place: Place;
    let ledger: Ledger;

    beforeAll(async () => {
      served = await ServedRoutes.start(name === 'a PostgreSQL server' ? await serverDatabase() : embeddedDatabase(), () => []);
      shop = new CustomerShop();
      await shop.startDemo();
      await tradeForADay(shop);
      ledger = shop.till.ledger;
      place = await served.merchant();
      await pushAll(served.database, place, ledger);
      await readAll(served.database, 7);
    });
    afterAll(async () => {
      await shop.end();
      await served.stop();
    });

    test('leaves the same rows in the cloud as in the till, table by table', async () => {
      const own = terminalRows(join(shop.root, 'ledger.db'));
      const tables = Object.keys(own);
      for (const table of ['sale', 'sale_line', 'account_movement', 'account_slip', 'gift_card', 'till_act', 'returned_line', 'invoice']) {
        expect(own[table], table).not.toEqual([]);
      }
      expect(await cloudRows(served.database, ledger.terminal, tables)).toEqual(own);
    });

    test('comes to the same figures as the till’s own, to the minor unit', async () => {
      const { sums } = ledger;
      const summary = sums.summary(sums.runOfDays(DAY, DAY), { after: 0, through: Number.MAX_SAFE_INTEGER }, null);
      const own = tillFigures({ ...summary, floatMinor: 0 });
      const { currencies } = await dayFigures(served.database, place.merchantId, place.storeId, { from: DAY, to: DAY });
      expect(currencies).toEqual([
        {
          currency: 'DZD',
          figures: {
            counts: { sales: own.counts.sales, returns: own.counts.returns },
            totals: own.totals,
            taxes: own.taxes,
            tenders: own.tenders,
          },
        },
      ]);
    });

    test('shows its Z and its session with the figures of the till', async () => {
      const page = { limit: 50 };
      const { items: closures } = await listClosures(served.database, place.merchantId, page);
      const z = ledger.lastActOf('till.closed');
      const read = z === null ? null : readBody(z);
      if (read?.ok !== true || read.value.type !== 'till.closed') throw new Error('the till was not closed');
      const { zNumber, sessionId, tillId, varianceMinor, closedOn, figures } = read.value.body;
      expect(closures).toMatchObject([{ zNumber, sessionId, tillId, varianceMinor, closedOn, totalMinor: figures.totals.totalMinor }]);
      const { items: sessions } = await listTillSessions(served.database, place.merchantId, page);
      expect(sessions).toMatchObject([{ sessionId, zNumber, floatMinor: 0, closedAt: closures[0]?.closedAt }]);
    });

    test('has one digest on both sides, and another when a row was lost', async () => {
      const caller = { merchantId: place.merchantId, terminalId: ledger.terminal };
      const { digest, reach } = await digestOfTerminal(served.database, caller, DAY);
      const own = digestOfDay(DAY, digestEntries(ledger), reach);
      expect(own.tickets).toBeGreaterThan(3);
      expect(digestDifferences(own, digest)).toEqual([]);
      await served.database.all.deleteFrom('sale').where('terminal_id', '=', ledger.terminal).where('kind', '=', 'return').execute();
      const after = await digestOfTerminal(served.database, caller, DAY);
      expect(digestDifferences(own, after.digest)).toEqual(['tickets', 'money']);
    });
  });
});

/** Of everything that leaves rows, something. */
async function tradeForADay(shop: CustomerShop): Promise<void> {
  const yasmine = await shop.create();
  await shop.sell(3, null, 'cash');
  const onTab = await shop.sell(2, yasmine, 'on-account');
  await shop.take({ purpose: 'tab-payment', customerId: yasmine }, 9_000);
  await shop.giftCard(20_000);
  await shop.sell(1, yasmine, 'card');
  const sold = await shop.sell(4, null, 'card');
  await shop.must('invoice.issue', {
    saleId: sold,
    buyer: { name: 'SARL Atlas', address: ['3, rue Larbi'], phone: null, identifiers: [{ label: 'NIF', value: '001916012345678' }] },
    medium: 'roll',
  });
  await shop.must('receipt.reprint', { saleId: onTab, reason: 'lost' });
  await giveBack(shop, sold);
  await shop.must('till.move', { movementId: 'm1', kind: 'paid-in', amountMinor: 5_000, reason: 'change' });
  await closeTill(shop);
}

/** Counted as empty: every difference has its reason in the Z. */
async function closeTill(shop: CustomerShop): Promise<void> {
  const view = await shop.must('till.count-begin', { tillId: shop.till.settings.till.tillId, takeOver: false });
  if (view.stage !== 'counting') throw new Error(view.stage);
  const { countId, tenders } = view.sheet;
  const empty = { countId, cash: looseCash(0), tenders: tenders.map(({ tenderId }) => ({ tenderId, countedMinor: 0 })) };
  await shop.must('till.count-commit', empty);
  const reasons = ['cash', ...tenders.map(({ tenderId }) => tenderId)].map((pool) => ({ pool, reason: 'not counted' }));
  await shop.must('till.close', { countId, reasons, heldTickets: 'carry-over' });
}

async function giveBack(shop: CustomerShop, saleId: string): Promise<void> {
  const terms = { reasonId: 'defective', note: null, disposition: 'restock' as const };
  await shop.must('return.take', { saleId, lines: [{ lineNo: 1, quantityMilli: 1_000, ...terms }] });
  const { cart } = await shop.must('terminal.state', {});
  if (cart === null) throw new Error('no ticket is open');
  const [tender] = (await shop.must('return.refunds', { cartId: cart.cartId })).proposals;
  if (tender === undefined) throw new Error('nothing is to be given back');
  const { cartId, revision } = cart;
  await shop.complete(await shop.must('cart.command', { cartId, revision, command: { kind: 'tender.add', tender } }));
}

/** As the till would, in one go. */
async function pushAll(database: Database, { merchantId, storeId }: Place, ledger: Ledger): Promise<void> {
  const own = { merchant_id: merchantId, terminal_id: ledger.terminal };
  await database.all
    .insertInto('terminal')
    .values({ ...own, store_id: storeId, name: 'Caisse 1' })
    .execute();
  await database.all
    .insertInto('terminal_key')
    .values({ ...own, key_id: ledger.keyId, public_key_spki: ledger.publicKeySpki })
    .execute();
  const entries = ledger
    .entriesAfter({ epoch: 1, seq: 0 }, MAX_PUSH_ENTRIES)
    .map(({ bytes, hash, sig }) => ({ text: textOf(bytes), hash, sig }));
  const identity = await loadServerIdentity(database, uuidv7);
  const parts = { database, identity, metrics: createMetrics(), now: () => new Date(), onStored: () => undefined };
  await push(parts, { merchantId, terminalId: ledger.terminal }, { epoch: 1, entries });
}

function digestEntries(ledger: Ledger): readonly DigestEntry[] {
  return ledger.entriesAfter({ epoch: 1, seq: 0 }, MAX_PUSH_ENTRIES).map(({ bytes, hash }) => {
    const entry = unsealedEntrySchema.parse(JSON.parse(textOf(bytes)));
    const read = readBody(entry);
    return { epoch: entry.epoch, seq: entry.seq, at: entry.at, hash, read: read.ok ? read.value : null };
  });
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
