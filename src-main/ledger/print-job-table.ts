import { z } from 'zod';
import { type PrintJob, printJobSchema, printJobStateSchema } from '../../src-shared/contract/terminal-state.ts';
import { type ReceiptDocument, receiptDocumentSchema } from '../../src-shared/receipt/document.ts';
import type { PrintFault } from '../../src-shared/receipt/print-fault.ts';
import type { NewPrintJob, StoredPrintJob } from '../../src-shared/receipt/print-job.ts';
import { kindOf, PRINT_JOB_KINDS } from '../../src-shared/receipt/print-job-kind.ts';
import type { ReadableDb, WritableDb } from './database.ts';

/** Settled jobs kept for the queue's list. Older ones go: the sale itself holds what its receipt said. */
export const MAX_SETTLED_JOBS = 500;

const JOBS = `SELECT job_id AS jobId, kind, printer_id AS printerId, instead_of AS insteadOf, title, sale_id AS saleId, copy, document, state, fault, bytes_written AS bytesWritten,
  attempts, created_at AS createdAt, settled_at AS settledAt
  FROM print_job JOIN print_document USING (number)`;

const LISTED = `SELECT job_id AS jobId, kind, title, sale_id AS saleId, copy, state, printer_id AS printerId, instead_of AS insteadOf,
  created_at AS createdAt, fault
  FROM print_job`;

/** A queued job outlives the program that wrote it, so its row is read like any other thing from outside. */
const rowSchema = z.object({
  jobId: z.string(),
  kind: z.enum(PRINT_JOB_KINDS),
  printerId: z.string(),
  insteadOf: z.string().nullable(),
  title: z.string(),
  saleId: z.string().nullable(),
  copy: z.int().min(1),
  document: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(receiptDocumentSchema),
  state: printJobStateSchema,
  fault: z.string().nullable(),
  bytesWritten: z.literal([0, 1]).transform((flag) => flag === 1),
  attempts: z.int().min(0),
  createdAt: z.string(),
  settledAt: z.string().nullable(),
}) satisfies z.ZodType<StoredPrintJob>;

export interface PrintJobReads {
  /** Without the documents: lists are read at every change. */
  list(limit: number): readonly PrintJob[];
  unsettled(limit: number): readonly PrintJob[];
  find(jobId: string): StoredPrintJob | null;
  next(printerId: string): StoredPrintJob | null;
  /** A job of a sale that is not in the ledger; null when all is well. */
  orphan(): string | null;
}

export function preparePrintJobReads(db: ReadableDb): PrintJobReads {
  const list = db.prepare<[number]>(`${LISTED} ORDER BY number DESC LIMIT ?`);
  const unsettled = db.prepare<[number]>(`${LISTED} WHERE settled_at IS NULL ORDER BY number LIMIT ?`);
  const find = db.prepare<[string]>(`${JOBS} WHERE job_id = ? LIMIT 1`);
  const next = db.prepare<[string]>(`${JOBS} WHERE settled_at IS NULL AND state = 'queued' AND printer_id = ? ORDER BY number LIMIT 1`);
  const orphan = db
    .prepare<[], string>('SELECT job_id FROM print_job WHERE sale_id IS NOT NULL AND sale_id NOT IN (SELECT sale_id FROM sale) LIMIT 1')
    .pluck();
  const jobOrNull = (row: unknown): StoredPrintJob | null => (row === undefined ? null : rowSchema.parse(row));
  return {
    list: (limit) => list.all(limit).map((row) => printJobSchema.parse(row)),
    unsettled: (limit) => unsettled.all(limit).map((row) => printJobSchema.parse(row)),
    find: (jobId) => jobOrNull(find.get(jobId)),
    next: (printerId) => jobOrNull(next.get(printerId)),
    orphan: () => orphan.get() ?? null,
  };
}

/** Each returns whether the job stood where the step starts from; `at` is the instant of settling. */
export interface PrintJobWrites {
  insert(job: NewPrintJob, createdAt: string): void;
  markSending(jobId: string): boolean;
  markWrote(jobId: string): boolean;
  markPrinted(jobId: string, at: string): boolean;
  markUnconfirmed(jobId: string, fault: string | null): boolean;
  markFailed(jobId: string, fault: string): boolean;
  requeue(jobId: string, fault: string | null): boolean;
  giveUp(jobId: string, at: string): boolean;
  reroute(jobId: string, printerId: string, document: ReceiptDocument): boolean;
  recoverAfterCrash(): { readonly requeued: number; readonly unconfirmed: number };
  /** Nothing of the queue is sent any more without a person's word: it is older than the paper. */
  doubtUnsettled(): void;
}

const GIVEN_UP: PrintFault = 'print.given-up';
const INTERRUPTED: PrintFault = 'print.interrupted';

/** Stops at the job instead of reading the table to its end. */
const BY_ID = 'number = (SELECT number FROM print_job WHERE job_id = ? LIMIT 1)';

export function preparePrintJobWrites(db: WritableDb): PrintJobWrites {
  const insert = db.prepare<[string, string, string, string, string | null, number, string]>(
    `INSERT INTO print_job (job_id, kind, printer_id, title, sale_id, copy, state, bytes_written, attempts, created_at)
      VALUES (?, ?, ?, ?, ?, ?, 'queued', 0, 0, ?)`,
  );
  const insertDocument = db.prepare<[number | bigint, string]>('INSERT INTO print_document (number, document) VALUES (?, ?)');
  const step = (assignments: string, from: string): ((...params: readonly (string | null)[]) => boolean) => {
    const update = db.prepare<(string | null)[]>(`UPDATE print_job SET ${assignments} WHERE ${BY_ID} AND settled_at IS NULL AND ${from}`);
    return (...params) => update.run(...params).changes === 1;
  };
  const sending = step(`state = 'sending', attempts = attempts + 1, bytes_written = 0`, `state = 'queued'`);
  const wrote = step(`bytes_written = 1`, `state = 'sending'`);
  const printed = step(`state = 'printed', fault = NULL, settled_at = ?`, `state IN ('sending', 'unconfirmed')`);
  const unconfirmed = step(`state = 'unconfirmed', fault = ?`, `state = 'sending'`);
  const failed = step(`state = 'failed', fault = ?`, `state IN ('queued', 'sending')`);
  const requeue = step(`state = 'queued', fault = ?`, `state IN ('sending', 'failed') AND bytes_written = 0`);
  const givenUp = step(`state = 'failed', fault = ?, settled_at = ?`, `state IN ('unconfirmed', 'failed')`);
  // A job goes to a backup once and no further, and never when a byte of it may be on paper.
  const rerouted = step('instead_of = printer_id, printer_id = ?', `state = 'queued' AND bytes_written = 0 AND instead_of IS NULL`);
  const rewrite = db.prepare<[string, string]>(`UPDATE print_document SET document = ? WHERE ${BY_ID}`);
  const recoverWritten = db.prepare<[string]>(
    `UPDATE print_job SET state = 'unconfirmed', fault = ? WHERE settled_at IS NULL AND state = 'sending' AND bytes_written = 1`,
  );
  const recoverUnwritten = db.prepare<[]>(`UPDATE print_job SET state = 'queued' WHERE settled_at IS NULL AND state = 'sending'`);
  const doubt = db.prepare<[string]>(`UPDATE print_job SET state = 'unconfirmed', fault = ?, bytes_written = 1 WHERE settled_at IS NULL`);
  const old = 'SELECT number FROM print_job WHERE settled_at IS NOT NULL AND number <= (SELECT max(number) FROM print_job) - ?';
  const forgetPapers = db.prepare<[number]>(`DELETE FROM print_document WHERE number IN (${old})`);
  const forgetJobs = db.prepare<[number]>(`DELETE FROM print_job WHERE number IN (${old})`);
  return {
    insert(job, createdAt) {
      const { lastInsertRowid } = insert.run(job.jobId, kindOf(job), job.printerId, job.title, job.saleId, job.copy, createdAt);
      insertDocument.run(lastInsertRowid, JSON.stringify(job.document));
    },
    markSending: (jobId) => sending(jobId),
    markWrote: (jobId) => wrote(jobId),
    markPrinted(jobId, at) {
      forgetPapers.run(MAX_SETTLED_JOBS);
      forgetJobs.run(MAX_SETTLED_JOBS);
      return printed(at, jobId);
    },
    markUnconfirmed: (jobId, fault) => unconfirmed(fault, jobId),
    markFailed: (jobId, fault) => failed(fault, jobId),
    requeue: (jobId, fault) => requeue(fault, jobId),
    giveUp: (jobId, at) => givenUp(GIVEN_UP, at, jobId),
    reroute(jobId, printerId, document) {
      const isMoved = rerouted(printerId, jobId);
      if (isMoved) rewrite.run(JSON.stringify(document), jobId);
      return isMoved;
    },
    recoverAfterCrash() {
      const unconfirmedJobs = recoverWritten.run(INTERRUPTED).changes;
      return { requeued: recoverUnwritten.run().changes, unconfirmed: unconfirmedJobs };
    },
    doubtUnsettled() {
      doubt.run(INTERRUPTED);
    },
  };
}
