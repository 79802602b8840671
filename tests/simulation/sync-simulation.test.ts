import { expect, test } from 'vitest';
import { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { embeddedDatabase, hasServer, serverDatabase } from '../../cloud-api/testing/test-database.ts';
import { simulateSync } from './sync-simulation.ts';

const WORLDS = 100;
/** Takes a minute; a machine that does much else besides takes several. */
const LONG_MS = 1_200_000;

test(
  `${WORLDS} worlds of tills, networks, clocks and disks: what is acknowledged is held, once, in order, and all agree in the end`,
  async () => {
    const cloud = await TestCloud.start((await hasServer()) ? await serverDatabase() : embeddedDatabase(), {
      publicRequestsPerMinute: 1_000_000,
    });
    try {
      await expect(simulateSync(cloud, { worlds: WORLDS, seed: 20_261_120 })).resolves.toBeUndefined();
    } finally {
      await cloud.stop();
    }
  },
  LONG_MS,
);
