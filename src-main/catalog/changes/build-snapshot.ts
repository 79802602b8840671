import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import type { Change } from '../../../src-shared/contract/pull-api.ts';
import type { PutAside } from '../../../src-shared/contract/sync-api.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { type BuildFailure, buildCatalog } from '../building.ts';
import type { CatalogOpenFailure } from '../catalog.ts';
import { keepOwnCatalog, newestGeneration, ownCatalogPath } from '../catalog-files.ts';
import { KEPT_LOCAL, SNAPSHOT_GENERATION } from '../catalog-schema.ts';
import type { CatalogWriter } from '../catalog-writer.ts';
import { openNewest } from '../open-base.ts';
import { readProducts } from '../read-catalog.ts';
import { ChangesFile } from './changes-file.ts';
import { changesPath, removeChanges } from './changes-paths.ts';
import { readChange } from './read-change.ts';

/** A snapshot as it comes in. */
export interface SnapshotFeed<E> {
  /** Whose snapshot it is: see `PulledPage`. */
  readonly origin: string;
  /** Its rows, and those of its lines that are none. */
  readonly batches: AsyncIterable<readonly (Change | PutAside)[]>;
  /** Asked after the last batch: the cursor, or why the snapshot is not whole. */
  verdict(): Result<{ readonly cursor: string }, E>;
}

export interface Snapshot {
  readonly generation: number;
  readonly products: number;
  readonly putAside: number;
}

/**
 * Builds the next catalog of everything the cloud has for this terminal, and beside it the file of changes that begins at the snapshot's
 * cursor. The catalog says which file of changes is its own, so that both come into force by the one rename that gives it its name. Where
 * the cloud has no product at all, goods that this terminal did not get from it are kept; where it has some, their file is (`ownCatalogPath`).
 *
 * @param at of now, ISO 8601.
 */
export async function buildSnapshot<E>(
  place: { readonly folder: string; readonly maxBytes?: number },
  feed: SnapshotFeed<E>,
  at: string,
): Promise<Result<Snapshot, E | BuildFailure | CatalogOpenFailure>> {
  const begun: number[] = [];
  const kept = { isCopied: false };
  const built = await buildCatalog<Omit<Snapshot, 'generation'>, E | CatalogOpenFailure>(place, async (writer) => {
    const generation = newestGeneration(place.folder) + 1;
    begun.push(generation);
    removeChanges(place.folder, generation);
    const path = changesPath(place.folder, generation);
    const changes = ChangesFile.build(path);
    try {
      const putAside = await takeRows(writer, changes, feed.batches, at);
      const verdict = feed.verdict();
      if (!verdict.ok) return verdict;
      changes.setCursor(feed.origin, verdict.value.cursor);
      changes.finish();
      writer.note(SNAPSHOT_GENERATION, generation);
      const products = writer.productCount;
      const own = keepOwn(writer, place.folder, products === 0);
      if (!own.ok) return own;
      kept.isCopied = own.value === 'copied';
      return ok({ products, putAside });
    } finally {
      changes.close();
      flush(path);
    }
  });
  if (built.ok) return ok({ ...built.value.filled, generation: built.value.generation });
  for (const generation of begun) removeChanges(place.folder, generation);
  // The till's own goods are still sold from their file.
  if (kept.isCopied) rmSync(ownCatalogPath(place.folder), { force: true });
  return fail(built.error);
}

/** Brings each row to its place; answers how many were put aside. */
async function takeRows(
  writer: CatalogWriter,
  changes: ChangesFile,
  batches: AsyncIterable<readonly (Change | PutAside)[]>,
  at: string,
): Promise<number> {
  let putAside = 0;
  for await (const batch of batches) {
    for (const line of batch) {
      const aside = 'reason' in line ? line : takeRow(writer, changes, line);
      if (aside === null) continue;
      changes.putAside(aside, at);
      putAside += 1;
    }
  }
  return putAside;
}

/** Null: taken; otherwise why it was put aside. */
function takeRow(writer: CatalogWriter, changes: ChangesFile, line: Change): PutAside | null {
  const read = readChange(line);
  if (!read.ok) return read.error;
  const { kind, id, version, row } = read.value;
  if (row === null) return null;
  if (kind === 'category') writer.putCategory(row);
  else if (kind !== 'product') changes.keep(read.value);
  else {
    const conflict = writer.conflictOf(row);
    if (conflict !== null) return { kind, id, version, reason: 'code-taken', detail: conflict.code };
    if (row.categoryId !== null) writer.expectCategory(row.categoryId);
    writer.add(row);
  }
  return null;
}

/** Goods that never came from the cloud are still sold where it has none; where it has some, a copy of their file stays for a person. */
function keepOwn(writer: CatalogWriter, folder: string, areSold: boolean): Result<'sold' | 'copied' | 'none', CatalogOpenFailure> {
  const opened = openNewest(folder);
  if (!opened.ok) return opened;
  const before = opened.value;
  try {
    if (!before.isOwn || before.count === 0) return ok('none');
    if (!areSold) {
      keepOwnCatalog(folder);
      return ok('copied');
    }
    for (const category of before.categories()) writer.putCategory(category);
    for (const product of readProducts(before.db)) writer.add(product);
    for (const key of before.quickKeys()) writer.addQuickKey(key);
    writer.note(KEPT_LOCAL, 1);
    return ok('sold');
  } finally {
    before.close();
  }
}

/** The catalog must never be there without its file of changes. */
function flush(path: string): void {
  const handle = openSync(path, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
