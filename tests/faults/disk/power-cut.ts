import { cpSync } from 'node:fs';
import { type DiskEvent, hasStrace, powerCuts, recordSelling } from '../../../src-main/ledger/testing/power-cut.ts';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';

/** Enough that the WAL is moved into the database once on the way. */
const RECORDED_SALES = 100;
const LOOK_EVERY = 20;
const CUTS_A_PASS = RECORDED_SALES / LOOK_EVERY;
const SECTOR_BYTES = 512;

/** The power fails right after an acknowledgement; of what was not synced by then anything may have reached the disk. */
export const powerCut: FaultCase = {
  name: 'power-cut',
  fault: 'power loss',
  passes: 'nothing acknowledged is lost with FULL, and the same cuts lose sales with NORMAL',
  shortTimes: 0,
  longTimes: 300,
  run: cutPower,
};

async function cutPower({ times, seed, say }: FaultRun): Promise<FaultOutcome> {
  if (!hasStrace) return { did: 'Nothing.', times: 0, violations: [], notRun: ['strace is not there: nothing can record the writes'] };
  const full = record('full');
  const passes = Math.max(1, Math.round(times / CUTS_A_PASS));
  const violations: string[] = [];
  for (let pass = seed; pass < seed + passes; pass += 1) {
    // The first pass loses everything that can be lost.
    const lost = await lostSales(full, pass === seed ? () => null : partly(randomFrom(pass)));
    violations.push(...lost.map((what) => `seed ${pass}: ${what}`));
    if ((pass - seed) % 10 === 9) say(`${(pass - seed + 1) * CUTS_A_PASS} cuts`);
  }
  const normal = record('normal');
  const lostWithNormal = (await lostSales(normal, () => null)).length;
  if (lostWithNormal === 0) violations.push('without FULL nothing was lost: this test would notice nothing');
  full.before.remove();
  normal.before.remove();
  const did =
    `The recorded writes of ${RECORDED_SALES} sales were cut at ${passes * CUTS_A_PASS} acknowledgements; unsynced writes were dropped, kept or ` +
    `torn at a sector. With synchronous=FULL no acknowledged sale was lost; with NORMAL ${CUTS_A_PASS} such cuts lost ${lostWithNormal}.`;
  return { did, times: (passes + 1) * CUTS_A_PASS, violations };
}

interface Recording {
  readonly before: TestTerminal;
  readonly events: readonly DiskEvent[];
}

function record(mode: 'full' | 'normal'): Recording {
  const terminal = new TestTerminal();
  terminal.open().close();
  const before = new TestTerminal();
  cpSync(terminal.folder, before.folder, { recursive: true });
  const events = recordSelling(terminal.folder, RECORDED_SALES, mode);
  terminal.remove();
  return { before, events };
}

/** Of a write that was under way: nothing, all, or its first sectors. */
function partly(random: () => number): (event: DiskEvent) => DiskEvent | null {
  return (event) => {
    const fate = random();
    if (fate < 1 / 3) return null;
    if (fate < 2 / 3 || event.kind !== 'write') return event;
    const sectors = Math.floor((random() * event.bytes.length) / SECTOR_BYTES);
    return { ...event, bytes: event.bytes.subarray(0, sectors * SECTOR_BYTES) };
  };
}

async function lostSales({ before, events }: Recording, remains: (event: DiskEvent) => DiskEvent | null): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const { acknowledged, folder } of powerCuts(before.folder, events, LOOK_EVERY, remains)) {
    const opened = new TestTerminal(folder).tryOpen({ createIfMissing: false });
    if (!opened.ok) {
      lost.push(`after sale ${acknowledged} the ledger does not open: ${JSON.stringify(opened.error)}`);
      continue;
    }
    for (let number = 1; number <= acknowledged; number += 1) {
      if (opened.value.findSale(`sale-${number}`) === null) lost.push(`after sale ${acknowledged}, sale ${number} is lost`);
    }
    opened.value.close();
    const { fault } = await verifyFolder(folder, { quickCheck: true });
    if (fault !== null) lost.push(`after sale ${acknowledged} the journal does not hold: ${fault.code}`);
  }
  return lost;
}
