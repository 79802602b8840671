import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { neutralSettings } from '../src-main/app/neutral-shop.ts';
import { OFFICE_RIGHTS, type OfficeRight } from '../src-shared/contract/route.ts';
import { storeWideOf } from '../src-shared/settings/store-wide-settings.ts';
import { createKey } from './modules/api-keys/service.ts';
import { asMerchant } from './platform/database.ts';
import { Journal } from './testing/journal.ts';
import { MARK, rowsOf } from './testing/merchant-data.ts';
import type { OfficePerson } from './testing/office-person.ts';
import { isOffice, nameOf, paramsOf, type Requests, RouteWalk } from './testing/route-walk.ts';
import { TestCloud } from './testing/test-cloud.ts';
import { embeddedDatabase } from './testing/test-database.ts';

/**
 * Every address the cloud serves is walked with the token of merchant B and the ids of merchant A. A route that is added is walked by itself;
 * where its request cannot be made up from its schema it is given here, and until then the walk fails.
 */
const SET_UP_MS = 120_000;
const WALK_MS = 240_000;

const NOBODY = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: null, personName: null };
const settings = storeWideOf(neutralSettings({ ...NOBODY, currency: 'DZD' }));

/** Requests whose texts have a form that their schema does not tell. */
const REQUESTS: Requests = {
  'POST /v1/terminal/ledger/entries': { body: { epoch: 1, entries: [{ text: '{}', hash: 'a'.repeat(64), sig: 'AAAA' }] } },
  'PUT /v1/stores/:storeId/settings': { body: { base: 1, row: settings } },
  'POST /v1/invitations': { body: { email: 'somebody@example.test', role: 'owner' } },
  'PUT /v1/account/email': { body: { password: 'x', email: 'somebody@example.test' } },
};

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

let cloud: TestCloud;
let walk: RouteWalk;
let a: { readonly merchantId: string; readonly storeId: string };
let b: typeof a;
let owner: OfficePerson;
let terminalOfB: string;

beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000_000 });
  a = await cloud.merchant(MARK);
  const journal = new Journal();
  journal.write(3);
  await cloud.push(await cloud.enrolled(journal, a), journal.entries);
  owner = await cloud.office(a.merchantId, { name: `${MARK}, propriétaire` });
  b = await cloud.merchant('Commerce B');
  const other = new Journal();
  other.write(1);
  terminalOfB = await cloud.enrolled(other, b);
  await cloud.push(terminalOfB, other.entries);
  await cloud.cloud.projector.settle();
  walk = await RouteWalk.prepare(cloud, REQUESTS, { ...a, terminalId: journal.terminal, owner });
}, SET_UP_MS);
afterAll(() => cloud.stop());

const rowsOfA = () => rowsOf(cloud.cloud.database, walk.tables, a.merchantId);

/** The owner of a merchant of her own. */
async function strangersToken(): Promise<string> {
  const { merchantId } = await cloud.merchant('Commerce B');
  return (await cloud.office(merchantId)).token;
}

test('merchant B gets nothing of merchant A’s at any address of the back office: each answers as if nobody had it', {
  timeout: WALK_MS,
}, async () => {
  const before = await rowsOfA();
  const secrets = [...new Set([...before.values()].flat().join('\n').match(UUID))].filter((id) => !walk.sent.includes(id));
  expect(secrets.length).toBeGreaterThan(10);
  for (const served of walk.routes.filter(isOffice)) {
    const name = nameOf(served);
    // Each call is by a merchant of its own: what one makes or ends shall not change what the next is told.
    const { status, code, text } = await walk.ask(served, await strangersToken());
    const nothing = await walk.ask(served, await strangersToken(), 'nobodys');
    expect(status, `${name}: ${text}`).toBeLessThan(500);
    expect({ name, status, code }).toEqual({ name, status: nothing.status, code: nothing.code });
    expect(text.includes(MARK), `${name} tells a text of A’s`).toBe(false);
    const told = secrets.filter((secret) => text.includes(secret));
    expect(told, `${name} tells ids of A’s`).toEqual([]);
  }
  expect(await rowsOfA()).toEqual(before);
});

test('and its terminals get nothing of merchant A’s from what terminals call', { timeout: WALK_MS }, async () => {
  const before = await rowsOfA();
  for (const served of walk.routes.filter(({ route }) => route.access === 'terminal')) {
    const { status, text } = await walk.ask(served, terminalOfB);
    expect(status, `${nameOf(served)}: ${text}`).toBeLessThan(500);
    expect(text.includes(MARK), `${nameOf(served)} tells a text of A’s`).toBe(false);
    expect(text.includes(a.merchantId) || text.includes(a.storeId), `${nameOf(served)} tells an id of A’s`).toBe(false);
  }
  expect(await rowsOfA()).toEqual(before);
});

test('the ids are real: merchant A’s own owner is not told that there is nothing', { timeout: WALK_MS }, async () => {
  const missing: string[] = [];
  const asked = walk.routes.filter((served) => isOffice(served) && served.route.method === 'GET' && paramsOf(served.route).length > 0);
  for (const served of asked) {
    const { status, text } = await walk.ask(served, owner.token);
    if (status === 403 || status === 404) missing.push(`${nameOf(served)}: ${text}`);
  }
  expect(asked.length).toBeGreaterThan(3);
  expect(missing).toEqual([]);
});

test('without its right no address of the back office answers', { timeout: WALK_MS }, async () => {
  const keys = new Map<OfficeRight, string>();
  const acting = { caller: { kind: 'system', merchantId: b.merchantId, id: 'test' }, request: { address: '' } } as const;
  for (const right of OFFICE_RIGHTS) {
    const rights = OFFICE_RIGHTS.filter((other) => other !== right && other !== 'own.account');
    const parts = { database: cloud.cloud.database, now: () => cloud.now };
    keys.set(right, (await createKey(parts, acting, null, { name: right, rights })).key);
  }
  for (const served of walk.routes.filter(isOffice)) {
    const { status, code } = await walk.ask(served, keys.get(served.route.access as OfficeRight) ?? ''); // `isOffice` has said so.
    expect({ name: nameOf(served), status, code }).toEqual({ name: nameOf(served), status: 403, code: 'right.missing' });
  }
});

test('a token opens only what it is for: no office with a terminal’s, no terminal’s place with an office’s, nothing without one', {
  timeout: WALK_MS,
}, async () => {
  for (const served of walk.routes.filter(({ route }) => route.access !== 'public')) {
    for (const token of [isOffice(served) ? terminalOfB : owner.token, null]) {
      const { status, code } = await walk.ask(served, token);
      expect({ name: nameOf(served), status, code }).toEqual({ name: nameOf(served), status: 401, code: 'sign-in.needed' });
    }
  }
});

test('row-level security is the second wall around every table: a query without a merchant’s id finds none of another’s rows', async () => {
  const open: string[] = [];
  for (const { name } of walk.tables) {
    const foreign = await asMerchant(cloud.cloud.database, b.merchantId, async (tx) => {
      const { rows: held } = await sql<{ may: boolean }>`SELECT has_table_privilege(${name}, 'SELECT') AS may`.execute(tx);
      // What the role may not read at all is closed already.
      if (held[0]?.may !== true) return [];
      return (await sql`SELECT FROM ${sql.table(name)} WHERE merchant_id <> ${b.merchantId} LIMIT 1`.execute(tx)).rows;
    });
    if (foreign.length > 0) open.push(name);
  }
  expect(open).toEqual([]);
});
