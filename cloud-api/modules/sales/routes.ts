import { SALES_ROUTES } from '../../../src-shared/contract/sales-routes.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { listAccountMovements, listBalances } from '../customer-accounts/service.ts';
import { listClosures, listTillSessions } from '../tills/service.ts';
import { dayFigures, listSales, readSale } from './service.ts';

/** What was sold, by which tills, and what it changed on customers' accounts. */
export function salesRoutes(database: Database): readonly ServedRoute[] {
  return implement(SALES_ROUTES, {
    listSales: ({ caller, query }) => listSales(database, caller.merchantId, query),
    readSale: ({ caller, params }) => readSale(database, caller.merchantId, params.saleId),
    readDayFigures: ({ caller, params, query }) => dayFigures(database, caller.merchantId, params.storeId, query),
    listTillSessions: ({ caller, query }) => listTillSessions(database, caller.merchantId, query),
    listClosures: ({ caller, query }) => listClosures(database, caller.merchantId, query),
    listBalances: async ({ caller, params }) => ({ accounts: await listBalances(database, caller.merchantId, params.customerId) }),
    listAccountMovements: ({ caller, params, query }) => listAccountMovements(database, caller.merchantId, params.customerId, query),
  });
}
