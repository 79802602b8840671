import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../../src-shared/contract/refusal.ts';
import type { PrintJobMove } from '../../src-shared/receipt/print-job.ts';
import { fail } from '../../src-shared/result.ts';
import type { PrintJobStore } from '../printing/print-job-store.ts';
import type { DuplicateRequest, Ledger } from './ledger.ts';
import { MAX_SETTLED_JOBS } from './print-job-table.ts';
import { sampleSale } from './testing/sample-sale.ts';
import { sell, TestTerminal } from './testing/test-terminal.ts';
import { verifyFolder } from './verify.ts';

/** Hundreds of tickets are sold, each with its sync. */
const LONG_MS = 60_000;

let terminal: TestTerminal;
let ledger: Ledger;
/** The ledger is the queue's store, as the queue knows it. */
let jobs: PrintJobStore;

beforeEach(() => {
  terminal = new TestTerminal();
  open();
});
afterEach(() => {
  ledger.close();
  terminal.remove();
});

function open(): void {
  ledger = terminal.open();
  jobs = ledger.printJobs;
}

function reopen(): void {
  ledger.close();
  open();
}

test('a sale’s job is queued with it, whole', () => {
  const { entry } = sell(ledger, 'sale-1');
  expect(jobs.next('receipt')).toEqual({
    jobId: 'sale-1-1',
    kind: 'receipt',
    printerId: 'receipt',
    insteadOf: null,
    title: 'A1-000001',
    saleId: 'sale-1',
    copy: 1,
    state: 'queued',
    fault: null,
    bytesWritten: false,
    attempts: 0,
    createdAt: entry.at,
    settledAt: null,
    document: expect.objectContaining({ title: 'A1-000001', language: 'fr' }) as unknown,
  });
  expect(jobs.next('kitchen')).toBeNull();
  expect(jobs.find('sale-2-1')).toBeNull();
});

test('jobs come out oldest first, and are listed newest first', () => {
  for (const saleId of ['sale-1', 'sale-2', 'sale-3']) sell(ledger, saleId);
  expect(jobs.next('receipt')?.jobId).toBe('sale-1-1');
  expect(jobs.list(2).map(({ jobId }) => jobId)).toEqual(['sale-3-1', 'sale-2-1']);
  expect(jobs.unsettled(2).map(({ jobId }) => jobId)).toEqual(['sale-1-1', 'sale-2-1']);
  jobs.markSending('sale-1-1');
  expect(jobs.next('receipt')?.jobId).toBe('sale-2-1');
});

test('a job printed at the first try', () => {
  sell(ledger, 'sale-1');
  expect(jobs.markSending('sale-1-1')).toBe('moved');
  expect(jobs.find('sale-1-1')).toMatchObject({ state: 'sending', attempts: 1, bytesWritten: false });
  expect(jobs.markWrote('sale-1-1')).toBe('moved');
  expect(jobs.markPrinted('sale-1-1')).toBe('moved');
  expect(jobs.find('sale-1-1')).toMatchObject({ state: 'printed', fault: null, settledAt: expect.any(String) as unknown });
  expect(jobs.unsettled(10)).toEqual([]);
});

test('while no byte went out a job goes back by itself; afterwards never', () => {
  sell(ledger, 'sale-1');
  jobs.markSending('sale-1-1');
  expect(jobs.requeue('sale-1-1', 'printer.unreachable')).toBe('moved');
  expect(jobs.find('sale-1-1')).toMatchObject({ state: 'queued', fault: 'printer.unreachable', attempts: 1 });
  jobs.markSending('sale-1-1');
  jobs.markWrote('sale-1-1');
  expect(jobs.requeue('sale-1-1', 'printer.unreachable')).toBe('not-in-state');
  expect(jobs.markFailed('sale-1-1', 'printer.paper-out')).toBe('moved');
  expect(jobs.requeue('sale-1-1', null)).toBe('not-in-state');
  expect(jobs.giveUp('sale-1-1')).toBe('moved');
  expect(jobs.find('sale-1-1')).toMatchObject({ state: 'failed', fault: 'print.given-up', settledAt: expect.any(String) as unknown });
});

test('after a crash a job that had begun to go out is asked about, one that had not goes again', () => {
  for (const saleId of ['sale-1', 'sale-2', 'sale-3']) sell(ledger, saleId);
  jobs.markSending('sale-1-1');
  jobs.markWrote('sale-1-1');
  jobs.markSending('sale-2-1');
  reopen();
  expect(jobs.recoverAfterCrash()).toEqual({ requeued: 1, unconfirmed: 1 });
  expect(jobs.find('sale-1-1')).toMatchObject({ state: 'unconfirmed', fault: 'print.interrupted' });
  expect(jobs.find('sale-2-1')).toMatchObject({ state: 'queued', attempts: 1 });
  expect(jobs.recoverAfterCrash()).toEqual({ requeued: 0, unconfirmed: 0 });
  expect(jobs.markPrinted('sale-1-1')).toBe('moved');
});

const steps = {
  markSending: () => jobs.markSending('sale-1-1'),
  markWrote: () => jobs.markWrote('sale-1-1'),
  markPrinted: () => jobs.markPrinted('sale-1-1'),
  markUnconfirmed: () => jobs.markUnconfirmed('sale-1-1', null),
  markFailed: () => jobs.markFailed('sale-1-1', 'printer.error'),
  requeue: () => jobs.requeue('sale-1-1', null),
  giveUp: () => jobs.giveUp('sale-1-1'),
} satisfies Record<string, () => PrintJobMove>;

test(
  'whatever steps come in whatever order, a settled job stays settled, and written paper is never sent again by itself',
  () => {
    let number = 0;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])), { maxLength: 12 }), (names) => {
        number += 1;
        const jobId = `sale-p${number}-1`;
        sell(ledger, `sale-p${number}`);
        for (const name of names) {
          const before = jobs.find(jobId)!;
          const move =
            name === 'markUnconfirmed' || name === 'requeue'
              ? jobs[name](jobId, null)
              : name === 'markFailed'
                ? jobs.markFailed(jobId, 'f')
                : jobs[name](jobId);
          const after = jobs.find(jobId)!;
          if (move === 'not-in-state') expect(after).toEqual(before);
          if (before.settledAt !== null) expect(move).toBe('not-in-state');
          if (before.bytesWritten && after.state === 'queued') throw new Error(`${name} sent written paper again`);
          if (after.state === 'printed') expect(after.settledAt).not.toBeNull();
          expect(after.attempts).toBe(before.attempts + (name === 'markSending' && move === 'moved' ? 1 : 0));
        }
      }),
      { numRuns: 60 },
    );
  },
  LONG_MS,
);

test(
  'of settled jobs only so many are kept; those that wait are, however old',
  () => {
    sell(ledger, 'sale-1');
    for (let number = 2; number <= MAX_SETTLED_JOBS + 12; number += 1) {
      sell(ledger, `sale-${number}`);
      jobs.markSending(`sale-${number}-1`);
      jobs.markPrinted(`sale-${number}-1`);
    }
    expect(jobs.find('sale-1-1')?.state).toBe('queued');
    expect(jobs.find('sale-2-1')).toBeNull();
    expect(jobs.list(10_000).length).toBeLessThanOrEqual(MAX_SETTLED_JOBS + 2);
  },
  LONG_MS,
);

function duplicate(saleId: string, replacesJobId: string | null = null): DuplicateRequest {
  return {
    saleId,
    actor: 'amina',
    tillId: 'till-1',
    reason: 'the paper tore',
    replacesJobId,
    printJob: ({ sale, entry }, copy) => ({ ...sampleSale(saleId).printJobs(sale, entry, [])[0]!, jobId: `${saleId}-${copy}`, copy }),
  };
}

test('a duplicate is an entry and a job of its own, numbered, in one step with the job it stands in for', async () => {
  sell(ledger, 'sale-1');
  jobs.markSending('sale-1-1');
  jobs.markWrote('sale-1-1');
  jobs.markUnconfirmed('sale-1-1', null);
  const first = ledger.insertDuplicate(duplicate('sale-1', 'sale-1-1'));
  expect(first).toMatchObject({ ok: true, value: { jobId: 'sale-1-2', entry: { type: 'receipt.duplicated', actor: 'amina' } } });
  if (first.ok)
    expect(first.value.entry.body).toEqual({
      saleId: 'sale-1',
      receiptNumber: 'A1-000001',
      copy: 2,
      tillId: 'till-1',
      reason: 'the paper tore',
    });
  expect(jobs.find('sale-1-1')).toMatchObject({ state: 'failed', fault: 'print.given-up', settledAt: expect.any(String) as unknown });
  expect(jobs.find('sale-1-2')).toMatchObject({ state: 'queued', copy: 2 });
  reopen();
  expect(ledger.insertDuplicate(duplicate('sale-1'))).toMatchObject({ ok: true, value: { jobId: 'sale-1-3' } });
  expect(ledger.insertDuplicate(duplicate('sale-9'))).toEqual(fail(refusal('sale.unknown', { saleId: 'sale-9' })));
  expect(ledger.counts()).toMatchObject({ entries: 4, sales: 1 });
  expect((await verifyFolder(terminal.folder, { quickCheck: false })).fault).toBeNull();
});

describe('to another printer', () => {
  test('a job nobody has begun moves, with its new paper, and is there after a restart', () => {
    sell(ledger, 'sale-1');
    const paper = { language: 'fr', direction: 'ltr', title: 'elsewhere', blocks: [{ kind: 'rule', style: 'single' }] } as const;
    expect(jobs.reroute('sale-1-1', 'bar', { ...paper, blocks: [...paper.blocks] })).toBe('moved');
    reopen();
    expect(jobs.next('receipt')).toBeNull();
    expect(jobs.next('bar')).toMatchObject({ jobId: 'sale-1-1', printerId: 'bar', insteadOf: 'receipt', document: paper });
  });

  test('it moves once, and never when a byte of it has left', () => {
    for (const saleId of ['sale-1', 'sale-2', 'sale-3']) sell(ledger, saleId);
    const paper = jobs.find('sale-1-1')?.document;
    if (paper === undefined) throw new Error('no paper');
    jobs.reroute('sale-1-1', 'bar', paper);
    expect(jobs.reroute('sale-1-1', 'kitchen', paper)).toBe('not-in-state');
    jobs.markSending('sale-2-1');
    expect(jobs.reroute('sale-2-1', 'bar', paper)).toBe('not-in-state');
    jobs.markWrote('sale-2-1');
    jobs.markUnconfirmed('sale-2-1', 'printer.silent');
    expect(jobs.reroute('sale-2-1', 'bar', paper)).toBe('not-in-state');
    jobs.markFailed('sale-3-1', 'print.not-encodable');
    expect(jobs.reroute('sale-3-1', 'bar', paper)).toBe('not-in-state');
  });
});
