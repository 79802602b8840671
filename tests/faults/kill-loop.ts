import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KillLoopOptions, killLoop } from '../../src-main/ledger/testing/kill-loop.ts';
import { TestTerminal } from '../../src-main/ledger/testing/test-terminal.ts';
import type { FaultCase, FaultOutcome, FaultRun } from './fault-case.ts';

const VERIFY_EVERY_KILLS = 20;
const TELL_EVERY_KILLS = 20;

/**
 * Kills a selling program over and over and looks for its sales. The seed decides how many sales each life has and when it ends; the exact
 * instant is the machine’s. With `--at disk-calls` (under strace) lives end at their first write, first sync, second write and so on.
 */
export const killLoopCase: FaultCase = {
  name: 'kill-loop',
  fault: 'killed at every write and fsync',
  passes: 'no acknowledged sale is missing, none is double, the chain holds',
  shortTimes: 0,
  longTimes: 100,
  options: ['at', 'folder'],
  run: killPrograms,
};

async function killPrograms({ times, seed, say, option }: FaultRun): Promise<FaultOutcome> {
  const folder = mkdtempSync(join(option('folder') ?? tmpdir(), 'contacto-kill-loop-'));
  new TestTerminal(folder).open().close();
  const at: KillLoopOptions['at'] = option('at') === 'disk-calls' ? { kind: 'disk-call' } : { kind: 'moment', seed: seed | 0 };
  const onKill = (kill: number, acknowledged: number): void => {
    if (kill % TELL_EVERY_KILLS === 0) say(`${kill} kills, ${acknowledged} sales acknowledged`);
  };
  try {
    const outcome = await killLoop({ folder, kills: times, at, verifyEvery: VERIFY_EVERY_KILLS, onKill });
    rmSync(folder, { recursive: true });
    const did =
      `A program that sells without end was killed a moment after an acknowledgement; ${outcome.acknowledged} sales were acknowledged, ` +
      `${outcome.unsaid} more were there though it died before it could say so.`;
    return { did, times: outcome.kills, violations: [] };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { did: 'A program that sells was killed.', times, violations: [`${words} (seed ${seed}; left as it was: ${folder})`] };
  }
}
