import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Ledger } from '../ledger.ts';
import { faultInWords } from '../ledger-fault.ts';
import { verifyFolder } from '../verify.ts';
import { TestTerminal } from './test-terminal.ts';

const CHILD = join(import.meta.dirname, 'selling-child.ts');
/** A child is killed after so many sales at most ... */
const MAX_SALES_A_LIFE = 12;
/** ... and so long at most after it said the last of them: some tens of writes and syncs. */
const MAX_DELAY_US = 3_000;

/** Far longer than a life takes on a busy machine: one that hangs is ended, and its journal looked at. */
const LONGEST_LIFE_MS = 120_000;

/** What writes a ledger to the disk, and what syncs it, in turns. strace counts each call apart, so only one of them can be the one to die at. */
const DISK_CALLS = ['pwrite64', 'fsync'] as const;

export interface KillLoopOptions {
  readonly folder: string;
  readonly kills: number;
  /** A moment of the seed's choosing; or, under strace, the first write, the first sync, the second write, the second sync … of a life. */
  readonly at: { readonly kind: 'moment'; readonly seed: number } | { readonly kind: 'disk-call' };
  /** The whole ledger is verified after every so many kills, and at the end. */
  readonly verifyEvery: number;
  readonly onKill?: (kill: number, acknowledged: number) => void;
}

export interface KillLoopOutcome {
  readonly kills: number;
  readonly acknowledged: number;
  /** Sales that were in the ledger though the child died before it could say so. */
  readonly unsaid: number;
}

/**
 * Starts a program that sells, kills it (SIGKILL), looks whether every sale it had acknowledged is in the ledger, and begins again on the same
 * folder. @throws Error at the first sale lost, number doubled, chain broken or start refused.
 */
export async function killLoop({ folder, kills, at, verifyEvery, onKill }: KillLoopOptions): Promise<KillLoopOutcome> {
  const random = randomFrom(at.kind === 'moment' ? at.seed : 0);
  let next = 1;
  let acknowledged = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const child = [process.execPath, CHILD, folder, String(next)];
    const said =
      at.kind === 'moment'
        ? await sellUntilKilled(child, 1 + Math.floor(random() * MAX_SALES_A_LIFE), random() * MAX_DELAY_US)
        : await sellUntilKilled(dyingAtDiskCall(child, kill - 1), Number.POSITIVE_INFINITY, 0);
    acknowledged += said.length;
    next = checkLife(folder, next, said, kill);
    if (kill % verifyEvery === 0 || kill === kills) await checkWhole(folder, kill);
    onKill?.(kill, acknowledged);
  }
  return { kills, acknowledged, unsaid: next - 1 - acknowledged };
}

function dyingAtDiskCall(child: readonly string[], index: number): readonly string[] {
  const call = DISK_CALLS[index % DISK_CALLS.length] ?? DISK_CALLS[0];
  const when = Math.floor(index / DISK_CALLS.length) + 1;
  return ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `inject=${call}:signal=SIGKILL:when=${when}`, ...child];
}

/** Numbers of the sales a child said were done before it was killed. */
async function sellUntilKilled([program = '', ...args]: readonly string[], sales: number, delayUs: number): Promise<readonly number[]> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], timeout: LONGEST_LIFE_MS, killSignal: 'SIGKILL' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const said: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'open') continue;
    if (!/^\d+$/.test(line)) throw new Error(`The child refused to sell: ${line}`);
    said.push(Number(line));
    // What it says while it is being killed is read to the end: an acknowledgement under way counts.
    if (said.length === sales) killAfter(child.pid, delayUs);
  }
  await gone;
  return said;
}

function killAfter(pid: number | undefined, delayUs: number): void {
  const until = process.hrtime.bigint() + BigInt(Math.floor(delayUs * 1_000));
  while (process.hrtime.bigint() < until);
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

/** Opens what the child left and looks for its sales; returns the number the next child begins with. */
function checkLife(folder: string, first: number, said: readonly number[], kill: number): number {
  const opened = new TestTerminal(folder).tryOpen({ createIfMissing: false });
  if (!opened.ok) throw new Error(`After kill ${kill} the ledger did not open: ${JSON.stringify(opened.error)}`);
  const ledger = opened.value;
  ledger.printJobs.recoverAfterCrash();
  for (const number of said) {
    if (ledger.findSale(`sale-${number}`) === null) throw new Error(`After kill ${kill}, sale ${number} was acknowledged and is lost`);
  }
  const next = first + said.length + (ledger.findSale(`sale-${first + said.length}`) === null ? 0 : 1);
  expectSales(ledger, next - 1, kill);
  ledger.close();
  return next;
}

/** No sale more than those said and the one that was under way. */
function expectSales(ledger: Ledger, sales: number, kill: number): void {
  const counts = ledger.counts();
  if (counts.sales !== sales) throw new Error(`After kill ${kill} there are ${counts.sales} sales, not ${sales}`);
}

async function checkWhole(folder: string, kill: number): Promise<void> {
  const { fault } = await verifyFolder(folder, { quickCheck: true });
  if (fault !== null) throw new Error(`After kill ${kill}: ${faultInWords(fault)}`);
}

/** Mulberry32: small, and the same everywhere for a seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
