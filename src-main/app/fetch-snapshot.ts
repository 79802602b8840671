import { fail, ok, type Result } from '../../src-shared/result.ts';
import { buildSnapshot } from '../catalog/changes/build-snapshot.ts';
import { CloudClient } from '../sync/cloud-client.ts';
import type { PullFailure } from '../sync/pull/pull-machine.ts';
import { ACCEPTED_ENCODINGS, SnapshotReader } from '../sync/pull/snapshot-stream.ts';

export interface SnapshotOrder {
  readonly folder: string;
  readonly cloudUrl: string;
  readonly token: string;
  readonly origin: string;
  /** Of now, ISO 8601. */
  readonly at: string;
  /** How large the catalog's file may grow. */
  readonly maxBytes?: number;
}

/** Brings a snapshot down the line and into the place of the catalog. Whatever goes wrong, the one that was there is as it was. */
export async function fetchSnapshot(
  order: SnapshotOrder,
  signal: AbortSignal,
  onProgress: (rows: number, of: number) => void,
): Promise<Result<null, PullFailure>> {
  const client = new CloudClient(order.cloudUrl);
  const opened = await client.open('snapshot', { token: order.token, signal, accept: ACCEPTED_ENCODINGS });
  if (!opened.ok) return opened;
  const reader = new SnapshotReader(opened.value, onProgress);
  const feed = { origin: order.origin, batches: reader.batches(), verdict: reader.verdict };
  const built = await buildSnapshot(order, feed, order.at);
  opened.value.stream.destroy();
  if (built.ok) return ok(null);
  if ('kind' in built.error) return fail(built.error);
  return fail({ kind: 'disk', code: built.error.code, detail: 'detail' in built.error ? built.error.detail : '' });
}
