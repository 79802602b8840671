import { Worker } from 'node:worker_threads';
import { type Damage, damageSchema } from '../ledger/damage-note.ts';
import { errorFields, type Log } from '../services/log.ts';

/** The check reads the whole file: it waits until the till is up and the first customers are served. */
const CHECK_AFTER_MS = 10_000;
/** The check streams; more than this would be a fault of its own, and must not become the till's. */
const MAX_HEAP_MB = 200;

export interface JournalCheckOptions {
  readonly root: string;
  readonly log: Log;
  /** The journal does not hold. */
  readonly onFault: (damage: Damage) => void;
  /** The check came to no verdict. */
  readonly onUnchecked: () => void;
  readonly afterMs?: number;
}

/**
 * Checks the whole journal once, a while after the start, beside the selling: every page of the file, every hash, signature and figure. What a
 * start checks is only the end of it. Returns the function that calls it off.
 */
export function scheduleJournalCheck({
  root,
  log,
  onFault,
  onUnchecked,
  afterMs = CHECK_AFTER_MS,
}: JournalCheckOptions): () => Promise<void> {
  let worker: Worker | null = null;
  const timer = setTimeout(() => {
    worker = new Worker(new URL('./journal-check-worker.ts', import.meta.url), {
      workerData: { root },
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    worker.unref();
    worker.once('message', (message: unknown) => {
      const damage = damageSchema.nullable().parse(message);
      if (damage !== null) onFault(damage);
      else log.info('the journal was checked and is well');
    });
    worker.once('error', (error) => {
      log.error('the journal could not be checked', errorFields(error));
      onUnchecked();
    });
  }, afterMs);
  timer.unref();
  return async () => {
    clearTimeout(timer);
    await worker?.terminate();
  };
}
