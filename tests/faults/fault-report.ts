import type { FaultCase, FaultOutcome } from './fault-case.ts';

/** A case that was run: how much of it, and what came of it. */
export interface FaultRecord {
  readonly fault: Pick<FaultCase, 'name' | 'fault' | 'passes'>;
  readonly seed: number;
  readonly outcome: FaultOutcome;
}

export function held({ outcome }: FaultRecord): boolean {
  return outcome.violations.length === 0;
}

/** `docs/faults.md`: what was done to the product on that day, how often, and what came of it. */
export function faultReport(records: readonly FaultRecord[], day: string): string {
  const broken = records.filter((record) => !held(record));
  return `# What was made to go wrong, and what came of it

Written by \`npm run test:faults\` on ${day}; a short form of each case runs with \`npm test\`. \`npm run test:faults -- NAME [--seeds N] [--seed N]\`
runs one case as often as asked; the same seed makes the same faults. What has to hold always: what was acknowledged is in the journal, every
entry is in the cloud once, the chain holds, and sums of money and stock are equal on both sides.

**${broken.length === 0 ? `All ${records.length} cases held.` : `${broken.length} of ${records.length} cases did not hold: ${broken.map(({ fault }) => fault.name).join(', ')}.`}**

| fault | case | what has to hold | how often | seeds | verdict |
|---|---|---|---|---|---|
${records.map(row).join('\n')}

## What each case did

${records.map(paragraph).join('\n\n')}
`;
}

function row(record: FaultRecord): string {
  const { fault, seed, outcome } = record;
  const seeds = outcome.times > 1 ? `${seed} to ${seed + outcome.times - 1}` : String(seed);
  const verdict = outcome.times === 0 ? 'not run here' : held(record) ? 'held' : '**did not hold**';
  return `| ${fault.fault} | \`${fault.name}\` | ${fault.passes} | ${outcome.times} | ${outcome.times === 0 ? '' : seeds} | ${verdict} |`;
}

function paragraph({ fault, outcome }: FaultRecord): string {
  const asides = [...(outcome.notRun ?? []).map((line) => `Not done: ${line}.`), ...outcome.violations.map((line) => `- ${line}`)];
  return [`**${fault.name}.** ${outcome.did}`, ...asides].join('\n');
}
