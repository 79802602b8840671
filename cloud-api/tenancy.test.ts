import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OFFICE_RIGHTS, type OfficeRight, type Route } from '../src-shared/contract/route.ts';
import { createKey } from './modules/api-keys/service.ts';
import { asMerchant } from './platform/database.ts';
import type { ServedRoute } from './platform/routes.ts';
import { Journal } from './testing/journal.ts';
import { fillTables, MARK, type MerchantTable, merchantTables, rowsOf } from './testing/merchant-data.ts';
import type { OfficePerson } from './testing/office-person.ts';
import { sampleOf } from './testing/request-samples.ts';
import { TestCloud } from './testing/test-cloud.ts';
import { embeddedDatabase } from './testing/test-database.ts';

/**
 * Every address the cloud serves is walked with the token of merchant B and the ids of merchant A. A route that is added is walked by itself;
 * where its request cannot be made up from its schema it is named here, and until then the walk fails.
 */
const SET_UP_MS = 120_000;
const WALK_MS = 240_000;

/** Bodies and queries that no schema can tell: those whose texts have a form of their own. */
const REQUESTS: Readonly<Record<string, { readonly body?: unknown; readonly query?: Readonly<Record<string, string>> }>> = {
  'POST /v1/terminal/ledger/entries': { body: { epoch: 1, entries: [{ text: '{}', hash: 'a'.repeat(64), sig: 'AAAA' }] } },
  'POST /v1/invitations': { body: { email: 'somebody@example.test', role: 'owner' } },
  'PUT /v1/account/email': { body: { password: 'x', email: 'somebody@example.test' } },
};

/** Columns of parameters whose name is not the parameter's own. */
const COLUMNS: Readonly<Record<string, string>> = {};

/** Routes that make something of one’s own under an id the caller chooses: the id of another merchant’s thing is free there. */
const OWN_BY_ANY_ID: ReadonlySet<string> = new Set();

const SECRET_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

let cloud: TestCloud;
let tables: readonly MerchantTable[];
let unfilled: ReadonlyMap<string, string>;
let a: { readonly merchantId: string; readonly storeId: string };
let b: typeof a;
let owner: OfficePerson;
let stranger: OfficePerson;
let strangersTerminal: string;
let ids: Record<string, string>;

beforeAll(async () => {
  cloud = await TestCloud.start(embeddedDatabase(), { publicRequestsPerMinute: 1_000_000 });
  const { database } = cloud.cloud;
  a = await cloud.merchant(MARK);
  b = await cloud.merchant('Commerce B');
  const journal = new Journal();
  journal.write(3);
  await cloud.push(await cloud.enrolled(journal, a), journal.entries);
  owner = await cloud.office(a.merchantId, { name: `${MARK}, propriétaire` });
  await cloud.office(a.merchantId, { role: 'manager', name: `${MARK}, gérante` });
  stranger = await cloud.office(b.merchantId);
  const other = new Journal();
  other.write(1);
  strangersTerminal = await cloud.enrolled(other, b);
  await cloud.push(strangersTerminal, other.entries);
  await cloud.cloud.projector.settle();
  tables = await merchantTables(database);
  const known = { merchant_id: a.merchantId, store_id: a.storeId, terminal_id: journal.terminal, user_id: owner.userId };
  unfilled = await fillTables(database, tables, known);
  ids = { merchantId: a.merchantId, storeId: a.storeId, terminalId: journal.terminal, userId: owner.userId, sessionId: owner.sessionId };
}, SET_UP_MS);
afterAll(() => cloud.stop());

const nameOf = ({ route }: ServedRoute): string => `${route.method} ${route.path}`;
const isOffice = ({ route }: ServedRoute): boolean => route.access !== 'public' && route.access !== 'terminal';
const paramsOf = (route: Route): string[] => [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
const columnOf = (param: string): string => COLUMNS[param] ?? param.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The address of a thing that merchant A has: all its parameters from one row. */
async function addressOf({ route }: ServedRoute): Promise<string> {
  const params = paramsOf(route);
  if (params.length === 0) return route.path;
  const columns = params.map(columnOf);
  const holding = tables.filter((table) => columns.every((column) => table.columns.some(({ name }) => name === column)));
  for (const table of holding) {
    const preferred = params.map((param) =>
      ids[param] === undefined ? sql`true` : sql`${sql.ref(columnOf(param))}::text = ${ids[param]}`,
    );
    const { rows } = await sql<Record<string, unknown>>`
      SELECT ${sql.join(columns.map((column) => sql`${sql.ref(column)}::text AS ${sql.ref(column)}`))} FROM ${sql.table(table.name)}
      WHERE merchant_id = ${a.merchantId} AND ${sql.join(preferred, sql` AND `)} LIMIT 1`.execute(cloud.cloud.database.all);
    const [row] = rows;
    if (row !== undefined)
      return params.reduce((path, param) => path.replace(`:${param}`, encodeURIComponent(String(row[columnOf(param)]))), route.path);
  }
  const why = holding.map(({ name }) => `${name} (${unfilled.get(name) ?? 'no row of merchant A'})`).join(', ');
  throw new Error(`${route.path}: no table holds ${columns.join(', ')}: ${why}. Give its column, or a row, in this test.`);
}

function requestOf(served: ServedRoute): { readonly query: string; readonly body: string | null } {
  const { route } = served;
  const given = REQUESTS[nameOf(served)] ?? {};
  const query = given.query ?? sampleOf(route.query, ids)?.value;
  const body = route.body === null ? null : (given.body ?? sampleOf(route.body, ids)?.value);
  if (query === undefined || body === undefined) throw new Error(`${nameOf(served)}: give it a query or a body in this test`);
  const search = new URLSearchParams(Object.entries(query as object).map(([name, value]) => [name, String(value)]));
  return { query: search.size === 0 ? '' : `?${search.toString()}`, body: body === null ? null : JSON.stringify(body) };
}

/** Status and text of the answer. A stream of events has no end: it is let go once it has begun. */
async function ask(
  served: ServedRoute,
  address: string,
  token: string | null,
): Promise<{ readonly status: number; readonly text: string }> {
  const { query, body } = requestOf(served);
  const hangUp = new AbortController();
  const response = await fetch(`${cloud.cloud.address}${address}${query}`, {
    method: served.route.method,
    redirect: 'manual',
    signal: hangUp.signal,
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    ...(body === null ? {} : { body }),
  });
  const isEndless = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isEndless ? '' : await response.text();
  if (isEndless) hangUp.abort();
  return { status: response.status, text };
}

describe('merchant B', () => {
  test('gets nothing of merchant A’s, and changes nothing, at any address of the back office', { timeout: WALK_MS }, async () => {
    const { database } = cloud.cloud;
    const before = await rowsOf(database, tables, a.merchantId);
    const dump = [...before.values()].flat().join('\n');
    // Ids that stand in B's rows, too, are no secrets of A's.
    const own = [...(await rowsOf(database, tables, b.merchantId)).values()].flat().join('\n');
    const secrets = [...new Set(dump.match(SECRET_ID))].filter((id) => !own.includes(id));
    expect(secrets.length).toBeGreaterThan(10);
    for (const served of cloud.cloud.routes.filter(isOffice)) {
      const address = await addressOf(served);
      // A person whose session or role an earlier address has ended would be refused everywhere: each has somebody of its own.
      const { token } = await cloud.office(b.merchantId);
      const { status, text } = await ask(served, address, token);
      const name = nameOf(served);
      expect(status, `${name}: ${text}`).toBeLessThan(500);
      if (paramsOf(served.route).length > 0 && !OWN_BY_ANY_ID.has(name)) {
        const isEmpty = status === 200 && served.route.method === 'GET' && saysNothing(text);
        expect(isEmpty || status === 403 || status === 404, `${name}: ${status} ${text}`).toBe(true);
      }
      expect(text.includes(MARK), `${name} tells a text of A’s`).toBe(false);
      expect(
        secrets.filter((secret) => text.includes(secret)),
        `${name} tells ids of A’s`,
      ).toEqual([]);
    }
    expect(await rowsOf(database, tables, a.merchantId)).toEqual(before);
  });

  test('and its terminals get nothing of merchant A’s from what terminals call', { timeout: WALK_MS }, async () => {
    const before = await rowsOf(cloud.cloud.database, tables, a.merchantId);
    for (const served of cloud.cloud.routes.filter(({ route }) => route.access === 'terminal')) {
      const { status, text } = await ask(served, await addressOf(served), strangersTerminal);
      expect(status, `${nameOf(served)}: ${text}`).toBeLessThan(500);
      expect(text.includes(MARK), `${nameOf(served)} tells a text of A’s`).toBe(false);
      expect(text.includes(a.merchantId), `${nameOf(served)} tells an id of A’s`).toBe(false);
    }
    expect(await rowsOf(cloud.cloud.database, tables, a.merchantId)).toEqual(before);
  });
});

test('the ids are real: merchant A’s own owner finds what is at them', { timeout: WALK_MS }, async () => {
  const found: string[] = [];
  for (const served of cloud.cloud.routes.filter(
    (each) => isOffice(each) && each.route.method === 'GET' && paramsOf(each.route).length > 0,
  )) {
    const { status, text } = await ask(served, await addressOf(served), owner.token);
    expect(status, `${nameOf(served)}: ${text}`).not.toBe(403);
    if (status === 200) found.push(nameOf(served));
  }
  expect(found.length).toBeGreaterThan(3);
});

test('without its right no address of the back office answers', { timeout: WALK_MS }, async () => {
  const keys = new Map<OfficeRight, string>();
  const maker = { kind: 'system', merchantId: a.merchantId, id: 'test' } as const;
  for (const right of OFFICE_RIGHTS) {
    const rights = OFFICE_RIGHTS.filter((other) => other !== right && other !== 'own.account');
    const parts = { database: cloud.cloud.database, now: () => cloud.now };
    keys.set(right, (await createKey(parts, { caller: maker, request: { address: '' } }, null, { name: right, rights })).key);
  }
  for (const served of cloud.cloud.routes.filter(isOffice)) {
    const key = keys.get(served.route.access as OfficeRight) ?? '';
    const { status, text } = await ask(served, await addressOf(served), key);
    expect({ name: nameOf(served), status, code: codeOf(text) }).toEqual({ name: nameOf(served), status: 403, code: 'right.missing' });
  }
});

test(
  'a token opens only what it is for: no office with a terminal’s, no terminal’s place with an office’s, nothing without one',
  async () => {
    for (const served of cloud.cloud.routes.filter(({ route }) => route.access !== 'public')) {
      const address = await addressOf(served);
      const wrong = isOffice(served) ? strangersTerminal : stranger.token;
      for (const token of [wrong, null]) {
        const { status, text } = await ask(served, address, token);
        expect({ name: nameOf(served), status, code: codeOf(text) }).toEqual({ name: nameOf(served), status: 401, code: 'sign-in.needed' });
      }
    }
  },
  WALK_MS,
);

test('row-level security is the second wall around every table: a query without a merchant’s id finds none of another’s rows', async () => {
  const open: string[] = [];
  for (const { name } of tables) {
    const { rows } = await asMerchant(cloud.cloud.database, b.merchantId, async (tx) => {
      const { rows: held } = await sql<{ may: boolean }>`SELECT has_table_privilege(${name}, 'SELECT') AS may`.execute(tx);
      // What the role may not read at all is closed already.
      if (held[0]?.may !== true) return { rows: [] };
      return sql`SELECT FROM ${sql.table(name)} WHERE merchant_id <> ${b.merchantId} LIMIT 1`.execute(tx);
    });
    if (rows.length > 0) open.push(name);
  }
  expect(open).toEqual([]);
});

/** Lists without an item, and no more. */
function saysNothing(text: string): boolean {
  return Object.values(JSON.parse(text) as object).every((value) => value === null || (Array.isArray(value) && value.length === 0));
}

function codeOf(text: string): unknown {
  return text.startsWith('{') ? (JSON.parse(text) as { readonly code?: unknown }).code : text;
}
