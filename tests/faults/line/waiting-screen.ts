import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { HeldLine, type LineState } from './held-line.ts';
import { heldOf } from './line-terminal.ts';
import { ShopOnLine } from './shop-on-line.ts';
import { withCloud } from './with-cloud.ts';

const STATES: readonly LineState[] = ['held', 'drop by drop', 'reset'];
const SALES = 4;

/** Whole terminals sell while a request of theirs is under way on a line that does not answer, answers byte by byte, or breaks. */
export const waitingScreen: FaultCase = {
  name: 'waiting-screen',
  fault: '30 s latency, 1 byte/s, resets',
  passes: 'the screen never waits: sales are completed while the request is under way, and everything arrives once',
  shortTimes: 3,
  longTimes: 24,
  run: sellOnBadLines,
};

function sellOnBadLines({ times }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud) => {
    const line = await HeldLine.before(cloud.cloud.address);
    const violations: string[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const state = STATES[turn % STATES.length] ?? 'held';
      violations.push(...(await sellOn(cloud, line, state)).map((violation) => `${state}: ${violation}`));
    }
    await line.stop();
    const did =
      `Whole terminals completed ${SALES} sales each while their request to the cloud was kept without an answer, answered by single bytes, or ` +
      'reset at its first byte. No clock was waited for: the request was still under way when the last sale was done.';
    return { did, times, violations };
  });
}

async function sellOn(cloud: TestCloud, line: HeldLine, state: LineState): Promise<readonly string[]> {
  line.state = 'free';
  const opened = await ShopOnLine.open(cloud, { address: line.address });
  const violations: string[] = [];
  const before = await opened.drained();
  if (before !== null) violations.push(`not drained at first: ${before}`);
  line.state = state;
  // Wakes the line; from here on a request is under way, or is being broken off.
  await opened.sell();
  await opened.shop.must('sync.retry', {});
  await line.reached;
  for (let sale = 1; sale < SALES; sale += 1) {
    await opened.sell();
    line.drop();
  }
  if (opened.unsent < SALES) violations.push('a sale was sent on a line on which nothing passes');
  if (state === 'drop by drop' && line.waiting === 0) violations.push('the answer had arrived before the sales were done');
  line.state = 'free';
  const after = await opened.drained();
  if (after !== null) violations.push(after);
  const held = await heldOf(cloud, opened.shop.till.ledger.terminal);
  if (held.join() !== opened.hashes().join()) violations.push('the cloud does not hold the journal, once and in order');
  await opened.shop.end();
  return violations;
}
