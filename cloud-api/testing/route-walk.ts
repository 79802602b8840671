import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Route } from '../../src-shared/contract/route.ts';
import type { ServedRoute } from '../platform/routes.ts';
import { fillTables, MARK, type MerchantTable, merchantTables } from './merchant-data.ts';
import type { OfficePerson } from './office-person.ts';
import { sampleOf } from './request-samples.ts';
import type { TestCloud } from './test-cloud.ts';

/** What a route is asked with where its schemas cannot tell it by themselves. */
export type Requests = Readonly<Record<string, { readonly body?: object; readonly query?: Readonly<Record<string, string>> }>>;

export interface Told {
  readonly status: number;
  /** The problem's, if it is one. */
  readonly code: unknown;
  readonly text: string;
}

export const nameOf = ({ route }: ServedRoute): string => `${route.method} ${route.path}`;
export const isOffice = ({ route }: ServedRoute): boolean => route.access !== 'public' && route.access !== 'terminal';
export const paramsOf = (route: Route): string[] => [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
const columnOf = (param: string): string => param.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Of a name, in whatever form it is asked for. */
const TEXTS = { fr: MARK, ar: MARK, en: MARK, name: MARK };

interface Owned {
  readonly merchantId: string;
  readonly storeId: string;
  readonly terminalId: string;
  readonly owner: OfficePerson;
}

/** Asks at every address a cloud serves, with the ids of one merchant's things. A route that is added is asked like the others. */
export class RouteWalk {
  readonly #cloud: TestCloud;
  readonly #requests: Requests;
  /** Ids by the names parameters and members have. */
  readonly #ids: Record<string, string>;
  #tables: readonly MerchantTable[] = [];
  #unfilled: ReadonlyMap<string, string> = new Map();
  readonly #strangers = new Map<string, string>();

  private constructor(cloud: TestCloud, requests: Requests, { merchantId, storeId, terminalId, owner }: Owned) {
    this.#cloud = cloud;
    this.#requests = requests;
    this.#ids = { merchantId, storeId, terminalId, userId: owner.userId, sessionId: owner.sessionId };
  }

  /** Gives the merchant something of everything: by its own routes where it can be put there, else as a row of the table. */
  static async prepare(cloud: TestCloud, requests: Requests, owned: Owned): Promise<RouteWalk> {
    const walk = new RouteWalk(cloud, requests, owned);
    // Twice: what belongs to something else that is made later can be made then.
    await walk.#makeThings(owned.owner.token);
    await walk.#makeThings(owned.owner.token);
    await cloud.letters();
    walk.#tables = await merchantTables(cloud.cloud.database);
    const { merchantId, storeId, terminalId, owner } = owned;
    const known = { merchant_id: merchantId, store_id: storeId, terminal_id: terminalId, user_id: owner.userId };
    walk.#unfilled = await fillTables(cloud.cloud.database, walk.#tables, known);
    return walk;
  }

  /** Every id that is sent: whoever is told it again learns nothing. */
  get sent(): readonly string[] {
    return Object.values(this.#ids);
  }

  get tables(): readonly MerchantTable[] {
    return this.#tables;
  }

  get routes(): readonly ServedRoute[] {
    return this.#cloud.cloud.routes;
  }

  /** Asks with the merchant's ids, or with ids of the same form that nobody has. A stream of events is let go once it has begun. */
  async ask(served: ServedRoute, token: string | null, whose: 'theirs' | 'nobodys' = 'theirs'): Promise<Told> {
    const as = (members: Readonly<Record<string, string>>) => (whose === 'theirs' ? members : this.#nobodys(members));
    const address = addressOf(served.route, as(await this.#paramsFor(served.route)));
    const { query, body } = this.#requestOf(served, as(this.#ids));
    const hangUp = new AbortController();
    const response = await fetch(`${this.#cloud.cloud.address}${address}${query}`, {
      method: served.route.method,
      redirect: 'manual',
      signal: hangUp.signal,
      headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === null ? {} : { body }),
    });
    const type = response.headers.get('content-type') ?? '';
    const text = type.startsWith('text/event-stream') ? '' : await response.text();
    hangUp.abort();
    const isProblem = type.startsWith('application/problem+json');
    return { status: response.status, code: isProblem ? (JSON.parse(text) as { readonly code?: unknown }).code : null, text };
  }

  async #makeThings(token: string): Promise<void> {
    for (const { route } of this.routes.filter((served) => isOffice(served) && served.route.method === 'PUT')) {
      const own = paramsOf(route).find((param) => route.path.endsWith(`/:${param}`) && this.#ids[param] === undefined) ?? '';
      const given = this.#requests[`PUT ${route.path}`]?.body;
      if (route.body === null || (own === '' && given === undefined)) continue;
      const id = uuidv7();
      const body =
        given === undefined ? sampleOf(route.body, { ...this.#ids, ...TEXTS, [own]: id, base: null })?.value : { ...given, base: null };
      const init = { method: 'PUT', body: JSON.stringify(body) };
      const { status } = await this.#cloud.send(addressOf(route, { ...this.#ids, [own]: id }), init, token);
      if (status === 200 && own !== '') this.#ids[own] = id;
    }
  }

  /** All the parameters of an address from one row. */
  async #paramsFor(route: Route): Promise<Readonly<Record<string, string>>> {
    const params = paramsOf(route);
    const known = params.flatMap((param) => (this.#ids[param] === undefined ? [] : [[param, this.#ids[param]]]));
    if (known.length === params.length) return Object.fromEntries(known) as Record<string, string>; // Each was just found.
    const holding = this.#tables.filter(({ columns }) => params.every((param) => columns.some(({ name }) => name === columnOf(param))));
    for (const table of holding) {
      const wanted = known.map(([param = '', id]) => sql`${sql.ref(columnOf(param))}::text = ${id}`);
      const { rows } = await sql<Record<string, string>>`
        SELECT ${sql.join(params.map((param) => sql`${sql.ref(columnOf(param))}::text AS ${sql.ref(param)}`))} FROM ${sql.table(table.name)}
        WHERE ${sql.join([sql`merchant_id = ${this.#ids['merchantId']}`, ...wanted], sql` AND `)} LIMIT 1`.execute(
        this.#cloud.cloud.database.all,
      );
      if (rows[0] !== undefined) return rows[0];
    }
    const why = holding.map(({ name }) => `${name} (${this.#unfilled.get(name) ?? 'no such row'})`).join(', ');
    throw new Error(`${route.path}: no table has a row with ${params.map(columnOf).join(', ')}: ${why}. Make one in the test.`);
  }

  /** Ids that nobody has, the same one for the same id. Numbers stay: they name nothing by themselves. */
  #nobodys(members: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, /^\d+$/.test(value) ? value : this.#strange(value)]));
  }

  #strange(id: string): string {
    const strange = this.#strangers.get(id) ?? uuidv7();
    this.#strangers.set(id, strange);
    return strange;
  }

  #requestOf(served: ServedRoute, members: Readonly<Record<string, string>>): { readonly query: string; readonly body: string | null } {
    const { route } = served;
    const given = this.#requests[nameOf(served)] ?? {};
    const sampled = { ...members, base: 1 };
    const query = given.query ?? sampleOf(route.query, sampled)?.value;
    const body = route.body === null ? null : (given.body ?? sampleOf(route.body, sampled)?.value);
    if (query === undefined || body === undefined)
      throw new Error(`${nameOf(served)}: its schema does not say what to ask with. Give it in the test.`);
    const search = new URLSearchParams(Object.entries(query as object).map(([name, value]): [string, string] => [name, String(value)]));
    return { query: search.size === 0 ? '' : `?${search.toString()}`, body: body === null ? null : JSON.stringify(body) };
  }
}

function addressOf(route: Route, params: Readonly<Record<string, string>>): string {
  return paramsOf(route).reduce((path, param) => path.replace(`:${param}`, encodeURIComponent(params[param] ?? '')), route.path);
}
