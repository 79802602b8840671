/**
 * Kills a selling program over and over and looks for its sales: no acknowledged one may be missing, none may be double, the chain must hold.
 *
 *     npm run test:faults -- kill-loop [--kills 200] [--seed N | --disk-calls] [--folder DIR]
 *
 * The seed decides how many sales each life has and when it ends; the exact instant is the machine's. With `--disk-calls` (under strace)
 * lives end at their first write, first sync, second write, second sync and so on, through the start and the sales after it. Ends with one
 * line, and exit code 1 when anything was lost.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killLoop } from '../../src-main/ledger/testing/kill-loop.ts';
import { TestTerminal } from '../../src-main/ledger/testing/test-terminal.ts';

const VERIFY_EVERY_KILLS = 20;
const TELL_EVERY_KILLS = 20;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now()) },
    'disk-calls': { type: 'boolean', default: false },
    folder: { type: 'string' },
  },
});
const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-kill-loop-'));
const seed = Number(values.seed) | 0;
try {
  new TestTerminal(folder).open().close();
  const outcome = await killLoop({
    folder,
    kills: Number(values.kills),
    at: values['disk-calls'] ? { kind: 'disk-call' } : { kind: 'moment', seed },
    verifyEvery: VERIFY_EVERY_KILLS,
    onKill: (kill, acknowledged) => {
      if (kill % TELL_EVERY_KILLS === 0) process.stderr.write(`${kill} kills, ${acknowledged} sales acknowledged\n`);
    },
  });
  process.stdout.write(`${outcome.kills} kills, ${outcome.acknowledged} sales acknowledged, ${outcome.unsaid} unsaid, none lost\n`);
  rmSync(folder, { recursive: true });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)} (seed ${seed}; left as it was: ${folder})\n`);
  process.exitCode = 1;
}
