import { DISK_FAULTS } from './disk/disk-faults.ts';
import type { FaultCase } from './fault-case.ts';
import { killLoopCase } from './kill-loop.ts';
import { LINE_FAULTS } from './line/line-faults.ts';
import { printerCable } from './printer-cable.ts';
import { replayKill } from './replay-kill.ts';
import { syncWorlds } from './sync-worlds.ts';
import { toldByTests } from './told-by-tests.ts';

const writersWhilePulling = toldByTests({
  name: 'writers-while-pulling',
  fault: '8 writers, pulling all the while',
  passes: 'missed = 0',
  did: 'Changes written by several at once were pulled all the while, on PostgreSQL and on the embedded database',
  files: ['cloud-api/modules/changes/pull.test.ts'],
});

/** Every fault there is a case for. Those with a `shortTimes` of 0 have tests of their own in `npm test`. */
export const FAULT_TABLE: readonly FaultCase[] = [
  ...DISK_FAULTS,
  killLoopCase,
  replayKill,
  printerCable,
  ...LINE_FAULTS,
  writersWhilePulling,
  syncWorlds,
];
