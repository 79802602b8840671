import { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../../cloud-api/testing/test-database.ts';

/** On which database a case ran, for the report. */
export type CloudKind = 'a PostgreSQL server' | 'the embedded database';

/** A cloud for one case: on a PostgreSQL server where one answers, else on the embedded database. */
export async function withCloud<T>(work: (cloud: TestCloud, kind: CloudKind) => Promise<T>): Promise<T> {
  const isServer = await hasServer();
  const cloud = await TestCloud.start(isServer ? await serverDatabase() : embeddedDatabase(), { publicRequestsPerMinute: 1_000_000 });
  try {
    return await work(cloud, isServer ? 'a PostgreSQL server' : 'the embedded database');
  } finally {
    await cloud.stop();
  }
}
