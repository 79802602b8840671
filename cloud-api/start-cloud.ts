import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { openIdentityRooms } from './identity-rooms.ts';
import { beginPullEra } from './modules/changes/era.ts';
import { pullRoutes } from './modules/changes/routes.ts';
import { ledgerRoutes } from './modules/projections/routes.ts';
import { Projector } from './modules/projections/service.ts';
import { salesRoutes } from './modules/sales/routes.ts';
import { stockRoutes } from './modules/stock/routes.ts';
import { taskRoutes } from './modules/tasks/routes.ts';
import { terminalsRoutes } from './modules/terminals/routes.ts';
import { createApp } from './platform/app.ts';
import type { CloudConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { createNotifier } from './platform/notify.ts';
import { createRateLimits } from './platform/rate-limits.ts';
import type { ServedRoute } from './platform/routes.ts';
import { loadServerIdentity } from './platform/tokens.ts';
import { terminalRoutes } from './terminal-routes.ts';

/** A request has this long to arrive whole: a caller who sends a byte a second holds no connection for ever. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** What is being answered when the process is asked to end has this long. */
const STOP_GRACE_MS = 10_000;

export interface Cloud {
  /** Where it listens, such as `http://127.0.0.1:8720`. */
  readonly address: string;
  readonly database: Database;
  /** Everything it answers, for the reference and for tests of every address. */
  readonly routes: readonly ServedRoute[];
  /** Reads what the entries say, beside the requests. */
  readonly projector: Projector;
  /** Sends every letter that is due; it does so by itself, soon. */
  sendLetters(): Promise<void>;
  /** Takes no new request, ends those under way, closes the database. */
  stop(): Promise<void>;
}

/** Opens the database, brings it up to date, and listens. */
export async function startCloud(
  config: CloudConfig,
  log: Logger,
  now: () => Date = () => new Date(),
  /** What is to be in the database before anybody can ask. */
  prepare: (database: Database) => Promise<void> = () => Promise.resolve(),
): Promise<Cloud> {
  const database = await openDatabase(config.database);
  try {
    if (config.migrateOnStart) {
      const applied = await migrateToLatest(database);
      if (applied > 0) log.info({ applied }, 'database migrated');
    }
    await prepare(database);
    await beginPullEra(database);
    const identity = await loadServerIdentity(database, uuidv7);
    const metrics = createMetrics();
    const notifier = await createNotifier(database, log);
    const stopping = new AbortController();
    const projector = new Projector({ database, metrics, log, now });
    const onStored = (): void => {
      projector.wake();
    };
    const parts = { database, identity, metrics, log, now, notifier, onStored, projector };
    let ownUrl = `http://${config.host}:${config.port}`;
    const people = openIdentityRooms({ database, identity, config, log, now, publicUrl: () => config.publicUrl ?? ownUrl });
    const routes = [
      ...terminalRoutes(parts),
      ...ledgerRoutes(parts),
      ...salesRoutes(database),
      ...stockRoutes(parts),
      ...taskRoutes(parts),
      ...pullRoutes(parts),
      ...terminalsRoutes({ ...parts, publicUrl: config.publicUrl }),
      ...people.routes,
    ];
    const app = createApp({
      database,
      routes,
      callers: {
        terminal: (token) => identity.readTerminal(token, now()),
        office: (token) => people.office(token),
      },
      log,
      metrics,
      limits: createRateLimits(config.publicRequestsPerMinute),
      trustedProxies: config.trustedProxies,
      isReady: () => answers(database),
      publicUrl: config.publicUrl,
      stopping: stopping.signal,
    });
    const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS }, app);
    await listen(server, config);
    projector.start();
    const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
    ownUrl = `http://${config.host}:${port}`;
    return {
      address: ownUrl,
      database,
      routes,
      projector,
      sendLetters: () => people.mailer.flush(),
      stop: async () => {
        stopping.abort();
        await closeServer(server);
        await people.stop();
        await projector.stop();
        await notifier.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function answers(database: Database): Promise<boolean> {
  try {
    await sql`SELECT 1`.execute(database.all);
    return true;
  } catch {
    return false;
  }
}

function listen(server: Server, { host, port }: CloudConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  server.closeIdleConnections();
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, STOP_GRACE_MS);
  await closed;
  clearTimeout(cut);
}
