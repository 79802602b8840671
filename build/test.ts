/**
 * `npm test`: every check and every test, each step with its name and time, all of them even where one fails, and at the end one line
 * with the sum over every runner. A static check or a build counts as one.
 */
import { FAILED, sumTallies, type Tally, tallyLine } from './run-sum.ts';
import { parseTestOptions } from './test-options.ts';
import { TEST_STEPS, type TestStep } from './test-steps.ts';

const options = parseTestOptions(process.argv.slice(2));
if (options.ok) {
  process.exitCode = await runSteps(
    TEST_STEPS.filter((step) => step.parts.some((part) => options.parts.includes(part))),
    options.patterns,
  );
} else {
  process.stderr.write(`${options.problem}\n`);
  process.exitCode = 2;
}

async function runSteps(steps: readonly TestStep[], patterns: readonly string[]): Promise<number> {
  const done = new Map<string, Tally>();
  for (const step of steps) {
    done.set(step.name, await runStep(step, done, patterns));
  }
  const failed = [...done].filter(([, tally]) => tally.failed > 0).map(([name]) => name);
  console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '');
  console.log(tallyLine(sumTallies([...done.values()])));
  return failed.length > 0 ? 1 : 0;
}

async function runStep(step: TestStep, done: ReadonlyMap<string, Tally>, patterns: readonly string[]): Promise<Tally> {
  console.log(`\n── ${step.name}`);
  const missing = step.needs?.filter((name) => (done.get(name)?.failed ?? 0) > 0) ?? [];
  if (missing.length > 0) {
    console.log(`── ${step.name}: not run, because of ${missing.join(' and ')}`);
    return FAILED;
  }
  const startMs = performance.now();
  const tally = await step.run(patterns);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`── ${step.name}: ${tally.failed > 0 ? 'FAILED' : 'ok'} (${tallyLine(tally)}, ${seconds} s)`);
  return tally;
}
