import { sql } from 'kysely';
import type { TestCloud } from '../../cloud-api/testing/test-cloud.ts';

/** What of a merchant's ledger a restored database goes back to; in the order in which rows can be put back. */
const TABLES = ['terminal_epoch', 'entry', 'quarantined_entry', 'epoch_grant'] as const;

export type ServerBackup = ReadonlyMap<(typeof TABLES)[number], string>;

/** The rows of one merchant, as a nightly backup has them. Other merchants on the same database are left alone. */
export async function backUpServer(cloud: TestCloud, merchantId: string): Promise<ServerBackup> {
  const backup = new Map<(typeof TABLES)[number], string>();
  for (const table of TABLES) {
    const { rows } = await sql<{ kept: string }>`
      SELECT coalesce(json_agg(row), '[]')::text AS kept FROM ${sql.table(table)} AS row WHERE merchant_id = ${merchantId}`.execute(
      cloud.cloud.database.all,
    );
    backup.set(table, rows[0]?.kept ?? '[]');
  }
  return backup;
}

/** The database is put back to the backup: what was taken since is gone from it. */
export async function restoreServer(cloud: TestCloud, merchantId: string, backup: ServerBackup): Promise<void> {
  await cloud.cloud.database.all.transaction().execute(async (tx) => {
    for (const table of TABLES) {
      await sql`DELETE FROM ${sql.table(table)} WHERE merchant_id = ${merchantId}`.execute(tx);
      await sql`INSERT INTO ${sql.table(table)} SELECT * FROM json_populate_recordset(NULL::${sql.table(table)}, ${backup.get(table) ?? '[]'}::json)`.execute(
        tx,
      );
    }
  });
}
