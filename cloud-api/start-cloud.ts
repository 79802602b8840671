import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { startBackground } from './background.ts';
import { openIdentityRooms, sealKey } from './identity-rooms.ts';
import { addAccountPages } from './modules/account-pages/serve-pages.ts';
import { catalogRoutes } from './modules/catalog/routes.ts';
import { beginPullEra } from './modules/changes/era.ts';
import { pullRoutes } from './modules/changes/routes.ts';
import { customerRoutes } from './modules/customers/routes.ts';
import { eventRoutes } from './modules/events/routes.ts';
import { peopleRoutes } from './modules/people/routes.ts';
import { ledgerRoutes } from './modules/projections/routes.ts';
import { Projector } from './modules/projections/service.ts';
import { salesRoutes } from './modules/sales/routes.ts';
import { settingsRoutes } from './modules/settings/routes.ts';
import { stockRoutes } from './modules/stock/routes.ts';
import { taskRoutes } from './modules/tasks/routes.ts';
import { terminalsRoutes } from './modules/terminals/routes.ts';
import { webhookRoutes } from './modules/webhooks/routes.ts';
import { createApp } from './platform/app.ts';
import type { CloudConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database.ts';
import { createJobs } from './platform/jobs.ts';
import { createMetrics } from './platform/metrics.ts';
import { migrateToLatest } from './platform/migrate.ts';
import { createNotifier } from './platform/notify.ts';
import { createRateLimits, createSharedRateLimits } from './platform/rate-limits.ts';
import { readinessOf } from './platform/readiness.ts';
import type { ServedRoute } from './platform/routes.ts';
import { createSeal } from './platform/seal.ts';
import { loadServerIdentity } from './platform/tokens.ts';
import { startTracing } from './platform/tracing.ts';
import { terminalRoutes } from './terminal-routes.ts';

/** A request has this long to arrive whole: a caller who sends a byte a second holds no connection for ever. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** One attempt at a webhook; receivers are asked to take it first and work on it afterwards. */
const WEBHOOK_TIMEOUT_MS = 15_000;
/** What is being answered when the process is asked to end has this long. */
const STOP_GRACE_MS = 10_000;
/** Meanwhile a connection whose answer has ended is closed this soon: callers keep theirs open for the next request. */
const IDLE_LOOK_MS = 100;

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

/** What was opened, in the order it was: closed in the other. */
type Closers = (() => Promise<void> | void)[];

/** Opens the database, brings it up to date, and listens. */
export async function startCloud(
  config: CloudConfig,
  log: Logger,
  now: () => Date = () => new Date(),
  /** What is to be in the database before anybody can ask. */
  prepare: (database: Database) => Promise<void> = () => Promise.resolve(),
): Promise<Cloud> {
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    if (config.tracesUrl !== null) {
      const tracing = await startTracing(config.tracesUrl);
      closers.push(() => tracing.stop());
    }
    const database = await openDatabase(config.database);
    closers.push(() => database.close());
    if (config.migrateOnStart) {
      const applied = await migrateToLatest(database);
      if (applied > 0) log.info({ applied }, 'database migrated');
    }
    await prepare(database);
    return await serve(database, { config, log, now, closers, close });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Surroundings {
  readonly config: CloudConfig;
  readonly log: Logger;
  readonly now: () => Date;
  readonly closers: Closers;
  readonly close: () => Promise<void>;
}

async function serve(database: Database, { config, log, now, closers, close }: Surroundings): Promise<Cloud> {
  const rooms = await openRooms(database, { config, log, now, closers, close });
  const { identity, people, projector, notifier, jobs, seal, metrics, routes } = rooms;
  const stopping = new AbortController();
  const perMinute = { public: config.publicRequestsPerMinute, terminals: config.terminalRequestsPerMinute };
  const limits = config.redisUrl === null ? createRateLimits(perMinute) : createSharedRateLimits(perMinute, config.redisUrl, log);
  closers.push(() => {
    limits.close();
  });
  const app = createApp({
    database,
    routes,
    callers: {
      terminal: (token) => identity.readTerminal(token, now()),
      office: (token) => people.office(token),
    },
    log,
    metrics,
    limits,
    trustedProxies: config.trustedProxies,
    readiness: () => readinessOf(database),
    publicUrl: config.publicUrl,
    addPages: addAccountPages,
    stopping: stopping.signal,
  });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS }, app);
  await listen(server, config);
  closers.push(() => closeServer(server));
  projector.start();
  if (config.jobs) {
    const webhooks = { seal, policy: { timeoutMs: WEBHOOK_TIMEOUT_MS, toPrivate: config.webhooksToPrivate } };
    const background = await startBackground({ database, notifier, jobs, log, now, webhooks, natsUrl: config.natsUrl });
    closers.push(() => background.stop());
  }
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  rooms.ownUrl.value = `http://${config.host}:${port}`;
  return {
    address: rooms.ownUrl.value,
    database,
    routes,
    projector,
    sendLetters: () => people.mailer.flush(),
    stop: async () => {
      stopping.abort();
      await close();
    },
  };
}

/** Everything behind the addresses, and the addresses. */
async function openRooms(database: Database, { config, log, now, closers }: Surroundings) {
  await beginPullEra(database);
  const identity = await loadServerIdentity(database, uuidv7);
  const metrics = createMetrics();
  const notifier = await createNotifier(database, log);
  const projector = new Projector({ database, metrics, log, now });
  const onStored = (): void => {
    projector.wake();
  };
  const parts = { database, identity, metrics, log, now, notifier, onStored, projector };
  // A server that was given any port knows its own when it listens.
  const ownUrl = { value: `http://${config.host}:${config.port}` };
  const people = openIdentityRooms({ database, identity, config, log, now, publicUrl: () => config.publicUrl ?? ownUrl.value });
  const jobs = createJobs(database, log, config.jobs);
  const seal = createSeal(sealKey(config.secretKey, identity));
  closers.push(
    () => notifier.close(),
    () => projector.stop(),
    () => people.stop(),
    () => jobs.stop(),
  );
  const routes = [
    ...terminalRoutes(parts),
    ...ledgerRoutes(parts),
    ...salesRoutes(database),
    ...stockRoutes(parts),
    ...taskRoutes(parts),
    ...pullRoutes(parts),
    ...catalogRoutes(parts),
    ...peopleRoutes(parts),
    ...settingsRoutes(parts),
    ...customerRoutes(parts),
    ...terminalsRoutes({ ...parts, publicUrl: config.publicUrl }),
    ...people.routes,
    ...eventRoutes(parts),
    ...webhookRoutes({ ...parts, jobs, seal, toPrivate: config.webhooksToPrivate }),
  ];
  return { identity, metrics, notifier, projector, ownUrl, people, jobs, seal, routes };
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
  const look = setInterval(() => {
    server.closeIdleConnections();
  }, IDLE_LOOK_MS);
  const cut = setTimeout(() => {
    server.closeAllConnections();
  }, STOP_GRACE_MS);
  await closed;
  clearInterval(look);
  clearTimeout(cut);
}
