import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import { HandTimers, until } from '../../tests/fakes/hand-timers.ts';
import { MemoryPrintJobs } from '../../tests/fakes/memory-print-jobs.ts';
import { FONTS_FOLDER, shippedProfile, virtualPrinter } from '../../tests/fakes/printing-resources.ts';
import { PrinterSession } from '../devices/session/printer-session.ts';
import { virtualTransport } from '../devices/transport/virtual.ts';
import { textOfPage } from '../devices/virtual-printer/paper.ts';
import type { VirtualPrinter } from '../devices/virtual-printer/virtual-printer.ts';
import { createPrintQueue, type PrintQueue } from './print-queue.ts';

/** The rule of these tests: after 20 s in trouble, `first` is stood in for by `second`. */
const AFTER_MS = 20_000;
const LIMITS = { answerMs: 40, pollMs: 15, confirmMs: 60, mendMs: 100 };
const WATCH = { heldMs: 5, answerMs: 40, briefMs: 5, connectMs: 10_000 };

let printers: Readonly<Record<string, VirtualPrinter>>;
let store: MemoryPrintJobs;
let timers: HandTimers;
let queue: PrintQueue;

beforeEach(() => {
  printers = { first: virtualPrinter(), second: virtualPrinter() };
  store = new MemoryPrintJobs();
  timers = new HandTimers();
  const profile = shippedProfile('generic-80mm');
  const sessions = new Map(
    Object.entries(printers).map(([printerId, printer]) => [
      printerId,
      new PrinterSession({ printerId, profile, transport: virtualTransport(printer), limits: LIMITS, watchLimits: WATCH }),
    ]),
  );
  queue = createPrintQueue({
    store,
    printers: (printerId) => sessions.get(printerId) ?? null,
    fontsFolder: FONTS_FOLDER,
    duplicate: () => null,
    backupOf: (printerId) => (printerId === 'first' ? { printerId: 'second', afterMs: AFTER_MS } : null),
    reroute: (job, to) => (job.title.startsWith('test') ? null : documentOf(`${job.title} on ${to} for ${job.printerId}`)),
    timers,
    onChange: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  const stopping = queue.stop();
  timers.pass(60_000);
  await stopping;
});

function documentOf(words: string): ReceiptDocument {
  const text = { kind: 'text', text: words, align: 'start', emphasis: 'normal', size: 1 } as const;
  return { language: 'fr', direction: 'ltr', title: words, blocks: [text] };
}

function ring(jobId: string): void {
  store.insert({ jobId, printerId: 'first', title: jobId, saleId: null, copy: 1, document: documentOf(jobId) });
  queue.wake();
}

const papersOf = (printerId: string): readonly string[] =>
  (printers[printerId]?.pages(99) ?? []).flatMap(({ page }) => textOfPage(page)).reverse();
const stateOf = (jobId: string): string => store.find(jobId)?.state ?? 'none';
const isWaiting = (jobId: string) => (): boolean => store.find(jobId)?.fault !== null && timers.pending.length > 0;

/** Lets the time of the rule pass in the steps of the retries, each of which tries once more. */
async function passTime(jobId: string, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; ) {
    await until(() => timers.pending.length > 0);
    const attempts = store.find(jobId)?.attempts ?? 0;
    const step = Math.min(timers.pending[0] ?? 0, ms - passed);
    const tries = step === timers.pending[0];
    timers.pass(step);
    passed += step;
    if (tries) await until(() => (store.find(jobId)?.attempts ?? 0) > attempts);
    else return;
  }
}

describe('a printer in trouble that has a backup', () => {
  test('prints nothing elsewhere before its time', async () => {
    printers['first']?.suffer('paper-out');
    ring('a');
    await until(isWaiting('a'));
    await passTime('a', AFTER_MS - 1);
    expect(store.find('a')).toMatchObject({ state: 'queued', printerId: 'first', insteadOf: null });
    expect(papersOf('second')).toEqual([]);
  });

  test('gives all that waits to it when the time is over, each paper saying so, in their order', async () => {
    printers['first']?.suffer('paper-out');
    for (const jobId of ['a', 'b', 'c']) ring(jobId);
    await until(isWaiting('a'));
    await passTime('a', AFTER_MS);
    await until(() => stateOf('c') === 'printed');
    expect(papersOf('second')).toEqual(['a on second for first', 'b on second for first', 'c on second for first']);
    expect(store.find('a')).toMatchObject({ printerId: 'second', insteadOf: 'first', copy: 1 });
    printers['first']?.suffer('none');
    await until(() => queue.status('first').fault === null || timers.pending.length > 0);
    timers.pass(60_000);
    await until(() => queue.status('first').state === 'ready');
    expect(papersOf('first')).toEqual([]);
  });

  test('in trouble for long, it hands over what comes next at once', async () => {
    printers['first']?.suffer('cover-open');
    ring('a');
    await until(isWaiting('a'));
    await passTime('a', AFTER_MS);
    await until(() => stateOf('a') === 'printed');
    ring('b');
    await until(() => stateOf('b') === 'printed');
    expect(papersOf('second')).toEqual(['a on second for first', 'b on second for first']);
  });

  test('mended in between, it prints its own and its time begins anew', async () => {
    printers['first']?.suffer('offline');
    ring('a');
    await until(isWaiting('a'));
    await passTime('a', AFTER_MS / 2);
    printers['first']?.suffer('none');
    await until(() => stateOf('a') === 'printed');
    expect(papersOf('first')).toEqual(['a']);
    printers['first']?.suffer('offline');
    ring('b');
    await until(isWaiting('b'));
    await passTime('b', AFTER_MS / 2);
    expect(store.find('b')).toMatchObject({ printerId: 'first', state: 'queued' });
  });

  test('a job of which bytes went out never goes elsewhere: it is asked about', async () => {
    printers['first']?.suffer('silent');
    ring('a');
    await until(() => stateOf('a') === 'unconfirmed');
    printers['first']?.suffer('paper-out');
    ring('b');
    await until(isWaiting('b'));
    await passTime('b', AFTER_MS);
    await until(() => stateOf('b') === 'printed');
    expect(store.find('a')).toMatchObject({ state: 'unconfirmed', printerId: 'first', insteadOf: null });
    expect(papersOf('second')).toEqual(['b on second for first']);
  });

  test('a backup that is in trouble too is given nothing, and what it has does not come back', async () => {
    printers['first']?.suffer('paper-out');
    printers['second']?.suffer('cover-open');
    queue.watch('second');
    await until(() => queue.status('second').fault === 'printer.cover-open');
    ring('a');
    await until(isWaiting('a'));
    await passTime('a', AFTER_MS);
    expect(store.find('a')).toMatchObject({ printerId: 'first', state: 'queued' });
    printers['second']?.suffer('none');
    await until(() => queue.status('second').state === 'ready');
    timers.pass(60_000);
    await until(() => stateOf('a') === 'printed');
    expect(papersOf('second')).toEqual(['a on second for first']);
  });

  test('the test of a printer waits for that printer, and holds up nothing else', async () => {
    printers['first']?.suffer('paper-out');
    ring('test page');
    ring('b');
    await until(isWaiting('test page'));
    await passTime('test page', AFTER_MS);
    await until(() => stateOf('b') === 'printed');
    expect(store.find('test page')).toMatchObject({ state: 'queued', printerId: 'first' });
  });
});
