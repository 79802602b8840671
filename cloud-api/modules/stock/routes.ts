import { STOCK_ROUTES } from '../../../src-shared/contract/stock-routes.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { listMovements, listOnHand, makeStockDocument } from './service.ts';

export function stockRoutes({ database, now }: { readonly database: Database; readonly now: () => Date }): readonly ServedRoute[] {
  return implement(STOCK_ROUTES, {
    listOnHand: ({ caller, params, query }) => listOnHand(database, caller.merchantId, params.storeId, query),
    listStockMovements: ({ caller, params, query }) => listMovements(database, caller.merchantId, params, query),
    moveStock: ({ caller, body }) => makeStockDocument(database, caller, body, now()),
  });
}
