import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { FaultProxy, type LineFault } from '../sync/fault-proxy.ts';
import { disagreement, heldOf, LineTerminal } from './line-terminal.ts';
import { withCloud } from './with-cloud.ts';

const STEPS = 16;
const MOST_SALES = 4;
const FAULTS = ['lose-answer', 'lose-answer', 'cut-answer', 'cut-request', 'double-request', 'late-request', 'old-answer'] as const;
const FAULT_SHARE = 0.8;

/** Between a selling terminal and the cloud lies a network that loses, doubles, delays and reorders requests and their answers. */
export const troubledLine: FaultCase = {
  name: 'troubled-line',
  fault: 'answer lost after the server committed; doubled, late, reordered',
  passes: 'no duplicate; acknowledged only rises, and never above what is held',
  shortTimes: 6,
  longTimes: 60,
  run: troubleLines,
};

function troubleLines({ times, seed, say }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud, kind) => {
    const violations: string[] = [];
    const seen = { lost: 0, old: 0, late: 0, doubled: 0 };
    for (let world = seed; world < seed + times; world += 1) {
      const found = await sellThrough(cloud, randomFrom(world));
      for (const what of ['lost', 'old', 'late', 'doubled'] as const) seen[what] += found.seen[what];
      violations.push(...found.violations.map((violation) => `seed ${world}: ${violation}`));
      if ((world - seed) % 20 === 19) say(`${world - seed + 1} lines`);
    }
    const never = Object.entries(seen).filter(([, count]) => count === 0);
    if (never.length > 0) violations.push(`never came about: ${never.map(([what]) => what).join(', ')}`);
    const did =
      `Terminals sold and sent to ${kind} through a proxy that broke connections off within requests and answers, delivered requests twice ` +
      `(${seen.doubled}) and after later ones (${seen.late}), and gave the answers to earlier ones (${seen.old}). ${seen.lost} times the server ` +
      'held more than the terminal had been told.';
    return { did, times, violations };
  });
}

async function sellThrough(
  cloud: TestCloud,
  random: () => number,
): Promise<{ readonly violations: readonly string[]; readonly seen: Record<'lost' | 'old' | 'late' | 'doubled', number> }> {
  const line = await FaultProxy.before(cloud.cloud.address);
  const terminal = await LineTerminal.of(cloud);
  terminal.reaches({ address: line.address });
  const violations: string[] = [];
  let lost = 0;
  let before = 0;
  for (let step = 0; step < STEPS; step += 1) {
    terminal.sell(Math.floor(random() * MOST_SALES));
    const fault: LineFault = random() < FAULT_SHARE ? (FAULTS[Math.floor(random() * FAULTS.length)] ?? 'none') : 'none';
    line.plan = [fault];
    await terminal.machine.step();
    const { seq } = terminal.ledger.acknowledged();
    const held = (await heldOf(cloud, terminal.ledger.terminal)).length;
    if (seq < before) violations.push(`step ${step}, ${fault}: acknowledged fell from ${before} to ${seq}`);
    if (seq > held) violations.push(`step ${step}, ${fault}: ${seq} entries count as sent, and ${held} are held`);
    if (held > seq) lost += 1;
    before = seq;
  }
  line.plan = [];
  await terminal.drain();
  violations.push(...(await disagreement(cloud, terminal)));
  await line.stop();
  terminal.close();
  return { violations, seen: { ...line.done, lost } };
}
