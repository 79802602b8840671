/**
 * Pulls the cable of a network printer while receipts go out, each at another byte: somewhere in the questions before a receipt, in the
 * receipt, or before the answer that says that it is on paper. The journal, the queue, the sessions and the sockets are the product's own;
 * the printer is the virtual one behind a port. Half of the receipts go to a printer whose connection is held, half to one that is called
 * for each; the connection breaks off (reset) or goes dead without a word (cable). Afterwards the cable is put back and the person looks:
 * what is on paper she says is printed, what is not she has printed again. Then each receipt must be on paper, and none twice unmarked.
 */
import { encodeJob } from '../../src-main/devices/codec/escpos/writer.ts';
import { createLinePainter } from '../../src-main/devices/raster/line-painter.ts';
import { PrinterSession } from '../../src-main/devices/session/printer-session.ts';
import { tcpTransport } from '../../src-main/devices/transport/tcp.ts';
import { type PaperPage, textOfPage } from '../../src-main/devices/virtual-printer/paper.ts';
import { VirtualPrinter } from '../../src-main/devices/virtual-printer/virtual-printer.ts';
import type { Ledger } from '../../src-main/ledger/ledger.ts';
import { TestTerminal } from '../../src-main/ledger/testing/test-terminal.ts';
import { createPrintQueue, type PrintQueue } from '../../src-main/printing/print-queue.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { NewPrintJob, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import { HandTimers } from '../fakes/hand-timers.ts';
import { FONTS_FOLDER, shippedProfile } from '../fakes/printing-resources.ts';
import { TcpPrinter } from '../fakes/tcp-printer.ts';
import type { FaultCase } from './fault-case.ts';
import { randomFrom } from './generated-sales.ts';

/** Short, so that a dead line is soon noticed; on a busy machine more is asked about then, and nothing else changes. Milliseconds. */
const LIMITS = { answerMs: 60, pollMs: 15, confirmMs: 90, mendMs: 200 };
const WATCH = { heldMs: 20, answerMs: 60, briefMs: 20, connectMs: 2_000 };
const WIRE = { connectMs: 5_000, stallMs: 5_000, totalMs: 20_000, closeMs: 40 };
const PATIENCE_MS = 20_000;
/** The questions before a receipt, and a little beyond its end. */
const BYTES_AROUND = 20;
const SILENT_SHARE = 0.5;
const TELL_EVERY = 100;
const DUPLICATE = 'DUPLICATA';
const LONG_RETRY_MS = 60_000;

export interface CableOptions {
  readonly receipts: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface CableOutcome {
  /** What must never be; empty when all is well. */
  readonly violations: readonly string[];
  /** Printed and confirmed at once, or by itself once the cable was back. */
  readonly printed: number;
  readonly asked: number;
  /** Of those asked about: not on paper, and printed again with the mark. */
  readonly printedAgain: number;
}

interface Bench {
  readonly printerId: string;
  readonly fake: TcpPrinter;
  readonly session: PrinterSession;
  readonly bytesOf: (document: ReceiptDocument) => number;
  /** Pages that have come out, oldest first. */
  readonly pages: PaperPage[];
}

/** Runs the loop. The seed decides the receipts, their printers and the bytes; how often a printer is asked in between is the machine's. */
export async function pullCables({ receipts, seed, say }: CableOptions): Promise<CableOutcome> {
  const terminal = new TestTerminal();
  const ledger = terminal.open();
  const benches = [await benchOf('called', 'generic-80mm'), await benchOf('held', 'epson-tm-t88')];
  const timers = new HandTimers();
  const queue = queueOver(ledger, benches, timers);
  const random = randomFrom(seed);
  const loop = new CableLoop(ledger, queue, timers);
  try {
    for (let number = 1; number <= receipts; number++) {
      const bench = benches[Math.floor(random() * benches.length)] ?? benches[0];
      if (bench === undefined) throw new Error('no printer to print on');
      await loop.receipt(`R${String(number).padStart(6, '0')}`, bench, random);
      if (number % TELL_EVERY === 0) say(`${number} receipts, ${loop.asked} asked about`);
    }
  } finally {
    const stopping = queue.stop();
    timers.pass(LONG_RETRY_MS);
    await stopping;
    for (const { fake } of benches) await fake.stop();
    ledger.close();
    terminal.remove();
  }
  return loop.outcome();
}

class CableLoop {
  asked = 0;
  private printed = 0;
  private printedAgain = 0;
  private readonly violations: string[] = [];
  private readonly ledger: Ledger;
  private readonly queue: PrintQueue;
  private readonly timers: HandTimers;

  constructor(ledger: Ledger, queue: PrintQueue, timers: HandTimers) {
    this.ledger = ledger;
    this.queue = queue;
    this.timers = timers;
  }

  outcome(): CableOutcome {
    const { violations, printed, asked, printedAgain } = this;
    return { violations, printed, asked, printedAgain };
  }

  async receipt(number: string, bench: Bench, random: () => number): Promise<void> {
    const document = receiptOf(number, random);
    const at = Math.floor(random() * (bench.bytesOf(document) + BYTES_AROUND));
    bench.fake.script = random() < SILENT_SHARE ? { cableOutAtByte: at } : { resetAtByte: at };
    const job = { jobId: number, printerId: bench.printerId, title: number, saleId: null, copy: 1, document };
    book(this.ledger, [job]);
    this.queue.wake();
    // Waiting for its next try, asked about, or printed before the cable was pulled.
    await until(() => isSettled(this.find(number)) || this.timers.pending.length > 0, `${number} begun`);
    await putBack(bench);
    await this.drained(number);
    await this.look(number, bench, at);
  }

  /** The cable is back: what had not begun goes out by itself. */
  private async drained(jobId: string): Promise<void> {
    await until(() => {
      this.timers.pass(LONG_RETRY_MS);
      return isSettled(this.find(jobId));
    }, `${jobId} settled`);
  }

  private async look(number: string, bench: Bench, at: number): Promise<void> {
    const where = `${number} on ${bench.printerId}, cut at byte ${at}`;
    const { state } = this.find(number);
    const before = countedOn(bench.pages, number);
    if (before.begun > 1) this.violations.push(`${where}: came out ${before.begun} times unasked`);
    if (state === 'printed') {
      this.printed += 1;
      if (before.whole !== 1) this.violations.push(`${where}: said to be printed, and ${before.whole} whole ones are there`);
      return;
    }
    if (state !== 'unconfirmed') {
      this.violations.push(`${where}: neither printed nor asked about, but ${state}`);
      return;
    }
    this.asked += 1;
    if (before.whole === 1) {
      this.queue.resolve(number, 'printed');
      return;
    }
    const copy = this.queue.resolve(number, 'again');
    if (copy === null) {
      this.violations.push(`${where}: not to be had again`);
      return;
    }
    await this.drained(copy.jobId);
    // One that stopped short of its cut hangs in the printer when the person looks, and comes out with the copy: it is still one.
    const after = countedOn(bench.pages, number);
    if (after.duplicates === 1 && after.begun <= 1) this.printedAgain += 1;
    else this.violations.push(`${where}: asked for again, ${after.duplicates} marked and ${after.begun} unmarked came out`);
  }

  private find(jobId: string): StoredPrintJob {
    const job = this.ledger.printJobs.find(jobId);
    if (job === null) throw new Error(`${jobId} is lost`);
    return job;
  }
}

async function benchOf(printerId: string, profileId: string): Promise<Bench> {
  const profile = shippedProfile(profileId);
  const pages: PaperPage[] = [];
  let kept = 0;
  const printer: VirtualPrinter = new VirtualPrinter({
    profile,
    fontsFolder: FONTS_FOLDER,
    now: () => '2026-11-20T09:58:11.000Z',
    onChange: () => {
      const newest = printer.pages(1)[0];
      if (newest === undefined || Number(newest.pageId) <= kept) return;
      kept = Number(newest.pageId);
      pages.push(newest.page);
    },
  });
  const fake = await TcpPrinter.start(printer);
  const session = new PrinterSession({
    printerId,
    profile,
    transport: tcpTransport(fake.address, WIRE),
    limits: LIMITS,
    watchLimits: WATCH,
  });
  const painter = createLinePainter(FONTS_FOLDER, profile.widthDots);
  return { printerId, fake, session, pages, bytesOf: (document) => encodeJob(document, profile, painter).bytes.length };
}

function queueOver(ledger: Ledger, benches: readonly Bench[], timers: HandTimers): PrintQueue {
  return createPrintQueue({
    store: ledger.printJobs,
    printers: (printerId) => benches.find((bench) => bench.printerId === printerId)?.session ?? null,
    fontsFolder: FONTS_FOLDER,
    duplicate: (job) => {
      const copy = { ...job, jobId: `${job.jobId}-2`, copy: 2, document: marked(job.document) };
      book(ledger, [copy], job.jobId);
      return copy.jobId;
    },
    timers,
    onChange: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}

function book(ledger: Ledger, jobs: readonly NewPrintJob[], replacesJobId?: string): void {
  const recorded = ledger.record({
    actor: 'amina',
    acts: [{ type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'cable' } }],
    printJobs: () => jobs,
    ...(replacesJobId === undefined ? {} : { replacesJobId }),
  });
  if (!recorded.ok) throw new Error(`the journal refused it: ${recorded.error.code}`);
}

/** The printer's network interface starts anew: a connection of before is gone, and the head goes on where it stood. */
async function putBack(bench: Bench): Promise<void> {
  bench.fake.script = {};
  await bench.fake.hangUp();
}

/** How often a receipt begins on paper without the mark, how often it is there to its last line, and how often with the mark. */
function countedOn(pages: readonly PaperPage[], number: string): { begun: number; whole: number; duplicates: number } {
  const lines = pages.flatMap((page) => textOfPage(page));
  const count = (wanted: string): number => lines.filter((line) => line === wanted).length;
  const duplicates = count(`${DUPLICATE} ${number}`);
  return { begun: count(`No ${number}`) - duplicates, whole: count(`Fin ${number}`) - duplicates, duplicates };
}

/** Lines of both scripts; the number stands at its head and at its foot. */
function receiptOf(number: string, random: () => number): ReceiptDocument {
  const text = (words: string): ReceiptBlock => ({ kind: 'text', text: words, align: 'start', emphasis: 'normal', size: 1 });
  const goods = ['Café moulu', 'قهوة مطحونة', 'Lait 1 l', 'خبز', 'Œufs frais'];
  const lines = Array.from({ length: 1 + Math.floor(random() * 6) }, (): ReceiptBlock => {
    const start = goods[Math.floor(random() * goods.length)] ?? 'Lait';
    return { kind: 'pair', start, end: `${1 + Math.floor(random() * 900)},50`, emphasis: 'normal', size: 1 };
  });
  return { language: 'fr', direction: 'ltr', title: number, blocks: [text(`No ${number}`), ...lines, text(`Fin ${number}`)] };
}

function marked(document: ReceiptDocument): ReceiptDocument {
  const [head] = document.blocks;
  const mark: ReceiptBlock = { kind: 'text', text: `${DUPLICATE} ${document.title}`, align: 'start', emphasis: 'normal', size: 1 };
  return { ...document, blocks: head === undefined ? [mark] : [mark, ...document.blocks] };
}

function isSettled({ state }: StoredPrintJob): boolean {
  return state === 'printed' || state === 'unconfirmed' || state === 'failed';
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Half of the receipts go to a printer whose connection is held, half to one that is called for each. */
export const printerCable: FaultCase = {
  name: 'printer-cable',
  fault: 'killed between commit, print, drawer',
  passes: 'every receipt is printed once or asked about, and none comes out twice unasked',
  shortTimes: 0,
  longTimes: 200,
  run: async ({ times, seed, say }) => {
    const { printed, asked, printedAgain, violations } = await pullCables({ receipts: times, seed, say });
    const unsettled =
      printed + asked === times ? [] : [`of ${times} receipts ${printed} were printed and ${asked} asked about (seed ${seed})`];
    const did =
      `The cable of a network printer was pulled, or its connection broken off, at any byte of a receipt: ${printed} printed once, ` +
      `${asked} asked about (${printedAgain} of them printed again, marked).`;
    return { did, times, violations: [...violations, ...unsettled] };
  },
};
