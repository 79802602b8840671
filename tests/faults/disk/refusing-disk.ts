import { hasStrace } from '../../../src-main/ledger/testing/power-cut.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { type DiskCall, inWords, OneSale } from './disk-calls.ts';
import { spread } from './spread.ts';

type Refusal = Parameters<OneSale['live']>[2];

/** What a disk answers to which calls, and whether it recovers. */
const ANSWERS: readonly { readonly error: string; readonly lasts: Refusal; readonly calls: readonly string[] }[] = [
  { error: 'EIO', lasts: 'once', calls: ['pwrite64', 'write', 'ftruncate', 'fsync', 'fdatasync'] },
  { error: 'EIO', lasts: 'from then on', calls: ['fsync', 'fdatasync'] },
  { error: 'ENOSPC', lasts: 'once', calls: ['pwrite64', 'write'] },
];

/** Each write and sync of a program that sells is refused by the disk, once, in turn. */
export const refusingDisk: FaultCase = {
  name: 'refusing-disk',
  fault: 'EIO, ENOSPC',
  passes: 'an outcome nobody knows is said to be unknown, and asked again under the same id the sale is there once',
  shortTimes: 6,
  longTimes: 150,
  run: refuseEveryCall,
};

async function refuseEveryCall({ times, say }: FaultRun): Promise<FaultOutcome> {
  if (!hasStrace) {
    const notRun = ['strace is not there: disks that refuse were tried by fail points and a small file system only (see the tests named)'];
    return { did: 'Nothing.', times: 0, violations: [], notRun };
  }
  const whole = new OneSale();
  const calls = await whole.record();
  whole.remove();
  const refusals = ANSWERS.flatMap(({ error, lasts, calls: names }) =>
    calls.filter(({ call }) => names.includes(call)).map((call) => ({ call, error, lasts })),
  );
  const chosen = spread(refusals, times);
  const violations: string[] = [];
  const tally = { told: 0, unknown: 0, unharmed: 0 };
  for (const [index, { call, error, lasts }] of chosen.entries()) {
    const { violations: found, end } = await refuse(call, error, lasts);
    violations.push(...found);
    tally[end] += 1;
    if (index % 20 === 19) say(`${index + 1} refusals`);
  }
  if (tally.told + tally.unknown < chosen.length / 4) violations.push('the program noticed next to none of the refusals');
  const did =
    `The disk answered EIO or ENOSPC (strace) to a write, a truncation, a sync or every sync from one on of a program that sells: ${tally.told} times it said that ` +
    `nothing was written or did not open, ${tally.unknown} times that the outcome is unknown, and ${tally.unharmed} times the sale was done ` +
    'all the same and stayed done.';
  return { did, times: chosen.length, violations };
}

async function refuse(
  call: DiskCall,
  error: string,
  lasts: Refusal,
): Promise<{ readonly violations: readonly string[]; readonly end: 'told' | 'unknown' | 'unharmed' }> {
  const life = new OneSale();
  const said = await life.live(call, `error=${error}`, lasts);
  const where = `${error} ${lasts ?? ''} at ${inWords(call)}`;
  const violations = (await life.inspect(said)).map((violation) => `${where}: ${violation}`);
  life.remove();
  if (said.some((line) => line.startsWith('sold'))) return { violations, end: 'unharmed' };
  const refused = said.find((line) => line.startsWith('refused'));
  if (refused === undefined) return { violations: [...violations, `${where}: ended without a word`], end: 'told' };
  return { violations, end: refused.includes('outcome-unknown') ? 'unknown' : 'told' };
}
