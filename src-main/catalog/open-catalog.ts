import { ok, type Result } from '../../src-shared/result.ts';
import type { Catalog, CatalogOpenFailure } from './catalog.ts';
import { openNewest } from './open-base.ts';
import { StoredCatalog } from './stored-catalog.ts';

/**
 * Opens the newest catalog in a folder, which nothing ever changes, so it is opened for reading only and a read-only folder will do, and
 * beside it what was pulled since. A folder without one, or no folder, is an empty catalog.
 */
export function openCatalog(place: { readonly folder: string }): Result<Catalog, CatalogOpenFailure> {
  const opened = openNewest(place.folder);
  return opened.ok ? ok(new StoredCatalog(place.folder, opened.value)) : opened;
}
