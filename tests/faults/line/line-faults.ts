import type { FaultCase } from '../fault-case.ts';
import { clonedDisk } from './cloned-disk.ts';
import { killedCloud, restoredCloud } from './killed-cloud.ts';
import { lastPiece } from './last-piece.ts';
import { poison } from './poison.ts';
import { troubledLine } from './troubled-line.ts';
import { upgradeWaiting } from './upgrade.ts';
import { waitingScreen } from './waiting-screen.ts';
import { weeksOffline } from './weeks-offline.ts';
import { wrongClock } from './wrong-clock.ts';

/** What befalls the line to the cloud, and the cloud. */
export const LINE_FAULTS: readonly FaultCase[] = [
  troubledLine,
  waitingScreen,
  killedCloud,
  restoredCloud,
  clonedDisk,
  wrongClock,
  upgradeWaiting,
  poison,
  lastPiece,
  weeksOffline,
];
