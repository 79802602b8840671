import { killLoop } from '../../../src-main/ledger/testing/kill-loop.ts';
import { hasStrace } from '../../../src-main/ledger/testing/power-cut.ts';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { inWords, OneSale } from './disk-calls.ts';
import { spread } from './spread.ts';

/** A program that starts, sells, prints and ends is killed at each of its writes and syncs in turn. */
export const killEveryCall: FaultCase = {
  name: 'kill-every-call',
  fault: 'killed at every write and fsync',
  passes: 'what was acknowledged is there, the chain holds, no receipt without its sale, and the sale asked for again is there once',
  shortTimes: 6,
  longTimes: 150,
  run: (run) => (hasStrace ? killAtEveryCall(run) : killWithoutStrace(run)),
};

async function killAtEveryCall({ times, say }: FaultRun): Promise<FaultOutcome> {
  const whole = new OneSale();
  const calls = await whole.record();
  whole.remove();
  const violations: string[] = [];
  const chosen = spread(calls, times);
  let kills = 0;
  let unsaid = 0;
  for (const call of chosen) {
    const life = new OneSale();
    const said = await life.live(call, 'signal=SIGKILL');
    if (!said.includes('closed')) kills += 1;
    if (!said.some((line) => line.startsWith('sold'))) unsaid += 1;
    violations.push(...(await life.inspect(said)).map((violation) => `killed at ${inWords(call)}: ${violation}`));
    life.remove();
    if (kills % 20 === 0) say(`${kills} kills`);
  }
  // A kill that misses its call proves nothing.
  if (kills < chosen.length / 2) violations.push(`only ${kills} of ${chosen.length} kills hit the program`);
  const did =
    'A program that opens its ledger, sells, prints and closes was killed (strace) at its writes, truncations, syncs and removals of the ' +
    `ledger’s files: ${unsaid} times before it had acknowledged the sale, ${kills - unsaid} times after.`;
  return { did, times: kills, violations };
}

/** Without strace the moment of a kill is the machine’s. */
async function killWithoutStrace({ times, seed }: FaultRun): Promise<FaultOutcome> {
  const terminal = new TestTerminal();
  terminal.open().close();
  const notRun = ['strace is not there: the kills fell at any moment, not at every call'];
  try {
    const { kills } = await killLoop({
      folder: terminal.folder,
      kills: Math.min(times, 100),
      at: { kind: 'moment', seed },
      verifyEvery: 10,
    });
    return { did: 'A program that sells was killed at moments of the seed’s choosing.', times: kills, violations: [], notRun };
  } catch (error) {
    return { did: 'A program that sells was killed.', times, violations: [error instanceof Error ? error.message : String(error)], notRun };
  } finally {
    terminal.remove();
  }
}
