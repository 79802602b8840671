import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { beginPullEra } from './modules/changes/era.ts';
import { pullRoutes } from './modules/changes/routes.ts';
import { terminalsRoutes } from './modules/terminals/routes.ts';
import { createApp } from './platform/app.ts';
import type { CloudConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { createNotifier } from './platform/notify.ts';
import { createRateLimits } from './platform/rate-limits.ts';
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
    const parts = { database, identity, metrics, log, now, notifier };
    const app = createApp({
      database,
      routes: [...terminalRoutes(parts), ...pullRoutes(parts), ...terminalsRoutes({ ...parts, publicUrl: config.publicUrl })],
      callers: {
        terminal: (token) => identity.readTerminal(token, now()),
        // Nobody of a back office is known yet.
        office: () => Promise.resolve(null),
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
    const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
    return {
      address: `http://${config.host}:${port}`,
      database,
      stop: async () => {
        stopping.abort();
        await closeServer(server);
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
