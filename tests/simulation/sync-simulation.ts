import fc from 'fast-check';
import type { TestCloud } from '../../cloud-api/testing/test-cloud.ts';
import { NETWORK_FAULTS, SyncWorld, type WorldAct } from './sync-world.ts';

const MAX_TERMINALS = 5;
/** Of a till that is cloned, or of a network that plays tricks, one is as good as five: most worlds are small. */
const terminals = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 2 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3, max: MAX_TERMINALS }) },
);
const MIN_ACTS = 5;
const MAX_ACTS = 25;
const terminal = fc.nat({ max: MAX_TERMINALS - 1 });

/** Mostly selling and sending, with everything that goes wrong in between. */
const act: fc.Arbitrary<WorldAct> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('sell' as const), terminal, count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('step' as const), terminal, fault: fc.constantFrom(...NETWORK_FAULTS) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'retry' as const), terminal }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('clone' as const, 'image' as const, 'restore' as const, 'restore' as const), terminal }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('clock' as const), terminal, byMs: fc.integer({ min: -3_600_000, max: 3_600_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('time-passes' as const), terminal, byMs: fc.integer({ min: 1_000, max: 900_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('server-backup' as const, 'server-restored' as const), terminal }) },
);

/** So many seeded worlds, one after the other on one cloud. A failure names the seed and the path that replay it. */
export async function simulateSync(
  cloud: TestCloud,
  options: { readonly worlds: number; readonly seed: number; readonly path?: string },
): Promise<void> {
  const { worlds, seed, path } = options;
  await fc.assert(
    fc.asyncProperty(terminals, fc.array(act, { minLength: MIN_ACTS, maxLength: MAX_ACTS, size: 'max' }), async (count, acts) => {
      const world = await SyncWorld.of(cloud, count);
      try {
        for (const each of acts) await world.act(each);
        await world.agree();
      } finally {
        world.close();
      }
    }),
    { numRuns: worlds, seed, ...(path === undefined ? {} : { path }) },
  );
}
