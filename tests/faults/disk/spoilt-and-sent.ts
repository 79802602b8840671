import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCloud } from '../../../cloud-api/testing/test-cloud.ts';
import { TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import { listPulledBack } from '../../../src-main/sync/pulled-back.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { randomFrom } from '../generated-sales.ts';
import { heldOf, LineTerminal } from '../line/line-terminal.ts';
import { withCloud } from '../line/with-cloud.ts';

const SALES = 12;
const LATEST_LOST_SALES = 8;

/** The end of a journal and its mark are cut off together, so that nothing on the disk tells of the loss; the cloud had been sent it. */
export const spoiltAndSent: FaultCase = {
  name: 'spoilt-and-sent',
  fault: 'WAL truncated, bits flipped',
  passes: 'what only the cloud still has is noticed, pulled back and counted; no receipt number comes again',
  shortTimes: 3,
  longTimes: 60,
  run: spoilSent,
};

function spoilSent({ times, seed }: FaultRun): Promise<FaultOutcome> {
  return withCloud(async (cloud, kind) => {
    const violations: string[] = [];
    let pulledBack = 0;
    for (let world = seed; world < seed + times; world += 1) {
      const found = await loseTail(cloud, randomFrom(world));
      pulledBack += found.pulledBack;
      violations.push(...found.violations.map((violation) => `seed ${world}: ${violation}`));
    }
    if (pulledBack === 0) violations.push('nothing was lost, so nothing is shown');
    const did =
      `Terminals that had sent everything to ${kind} lost the end of their WAL, anywhere, with their mark. ${pulledBack} entries were pulled back ` +
      'from the cloud, and the tills went on in a new epoch behind them.';
    return { did, times, violations };
  });
}

async function loseTail(
  cloud: TestCloud,
  random: () => number,
): Promise<{ readonly violations: readonly string[]; readonly pulledBack: number }> {
  const terminal = await LineTerminal.of(cloud);
  terminal.sell(SALES);
  await terminal.drain();
  const crashed = crashedCopy(terminal, random);
  const restarted = terminal.on(crashed);
  const lost = terminal.hashes().filter((hash) => !restarted.hashes().includes(hash));
  await restarted.drain();
  const violations: string[] = [];
  const { epoch } = restarted.ledger.head();
  if (epoch !== (lost.length > 0 ? 2 : 1)) violations.push(`${lost.length} entries are lost, and it goes on in epoch ${epoch}`);
  const kept = pulledBackHashes(restarted.disk.folder);
  if (kept.join() !== lost.join()) violations.push(`${kept.length} entries were pulled back of ${lost.length}`);
  restarted.sell(1);
  await restarted.drain();
  const [newest] = restarted.ledger.recentSales(1);
  if (newest?.sale.receiptSeq !== SALES + 1) violations.push(`the next receipt is no. ${String(newest?.sale.receiptSeq)}`);
  if (restarted.ledger.counts().perpetual.tickets !== SALES + 1) violations.push('the totals have not gone on');
  const held = await heldOf(cloud, restarted.ledger.terminal);
  const all = new Set([...terminal.hashes(), ...restarted.hashes()]);
  if (held.length !== all.size || held.some((hash) => !all.has(hash))) violations.push(`${held.length} of ${all.size} entries are held`);
  restarted.ledger.close();
  const { fault } = await verifyFolder(crashed.folder, { quickCheck: true });
  if (fault !== null) violations.push(`the journal does not hold: ${fault.code} ${fault.detail}`);
  crashed.remove();
  terminal.close();
  return { violations, pulledBack: kept.length };
}

/** The disk as a crash leaves it, without the end of the WAL and without the mark. */
function crashedCopy(terminal: LineTerminal, random: () => number): TestTerminal {
  const crashed = new TestTerminal(mkdtempSync(join(tmpdir(), 'contacto-spoilt-')));
  cpSync(terminal.disk.folder, crashed.folder, { recursive: true });
  const wal = statSync(`${crashed.databasePath}-wal`).size;
  const share = 1 - (random() * LATEST_LOST_SALES) / SALES;
  truncateSync(`${crashed.databasePath}-wal`, Math.floor(wal * share));
  rmSync(crashed.markPath);
  return crashed;
}

function pulledBackHashes(folder: string): readonly string[] {
  return listPulledBack(join(folder, 'pulled-back'))
    .flatMap(({ path }) => readFileSync(path, 'utf8').trim().split('\n'))
    .map((line) => (JSON.parse(line) as { hash: string }).hash); // One entry as it was pushed.
}
