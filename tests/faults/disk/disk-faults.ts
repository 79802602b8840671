import type { FaultCase } from '../fault-case.ts';
import { deathAtCounter } from './death-at-counter.ts';
import { killEveryCall } from './kill-every-call.ts';
import { powerCut } from './power-cut.ts';
import { refusingDisk } from './refusing-disk.ts';
import { spoiltAndSent } from './spoilt-and-sent.ts';
import { spoiltFiles } from './spoilt-files.ts';
import { twoPrograms } from './two-programs.ts';

/** What befalls a terminal’s disk, its files and its program. */
export const DISK_FAULTS: readonly FaultCase[] = [
  killEveryCall,
  deathAtCounter,
  powerCut,
  spoiltFiles,
  spoiltAndSent,
  refusingDisk,
  twoPrograms,
];
