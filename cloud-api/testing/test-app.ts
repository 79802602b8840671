import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { OFFICE_RIGHTS, type OfficeRight } from '../../src-shared/contract/route.ts';
import { createMerchant } from '../modules/merchants/service.ts';
import { createApp } from '../platform/app.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { createMetrics } from '../platform/metrics.ts';
import { migrateToLatest } from '../platform/migrate.ts';
import { createNotifier, type Notifier } from '../platform/notify.ts';
import { createRateLimits } from '../platform/rate-limits.ts';
import { readinessOf } from './../platform/readiness.ts';
import type { OfficeCaller, ServedRoute } from '../platform/routes.ts';
import type { TestDatabase } from './test-database.ts';

export interface TestAppRooms {
  readonly database: Database;
  readonly notifier: Notifier;
  readonly log: Logger;
}

/**
 * The HTTP face of the cloud over some routes alone, for a back office whose callers the test makes up: a bearer token is
 * `<merchant>/<caller>` and has every right, or `<merchant>/<caller>/<right>,<right>`.
 */
export class TestApp {
  readonly rooms: TestAppRooms;
  readonly address: string;
  readonly #stopping: AbortController;
  readonly #close: () => Promise<void>;

  private constructor(rooms: TestAppRooms, address: string, stopping: AbortController, close: () => Promise<void>) {
    this.rooms = rooms;
    this.address = address;
    this.#stopping = stopping;
    this.#close = close;
  }

  static async start(
    testDatabase: TestDatabase,
    routesOf: (rooms: TestAppRooms) => readonly ServedRoute[],
    log: Logger = pino({ level: 'silent' }),
  ): Promise<TestApp> {
    const database = await openDatabase(testDatabase.config);
    await migrateToLatest(database);
    const notifier = await createNotifier(database, log);
    const rooms = { database, notifier, log };
    const stopping = new AbortController();
    const app = createApp({
      ...rooms,
      routes: routesOf(rooms),
      callers: { terminal: () => Promise.resolve(null), office: (token) => Promise.resolve(callerOf(token)) },
      metrics: createMetrics(),
      limits: createRateLimits({ public: 1_000, terminals: 1_000 }),
      trustedProxies: 0,
      publicUrl: null,
      readiness: () => readinessOf(database),
      stopping: stopping.signal,
    });
    const server = createServer(app);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
    return new TestApp(rooms, `http://127.0.0.1:${port}`, stopping, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await notifier.close();
      await database.close();
      await testDatabase.remove();
    });
  }

  async merchant(): Promise<string> {
    return (await createMerchant(this.rooms.database, uuidv7, { merchant: 'El Baraka', store: 'Alger' })).merchantId;
  }

  fetch(path: string, token: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    if (init.body !== undefined) headers.set('content-type', 'application/json');
    return fetch(`${this.address}${path}`, { ...init, headers });
  }

  /** As the process does when it is asked to end: streams end, and nothing else yet. */
  beginStop(): void {
    this.#stopping.abort();
  }

  async stop(): Promise<void> {
    this.beginStop();
    await this.#close();
  }
}

function callerOf(token: string): OfficeCaller {
  const [merchantId = '', id = '', rights] = token.split('/');
  const has = rights?.split(',') ?? OFFICE_RIGHTS;
  return { kind: 'user', merchantId, id, rights: new Set(has as readonly OfficeRight[]), sessionId: null }; // The test names rights there are.
}
