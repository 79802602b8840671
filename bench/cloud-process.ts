import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { createMerchant } from '../cloud-api/modules/merchants/service.ts';
import { createEnrolmentCode } from '../cloud-api/modules/terminals/service.ts';
import { openDatabase } from '../cloud-api/platform/database.ts';
import { migrateToLatest } from '../cloud-api/platform/migrate.ts';
import { serverDatabase, type TestDatabase } from '../cloud-api/testing/test-database.ts';

/** A cloud in a process of its own, as it is served. */
export interface CloudProcess {
  readonly address: string;
  stop(): Promise<void>;
}

/** Gives the work a PostgreSQL database of its own, and removes it. */
export async function withDatabase<T>(work: (database: TestDatabase) => Promise<T>): Promise<T> {
  const database = await serverDatabase();
  try {
    return await work(database);
  } finally {
    await database.remove();
  }
}

export function urlOf({ config }: TestDatabase): string {
  return config.kind === 'server' ? config.url : '';
}

/** Migrates the database, makes a merchant with a store, and as many codes that enrol a till there as are asked for. */
export async function prepareCodes({ config }: TestDatabase, count: number): Promise<readonly string[]> {
  const database = await openDatabase(config);
  try {
    await migrateToLatest(database);
    const place = await createMerchant(database, uuidv7, { merchant: 'Bench', store: 'Bench' });
    const codes: string[] = [];
    for (let made = 0; made < count; made += 1) {
      const till = { ...place, terminalName: `Till ${made + 1}`, replaces: null };
      codes.push((await createEnrolmentCode({ database, now: () => new Date() }, till)).code);
    }
    return codes;
  } finally {
    await database.close();
  }
}

/** Starts it and waits for the line that says where it listens. `environment` goes on top of this process's own. */
export async function startCloudProcess(databaseUrl: string, environment: NodeJS.ProcessEnv = {}): Promise<CloudProcess> {
  const script = fileURLToPath(new URL('../cloud-api/server.ts', import.meta.url));
  const cloud = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: databaseUrl, CLOUD_PORT: '0', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { address: await addressOf(cloud), stop: () => stop(cloud) };
}

async function addressOf(cloud: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of cloud.stdout ?? []) {
    output += String(chunk);
    const address = /listens on (http:\S+),/.exec(output)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('The cloud did not start');
}

async function stop(cloud: ChildProcess): Promise<void> {
  const gone = once(cloud, 'exit');
  cloud.kill();
  await gone;
}
