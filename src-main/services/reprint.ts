import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import type { PrintJob } from '../../src-shared/contract/terminal-state.ts';
import type { Approval } from '../../src-shared/people/approval.ts';
import type { StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { PrintWord } from '../printing/print-queue.ts';
import { authorize } from './authorize.ts';
import { currentTillId } from './till/sessions.ts';
import { signedIn, type Till } from './till.ts';

/** Prints a receipt once more, marked as a duplicate: the event and the job in one transaction. */
export function reprint(till: Till, saleId: string, reason: string | null): Result<{ readonly job: PrintJob }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  if (till.settings.receiptPrinterId === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const found = till.ledger.findSale(saleId);
  if (found === null) return fail(refusal('sale.unknown', { saleId }));
  const authorized = authorize(till, 'receipt.reprint', { saleId, receiptNumber: found.sale.receiptNumber });
  if (!authorized.ok) return authorized;
  const { approval } = authorized.value;
  const booked = bookDuplicate(till, { saleId, actor: person.value.personId, reason, approval, replacesJobId: null });
  if (!booked.ok) return booked;
  till.printing.wake();
  return jobOf(till, booked.value);
}

/** A person's word on a job nobody can be sure of. */
export function resolvePrintJob(till: Till, jobId: string, word: PrintWord): Result<{ readonly job: PrintJob }, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  const job = till.printing.resolve(jobId, word);
  return job === null ? fail(refusal('print.job-unknown')) : ok({ job });
}

/**
 * For the queue: a marked copy in the place of a job of which bytes went out. Answers with the new job's id, null where it was refused. A
 * receipt is built anew from its sale; any other paper is the same one, marked; a test page and labels are printed once more and need no mark.
 */
export function duplicateInstead(till: Till, job: StoredPrintJob): string | null {
  if (till.person === null) return null;
  const actor = till.person.personId;
  if (job.kind === 'receipt' && job.saleId !== null) {
    const booked = bookDuplicate(till, { saleId: job.saleId, actor, reason: null, approval: null, replacesJobId: job.jobId });
    return booked.ok ? booked.value : null;
  }
  return duplicatePaper(till, job, actor);
}

function duplicatePaper(till: Till, job: StoredPrintJob, actor: string): string | null {
  const jobId = till.newId();
  const copy = job.copy + 1;
  const { kind, title, saleId } = job;
  // Where the first one went: its foot tells of that printer, should it be a backup.
  const { printerId } = job;
  // A copy of a copy is marked already.
  const document = kind === 'self-test' || kind === 'label' || job.copy > 1 ? job.document : till.papers.duplicate(job.document);
  const booked = till.ledger.record({
    actor,
    acts: [{ type: 'document.duplicated', v: 1, body: { kind, title, saleId, replacesJobId: job.jobId, copy } }],
    printJobs: () => [{ jobId, kind, printerId, title, saleId, copy, document }],
    replacesJobId: job.jobId,
  });
  return booked.ok ? jobId : null;
}

interface Duplicate {
  readonly saleId: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly approval: Approval | null;
  readonly replacesJobId: string | null;
}

function bookDuplicate(till: Till, duplicate: Duplicate): Result<string, Refusal> {
  const printerId = till.settings.receiptPrinterId;
  if (printerId === null) return fail(refusal('print.not-possible', { fault: 'printer.unknown' }));
  const booked = till.ledger.insertDuplicate({
    ...duplicate,
    tillId: currentTillId(till),
    printJob: ({ sale, entry }, copy) => ({
      jobId: till.newId(),
      printerId,
      title: sale.receiptNumber,
      saleId: sale.saleId,
      copy,
      document: till.receipts.ofSale(sale, entry, till.settings, copy),
    }),
  });
  return booked.ok ? ok(booked.value.jobId) : booked;
}

function jobOf(till: Till, jobId: string): Result<{ readonly job: PrintJob }, Refusal> {
  const job = till.printing.jobs().find((candidate) => candidate.jobId === jobId);
  return job === undefined ? fail(refusal('print.job-unknown')) : ok({ job });
}
