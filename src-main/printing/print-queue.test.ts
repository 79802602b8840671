// Long because it is one list: every fault of a printer against the one queue, on the same fakes.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import { HandTimers, until } from '../../tests/fakes/hand-timers.ts';
import { MemoryPrintJobs } from '../../tests/fakes/memory-print-jobs.ts';
import { FONTS_FOLDER, shippedProfile, virtualPrinter } from '../../tests/fakes/printing-resources.ts';
import type { PrinterProfile } from '../devices/profiles/printer-profile.ts';
import type { SessionLimits } from '../devices/session/conversation.ts';
import { PrinterSession } from '../devices/session/printer-session.ts';
import type { Transport } from '../devices/transport/transport.ts';
import { virtualTransport } from '../devices/transport/virtual.ts';
import { textOfPage } from '../devices/virtual-printer/paper.ts';
import type { VirtualPrinter } from '../devices/virtual-printer/virtual-printer.ts';
import { createPrintQueue, type PrintQueue } from './print-queue.ts';

/** Short, so that silence is soon noticed: the virtual printer answers before anybody can wait. */
const LIMITS: SessionLimits = { answerMs: 40, pollMs: 15, confirmMs: 60, mendMs: 100 };
const WATCH = { heldMs: 5, answerMs: 40, briefMs: 5, connectMs: 10_000 };
const PROFILE = shippedProfile('generic-80mm');

let printer: VirtualPrinter;
let store: MemoryPrintJobs;
let timers: HandTimers;
let queue: PrintQueue;
let errors: unknown[];
let changes: number;

beforeEach(() => {
  printer = virtualPrinter();
  store = new MemoryPrintJobs();
  timers = new HandTimers();
  errors = [];
  changes = 0;
  queue = queueOver(virtualTransport(printer));
});
afterEach(async () => {
  const stopping = queue.stop();
  timers.pass(60_000);
  await stopping;
});

function queueOver(transport: Transport, profile: PrinterProfile = PROFILE, limits = LIMITS): PrintQueue {
  const session = new PrinterSession({ printerId: 'p1', profile, transport, limits, watchLimits: WATCH });
  return createPrintQueue({
    store,
    printers: (printerId) => (printerId === 'p1' ? session : null),
    fontsFolder: FONTS_FOLDER,
    duplicate: (job) => {
      const copy = job.copy + 1;
      store.giveUp(job.jobId);
      store.insert({ ...job, jobId: `${job.jobId}-copy-${String(copy)}`, copy, document: documentOf(`${job.title} DUPLICATA`) });
      return `${job.jobId}-copy-${String(copy)}`;
    },
    timers,
    onChange: () => (changes += 1),
    onError: (error) => errors.push(error),
  });
}

function documentOf(words: string): ReceiptDocument {
  return {
    language: 'fr',
    direction: 'ltr',
    title: words,
    blocks: [{ kind: 'text', text: words, align: 'start', emphasis: 'normal', size: 1 }],
  };
}

function ring(jobId: string, printerId = 'p1'): void {
  store.insert({ jobId, printerId, title: jobId, saleId: jobId, copy: 1, document: documentOf(jobId) });
  queue.wake();
}

const papers = (): readonly string[] =>
  printer
    .pages(99)
    .flatMap((page) => textOfPage(page.page))
    .reverse();
const stateOf = (jobId: string): string => store.find(jobId)?.state ?? 'none';

test('jobs print once each, in their order, and the status shows it', async () => {
  for (const jobId of ['a', 'b', 'c']) ring(jobId);
  await until(() => stateOf('c') === 'printed');
  expect(papers()).toEqual(['a', 'b', 'c']);
  expect(store.moves.slice(0, 3)).toEqual(['a sending', 'a wrote', 'a printed']);
  expect(queue.status('p1')).toEqual({ state: 'ready', fault: null, paperNearEnd: false, drawerPinHigh: false, waiting: 0, asking: 0 });
  expect(queue.jobs().map((job) => job.jobId)).toEqual(['c', 'b', 'a']);
  expect(changes).toBeGreaterThan(0);
});

test('a thousand jobs drain', { timeout: 60_000 }, async () => {
  for (let index = 0; index < 1_000; index++) {
    store.insert({
      jobId: `j${String(index)}`,
      printerId: 'p1',
      title: 't',
      saleId: null,
      copy: 1,
      document: documentOf(`j${String(index)}`),
    });
  }
  queue.wake();
  await until(() => store.unsettled(1).length === 0);
  expect(store.list(2_000).every((job) => job.state === 'printed' && job.attempts === 1)).toBe(true);
});

describe('a printer that is away', () => {
  test('the job waits with its fault shown, is tried at growing distances, and prints once it is back', async () => {
    printer.suffer('paper-out');
    ring('a');
    const seen: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      await until(() => timers.pending.length === 1);
      expect(store.find('a')).toMatchObject({ state: 'queued', fault: 'printer.paper-out', attempts: attempt, bytesWritten: false });
      seen.push(timers.pending[0] ?? 0);
      timers.pass(60_000);
      await until(() => (store.find('a')?.attempts ?? 0) > attempt);
    }
    expect(seen).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
    expect(queue.status('p1')).toMatchObject({ state: 'trouble', fault: 'printer.paper-out', waiting: 1, asking: 0 });
    printer.suffer('none');
    await until(() => timers.pending.length === 1);
    timers.pass(60_000);
    await until(() => stateOf('a') === 'printed');
    expect(papers()).toEqual(['a']);
  });

  test('the next sale tries at once', async () => {
    printer.suffer('cover-open');
    ring('a');
    await until(() => timers.pending.length === 1);
    printer.suffer('none');
    ring('b');
    await until(() => stateOf('b') === 'printed');
    expect(papers()).toEqual(['a', 'b']);
  });

  test('it holds up no other printer', async () => {
    printer.suffer('offline');
    ring('a');
    ring('elsewhere', 'p2');
    await until(() => stateOf('elsewhere') === 'failed' && stateOf('a') === 'queued');
    expect(store.find('elsewhere')?.fault).toBe('printer.unknown');
    expect(queue.status('p2')).toMatchObject({ state: 'none', asking: 1 });
  });

  test('mended, it is tried at once: the printer itself says so', async () => {
    printer.suffer('paper-out');
    ring('a');
    await until(() => store.find('a')?.fault === 'printer.paper-out' && timers.pending.length === 1);
    printer.suffer('none');
    await until(() => stateOf('a') === 'printed');
    expect(papers()).toEqual(['a']);
  });

  test('mended without a job waiting, the state line clears by itself', async () => {
    printer.suffer('paper-out');
    queue.watch('p1');
    await until(() => queue.status('p1').fault === 'printer.paper-out');
    printer.suffer('none');
    await until(() => queue.status('p1').state === 'ready');
    expect(timers.pending).toEqual([]);
  });

  test('watched, trouble shows with nothing to print, and a job still goes first', async () => {
    queue.watch('p1');
    await until(() => queue.status('p1').state === 'ready');
    printer.suffer('cover-open');
    await until(() => queue.status('p1').fault === 'printer.cover-open');
    printer.suffer('none');
    ring('a');
    await until(() => stateOf('a') === 'printed');
    expect(await queue.openDrawer('p1')).toEqual({ ok: true, value: undefined });
  });
});

describe('bytes out and no word', () => {
  beforeEach(async () => {
    printer.suffer('silent');
    ring('a');
    await until(() => stateOf('a') === 'unconfirmed');
    printer.suffer('none');
  });

  test('it is never sent again by itself, and the jobs after it go on', async () => {
    ring('b');
    await until(() => stateOf('b') === 'printed');
    expect(papers()).toEqual(['a', 'b']);
    expect(stateOf('a')).toBe('unconfirmed');
    expect(queue.status('p1')).toMatchObject({ waiting: 0, asking: 1 });
  });

  test('a person says that it printed', () => {
    expect(queue.resolve('a', 'printed')).toMatchObject({ jobId: 'a', state: 'printed', fault: null });
    expect(queue.resolve('a', 'printed')).toBeNull();
  });

  test('a person says again: a marked copy, once', async () => {
    expect(queue.resolve('a', 'again')).toMatchObject({ jobId: 'a-copy-2', copy: 2, state: 'queued' });
    expect(queue.resolve('a', 'again')).toBeNull();
    await until(() => stateOf('a-copy-2') === 'printed');
    expect(papers()).toEqual(['a', 'a DUPLICATA']);
    expect(queue.status('p1').asking).toBe(0);
  });

  test('a person gives it up', () => {
    expect(queue.resolve('a', 'give-up')).toMatchObject({ jobId: 'a', state: 'failed' });
    expect(queue.status('p1').asking).toBe(0);
    expect(queue.resolve('a', 'again')).toBeNull();
  });
});

describe('a word that does not fit', () => {
  test('nobody can say of a waiting job that it printed, or ask for it again', async () => {
    printer.suffer('offline');
    ring('a');
    await until(() => timers.pending.length === 1);
    expect(queue.resolve('a', 'printed')).toBeNull();
    expect(queue.resolve('a', 'again')).toBeNull();
    expect(queue.resolve('nothing', 'give-up')).toBeNull();
  });

  test('a waiting job can be given up', async () => {
    printer.suffer('offline');
    ring('a');
    await until(() => timers.pending.length === 1);
    expect(queue.resolve('a', 'give-up')).toMatchObject({ state: 'failed', fault: 'print.given-up' });
    printer.suffer('none');
    timers.pass(60_000);
    ring('b');
    await until(() => stateOf('b') === 'printed');
    expect(papers()).toEqual(['b']);
  });

  test('again for a job of which nothing left is the same paper, not a copy', async () => {
    ring('a', 'p2');
    await until(() => stateOf('a') === 'failed');
    expect(queue.resolve('a', 'again')).toMatchObject({ jobId: 'a', copy: 1, state: 'queued' });
  });
});

test('a document that cannot be turned into bytes asks, and holds nothing up', async () => {
  store.insert({
    jobId: 'broken',
    printerId: 'p1',
    title: 'broken',
    saleId: null,
    copy: 1,
    document: { ...documentOf('x'), blocks: [{ kind: 'qr', data: '\u001B@' }] },
  });
  ring('b');
  await until(() => stateOf('b') === 'printed');
  expect(store.find('broken')).toMatchObject({ state: 'failed', fault: 'print.not-encodable', bytesWritten: false });
  expect(errors).toHaveLength(1);
});

describe('after a crash', () => {
  test('a job of which nothing had left is sent; one of which something had left asks', async () => {
    for (const jobId of ['untouched', 'half']) {
      store.insert({ jobId, printerId: 'p1', title: jobId, saleId: null, copy: 1, document: documentOf(jobId) });
      store.markSending(jobId);
    }
    store.markWrote('half');
    queue = queueOver(virtualTransport(printer));
    queue.wake();
    await until(() => stateOf('untouched') === 'printed');
    expect(papers()).toEqual(['untouched']);
    expect(store.find('half')).toMatchObject({ state: 'unconfirmed', fault: 'print.interrupted' });
  });
});

describe('the drawer', () => {
  test('opens before the receipts that wait, and no receipt opens it', async () => {
    store.insert({ jobId: 'a', printerId: 'p1', title: 'a', saleId: null, copy: 1, document: documentOf('a') });
    const opening = queue.openDrawer('p1');
    queue.wake();
    expect(await opening).toEqual({ ok: true, value: undefined });
    expect(papers()).toEqual([]);
    await until(() => stateOf('a') === 'printed');
    expect(printer.drawerOpenings).toBe(1);
  });

  test('a receipt retried or printed again does not open it again', async () => {
    await queue.openDrawer('p1');
    printer.suffer('silent');
    ring('a');
    await until(() => stateOf('a') === 'unconfirmed');
    printer.suffer('none');
    queue.resolve('a', 'again');
    await until(() => stateOf('a-copy-2') === 'printed');
    expect(printer.drawerOpenings).toBe(1);
  });

  test('away: the reason comes back at once, and it does not spring open later', async () => {
    printer.suffer('paper-out');
    expect(await queue.openDrawer('p1')).toEqual({ ok: false, error: 'printer.paper-out' });
    printer.suffer('none');
    ring('a');
    await until(() => stateOf('a') === 'printed');
    expect(printer.drawerOpenings).toBe(0);
  });

  test('no port, no printer', async () => {
    queue = queueOver(virtualTransport(printer), { ...PROFILE, drawer: null });
    expect(await queue.openDrawer('p1')).toEqual({ ok: false, error: 'printer.no-drawer' });
    expect(await queue.openDrawer('p9')).toEqual({ ok: false, error: 'printer.unknown' });
  });

  test('a printer that takes long to answer the door: the pulse lapses, and is not sent when it does', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const inner = virtualTransport(printer);
    queue = queueOver({ answers: true, open: (signal) => gate.then(() => inner.open(signal)) });
    const opening = queue.openDrawer('p1');
    await until(() => timers.pending.length === 2);
    timers.pass(5_000);
    release();
    expect(await opening).toEqual({ ok: false, error: 'printer.busy' });
    expect(printer.drawerOpenings).toBe(0);
  });

  test('busy with a long job: it lapses instead of opening in the middle of the next customer', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const inner = virtualTransport(printer);
    queue = queueOver({ answers: true, open: (signal) => gate.then(() => inner.open(signal)) });
    ring('a');
    const opening = queue.openDrawer('p1');
    timers.pass(5_000);
    expect(await opening).toEqual({ ok: false, error: 'printer.busy' });
    release();
    await until(() => stateOf('a') === 'printed');
    expect(printer.drawerOpenings).toBe(0);
  });
});

describe('a job that is given up', () => {
  test('while it is being drawn is not printed, and the next one is', async () => {
    store.insert({ jobId: 'a', printerId: 'p1', title: 'a', saleId: null, copy: 1, document: documentOf('a') });
    store.insert({ jobId: 'b', printerId: 'p1', title: 'b', saleId: null, copy: 1, document: documentOf('b') });
    const next = store.next.bind(store);
    let isTaken = false;
    store.next = (printerId) => {
      const job = next(printerId);
      // The person's word comes when the lane has taken the job and before it is sent.
      if (job?.jobId === 'a' && !isTaken) queueMicrotask(() => queue.resolve('a', 'give-up'));
      isTaken = true;
      return job;
    };
    queue.wake();
    await until(() => stateOf('b') === 'printed');
    expect(errors).toEqual([]);
    expect(papers()).toEqual(['b']);
    expect(store.find('a')).toMatchObject({ state: 'failed', bytesWritten: false });
  });
});

describe('stopping', () => {
  test('waits for what is being sent', async () => {
    ring('a');
    await until(() => store.moves.includes('a sending'));
    await queue.stop();
    expect(stateOf('a')).toBe('printed');
    expect(timers.pending).toEqual([]);
  });

  test('cuts off what takes too long, which then asks', async () => {
    queue = queueOver(neverConfirming());
    ring('a');
    await until(() => store.find('a')?.bytesWritten === true);
    const stopping = queue.stop();
    timers.pass(3_000);
    await stopping;
    expect(store.find('a')).toMatchObject({ state: 'unconfirmed', fault: 'print.interrupted' });
  });

  test('a job that waits for its printer stays queued, and nothing is begun any more', async () => {
    printer.suffer('offline');
    ring('a');
    await until(() => timers.pending.length === 1);
    await queue.stop();
    printer.suffer('none');
    queue.wake();
    expect(await queue.openDrawer('p1')).toEqual({ ok: false, error: 'print.interrupted' });
    expect(stateOf('a')).toBe('queued');
  });
});

/** Takes everything, answers nothing, for ever. */
function neverConfirming(): Transport {
  return {
    answers: true,
    open: () => {
      let bytesWritten = 0;
      return Promise.resolve({
        ok: true,
        value: {
          get bytesWritten() {
            return bytesWritten;
          },
          write: (bytes) => {
            bytesWritten += bytes.length;
            return Promise.resolve({ ok: true, value: undefined });
          },
          read: (signal) =>
            new Promise((resolve) => {
              if (signal.aborted) resolve(null);
              signal.addEventListener('abort', () => {
                resolve(null);
              });
            }),
          close: () => Promise.resolve(true),
          destroy: () => undefined,
        },
      });
    },
  };
}

describe('a store that breaks its word', () => {
  test('is told, and the next sale tries again', async () => {
    const markSending = store.markSending.bind(store);
    store.markSending = () => 'not-stored';
    ring('a');
    await until(() => errors.length === 1);
    store.markSending = markSending;
    queue.wake();
    await until(() => stateOf('a') === 'printed');
  });

  test('before the first byte, as on a full disk: the job is printed once there is room, without a sale and without a restart', async () => {
    const markWrote = store.markWrote.bind(store);
    store.markWrote = () => {
      throw new Error('database or disk is full');
    };
    ring('a');
    await until(() => errors.length === 1 && timers.pending.length === 1);
    expect(stateOf('a')).toBe('sending');
    store.markWrote = markWrote;
    timers.pass(15_000);
    await until(() => stateOf('a') === 'printed');
    expect(papers()).toEqual(['a']);
  });

  test('after the bytes: the job asks once there is room, and is not printed twice', async () => {
    const markPrinted = store.markPrinted.bind(store);
    store.markPrinted = () => {
      throw new Error('database or disk is full');
    };
    ring('a');
    await until(() => errors.length === 1 && timers.pending.length === 1);
    store.markPrinted = markPrinted;
    timers.pass(15_000);
    await until(() => stateOf('a') === 'unconfirmed');
    expect(store.find('a')).toMatchObject({ fault: 'print.interrupted', bytesWritten: true });
    expect(papers()).toEqual(['a']);
  });

  test('does not leave the printer unwatched: its trouble shows afterwards', async () => {
    queue.watch('p1');
    await until(() => queue.status('p1').state === 'ready');
    const next = store.next.bind(store);
    store.next = () => {
      throw new Error('database or disk is full');
    };
    queue.watch('p1');
    await until(() => errors.length === 1 && timers.pending.length === 1);
    store.next = next;
    printer.suffer('cover-open');
    timers.pass(15_000);
    await until(() => queue.status('p1').fault === 'printer.cover-open');
  });
});
