import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Category, Product } from '../../../src-shared/catalog/product.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { BaseCatalog } from '../base-catalog.ts';
import { type BuildFailure, buildCatalog } from '../building.ts';
import type { CatalogOpenFailure } from '../catalog.ts';
import { KEPT_LOCAL, SNAPSHOT_GENERATION } from '../catalog-schema.ts';
import type { CatalogWriter } from '../catalog-writer.ts';
import { openNewest } from '../open-base.ts';
import { readCategoriesAsWritten, readProductsAsWritten } from '../read-catalog.ts';
import { ChangesFile, type Folded, type StoredChange } from './changes-file.ts';
import { changesPath } from './changes-paths.ts';
import { Overlay } from './overlay.ts';

/** After so many products the event loop gets its turn. */
const PRODUCTS_PER_TURN = 1_000;

/**
 * Builds the next catalog file of the newest one and the changes pulled since. Those stay where they are until somebody who has moved to the
 * new file forgets them: to be killed in between does no harm, since a change over a file that has it already changes nothing.
 */
export async function foldChanges(place: {
  readonly folder: string;
  readonly maxBytes?: number;
}): Promise<Result<Folded, BuildFailure | CatalogOpenFailure>> {
  const built = await buildCatalog<Folded, CatalogOpenFailure>(place, async (writer) => {
    const base = openNewest(place.folder);
    if (!base.ok) return base;
    const file = ChangesFile.open(changesPath(place.folder, base.value.snapshot), { create: false });
    try {
      const changes = [...(file?.rows() ?? [])];
      await writeFolded(writer, base.value, new Overlay(base.value, changes));
      return ok({ snapshot: base.value.snapshot, through: Math.max(0, ...changes.filter(isFolded).map(({ changeNo }) => changeNo)) });
    } finally {
      file?.close();
      base.value.close();
    }
  });
  return built.ok ? ok(built.value.filled) : built;
}

/** Quick keys are few, and stay among the changes. */
function isFolded({ kind }: StoredChange): boolean {
  return kind !== 'quick-key';
}

async function writeFolded(writer: CatalogWriter, base: BaseCatalog, overlay: Overlay): Promise<void> {
  if (base.snapshot > 0) writer.note(SNAPSHOT_GENERATION, base.snapshot);
  if (base.isKeptLocal) writer.note(KEPT_LOCAL, 1);
  const categories = categoriesUnder(base, overlay);
  for (const category of categories.values()) writer.putCategory(category);
  let written = 0;
  for (const product of foldedProducts(base, overlay)) {
    addProduct(writer, product);
    written += 1;
    if (written % PRODUCTS_PER_TURN === 0) await nextTurn();
  }
  for (const key of base.quickKeys()) if (categories.has(key.categoryId) && writer.holds(key.productId)) writer.addQuickKey(key);
}

function categoriesUnder(base: BaseCatalog, overlay: Overlay): ReadonlyMap<string, Category> {
  const categories = new Map(readCategoriesAsWritten(base.db).map((category) => [category.categoryId, category]));
  for (const [categoryId, category] of overlay.categories) {
    if (category === null) categories.delete(categoryId);
    else categories.set(categoryId, category);
  }
  return categories;
}

/** Each product in its place: changed ones where they were, new ones after all. */
function* foldedProducts(base: BaseCatalog, overlay: Overlay): Generator<Product> {
  for (const product of readProductsAsWritten(base.db)) {
    const changed = overlay.changed(product.productId);
    if (changed === null) yield withoutTaken(product, overlay);
    else if (changed.product !== null) yield withoutTaken(changed.product, overlay);
  }
  for (const { product, baseNo } of overlay.inOrder()) if (product !== null && baseNo === null) yield withoutTaken(product, overlay);
}

/** The product without the codes by which another one, changed later, is found. */
function withoutTaken(product: Product, overlay: Overlay): Product {
  const isTaken = (code: string, kind: 'barcode' | 'sku' | 'plu'): boolean => {
    const holder = overlay.find(code, kind);
    return holder !== null && holder.productId !== product.productId;
  };
  const { sku, plu, barcodes, productId } = product;
  const isWhole = !isTaken(sku, 'sku') && (plu === null || !isTaken(plu, 'plu')) && !barcodes.some((code) => isTaken(code, 'barcode'));
  if (isWhole) return product;
  return {
    ...product,
    sku: isTaken(sku, 'sku') ? productId : sku,
    plu: plu === null || isTaken(plu, 'plu') ? null : plu,
    barcodes: barcodes.filter((code) => !isTaken(code, 'barcode')),
  };
}

function addProduct(writer: CatalogWriter, product: Product): void {
  if (product.categoryId !== null) writer.expectCategory(product.categoryId);
  // Only a SKU that is another product's id can still be in the way; the product comes back with its next change.
  if (writer.conflictOf(product) === null) writer.add(product);
}
