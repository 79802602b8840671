import { sql } from 'kysely';
import type { Database } from './database.ts';
import { latestVersion } from './migrate.ts';

/** Why a process should be sent no requests, or that it should. */
export type Readiness = 'ready' | 'stopping' | 'database-unreachable' | 'database-not-migrated';

/** Whether the database answers now, and has every migration this program is written for. */
export async function readinessOf(database: Database): Promise<Readiness> {
  try {
    const { rows } = await sql<{ version: number | null }>`SELECT max(version) AS version FROM schema_migration`.execute(database.all);
    // One that is ahead is a newer release's, which keeps this one working.
    return (rows[0]?.version ?? 0) >= latestVersion() ? 'ready' : 'database-not-migrated';
  } catch {
    return 'database-unreachable';
  }
}
