import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { disagreement, LineTerminal } from './line-terminal.ts';
import { withCloud } from './with-cloud.ts';

/** Sold after each answer of the cloud: three tills would not manage that many. */
const SOLD_BETWEEN = 5;

/** A shop that sells some 500 tickets a day comes back after three weeks, and sells on while it sends. */
export const weeksOffline: FaultCase = {
  name: 'weeks-offline',
  fault: 'three weeks offline: 10,500 sales',
  passes: 'everything drains while it sells, each entry held once and in order',
  shortTimes: 1_200,
  longTimes: 10_500,
  run: comeBack,
};

function comeBack({ times, say }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud, kind) => {
    const terminal = await LineTerminal.of(cloud);
    terminal.sell(times);
    say(`${times} sales wait`);
    let soldMeanwhile = 0;
    let requests = 0;
    await terminal.drain(() => {
      requests += 1;
      // What it sells at the end is the last batch.
      if (terminal.ledger.counts().unacknowledged <= SOLD_BETWEEN) return;
      terminal.sell(SOLD_BETWEEN);
      soldMeanwhile += SOLD_BETWEEN;
    });
    const violations = [...(await disagreement(cloud, terminal))];
    if (terminal.ledger.counts().sales !== times + soldMeanwhile) violations.push('a sale is missing on the till');
    if (soldMeanwhile === 0) violations.push('nothing was sold while it drained');
    terminal.close();
    const did = `${times} sales made without a line were sent to ${kind} in ${requests} steps, while ${soldMeanwhile} more were made.`;
    return { did, times: 1, violations };
  });
}
