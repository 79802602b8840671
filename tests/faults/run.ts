/**
 * `npm run test:faults`: the long form of every fault test, and its report in `docs/faults.md`. `npm run test:faults -- NAME [--seeds N]
 * [--seed N]`: one of them, as often as asked, from that seed on. The short forms run with the other tests.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../build/project-paths.mjs';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { FaultCase, FaultOutcome } from './fault-case.ts';
import { type FaultRecord, faultReport, held } from './fault-report.ts';
import { FAULT_TABLE } from './fault-table.ts';

const DEFAULT_SEED = 20_261_120;
const REPORT = join(projectRoot, 'docs', 'faults.md');

const text = { type: 'string' } as const;
const ownOptions = Object.fromEntries(FAULT_TABLE.flatMap(({ options = [] }) => options.map((name) => [name, text])));

function usage(problem: string): number {
  const names = FAULT_TABLE.map(({ name }) => name).join(', ');
  process.stderr.write(`${problem}\nUsage: npm run test:faults [-- NAME [--seeds N] [--seed N]], with NAME one of: ${names}\n`);
  return 2;
}

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2));
  if (!asked.ok) return usage(asked.error);
  const { name, ...how } = asked.value;
  const chosen = FAULT_TABLE.filter((fault) => name === undefined || fault.name === name);
  if (chosen.length === 0) return usage(`There is no case ${String(name)}.`);
  const records: FaultRecord[] = [];
  for (const fault of chosen) records.push({ fault, seed: how.seed, outcome: await runCase(fault, how) });
  if (name === undefined) writeFileSync(REPORT, faultReport(records, new Date().toISOString().slice(0, 10)));
  return records.every(held) ? 0 : 1;
}

function readArguments(args: string[]): Result<Asked & { readonly name: string | undefined }, string> {
  try {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { ...ownOptions, seeds: text, seed: text } });
    const given = new Map<string, string | undefined>(Object.entries(values));
    const [seeds, seed] = [given.get('seeds'), given.get('seed') ?? String(DEFAULT_SEED)];
    if (![seeds ?? '1', seed].every((number) => /^[1-9]\d{0,8}$/.test(number)))
      return fail('--seeds and --seed take a whole number from 1 on.');
    return ok({ name: positionals[0], given, seeds: seeds === undefined ? undefined : Number(seeds), seed: Number(seed) });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

interface Asked {
  readonly given: ReadonlyMap<string, string | undefined>;
  readonly seeds: number | undefined;
  readonly seed: number;
}

/** A case that throws did not hold: the next one is run all the same. */
async function runCase(fault: FaultCase, { given, seeds, seed }: Asked): Promise<FaultOutcome> {
  process.stdout.write(`\n── ${fault.name}: ${fault.fault}\n`);
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const times = seeds ?? fault.longTimes;
  const startMs = performance.now();
  let outcome: FaultOutcome;
  try {
    outcome = await fault.run({ times, seed, say, option: (option) => given.get(option) });
  } catch (error) {
    outcome = {
      did: 'It ended in an error.',
      times,
      violations: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  const asides = [...(outcome.notRun ?? []), ...outcome.violations];
  const verdict = outcome.violations.length === 0 ? 'held' : 'DID NOT HOLD';
  process.stdout.write(
    [outcome.did, ...asides, `── ${fault.name}: ${verdict} (${outcome.times} times, seed ${seed}, ${seconds} s)`, ''].join('\n'),
  );
  return outcome;
}

// A case that broke may have left a port open or a program to wait for: nothing of it keeps this one alive.
process.exit(await main());
