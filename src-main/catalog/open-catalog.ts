import { fail, ok, type Result } from '../../src-shared/result.ts';
import type { Catalog, CatalogOpenFailure } from './catalog.ts';
import { openNewest } from './open-base.ts';
import { changesFailure, StoredCatalog } from './stored-catalog.ts';

/**
 * Opens the newest catalog in a folder, which nothing ever changes, so it is opened for reading only and a read-only folder will do, and
 * beside it what was pulled since. A folder without one, or no folder, is an empty catalog.
 */
export function openCatalog(place: { readonly folder: string }): Result<Catalog, CatalogOpenFailure> {
  const opened = openNewest(place.folder);
  if (!opened.ok) return opened;
  try {
    return ok(new StoredCatalog(place.folder, opened.value));
  } catch (error) {
    opened.value.close();
    return fail(changesFailure(place.folder, error));
  }
}
