/**
 * Kills a replay again and again at random moments and looks each time at what is left: every sale that was acknowledged is in the journal,
 * each once, and the journal verifies. At the end the replay runs through and every total must be right.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { cartIdOf } from '../../src-main/app/replay/ring-up-invoice.ts';
import { verifyFolder } from '../../src-main/ledger/verify.ts';
import type { FaultCase, FaultOutcome, FaultRun } from './fault-case.ts';
import { randomFrom, salesFile } from './generated-sales.ts';
import { type Ended, endOf } from './limited-child.ts';

const CLI = join(import.meta.dirname, '../../src-main/app/cli.ts');
/** One kill in five falls anywhere in the start of the program; the others after the first sale of the run was acknowledged. */
const START_KILL_SHARE = 0.2;
const LATEST_START_KILL_MS = 1_500;
const LATEST_KILL_MS = 1_500;
const POLL_MS = 5;
const INVOICES = 3_000;

interface SalesFiles {
  readonly file: string;
  readonly totals: string;
}

interface KillLoopOptions {
  readonly kills: number;
  readonly invoices: number;
  readonly seed: number;
  /** A file of real sales and its totals, in the place of generated ones. */
  readonly sales: SalesFiles | null;
  readonly say: (line: string) => void;
}

interface KillLoopOutcome {
  /** What must never be; empty when all is well. */
  readonly violations: readonly string[];
  readonly kills: number;
  /** Kills that hit a replay which had not yet ended. */
  readonly hits: number;
  readonly acknowledged: number;
  readonly lastLine: string;
}

/**
 * Runs the loop in a folder of its own, which is removed when all is well and kept for inspection when it is not. A replay that came to its
 * end is followed by one on a fresh terminal, so that every kill finds something to hit.
 */
export async function killLoop(options: KillLoopOptions): Promise<KillLoopOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'contacto-kill-'));
  const random = randomFrom(options.seed);
  const sales = options.sales ?? writeSales(root, options.invoices, random);
  const violations: string[] = [];
  let [hits, acknowledged] = [0, 0];
  let terminal = await freshTerminal(root, 0);
  for (let count = 1; count <= options.kills && violations.length === 0; count++) {
    const kill = drawKill(random, terminal.ack);
    const ran = await run(replayArgs(terminal, sales), kill);
    violations.push(...(await inspect(terminal)).map((violation) => `kill ${count}, ${kill.afterMs} ms into ${kill.when}: ${violation}`));
    if (ran.signal === 'SIGKILL') hits += 1;
    else {
      violations.push(...failureOf(ran));
      acknowledged += acknowledgedIn(terminal.ack).size;
      terminal = await freshTerminal(root, count);
    }
    if (count % 10 === 0) options.say(`${count} kills, ${hits} in the middle, ${acknowledged + acknowledgedIn(terminal.ack).size} sales`);
  }
  const last = await run(replayArgs(terminal, sales), null);
  violations.push(...failureOf(last), ...(await inspect(terminal)).map((violation) => `at the end: ${violation}`));
  acknowledged += acknowledgedIn(terminal.ack).size;
  if (violations.length === 0) rmSync(root, { recursive: true, force: true });
  else violations.push(`the folder is kept at ${root}`);
  return { violations, kills: options.kills, hits, acknowledged, lastLine: last.output.trimEnd().split('\n').at(-1) ?? '' };
}

/** A folder that is set up, and the file in which its replay says what it was told. */
interface KilledTerminal {
  readonly data: string;
  readonly ack: string;
}

async function freshTerminal(root: string, number: number): Promise<KilledTerminal> {
  const data = join(root, `data-${number}`);
  const made = await run(['init', '--data', data, '--currency', 'GBP', '--clock', '2010-01-01T00:00:00Z'], null);
  if (made.code !== 0) throw new Error(`the folder could not be set up: ${made.errors}`);
  return { data, ack: join(root, `acknowledged-${number}.txt`) };
}

function replayArgs({ data, ack }: KilledTerminal, { file, totals }: SalesFiles): readonly string[] {
  return ['replay', file, '--data', data, '--totals', totals, '--ack', ack];
}

function drawKill(random: () => number, ack: string): Kill {
  return random() < START_KILL_SHARE
    ? { when: 'start', afterMs: Math.floor(random() * LATEST_START_KILL_MS), ack }
    : { when: 'selling', afterMs: Math.floor(random() * LATEST_KILL_MS), ack };
}

/** A replay that was let run to its end must end well. */
function failureOf({ code, errors }: Ran): readonly string[] {
  return code === 0 ? [] : [`a replay ended with ${String(code)}: ${errors}`];
}

function writeSales(root: string, invoices: number, random: () => number): SalesFiles {
  const { sales, totals } = salesFile(invoices, random);
  const paths = { file: join(root, 'sales.csv'), totals: join(root, 'totals.csv') };
  writeFileSync(paths.file, sales);
  writeFileSync(paths.totals, totals);
  return paths;
}

/** The invariant: acknowledged ⊆ journal, every ticket once, chain and everything derived from it whole. */
async function inspect({ data, ack }: KilledTerminal): Promise<readonly string[]> {
  const violations: string[] = [];
  const sold = soldIn(join(data, 'ledger.db'));
  if (new Set(sold).size !== sold.length) violations.push('a ticket is in the journal twice');
  const inJournal = new Set(sold);
  const lost = [...acknowledgedIn(ack)].filter((invoiceNo) => !inJournal.has(cartIdOf(invoiceNo)));
  if (lost.length > 0) violations.push(`acknowledged and not in the journal: ${lost.join(', ')}`);
  const report = await verifyFolder(data, { quickCheck: true });
  if (report.fault !== null) violations.push(`the journal does not verify: ${report.fault.code} ${report.fault.detail}`);
  return violations;
}

/** Read from the signed bytes themselves, not from what is derived of them. */
function soldIn(database: string): readonly string[] {
  const db = new Database(database, { readonly: true });
  try {
    const rows = db.prepare<[], { readonly bytes: Buffer }>(`SELECT bytes FROM entry WHERE type = 'sale.completed'`).all();
    return rows.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { body: { saleId: string } }).body.saleId);
  } finally {
    db.close();
  }
}

/** Whole lines only: a line cut by the kill was not an acknowledgement anybody could read. A resumed replay says again what it finds sold. */
function acknowledgedIn(path: string): ReadonlySet<string> {
  if (!existsSync(path)) return new Set();
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return new Set(whole.split('\n').filter((line) => line !== ''));
}

/** When to kill: so long after the program was started, or after it acknowledged its first sale. */
interface Kill {
  readonly when: 'start' | 'selling';
  readonly afterMs: number;
  readonly ack: string;
}

interface Ran extends Ended {
  readonly output: string;
  readonly errors: string;
}

async function run(args: readonly string[], kill: Kill | null): Promise<Ran> {
  const child = spawn(process.execPath, [CLI, ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  const disarm = kill === null ? () => undefined : arm(kill, () => child.kill('SIGKILL'));
  try {
    return { ...(await endOf(child, `contacto ${args.join(' ')}`)), output, errors };
  } finally {
    disarm();
  }
}

/** Returns the function that calls the kill off. */
function arm({ when, afterMs, ack }: Kill, strike: () => void): () => void {
  let timer: NodeJS.Timeout;
  if (when === 'start') timer = setTimeout(strike, afterMs);
  else {
    const before = sizeOf(ack);
    timer = setInterval(() => {
      if (sizeOf(ack) === before) return;
      clearInterval(timer);
      timer = setTimeout(strike, afterMs);
    }, POLL_MS);
  }
  return () => {
    clearTimeout(timer);
    clearInterval(timer);
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** `--file SALES --totals TOTALS` replays real sales in the place of generated ones. */
export const replayKill: FaultCase = {
  name: 'replay-kill',
  fault: 'killed at every write and fsync',
  passes: 'every acknowledged sale of a killed replay is in the journal, once, and a replay that goes on ends with every total right',
  shortTimes: 0,
  longTimes: 20,
  options: ['invoices', 'file', 'totals'],
  run: killReplays,
};

async function killReplays({ times, seed, say, option }: FaultRun): Promise<FaultOutcome> {
  const [file, totals] = [option('file'), option('totals')];
  const sales = file !== undefined && totals !== undefined ? { file, totals } : null;
  const outcome = await killLoop({ kills: times, invoices: Number(option('invoices') ?? INVOICES), seed, sales, say });
  const did =
    `The program that replays a file of sales was killed at random moments, ${outcome.hits} times in the middle of a replay; it had ` +
    `acknowledged ${outcome.acknowledged} sales. The last one ran through: ${outcome.lastLine}.`;
  return { did, times: outcome.kills, violations: outcome.violations };
}
