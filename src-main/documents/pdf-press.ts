import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { PdfJob } from './pdf-job.ts';

/** A thread that has had nothing to do for so long is let go: it holds fonts and a heap of its own. */
const IDLE_MS = 60_000;
/** A PDF that takes longer will not come. The longest ticket there is takes about two seconds. */
const LONGEST_MS = 60_000;
const MAX_HEAP_MB = 400;

const answerSchema = z.union([z.object({ id: z.int(), bytes: z.instanceof(Uint8Array) }), z.object({ id: z.int(), fault: z.string() })]);

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** Makes PDFs beside the selling, one after the other, on a thread that is started when one is wanted. */
export class PdfPress {
  readonly #fontsFolder: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #lastId = 0;

  constructor(fontsFolder: string) {
    this.#fontsFolder = fontsFolder;
  }

  /** The bytes of the file. Rejects when it cannot be made: the document breaks its schema, or the thread died. */
  make(job: PdfJob): Promise<Uint8Array> {
    const worker = this.#running();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(new Error(`no PDF after ${String(LONGEST_MS)} ms`));
      }, LONGEST_MS);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ id, job });
    });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#end(new Error('the program stops'));
    await worker?.terminate();
  }

  #running(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    if (this.#worker !== null) return this.#worker;
    const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), {
      workerData: { fontsFolder: this.#fontsFolder },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.unref();
    worker.on('message', (message: unknown) => {
      this.#answer(answerSchema.parse(message));
    });
    worker.once('error', (error: unknown) => {
      if (this.#worker === worker) this.#end(error instanceof Error ? error : new Error(String(error)));
    });
    this.#worker = worker;
    return worker;
  }

  #answer(answer: z.infer<typeof answerSchema>): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if ('bytes' in answer) waiting.resolve(answer.bytes);
    else waiting.reject(new Error(answer.fault));
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
