import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { v7 as uuidv7 } from 'uuid';
import { createMerchant } from '../../../cloud-api/modules/merchants/service.ts';
import { createEnrolmentCode } from '../../../cloud-api/modules/terminals/service.ts';
import type { CloudConfig } from '../../../cloud-api/platform/config.ts';
import { type Database, openDatabase } from '../../../cloud-api/platform/database.ts';
import { migrateToLatest } from '../../../cloud-api/platform/migrate.ts';
import { type Ended, endOf } from '../limited-child.ts';

/** Of one that is asked to end well, and of a whole life; far more than a busy machine needs. */
const LONGEST_END_MS = 120_000;
const LONGEST_LIFE_MS = 1_200_000;
const SERVER = join(import.meta.dirname, '../../../cloud-api/server.ts');

/** The cloud as a program of its own, which can be killed and started again on what it left. */
export class CloudProcess {
  readonly #database: CloudConfig['database'];
  #running: { readonly child: ChildProcess; readonly end: Promise<Ended> } | null = null;

  constructor(database: CloudConfig['database']) {
    this.#database = database;
  }

  /** A merchant with a store, and a code for one terminal; while the program does not run. */
  prepare(): Promise<string> {
    return this.look(async (database) => {
      await migrateToLatest(database);
      const place = await createMerchant(database, uuidv7, { merchant: 'El Baraka', store: 'Alger' });
      const made = await createEnrolmentCode({ database, now: () => new Date() }, { ...place, terminalName: 'Caisse 1', replaces: null });
      return made.code;
    });
  }

  /** What the database holds, while the program does not run. */
  async look<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const database = await openDatabase(this.#database);
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  }

  /** Answers with its address once it listens. */
  async start(): Promise<string> {
    const kept = this.#database;
    const env = kept.kind === 'server' ? { DATABASE_URL: kept.url } : { CLOUD_DATA_DIR: join(kept.folder, '..') };
    const limits = { CLOUD_PORT: '0', LOG_LEVEL: 'silent', CLOUD_PUBLIC_REQUESTS_PER_MINUTE: '100000' };
    const child = spawn(process.execPath, [SERVER], {
      env: { ...process.env, DATABASE_URL: '', ...env, ...limits },
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const end = endOf(child, 'the cloud', LONGEST_LIFE_MS);
    // Whoever ends it is told.
    end.catch(() => undefined);
    this.#running = { child, end };
    for await (const line of createInterface({ input: child.stdout })) {
      const address = /listens on (http:\S+?),/.exec(line)?.[1];
      if (address === undefined) continue;
      // What it says afterwards is read and let go, or a full pipe would hold it up.
      child.stdout.resume();
      return address;
    }
    throw new Error('The cloud ended before it listened');
  }

  /** SIGKILL is a crash; SIGTERM asks it to end well. Answers once it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running === null) return;
    const { child, end } = running;
    child.kill(signal);
    const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_END_MS);
    await end.finally(() => {
      clearTimeout(tooLong);
    });
  }
}
