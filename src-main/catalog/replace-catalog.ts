import type { Category, Product, QuickKey } from '../../src-shared/catalog/product.ts';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { type BuildFailure, buildCatalog } from './building.ts';
import type { CatalogVersion } from './catalog.ts';
import { CATALOG_SCHEMA_VERSION, type CodeKind } from './catalog-schema.ts';

export type CatalogContent = {
  readonly categories: readonly Category[];
  readonly products: Iterable<Product> | AsyncIterable<Product>;
  readonly quickKeys: readonly QuickKey[];
};

/** Why a content is not a catalog, beside what the disk may refuse. */
export type ContentFailure =
  | { readonly code: 'catalog.code-taken'; readonly kind: CodeKind; readonly value: string; readonly productIds: readonly [string, string] }
  | { readonly code: 'catalog.category-unknown'; readonly categoryId: string }
  | { readonly code: 'catalog.product-unknown'; readonly productId: string };

/**
 * Replaces the catalog of a folder by a content that is known whole, such as the demo shop's. Either all of it takes the old one's place or
 * nothing changes. Terminals that have the old one open go on with it until they `refresh`.
 */
export async function replaceCatalog(
  place: { readonly folder: string },
  content: CatalogContent,
): Promise<Result<CatalogVersion, ContentFailure | BuildFailure>> {
  const built = await buildCatalog<null, ContentFailure>(place, async (writer) => {
    const categoryIds = new Set(content.categories.map((category) => category.categoryId));
    for (const category of content.categories) writer.putCategory(category);
    for await (const product of content.products) {
      if (product.categoryId !== null && !categoryIds.has(product.categoryId)) {
        return fail({ code: 'catalog.category-unknown', categoryId: product.categoryId });
      }
      const conflict = writer.conflictOf(product);
      if (conflict !== null) {
        const productIds = [writer.productAt(conflict.productNo).productId, product.productId] as const;
        return fail({ code: 'catalog.code-taken', kind: conflict.kind, value: conflict.code, productIds });
      }
      writer.add(product);
    }
    for (const key of content.quickKeys) {
      if (!categoryIds.has(key.categoryId)) return fail({ code: 'catalog.category-unknown', categoryId: key.categoryId });
      if (!writer.holds(key.productId)) return fail({ code: 'catalog.product-unknown', productId: key.productId });
      writer.addQuickKey(key);
    }
    return ok(null);
  });
  return built.ok ? ok({ schema: CATALOG_SCHEMA_VERSION, generation: built.value.generation }) : built;
}
