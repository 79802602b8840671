import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Refusal, refusal } from '../../src-shared/contract/refusal.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { authorize } from './authorize.ts';
import type { Till } from './till.ts';

/** Writes the entries the cloud has not acknowledged to a folder, as a signed archive: a stick carries them where no network does. */
export async function exportUnsent(till: Till, folder: string): Promise<Result<{ path: string; entries: number }, Refusal>> {
  const allowed = authorize(till, 'journal.export');
  if (!allowed.ok) return allowed;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return fail(refusal('sync.folder-missing', { folder }));
  const path = join(folder, `contacto-${till.ledger.terminal}-${till.now().toISOString().replaceAll(':', '-')}.jsonl.gz`);
  const written = await till.ledger.exportArchive({ path, after: till.ledger.acknowledged(), gzip: true });
  if (!written.ok) return fail(refusal('sync.export-failed', { folder }));
  return ok({ path, entries: written.value.entries });
}
