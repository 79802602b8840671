/**
 * `npx node build/write-cloud-schema.ts` writes what the cloud's migrations make into docs/cloud-schema.sql: a change of the schema is seen
 * in review as what it does to the database, and not only as what was typed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../cloud-api/platform/database.ts';
import { migrateToLatest } from '../cloud-api/platform/migrate.ts';
import { describeSchema } from '../cloud-api/testing/describe-schema.ts';
import { embeddedDatabase } from '../cloud-api/testing/test-database.ts';
import { projectRoot } from './project-paths.mjs';

const testDatabase = embeddedDatabase();
const database = await openDatabase(testDatabase.config);
try {
  await migrateToLatest(database);
  writeFileSync(join(projectRoot, 'docs/cloud-schema.sql'), await describeSchema(database));
} finally {
  await database.close();
  await testDatabase.remove();
}
