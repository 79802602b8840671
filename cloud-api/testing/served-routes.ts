import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { OFFICE_RIGHTS, type OfficeRight } from '../../src-shared/contract/route.ts';
import { beginPullEra } from '../modules/changes/era.ts';
import { createMerchant } from '../modules/merchants/service.ts';
import { createApp } from '../platform/app.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { createMetrics } from '../platform/metrics.ts';
import { migrateToLatest } from '../platform/migrate.ts';
import { createNotifier, type Notifier } from '../platform/notify.ts';
import { createRateLimits } from '../platform/rate-limits.ts';
import type { ServedRoute } from '../platform/routes.ts';
import type { TestDatabase } from './test-database.ts';

const log = pino({ level: 'silent' });

export interface Place {
  readonly merchantId: string;
  readonly storeId: string;
}

export interface Answered {
  readonly status: number;
  // What came back is looked at by the tests, whatever it is.
  readonly body: { readonly [member: string]: unknown };
}

/** Some routes on a database of their own, for callers who are whoever they say: how one proves who one is has its own tests. */
export class ServedRoutes {
  readonly database: Database;
  readonly address: string;
  readonly #server: Server;
  readonly #notifier: Notifier;
  readonly #testDatabase: TestDatabase;
  readonly #stopping: AbortController;

  private constructor(opened: {
    database: Database;
    server: Server;
    notifier: Notifier;
    testDatabase: TestDatabase;
    stopping: AbortController;
  }) {
    this.database = opened.database;
    this.#server = opened.server;
    this.#notifier = opened.notifier;
    this.#testDatabase = opened.testDatabase;
    this.#stopping = opened.stopping;
    this.address = `http://127.0.0.1:${(opened.server.address() as AddressInfo).port}`; // A TCP server that listens has one.
  }

  static async start(
    testDatabase: TestDatabase,
    routesOf: (parts: { database: Database; notifier: Notifier; log: typeof log; now: () => Date }) => readonly ServedRoute[],
  ): Promise<ServedRoutes> {
    const database = await openDatabase(testDatabase.config);
    await migrateToLatest(database);
    await beginPullEra(database);
    const notifier = await createNotifier(database, log);
    const stopping = new AbortController();
    const app = createApp({
      routes: routesOf({ database, notifier, log, now: () => new Date('2026-01-05T09:00:00Z') }),
      callers: { terminal: (token) => Promise.resolve(terminalOf(token)), office: (token) => Promise.resolve(officeOf(token)) },
      log,
      metrics: createMetrics(),
      limits: createRateLimits({ public: 1_000_000, terminals: 1_000_000 }),
      trustedProxies: 1,
      readiness: () => Promise.resolve('ready'),
      database,
      publicUrl: null,
      stopping: stopping.signal,
    });
    // A connection that a slow machine leaves idle is not closed under a request that is on its way.
    const server = createServer({ keepAliveTimeout: 0 }, app);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return new ServedRoutes({ database, server, notifier, testDatabase, stopping });
  }

  merchant(): Promise<Place> {
    return createMerchant(this.database, uuidv7, { merchant: 'El Baraka', store: 'Alger' });
  }

  async addStore({ merchantId }: Place, name: string): Promise<string> {
    const storeId = uuidv7();
    await this.database.all.insertInto('store').values({ merchant_id: merchantId, store_id: storeId, name }).execute();
    return storeId;
  }

  /** A terminal of the store, and the token it calls with. */
  async terminal({ merchantId, storeId }: Place): Promise<{ readonly terminalId: string; readonly token: string }> {
    const terminalId = uuidv7();
    await this.database.all
      .insertInto('terminal')
      .values({ merchant_id: merchantId, terminal_id: terminalId, store_id: storeId, name: 'Caisse' })
      .execute();
    return { terminalId, token: `terminal ${merchantId} ${terminalId}` };
  }

  async call(method: string, path: string, token: string, body?: unknown): Promise<Answered> {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.fetch(method, path, token, init);
    return { status: response.status, body: (await response.json()) as Answered['body'] };
  }

  fetch(method: string, path: string, token: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token.replaceAll(' ', '/')}`);
    if (init.body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
    return fetch(`${this.address}${path}`, { ...init, method, headers });
  }

  /** As the process does when it is asked to end: streams end, and nothing else yet. */
  beginStop(): void {
    this.#stopping.abort();
  }

  async stop(): Promise<void> {
    this.beginStop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
    await this.#notifier.close();
    await this.database.close();
    await this.#testDatabase.remove();
  }
}

/** The token of somebody of the merchant's back office, with these rights or all there are. */
export function officeToken({ merchantId }: Pick<Place, 'merchantId'>, rights: readonly OfficeRight[] = OFFICE_RIGHTS): string {
  return `office ${merchantId} ${rights.join(',')}`;
}

function terminalOf(token: string): { merchantId: string; terminalId: string } | null {
  const [kind, merchantId, terminalId] = token.split('/');
  return kind === 'terminal' && merchantId !== undefined && terminalId !== undefined ? { merchantId, terminalId } : null;
}

function officeOf(token: string) {
  const [kind, merchantId, rights] = token.split('/');
  if (kind !== 'office' || merchantId === undefined || rights === undefined) return null;
  const given = OFFICE_RIGHTS.filter((right) => rights.split(',').includes(right));
  return { kind: 'user' as const, merchantId, id: 'amina', rights: new Set(given), sessionId: null };
}
