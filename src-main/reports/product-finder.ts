import Database from 'better-sqlite3';
import type { LocalizedText } from '../../src-shared/text/localized-text.ts';
import { catalogPath, newestGeneration } from '../catalog/catalog-files.ts';
import { EXPECTED_POSITION } from '../catalog/catalog-schema.ts';
import { type NameColumns, namesOf } from '../catalog/product-row.ts';

export interface FoundProduct {
  readonly name: LocalizedText;
  readonly category: { readonly categoryId: string; readonly name: LocalizedText } | null;
}

/** Names and categories of products as the catalog has them now. A report needs nothing more of it. */
export interface ProductFinder {
  find(productId: string): FoundProduct | null;
  close(): void;
}

interface CategoryRow extends NameColumns {
  readonly category_no: number;
  readonly category_id: string;
}

/** Opens the newest catalog beside the one the till has open. A till without a catalog sells too: its products are then known by nothing. */
export function openProductFinder(folder: string): ProductFinder {
  const generation = newestGeneration(folder);
  if (generation === 0) return { find: () => null, close: () => undefined };
  const db = new Database(catalogPath(folder, generation), { readonly: true, fileMustExist: true });
  const categories = new Map(
    db
      .prepare<[], CategoryRow>(
        `SELECT category_no, category_id, name_fr, name_ar, name_en FROM category WHERE position <> ${EXPECTED_POSITION}`,
      )
      .all()
      .map((row) => [row.category_no, { categoryId: row.category_id, name: namesOf(row) }]),
  );
  const product = db.prepare<[string], NameColumns & { readonly category_no: number | null }>(
    'SELECT name_fr, name_ar, name_en, category_no FROM product WHERE product_id = ?',
  );
  return {
    find: (productId) => {
      const row = product.get(productId);
      if (row === undefined) return null;
      return { name: namesOf(row), category: row.category_no === null ? null : (categories.get(row.category_no) ?? null) };
    },
    close: () => {
      db.close();
    },
  };
}
