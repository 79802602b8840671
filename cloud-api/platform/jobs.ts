import { fromPglite, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from './database.ts';

/** A schema of its own in the same database: jobs are sent in the transaction of what they follow from. */
const SCHEMA = 'jobs';
/** Connections of the jobs' own, beside the pool of the requests; one of them listens. */
const CONNECTIONS = 4;
/** What is under way when the process is asked to end has this long; what is cut off is done again by another. */
const STOP_GRACE_MS = 8_000;
/** A sweep or the like that takes longer has lost its process. */
const EXPIRE_SECONDS = 300;

/** Something that is done every so often, by one of the processes on the database. */
export interface RecurringJob {
  readonly name: string;
  /** Cron, UTC. */
  readonly cron: string;
  /** Repeatable: it may be cut off anywhere, and begun again. */
  readonly work: () => Promise<void>;
}

/** The queue of this database: pg-boss, on PostgreSQL or within the embedded database. Several processes share it safely. */
export interface Jobs {
  /** Started when it is first asked for: a process that neither works nor sends has none. */
  boss(): Promise<PgBoss>;
  /** Lets what is under way end. */
  stop(): Promise<void>;
}

/** @param works whether this process also keeps the queue in order and minds its schedules, or only sends to it. */
export function createJobs({ driver }: Pick<Database, 'driver'>, log: Logger, works: boolean): Jobs {
  let started: Promise<PgBoss> | null = null;
  return {
    boss: () => {
      started ??= start(driver, log, works);
      return started;
    },
    stop: async () => {
      const boss = await started;
      await boss?.stop({ graceful: true, timeout: STOP_GRACE_MS });
    },
  };
}

async function start(driver: Database['driver'], log: Logger, works: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    schema: SCHEMA,
    supervise: works,
    schedule: works,
    useListenNotify: works,
    ...(driver.kind === 'server'
      ? { connectionString: driver.url, max: CONNECTIONS, application_name: 'contacto-cloud-jobs' }
      : { db: fromPglite(driver.pglite), backend: 'pglite' as const }),
  });
  boss.on('error', (error) => {
    log.warn({ err: error }, 'the job queue failed for now');
  });
  await boss.start();
  return boss;
}

/** Makes its queue and its schedule, and works on it. */
export async function addRecurring(boss: PgBoss, { name, cron, work }: RecurringJob, log: Logger): Promise<void> {
  // One at a time, however many processes there are and however long it takes.
  await boss.createQueue(name, { policy: 'stately', retryLimit: 2, retryDelay: 60, expireInSeconds: EXPIRE_SECONDS });
  await boss.work(name, async () => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, job: name }, 'a job failed');
      throw error;
    }
  });
  await boss.schedule(name, cron);
}
