import { z } from 'zod';
import { categorySchema, MAX_CODE_LENGTH, productSchema, quickKeySchema } from '../catalog/product.ts';
import { nothing, pageQuerySchema, type Routes } from './route.ts';
import { deleteRoute, listRoute, putRoute, readRoute, searchQuerySchema } from './row-routes.ts';

/** Products in one bulk request. */
const MAX_BULK_PRODUCTS = 5_000;
const MAX_QUICK_KEYS = 500;
/** Of an import's refused lines so many are told; the others are counted. */
export const MAX_TOLD_LINES = 100;

const idSchema = z.string().min(1).max(MAX_CODE_LENGTH);
const productParams = z.object({ productId: idSchema });
const categoryParams = z.object({ categoryId: idSchema });

/** What became of an import: one line of JSON for each product. */
export const importAnswerSchema = z.object({
  lines: z.int().min(0),
  /** Of products that were not yet as their line says. */
  changed: z.int().min(0),
  refused: z.int().min(0),
  /** The first of those refused. `line` from 1; `code`: of the problem; `at`: the field, or the id of the product that has the code. */
  told: z.array(z.object({ line: z.int().min(1), code: z.string(), at: z.string() })).max(MAX_TOLD_LINES),
});
export type ImportAnswer = z.infer<typeof importAnswerSchema>;

export const CATALOG_ROUTES = {
  listProducts: listRoute('/v1/products', 'catalog.read', 'Products by id; by words of their names and codes, by one code, by category.', {
    row: productSchema,
    query: searchQuerySchema.extend({ code: idSchema.optional(), categoryId: idSchema.optional() }),
  }),
  readProduct: readRoute('/v1/products/:productId', 'catalog.read', 'A product.', { row: productSchema, params: productParams }),
  putProduct: putRoute('/v1/products/:productId', 'catalog.edit', 'Makes or changes a product, its price too.', {
    row: productSchema,
    params: productParams,
  }),
  deleteProduct: deleteRoute('/v1/products/:productId', 'catalog.edit', 'Deletes a product; what was sold of it stays.', {
    params: productParams,
  }),
  bulkProducts: {
    method: 'POST',
    path: '/v1/products/bulk',
    access: 'catalog.edit',
    summary: 'Makes and replaces many products, all of them or, on a conflict of codes, none.',
    params: nothing,
    query: nothing,
    body: z.strictObject({ products: z.array(productSchema).min(1).max(MAX_BULK_PRODUCTS) }),
    response: z.object({ changed: z.int().min(0) }),
  },
  importProducts: {
    method: 'POST',
    path: '/v1/products/import',
    access: 'catalog.edit',
    summary: 'Makes and replaces products from a body of one JSON line each (application/x-ndjson), of any length; bad lines are told.',
    params: nothing,
    query: nothing,
    body: null,
    response: 'stream',
  },
  listCategories: listRoute('/v1/categories', 'catalog.read', 'Categories by id.', { row: categorySchema, query: pageQuerySchema }),
  putCategory: putRoute('/v1/categories/:categoryId', 'catalog.edit', 'Makes or changes a category.', {
    row: categorySchema,
    params: categoryParams,
  }),
  deleteCategory: deleteRoute('/v1/categories/:categoryId', 'catalog.edit', 'Deletes a category that no product is in.', {
    params: categoryParams,
  }),
  listQuickKeys: {
    method: 'GET',
    path: '/v1/categories/:categoryId/quick-keys',
    access: 'catalog.read',
    summary: 'The quick keys of a category’s page, by position.',
    params: categoryParams,
    query: nothing,
    body: null,
    response: z.object({ items: z.array(quickKeySchema) }),
  },
  putQuickKeys: {
    method: 'PUT',
    path: '/v1/categories/:categoryId/quick-keys',
    access: 'catalog.edit',
    summary: 'Lays out a category’s page anew.',
    params: categoryParams,
    query: nothing,
    body: z.strictObject({
      keys: z
        .array(quickKeySchema.pick({ productId: true, position: true }))
        .max(MAX_QUICK_KEYS)
        .refine((keys) => new Set(keys.map(({ position }) => position)).size === keys.length, { message: 'two at one position' }),
    }),
    response: z.object({ changed: z.int().min(0) }),
  },
} as const satisfies Routes;
