import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../build/project-paths.mjs';
import { runChild } from '../../build/run-child.mjs';
import { FAILED, tallyOfRun, tallyOfVitest } from '../../build/run-sum.ts';
import type { FaultCase } from './fault-case.ts';

const VITEST = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs');

/** A row of the table that tests of their own hold: the long run runs them once more, and `npm test` does anyway. */
export function toldByTests(
  held: Pick<FaultCase, 'name' | 'fault' | 'passes'> & { readonly did: string; readonly files: readonly string[] },
): FaultCase {
  const { did, files, ...row } = held;
  return {
    ...row,
    shortTimes: 0,
    longTimes: 1,
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'contacto-faults-'));
      const report = join(folder, 'vitest.json');
      const args = [VITEST, 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...files];
      const exitCode = await runChild(process.execPath, args, { cwd: projectRoot });
      const tally = exitCode === 0 ? tallyOfRun(exitCode, tallyOfVitest(readFileSync(report, 'utf8'))) : FAILED;
      rmSync(folder, { recursive: true });
      const violations = tally.failed === 0 ? [] : [`tests of ${files.join(', ')} failed`];
      return { did: `${did} (${files.map((file) => `\`${file}\``).join(', ')})`, times: tally.passed, violations };
    },
  };
}
