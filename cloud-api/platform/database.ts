import { mkdirSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { CloudConfig } from './config.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import type { Schema } from './schema.ts';

/** PostgreSQL's int8, the type of sums and counts. */
const INT8 = 20;
/** A query that takes longer than this is given up: nobody waits for its answer any more. */
const STATEMENT_TIMEOUT_MS = 30_000;
/** The role every request's transaction runs as: it owns nothing, so that row-level security holds for it. */
const REQUEST_ROLE = 'contacto_request';

/** As the embedded database has it. Other types are read as node-postgres reads them. */
const int8AsNumber = new pg.TypeOverrides();
int8AsNumber.setTypeParser(INT8, toSafeInteger);

export type Tx = Transaction<Schema>;

export interface ServerDriver {
  readonly kind: 'server';
  readonly url: string;
}

export interface EmbeddedDriver {
  readonly kind: 'embedded';
  readonly pglite: PGlite;
}

export interface Database {
  readonly kind: 'server' | 'embedded';
  /** For what belongs to no merchant, and for the jobs that serve them all. */
  readonly all: Kysely<Schema>;
  /** What lies below Kysely: for hearing notifications, and for a library that brings its own SQL. */
  readonly driver: ServerDriver | EmbeddedDriver;
  /** Many statements in one text, as migrations are written. Not within a transaction of the caller's. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database the configuration names. The embedded one is locked: it does not lock its folder itself. */
export async function openDatabase(config: CloudConfig['database']): Promise<Database> {
  return config.kind === 'server' ? openServer(config) : await openEmbedded(config.folder);
}

function openServer({ url, pool: size }: { readonly url: string; readonly pool: number }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    application_name: 'contacto-cloud',
    statement_timeout: STATEMENT_TIMEOUT_MS,
    types: int8AsNumber,
  });
  // A connection that is lost while idle is replaced by the pool; unheard, the error would end the process.
  pool.on('error', () => undefined);
  const all = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'server',
    all,
    driver: { kind: 'server', url },
    script: async (text) => {
      await pool.query(text);
    },
    close: () => all.destroy(),
  };
}

async function openEmbedded(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock: FolderLock = lockFolder(folder);
  try {
    const pglite = await PGlite.create({ dataDir: folder, parsers: { [INT8]: toSafeInteger } });
    const all = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    return {
      kind: 'embedded',
      all,
      driver: { kind: 'embedded', pglite },
      script: async (text) => {
        await pglite.exec(text);
      },
      close: async () => {
        // Kysely closes what it has used, and only that.
        await all.destroy();
        if (!pglite.closed) await pglite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** @throws RangeError when the number is beyond what a JavaScript integer holds exactly. */
function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond an exact integer`);
  return value;
}

/**
 * One transaction of one merchant: as the role that row-level security holds for, and with the merchant's id as what it compares. A query
 * that forgot its `merchant_id` finds nothing of anybody else's.
 */
export function asMerchant<T>(
  database: Database,
  merchantId: string,
  work: (tx: Tx) => Promise<T>,
  /** `repeatable read`: every statement sees the instant of the first. */
  isolation: 'read committed' | 'repeatable read' = 'read committed',
): Promise<T> {
  return database.all.transaction().execute(async (tx) => {
    // Kysely's dialect for the embedded database begins every transaction alike.
    if (isolation === 'repeatable read') await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(tx);
    await sql`SELECT set_config('role', ${REQUEST_ROLE}, true), set_config('contacto.merchant_id', ${merchantId}, true)`.execute(tx);
    return work(tx);
  });
}
