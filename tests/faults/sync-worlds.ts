import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../cloud-api/testing/test-database.ts';
import { simulateSync } from '../simulation/sync-simulation.ts';
import type { FaultCase, FaultOutcome, FaultRun } from './fault-case.ts';

/** Seeded worlds of terminals, networks, clocks and disks. A failure prints the seed and the path that replay it (`--path P`). */
export const syncWorlds: FaultCase = {
  name: 'sync-worlds',
  fault: 'everything at once',
  passes: 'after every step the cloud’s chains are whole and beginnings of journals, and in the end all agree',
  shortTimes: 0,
  longTimes: 2_000,
  options: ['path'],
  run: playWorlds,
};

async function playWorlds({ times, seed, option }: FaultRun): Promise<FaultOutcome> {
  const isServer = await hasServer();
  const cloud = await TestCloud.start(isServer ? await serverDatabase() : embeddedDatabase(), { publicRequestsPerMinute: 1_000_000 });
  const path = option('path');
  const violations: string[] = [];
  try {
    await simulateSync(cloud, { worlds: times, seed, ...(path === undefined ? {} : { path }) });
  } catch (error) {
    violations.push(error instanceof Error ? error.message : String(error));
  } finally {
    await cloud.stop();
  }
  const did =
    `Worlds of one to five tills, their networks (requests and answers lost, doubled, late), clocks, restarts, copied disks and a server that ` +
    `forgets, on ${isServer ? 'a real PostgreSQL' : 'the embedded database'}.`;
  return { did, times, violations };
}
