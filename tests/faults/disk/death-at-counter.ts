import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { TestTerminal } from '../../../src-main/app/terminal.fixture.ts';
import { type PaperPage, textOfPage } from '../../../src-main/devices/virtual-printer/paper.ts';
import { verifyFolder } from '../../../src-main/ledger/verify.ts';
import type { PrintJob } from '../../../src-shared/contract/terminal-state.ts';
import { shippedProfile, virtualPrinter } from '../../fakes/printing-resources.ts';
import { TcpPrinter } from '../../fakes/tcp-printer.ts';
import type { FaultCase, FaultOutcome, FaultRun } from '../fault-case.ts';
import { endOf } from '../limited-child.ts';
import { DEATH_POINTS, type DeathPoint } from './death-points.ts';
import { spread } from './spread.ts';

const CHILD = join(import.meta.dirname, 'counter-child.ts');
/** One that says when a receipt is out, and one that says nothing. */
const PROFILES = ['epson-tm-t88', 'generic-80mm'] as const;
const DUPLICATE = 'DUPLICATA';
const LOOK_MS = 20;
/** A busy machine takes its time; what never comes is still found. */
const PATIENCE_MS = 240_000;
const MOST_PAGES = 20;

/** A whole terminal dies between committing a sale, opening the drawer and printing the receipt, and is started again. */
export const deathAtCounter: FaultCase = {
  name: 'death-at-counter',
  fault: 'killed between commit, print, drawer',
  passes: 'the receipt comes out once or is asked about, a reprint is marked, and there is never a second sale',
  shortTimes: 3,
  longTimes: DEATH_POINTS.length * PROFILES.length,
  run: dieEverywhere,
};

async function dieEverywhere({ times, say }: FaultRun): Promise<FaultOutcome> {
  const all = PROFILES.flatMap((profileId) => DEATH_POINTS.map((point) => ({ profileId, point })));
  const lives = spread(all, times);
  const violations: string[] = [];
  let asked = 0;
  for (const { profileId, point } of lives) {
    const counter = await CrashedCounter.set(profileId);
    try {
      const found = await counter.dieAt(point);
      asked += found.wasAsked ? 1 : 0;
      violations.push(...found.violations.map((violation) => `died ${point} (${profileId}): ${violation}`));
    } finally {
      // Its port and its locks would keep this program alive.
      await counter.remove();
    }
    say(`died ${point}`);
  }
  const did =
    `A whole terminal with a network printer died at ${DEATH_POINTS.length} points between the commit of a sale, the drawer and its receipt, and ` +
    `was started again: ${asked} times it asked whether the receipt was on paper, else it knew.`;
  return { did, times: lives.length, violations };
}

class CrashedCounter {
  readonly #shop = new TestTerminal();
  readonly #printer: TcpPrinter;
  readonly #violations: string[] = [];

  private constructor(printer: TcpPrinter) {
    this.#printer = printer;
  }

  /** The demo shop with a printer behind a port. */
  static async set(profileId: string): Promise<CrashedCounter> {
    const counter = new CrashedCounter(await TcpPrinter.start(virtualPrinter(shippedProfile(profileId))));
    const shop = counter.#shop;
    await shop.startDemo();
    const { settings } = shop.till;
    const transport = { kind: 'tcp' as const, ...counter.#printer.address };
    const printers = settings.printers.map((printer) => ({ ...printer, profileId, transport }));
    await shop.must('settings.save', { settings: { ...settings, printers }, reason: 'a printer of its own' });
    await shop.close();
    return counter;
  }

  async dieAt(point: DeathPoint): Promise<{ readonly violations: readonly string[]; readonly wasAsked: boolean }> {
    const { cartId, revision, wasPaid } = await this.#live(point);
    const shop = this.#shop;
    const started = await shop.start();
    if (!started.ok) return { violations: [`it does not start: ${started.error.code}`], wasAsked: false };
    await shop.must('person.sign-in', { personId: 'amina' });
    const { sales } = shop.till.ledger.counts();
    if (sales !== (point === 'before the commit' ? 0 : 1)) this.#violations.push(`${sales} sales are in the journal`);
    if (wasPaid && sales === 0) this.#violations.push('the sale was acknowledged and is lost');
    await this.#payAgain(cartId, revision);
    const wasAsked = await this.#settlePaper(cartId);
    await this.#reprint(cartId);
    await shop.close();
    const { fault } = await verifyFolder(shop.root, { quickCheck: true });
    if (fault !== null) this.#violations.push(`the journal does not hold: ${fault.code}`);
    return { violations: this.#violations, wasAsked };
  }

  async remove(): Promise<void> {
    await this.#shop.end();
    await this.#printer.stop();
  }

  async #live(point: DeathPoint): Promise<{ readonly cartId: string; readonly revision: number; readonly wasPaid: boolean }> {
    const child = spawn(process.execPath, [CHILD, this.#shop.root, point], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
    const said: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
    const { code, signal } = await endOf(child, `a terminal that is to die ${point}`);
    const [, cartId = '', revision = '0'] = /^cart (\S+) (\d+)$/.exec(said[0] ?? '') ?? [];
    if (signal !== 'SIGKILL') this.#violations.push(`it did not die, but ended with ${String(code)}`);
    return { cartId, revision: Number(revision), wasPaid: said.includes('paid') };
  }

  /** The person taps “paid” once more. */
  async #payAgain(cartId: string, revision: number): Promise<void> {
    const again = await this.#shop.call('sale.complete', { cartId, revision });
    if (!again.ok) this.#violations.push(`the same sale is refused: ${again.error.code}`);
    const { sales } = this.#shop.till.ledger.counts();
    if (sales !== 1) this.#violations.push(`${sales} sales after the sale was asked for again`);
    if (this.#printer.printer.drawerOpenings > 1) this.#violations.push('the drawer was opened a second time');
  }

  /** Until the receipt is known to be printed; where the terminal asks, the person says what she sees. */
  async #settlePaper(saleId: string): Promise<boolean> {
    const job = await this.#settled(`${saleId}-1`);
    const originals = this.#papers(false);
    if (originals > 1) this.#violations.push(`${originals} receipts are out that bear no mark`);
    if (job.state === 'printed' && originals === 0) this.#violations.push('it is said to be printed, and nothing came out');
    if (job.state !== 'unconfirmed') return false;
    if (originals > 0) await this.#shop.must('print.resolve', { jobId: job.jobId, word: 'printed' });
    else await this.#settled((await this.#shop.must('print.resolve', { jobId: job.jobId, word: 'again' })).job.jobId);
    return true;
  }

  async #reprint(saleId: string): Promise<void> {
    const before = this.#papers(true);
    const { job } = await this.#shop.must('receipt.reprint', { saleId, reason: null });
    const { state } = await this.#settled(job.jobId);
    if (state === 'printed' && this.#papers(true) !== before + 1) this.#violations.push('the reprint came out without its mark');
  }

  async #settled(jobId: string): Promise<PrintJob> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const { jobs } = await this.#shop.must('print.jobs', {});
      const job = jobs.find((each) => each.jobId === jobId);
      if (job?.state === 'printed' || job?.state === 'unconfirmed') return job;
      if (job === undefined || performance.now() > until)
        throw new Error(`The job ${jobId} came to nothing: ${String(job?.state)} ${String(job?.fault)}`);
      await delay(LOOK_MS);
    }
  }

  #papers(isMarked: boolean): number {
    const pages: readonly PaperPage[] = this.#printer.printer.pages(MOST_PAGES).map(({ page }) => page);
    return pages.map((page) => textOfPage(page).join('\n')).filter((text) => text.includes(DUPLICATE) === isMarked).length;
  }
}
