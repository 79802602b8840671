import { basename } from 'node:path';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { LineTerminal, letTimePass } from './line-terminal.ts';
import { withCloud } from './with-cloud.ts';

/** Turns both machines take; a fork, a new epoch and the word that the other goes on are settled in fewer. */
const ROUNDS = 6;
const MOST_SALES = 4;

/** The disk of a terminal is copied to a second machine, and both sell and send under one name, in turns of the seed’s choosing. */
export const clonedDisk: FaultCase = {
  name: 'cloned-disk',
  fault: 'disk cloned to two terminals',
  passes: 'neither tail is lost or overwritten, selling goes on at both, and the people are told of the machines by name',
  shortTimes: 3,
  longTimes: 80,
  run: cloneDisks,
};

function cloneDisks({ times, seed }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud, kind) => {
    const violations: string[] = [];
    let aside = 0;
    for (let world = seed; world < seed + times; world += 1) {
      const found = await cloneDisk(cloud, randomFrom(world));
      aside += found.aside;
      violations.push(...found.violations.map((violation) => `seed ${world}: ${violation}`));
    }
    const did =
      `A terminal’s disk was copied to a second machine, and both sold and sent under one name, in any turns, on ${kind}. ${aside} entries of ` +
      'the tails that fit no chain are kept aside; one machine goes on under the name, the other is told.';
    return { did, times, violations };
  });
}

async function cloneDisk(
  cloud: TestCloud,
  random: () => number,
): Promise<{ readonly violations: readonly string[]; readonly aside: number }> {
  const place = await cloud.merchant();
  const original = await LineTerminal.of(cloud, place);
  original.sell(1 + Math.floor(random() * MOST_SALES));
  if (random() < 0.5) await original.drain();
  const machines = [original, original.clone()];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const machine of random() < 0.5 ? machines : machines.toReversed()) {
      if (round < ROUNDS / 2) machine.sell(Math.floor(random() * MOST_SALES));
      machine.machine.retry();
      await machine.settle();
    }
    letTimePass(cloud);
  }
  const { all } = cloud.cloud.database;
  const terminal = original.ledger.terminal;
  const held = await all.selectFrom('entry').select('hash').where('terminal_id', '=', terminal).execute();
  const aside = await all.selectFrom('quarantined_entry').select('hash').where('terminal_id', '=', terminal).execute();
  const there = [...held, ...aside].map(({ hash }) => hash);
  const violations: string[] = [];
  if (new Set(there).size !== there.length) violations.push('an entry is there twice');
  const written = new Set(machines.flatMap((machine) => machine.hashes()));
  const lost = [...written].filter((hash) => !there.includes(hash));
  if (lost.length > 0) violations.push(`${lost.length} entries of the two machines are neither held nor aside`);
  const forked = new Set(machines.map((machine) => machine.hashes().at(-1))).size > 1;
  const tasks = await all.selectFrom('task').select(['kind', 'detail']).where('merchant_id', '=', place.merchantId).execute();
  const told = JSON.stringify(tasks);
  const isNamed = machines.filter((machine) => told.includes(basename(machine.disk.folder))).length;
  if (forked && isNamed < machines.length) violations.push(`the people are not told the names of both machines: ${told}`);
  for (const machine of machines) {
    machine.sell(1);
    machine.close();
  }
  return { violations, aside: aside.length };
}
