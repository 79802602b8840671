import { categorySchema } from '../../../src-shared/catalog/product.ts';
import { CATALOG_ROUTES, importAnswerSchema } from '../../../src-shared/contract/catalog-routes.ts';
import type { Database } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { assertSameId, listRows } from '../changes/service.ts';
import { deleteCategory, listQuickKeys, putCategory, putQuickKeys } from './categories.ts';
import { ProductImport } from './import-products.ts';
import { categoriesOf } from './places.ts';
import { deleteProduct, listProducts, putProduct, readProduct, replaceProducts } from './products.ts';

const IMPORT_TYPE = 'application/x-ndjson';

/** Products, categories and quick keys, for the back office. */
export function catalogRoutes({ database }: { readonly database: Database }): readonly ServedRoute[] {
  return implement(CATALOG_ROUTES, {
    listProducts: ({ caller, query }) => listProducts(database, caller.merchantId, query),
    readProduct: ({ caller, params }) => readProduct(database, caller.merchantId, params.productId),
    putProduct: ({ caller, params, body }) => {
      assertSameId(params.productId, body.row.productId);
      return putProduct(database, caller.merchantId, body.row, body.base);
    },
    deleteProduct: async ({ caller, params, query }) => {
      await deleteProduct(database, caller.merchantId, params.productId, query.base);
      return {};
    },
    bulkProducts: async ({ caller, body }) => ({ changed: await replaceProducts(database, caller.merchantId, body.products) }),
    importProducts: ({ caller, request }) => {
      const type = (request.header('content-type') ?? '').split(';')[0]?.trim();
      if (type !== IMPORT_TYPE) throw new Problem('request.unsupported');
      return Promise.resolve(async (response) => {
        try {
          const answer = await new ProductImport(database, caller.merchantId).read(response.req);
          response.json(importAnswerSchema.parse(answer));
        } finally {
          // What is left of a body that was refused is let pass, so that its sender reads the answer.
          response.req.resume();
        }
      });
    },
    listCategories: ({ caller, query }) => listRows(database, categoriesOf(caller.merchantId), query, categorySchema),
    putCategory: ({ caller, params, body }) => {
      assertSameId(params.categoryId, body.row.categoryId);
      return putCategory(database, caller.merchantId, body.row, body.base);
    },
    deleteCategory: async ({ caller, params, query }) => {
      await deleteCategory(database, caller.merchantId, params.categoryId, query.base);
      return {};
    },
    listQuickKeys: async ({ caller, params }) => ({ items: await listQuickKeys(database, caller.merchantId, params.categoryId) }),
    putQuickKeys: async ({ caller, params, body }) => ({
      changed: await putQuickKeys(database, caller.merchantId, params.categoryId, body.keys),
    }),
  });
}
