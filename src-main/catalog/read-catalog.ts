import type Database from 'better-sqlite3';
import { type Category, categorySchema, type Product, type QuickKey } from '../../src-shared/catalog/product.ts';
import { EXPECTED_POSITION } from './catalog-schema.ts';
import {
  type NameColumns,
  type NumberedIds,
  namesOf,
  PRODUCT_COLUMNS,
  type ProductRow,
  productOf,
  SELECT_MORE_BARCODES,
} from './product-row.ts';

type CategoryRow = NameColumns & { readonly category_id: string; readonly colour: string; readonly position: number };
type QuickKeyRow = { readonly category_id: string; readonly product_id: string; readonly position: number };

/** The categories of an open catalog file, in the order of their positions. */
export function readCategories(db: Database.Database): readonly Category[] {
  return categoriesBy(db, 'position, category_no');
}

/** In the order in which they came into it, by which those of one position stand. */
export function readCategoriesAsWritten(db: Database.Database): readonly Category[] {
  return categoriesBy(db, 'category_no');
}

function categoriesBy(db: Database.Database, order: 'position, category_no' | 'category_no'): readonly Category[] {
  const rows = db.prepare<[number], CategoryRow>(`SELECT * FROM category WHERE position <> ? ORDER BY ${order}`).all(EXPECTED_POSITION);
  return rows.map((row) =>
    categorySchema.parse({ categoryId: row.category_id, name: namesOf(row), colour: row.colour, position: row.position }),
  );
}

export function readQuickKeys(db: Database.Database): readonly QuickKey[] {
  const rows = db
    .prepare<[], QuickKeyRow>(
      `SELECT category_id, product_id, quick_key.position FROM quick_key
       JOIN category ON category.category_no = quick_key.category_no JOIN product ON product.product_no = quick_key.product_no
       ORDER BY quick_key.category_no, quick_key.position`,
    )
    .all();
  return rows.map((row) => ({ categoryId: row.category_id, productId: row.product_id, position: row.position }));
}

export function readNumberedIds(db: Database.Database): NumberedIds {
  const pairs = (sql: string): ReadonlyMap<number, string> => new Map(db.prepare<[], [number, string]>(sql).raw().all());
  return {
    taxGroups: pairs('SELECT tax_group_no, tax_group_id FROM tax_group'),
    categories: pairs('SELECT category_no, category_id FROM category'),
  };
}

/** All products of an open catalog file, one at a time, in the order in which they came into it. */
export function* readProducts(db: Database.Database): Generator<Product> {
  const known = new Set(readCategories(db).map(({ categoryId }) => categoryId));
  for (const product of readProductsAsWritten(db)) {
    yield product.categoryId === null || known.has(product.categoryId) ? product : { ...product, categoryId: null };
  }
}

/** As `readProducts`, with the categories that products name though they are not there. */
export function* readProductsAsWritten(db: Database.Database): Generator<Product> {
  const ids = readNumberedIds(db);
  const moreBarcodes = db.prepare<[number], string>(SELECT_MORE_BARCODES).pluck();
  const rows = db.prepare<[], ProductRow & { readonly product_no: number }>(
    `SELECT product_no, ${PRODUCT_COLUMNS} FROM product ORDER BY product_no`,
  );
  for (const row of rows.iterate()) yield productOf(row, moreBarcodes.all(row.product_no), ids);
}
