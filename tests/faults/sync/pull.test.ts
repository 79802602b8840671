import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RecordedChange, recordChanges } from '../../../cloud-api/modules/changes/service.ts';
import { asMerchant } from '../../../cloud-api/platform/database.ts';
import { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../../cloud-api/testing/test-database.ts';
import { TestTerminal } from '../../../src-main/app/terminal.fixture.ts';
import type { Product } from '../../../src-shared/catalog/product.ts';
import type { SyncState } from '../../../src-shared/contract/sync-api.ts';
import { newCustomer } from '../../../src-shared/customers/customer.ts';
import { storeWideOf } from '../../../src-shared/settings/store-wide-settings.ts';
import { FaultProxy } from './fault-proxy.ts';

const SET_UP_MS = 60_000;
const WAIT = { timeout: 25_000, interval: 20 };
const CURCUMA = '6139990044030';

let cloud: TestCloud;
let line: FaultProxy;
const shops: TestTerminal[] = [];
beforeAll(async () => {
  const database = (await hasServer()) ? await serverDatabase() : embeddedDatabase();
  cloud = await TestCloud.start(database, { publicRequestsPerMinute: 100_000 });
  line = await FaultProxy.before(cloud.cloud.address);
}, SET_UP_MS);
afterEach(async () => {
  line.plan = [];
  for (const shop of shops.splice(0)) await shop.end();
});
afterAll(async () => {
  await line.stop();
  await cloud.stop();
});

interface Place {
  readonly merchantId: string;
  readonly storeId: string;
}

function record({ merchantId }: Place, changes: readonly Omit<RecordedChange, 'storeId'>[]): Promise<unknown> {
  return asMerchant(cloud.cloud.database, merchantId, (tx) =>
    recordChanges(
      tx,
      merchantId,
      changes.map((change) => ({ ...change, storeId: null })),
    ),
  );
}

function product(productId: string, changes: Partial<Product> = {}): Product {
  return {
    productId,
    sku: productId,
    plu: null,
    barcodes: [],
    name: { fr: `Article ${productId}` },
    categoryId: null,
    taxGroupId: 'tva-19',
    unit: 'piece',
    weighed: false,
    unitPriceMinor: 10_000,
    priceIncludesTax: true,
    image: null,
    ...changes,
  };
}
const MILK = product('milk', { barcodes: ['6130001000014'], name: { fr: 'Lait' }, categoryId: 'fresh' });
const FRESH = { categoryId: 'fresh', name: { fr: 'Frais' }, colour: 'blue', position: 0 };

async function demoShop(): Promise<TestTerminal> {
  const shop = new TestTerminal();
  shops.push(shop);
  await shop.startDemo();
  cloud.nowMs = shop.clock.now.getTime();
  return shop;
}

async function enrol(shop: TestTerminal, place: Place, address = cloud.cloud.address): Promise<void> {
  const { code } = await cloud.code(place);
  await shop.must('sync.enrol', { cloudUrl: address, code });
}

async function pulled(
  shop: TestTerminal,
  accept: (pull: NonNullable<SyncState['pull']>) => boolean = (pull) => pull.lastSuccessAt !== null,
): Promise<NonNullable<SyncState['pull']>> {
  const look = async () => (await shop.must('sync.state', {})).pull;
  await expect
    .poll(async () => {
      const pull = await look();
      return pull !== null && accept(pull);
    }, WAIT)
    .toBe(true);
  const pull = await look();
  if (pull === null) throw new Error('not enrolled');
  return pull;
}

/** What the till now says a code costs. */
function priceOf(shop: TestTerminal, text: string): number | null | undefined {
  return shop.till.catalog.lookup(text)?.unitPriceMinor;
}

test('an enrolled till sells the cloud’s goods, and at the new price as soon as it was changed there', async () => {
  const place = await cloud.merchant();
  await record(place, [
    { kind: 'category', id: 'fresh', row: FRESH },
    { kind: 'product', id: 'milk', row: MILK },
    { kind: 'quick-key', id: 'k1', row: { productId: 'milk', categoryId: 'fresh', position: 0 } },
    { kind: 'stock', id: 'milk', row: { productId: 'milk', onHandThousandths: 12_000 } },
  ]);
  const shop = await demoShop();
  expect(shop.till.catalog.lookup(CURCUMA)).not.toBeNull();
  await enrol(shop, place);
  const pull = await pulled(shop);
  expect(pull).toMatchObject({ products: 1, putAside: 0, keptOwnProducts: false });
  const { catalog } = shop.till;
  expect(catalog.lookup('6130001000014')).toEqual(MILK);
  expect(catalog.lookup(CURCUMA)).toBeNull();
  // What it sold before is not gone without a word.
  expect((await shop.must('terminal.state', {})).notices).toMatchObject([{ code: 'catalog.replaced' }]);
  expect(catalog.quickKeys('fresh').map(({ productId }) => productId)).toEqual(['milk']);
  expect(catalog.changes.stock('milk')?.onHandMilli).toBe(12_000);
  // The nudge, not the timer of half a minute: the wait is shorter.
  await record(place, [{ kind: 'product', id: 'milk', row: { ...MILK, unitPriceMinor: 12_500 } }]);
  await expect.poll(() => priceOf(shop, '6130001000014'), WAIT).toBe(12_500);
  const scanned = await shop.must('scan', { text: '6130001000014', symbology: null, source: 'wedge' });
  expect(JSON.stringify(scanned)).toContain('12500');
  expect(catalog.version().generation).toBe(2);
});

test('people, roles, settings and customers come into force, and the journal says by whom', async () => {
  const place = await cloud.merchant();
  const shop = await demoShop();
  const { settings } = shop.till;
  const storeWide = { ...storeWideOf(settings), receipt: { ...settings.receipt, copies: 2 } };
  const customer = newCustomer(
    'c-1',
    { name: 'Nadia', phone: '0550000000', address: '', identifiers: [], language: null, note: '', marketing: false },
    '2026-11-01T00:00:00.000Z',
  );
  await record(place, [
    { kind: 'role', id: 'helper', row: { roleId: 'helper', name: { fr: 'Aide' }, permissions: ['line.void'], discountLimitMilli: 0 } },
    { kind: 'person', id: 'samir', row: { personId: 'samir', name: 'Samir', language: 'fr', active: true, roleId: 'helper' } },
    { kind: 'person', id: 'bad', row: { personId: 'bad', name: '', language: 'fr', active: true, roleId: 'helper' } },
    { kind: 'store-settings', id: place.storeId, row: storeWide },
    { kind: 'customer', id: 'c-1', row: customer },
  ]);
  await enrol(shop, place);
  await expect.poll(() => shop.till.settings.receipt.copies, WAIT).toBe(2);
  expect(shop.till.settings.people.find(({ personId }) => personId === 'samir')?.roleId).toBe('helper');
  expect(shop.till.settings.printers).toEqual(settings.printers);
  expect(shop.till.customers.find('c-1')).toEqual(customer);
  expect(shop.till.ledger.lastActOf('settings.changed')).toMatchObject({ actor: 'cloud' });
  expect(shop.till.ledger.lastActOf('person.created')).toMatchObject({ actor: 'cloud', body: { personId: 'samir', roleId: 'helper' } });
  const { asides } = await pulled(shop, (pull) => pull.putAside > 0);
  expect(asides).toMatchObject([{ kind: 'person', id: 'bad', reason: 'row-unreadable', detail: 'name' }]);
});

test('goods of a till are kept where the cloud has none, and it says so', async () => {
  const place = await cloud.merchant();
  const shop = await demoShop();
  const before = shop.till.catalog.count();
  await enrol(shop, place);
  expect(await pulled(shop)).toMatchObject({ keptOwnProducts: true, products: before });
  expect(shop.till.catalog.lookup(CURCUMA)).not.toBeNull();
  await record(place, [{ kind: 'product', id: 'milk', row: MILK }]);
  await expect.poll(() => priceOf(shop, '6130001000014'), WAIT).toBe(10_000);
  expect(shop.till.catalog.count()).toBe(before + 1);
});

describe('a cloud that is not as it was', () => {
  test('restored to yesterday, it is asked for everything, and its word is taken', async () => {
    const place = await cloud.merchant();
    await record(place, [{ kind: 'product', id: 'milk', row: MILK }]);
    const shop = await demoShop();
    await enrol(shop, place);
    await record(place, [{ kind: 'product', id: 'milk', row: { ...MILK, unitPriceMinor: 1 } }]);
    await expect.poll(() => priceOf(shop, '6130001000014'), WAIT).toBe(1);
    await asMerchant(cloud.cloud.database, place.merchantId, (tx) =>
      sql`UPDATE change_log SET row = ${JSON.stringify({ ...MILK, unitPriceMinor: 7 })}::jsonb, version = 1 WHERE merchant_id = ${place.merchantId} AND kind = 'product'`.execute(
        tx,
      ),
    );
    const { all } = cloud.cloud.database;
    await sql`UPDATE pull_era SET era_id = gen_random_uuid()`.execute(all);
    await shop.must('sync.retry', {});
    await expect.poll(() => priceOf(shop, '6130001000014'), WAIT).toBe(7);
  });

  test('whose stream is cut is asked again, and what is sold from stays until all of it has come', async () => {
    const place = await cloud.merchant();
    await record(
      place,
      Array.from({ length: 500 }, (_, n) => ({ kind: 'product' as const, id: `p${n}`, row: product(`p${n}`) })),
    );
    const shop = await demoShop();
    const before = shop.till.catalog.count();
    await enrol(shop, place, line.address);
    line.plan = ['cut-answer', 'lose-answer', 'cut-answer', 'cut-answer', 'refuse', 'cut-answer'];
    expect([before, 500]).toContain(shop.till.catalog.count());
    await expect
      .poll(async () => {
        await shop.must('sync.retry', {});
        return line.plan.length === 0 ? shop.till.catalog.count() : -1;
      }, WAIT)
      .toBe(500);
  });
});

test('everything is downloaded anew when somebody asks for it', async () => {
  const place = await cloud.merchant();
  await record(place, [{ kind: 'product', id: 'milk', row: MILK }]);
  const shop = await demoShop();
  await enrol(shop, place);
  await pulled(shop);
  const { generation } = shop.till.catalog.version();
  await shop.must('sync.download', {});
  await expect.poll(() => shop.till.catalog.version().generation, WAIT).toBe(generation + 1);
  expect(priceOf(shop, '6130001000014')).toBe(10_000);
});
