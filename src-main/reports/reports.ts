import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { SalesReport } from '../../src-shared/report/sales-report.ts';
import type { LedgerFault } from '../ledger/ledger-fault.ts';
import {
  actorsAnswerSchema,
  type JournalAnswer,
  type JournalQuestion,
  journalAnswerSchema,
  type Question,
  reportAnswerSchema,
  type SalesQuestion,
  salesAnswerSchema,
} from './report-questions.ts';

/** A thread that has had nothing to do for so long is let go. */
const IDLE_MS = 60_000;
/** A question that takes longer has no answer anybody waits for. */
const LONGEST_MS = 120_000;
const MAX_HEAP_MB = 300;

/** How a check of the whole journal stands. */
export interface VerifyProgress {
  readonly state: 'idle' | 'running' | 'whole' | 'broken' | 'not-done';
  readonly checked: number;
  readonly fault: LedgerFault | null;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const verifyMessageSchema = z.union([
  z.object({ checked: z.int() }),
  z.object({
    done: z.object({
      checked: z.int(),
      fault: z.object({ code: z.string(), detail: z.string(), epoch: z.int(), seq: z.int() }).nullable(),
    }),
  }),
]);

/** Reports and checks, read beside the selling: on threads with connections that only read. */
export class Reports {
  readonly #root: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #lastId = 0;
  #verifier: Worker | null = null;
  #progress: VerifyProgress = { state: 'idle', checked: 0, fault: null };

  /** `root`: the terminal's data folder, where the ledger and the catalog lie. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Rejects when the file cannot be read or the thread died. */
  async sales(question: Omit<SalesQuestion, 'kind'>): Promise<SalesReport> {
    return salesAnswerSchema.parse(await this.#ask({ kind: 'sales', ...question }));
  }

  async journal(question: Omit<JournalQuestion, 'kind'>): Promise<JournalAnswer> {
    return journalAnswerSchema.parse(await this.#ask({ kind: 'journal', ...question }));
  }

  async actors(): Promise<readonly string[]> {
    return actorsAnswerSchema.parse(await this.#ask({ kind: 'actors' })).actors;
  }

  get verification(): VerifyProgress {
    return this.#progress;
  }

  /** Has the whole journal checked, unless that goes on already. `onDone` is called once, with the verdict. */
  verify(onDone: (verdict: VerifyProgress) => void): void {
    if (this.#verifier !== null) return;
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), {
      workerData: { root: this.#root },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.unref();
    this.#verifier = worker;
    this.#progress = { state: 'running', checked: 0, fault: null };
    worker.on('message', (message: unknown) => {
      const told = verifyMessageSchema.parse(message);
      if ('checked' in told) this.#progress = { ...this.#progress, checked: told.checked };
      else this.#endVerify(worker, verdictOf(told.done), onDone);
    });
    worker.once('error', () => {
      this.#endVerify(worker, { state: 'not-done', checked: this.#progress.checked, fault: null }, onDone);
    });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    const verifier = this.#verifier;
    this.#verifier = null;
    this.#end(new Error('the program stops'));
    await worker?.terminate();
    await verifier?.terminate();
  }

  #endVerify(worker: Worker, verdict: VerifyProgress, onDone: (verdict: VerifyProgress) => void): void {
    if (this.#verifier !== worker) return;
    this.#verifier = null;
    this.#progress = verdict;
    onDone(verdict);
  }

  #ask(question: Question): Promise<unknown> {
    const worker = this.#running();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(new Error(`no answer after ${String(LONGEST_MS)} ms`));
      }, LONGEST_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, question });
    });
  }

  #running(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./report-worker.ts', import.meta.url), {
      workerData: { root: this.#root },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.unref();
    worker.on('message', (message: unknown) => {
      this.#answer(reportAnswerSchema.parse(message));
    });
    worker.once('error', (error: unknown) => {
      if (this.#worker === worker) this.#end(error instanceof Error ? error : new Error(String(error)));
    });
    this.#worker = worker;
    return worker;
  }

  #answer(answered: z.infer<typeof reportAnswerSchema>): void {
    const waiting = this.#waiting.get(answered.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answered.id);
    clearTimeout(waiting.timer);
    if ('fault' in answered) waiting.reject(new Error(answered.fault));
    else waiting.resolve(answered.answer);
    if (this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => {
      this.#end(new Error('idle'));
    }, IDLE_MS);
    this.#idle.unref();
  }

  /** Lets the thread go; whoever still waits for it is told why. */
  #end(reason: Error): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(reason);
    }
    this.#waiting.clear();
    void worker?.terminate();
  }
}

function verdictOf({ checked, fault }: { readonly checked: number; readonly fault: unknown }): VerifyProgress {
  // Posted by our own worker as the check made it; its code is one of the list.
  return { state: fault === null ? 'whole' : 'broken', checked, fault: fault as LedgerFault | null };
}
