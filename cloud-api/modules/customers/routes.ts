import { CUSTOMERS_OFFICE_ROUTES } from '../../../src-shared/contract/customers-office-routes.ts';
import { customerSchema } from '../../../src-shared/customers/customer.ts';
import { asMerchant } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { listRows } from '../changes/service.ts';
import { assertActive } from '../terminals/service.ts';
import {
  type CustomerParts,
  createCustomer,
  customersOf,
  editCustomer,
  eraseCustomer,
  listConflicts,
  readCustomer,
  resolveConflict,
  takeCustomers,
} from './service.ts';

/** Customers, for the back office and for the tills that write them down. */
export function customerRoutes(parts: CustomerParts): readonly ServedRoute[] {
  const { database } = parts;
  return implement(CUSTOMERS_OFFICE_ROUTES, {
    listCustomers: ({ caller, query }) => listRows(database, customersOf(caller.merchantId), query, customerSchema),
    readCustomer: ({ caller, params }) => readCustomer(database, caller.merchantId, params.customerId),
    createCustomer: ({ caller, params, body }) => createCustomer(parts, caller.merchantId, params.customerId, body),
    editCustomer: ({ caller, params, body }) => editCustomer(parts, caller.merchantId, params.customerId, body),
    eraseCustomer: async ({ caller, params, request }) => {
      await eraseCustomer(database, { caller, request }, params.customerId);
      return {};
    },
    listCustomerConflicts: ({ caller, query }) => listConflicts(database, caller.merchantId, query),
    resolveCustomerConflict: async ({ caller, params, body }) => {
      await resolveConflict(parts, caller.merchantId, params.conflictId, body.take);
      return {};
    },
    pushCustomers: async ({ caller, body }) => {
      await asMerchant(database, caller.merchantId, (tx) => assertActive(tx, caller));
      return { conflicts: await takeCustomers(parts, caller.merchantId, body.edits) };
    },
  });
}
