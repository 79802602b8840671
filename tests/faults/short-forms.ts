import { expect, test } from 'vitest';
import type { FaultCase } from './fault-case.ts';

/** Programs are started and killed, on a machine that may be ten times as slow as ours and busy besides. */
const LONG_MS = 900_000;
const SEED = 1;

/** The short form of each case: fewer faults of the same kind, the same every time. */
export function testShortForms(faults: readonly FaultCase[]): void {
  const tried = faults.filter(({ shortTimes }) => shortTimes > 0);
  test.each(tried.map((fault) => ({ ...fault, title: `${fault.name} (${fault.fault}): ${fault.passes}` })))(
    '$title',
    async ({ run, shortTimes }) => {
      const outcome = await run({ times: shortTimes, seed: SEED, say: () => undefined, option: () => undefined });
      expect(outcome.violations).toEqual([]);
      expect(outcome.times > 0 || outcome.notRun !== undefined).toBe(true);
    },
    LONG_MS,
  );
}
