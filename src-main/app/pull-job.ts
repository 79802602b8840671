import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Folded } from '../catalog/changes/changes-file.ts';
import type { PullFailure, SnapshotRequest } from '../sync/pull/pull-machine.ts';

/** A million products, their codes and the index of their names while it is made. */
const MAX_HEAP_MB = 1_500;

const failureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unreachable'), detail: z.string() }),
  z.object({ kind: z.literal('refused'), status: z.int(), code: z.string(), members: z.record(z.string(), z.unknown()) }),
  z.object({ kind: z.literal('busy'), retryAfterMs: z.number().nullable() }),
  z.object({ kind: z.literal('cut'), detail: z.string() }),
  z.object({ kind: z.literal('garbled'), detail: z.string() }),
  z.object({ kind: z.literal('disk'), code: z.string(), detail: z.string() }),
]);

/** What the thread that builds catalogs is asked to do. */
export const pullJobSchema = z.discriminatedUnion('job', [
  z.object({ job: z.literal('snapshot'), folder: z.string(), cloudUrl: z.string(), token: z.string(), origin: z.string(), at: z.string() }),
  z.object({ job: z.literal('fold'), folder: z.string() }),
]);
type PullJob = z.infer<typeof pullJobSchema>;

const messageSchema = z.union([
  z.object({ rows: z.int(), of: z.int() }),
  z.object({ failure: failureSchema }),
  z.object({ folded: z.object({ snapshot: z.int(), through: z.int() }).nullable() }),
]);
/** What the thread says: how far it has come, and in the end how it went. */
export type PullMessage = z.infer<typeof messageSchema>;

type Done = { readonly folded: Folded | null };

/**
 * Builds a catalog on a thread of its own: sorting a million names and codes takes seconds, and no scan waits for it. What a thread that was
 * ended leaves behind is removed by the next.
 */
export function runPullJob(
  job: PullJob,
  { signal, onProgress }: Pick<SnapshotRequest, 'signal' | 'onProgress'>,
): Promise<Result<Done, PullFailure>> {
  const worker = new Worker(new URL('./pull-worker.ts', import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  worker.unref();
  return new Promise((resolve) => {
    const end = (result: Result<Done, PullFailure>): void => {
      signal.removeEventListener('abort', stop);
      void worker.terminate().then(() => {
        resolve(result);
      });
    };
    const stop = (): void => {
      end(fail({ kind: 'cut', detail: 'the program stops' }));
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: unknown) => {
      const said = messageSchema.parse(message);
      if ('rows' in said) onProgress(said.rows, said.of);
      else end('failure' in said ? fail(said.failure) : ok({ folded: said.folded }));
    });
    worker.once('error', (error: unknown) => {
      end(fail({ kind: 'disk', code: 'catalog.build-failed', detail: error instanceof Error ? error.message : String(error) }));
    });
  });
}
