/**
 * The long form of the simulation: `npm run test:faults -- sync-worlds [--worlds 2000] [--seed N] [--path P]`. A failure prints the seed and
 * the path that replay it.
 */
import { parseArgs } from 'node:util';
import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../cloud-api/testing/test-database.ts';
import { simulateSync } from '../simulation/sync-simulation.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { worlds: { ...text, default: '2000' }, seed: text, path: text } });
const worlds = Number(values.worlds);
const seed = values.seed === undefined ? Date.now() : Number(values.seed);
process.stdout.write(`seed ${seed}, ${worlds} worlds\n`);
const database = (await hasServer()) ? await serverDatabase() : embeddedDatabase();
const cloud = await TestCloud.start(database, { publicRequestsPerMinute: 1_000_000 });
try {
  await simulateSync(cloud, { worlds, seed, ...(values.path === undefined ? {} : { path: values.path }) });
  process.stdout.write(`${worlds} worlds agreed: every acknowledged entry is held, once and in order\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await cloud.stop();
}
