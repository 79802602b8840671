import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sell, TestTerminal } from '../../../src-main/ledger/testing/test-terminal.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import { endOf } from '../limited-child.ts';

const CHILD = join(import.meta.dirname, 'one-sale-child.ts');
/** Everything that changes a file of the ledger or makes a change last. */
const DISK_CALLS = ['pwrite64', 'write', 'ftruncate', 'fsync', 'fdatasync', 'unlink'] as const;
/** Before the sale that is made to fail: the journal has a past. */
const EARLIER_SALES = 3;
const SALE = `sale-${EARLIER_SALES + 1}`;

/** The `nth` time that the program makes this system call on that file of its folder. */
export interface DiskCall {
  readonly call: string;
  readonly file: string;
  readonly nth: number;
}

export function inWords({ call, file, nth }: DiskCall): string {
  return `${call} no. ${nth} of ${file}`;
}

/** One life of a program that sells one ticket, and what it left behind. */
export class OneSale {
  readonly terminal = new TestTerminal();
  readonly saleId = SALE;
  readonly #paper = join(mkdtempSync(join(tmpdir(), 'contacto-paper-')), 'paper');

  /** On a folder that is a copy of nothing: each life has its own. */
  constructor() {
    this.terminal.sellAndClose(EARLIER_SALES);
  }

  /** What it does to its disk, in order. */
  async record(): Promise<readonly DiskCall[]> {
    const trace = `${this.#paper}.trace`;
    await this.#run(['-y', '-e', `trace=${DISK_CALLS.join(',')}`, '-o', trace]);
    return callsIn(readFileSync(trace, 'latin1'), this.terminal.folder);
  }

  /** At that call, or from it on, `fate` (in strace’s words, such as `signal=SIGKILL`) befalls it. Answers with what it said. */
  live({ call, file, nth }: DiskCall, fate: string, lasts: 'once' | 'from then on' = 'once'): Promise<readonly string[]> {
    const path = join(this.terminal.folder, file);
    return this.#run(['-o', '/dev/null', '-P', path, '-e', `inject=${call}:${fate}:when=${nth}${lasts === 'once' ? '' : '+'}`]);
  }

  /** The receipts that came out. */
  paper(): readonly string[] {
    return existsSync(this.#paper) ? readFileSync(this.#paper, 'utf8').trim().split('\n') : [];
  }

  /**
   * What must never be after such a life. The same sale is then asked for again, as the person at the counter does, and must be there once.
   */
  async inspect(said: readonly string[]): Promise<readonly string[]> {
    const opened = this.terminal.tryOpen({ createIfMissing: false });
    if (!opened.ok) return [`the ledger does not open: ${JSON.stringify(opened.error)}`];
    const ledger = opened.value;
    const violations: string[] = [];
    ledger.printJobs.recoverAfterCrash();
    const found = ledger.findSale(SALE);
    const number = found?.sale.receiptNumber;
    if (said.some((line) => line.startsWith('sold')) && found === null) violations.push('the sale was acknowledged and is lost');
    if (said.some((line) => line.startsWith('refused ledger.stopped')) && found !== null)
      violations.push('“nothing was written” was said, and the sale is there');
    if (this.paper().some((printed) => printed !== number)) violations.push('a receipt is on paper and has no sale');
    if (found !== null && ledger.printJobs.find(`${SALE}-1`) === null) violations.push('the sale has no receipt to print');
    const again = sell(ledger, SALE);
    if (again.alreadyCompleted !== (found !== null)) violations.push('the same sale was made a second time');
    if (ledger.counts().sales !== EARLIER_SALES + 1) violations.push(`there are ${ledger.counts().sales} sales`);
    ledger.close();
    const { fault } = await verifyFolder(this.terminal.folder, { quickCheck: true });
    if (fault !== null) violations.push(`the journal does not hold: ${fault.code} ${fault.detail}`);
    return violations;
  }

  remove(): void {
    this.terminal.remove();
    rmSync(join(this.#paper, '..'), { recursive: true, force: true });
  }

  async #run(strace: readonly string[]): Promise<readonly string[]> {
    const child = [process.execPath, CHILD, this.terminal.folder, SALE, this.#paper];
    // One thread of libuv’s, so that a call has one number and not one on each thread.
    const env = { ...process.env, UV_THREADPOOL_SIZE: '1' };
    const traced = spawn('strace', ['-f', '-qq', ...strace, ...child], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    traced.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    await endOf(traced, `strace ${strace.join(' ')}`);
    return said.trim().split('\n');
  }
}

function callsIn(trace: string, folder: string): readonly DiskCall[] {
  const counts = new Map<string, number>();
  const calls: DiskCall[] = [];
  for (const line of trace.split('\n')) {
    const [, call = '', path = ''] = /^\d+ +(\w+)\((?:\d+<|")([^>"]*)/.exec(line) ?? [];
    if (!path.startsWith(`${folder}/ledger.`)) continue;
    const file = basename(path);
    const nth = (counts.get(`${call} ${file}`) ?? 0) + 1;
    counts.set(`${call} ${file}`, nth);
    calls.push({ call, file, nth });
  }
  return calls;
}
