import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { CloudConfig } from '../platform/config.ts';

/** Where a PostgreSQL for tests may be asked for; `TEST_DATABASE_URL` names another. */
const SERVER_URL = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const CONNECT_TIMEOUT_MS = 2_000;

export interface TestDatabase {
  readonly config: CloudConfig['database'];
  remove(): Promise<void>;
}

/** Whether a PostgreSQL server answers on this machine. */
export async function hasServer(): Promise<boolean> {
  const client = new pg.Client({ connectionString: SERVER_URL, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** A database of its own, empty, on the server. */
export async function serverDatabase(): Promise<TestDatabase> {
  const name = `contacto_test_${randomBytes(6).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(SERVER_URL);
  url.pathname = `/${name}`;
  return {
    config: { kind: 'server', url: url.href, pool: 8 },
    remove: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** An embedded database in a folder of its own. */
export function embeddedDatabase(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'contacto-cloud-'));
  return {
    config: { kind: 'embedded', folder: join(folder, 'database') },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** Runs statements on the server as who may do everything there. */
export async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: SERVER_URL });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
