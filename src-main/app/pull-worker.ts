import { parentPort, workerData } from 'node:worker_threads';
import type { Result } from '../../src-shared/result.ts';
import type { BuildFailure } from '../catalog/building.ts';
import type { CatalogOpenFailure } from '../catalog/catalog.ts';
import { foldChanges } from '../catalog/changes/fold-changes.ts';
import type { PullFailure } from '../sync/pull/pull-machine.ts';
import { fetchSnapshot } from './fetch-snapshot.ts';
import { type PullMessage, pullJobSchema } from './pull-job.ts';

/** Builds one catalog on a thread and connections of its own. */
const job = pullJobSchema.parse(workerData);
const say = (message: PullMessage): void => parentPort?.postMessage(message);

if (job.job === 'fold') {
  const folded = await foldChanges(job);
  say(folded.ok ? { folded: folded.value } : { failure: { kind: 'disk', code: folded.error.code, detail: detailOf(folded.error) } });
} else {
  const signal = new AbortController().signal;
  const taken: Result<null, PullFailure> = await fetchSnapshot(job, signal, (rows, of) => {
    say({ rows, of });
  });
  say(taken.ok ? { folded: null } : { failure: { ...taken.error } });
}

function detailOf(failure: BuildFailure | CatalogOpenFailure): string {
  return 'detail' in failure ? failure.detail : '';
}
