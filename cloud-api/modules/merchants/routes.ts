import { v7 as uuidv7 } from 'uuid';
import { MERCHANT_ROUTES } from '../../../src-shared/contract/merchants-routes.ts';
import type { Database } from '../../platform/database.ts';
import { Problem } from '../../platform/problem.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { audit } from '../audit/service.ts';
import { addMember } from '../users/service.ts';
import { closeStore, createStore, editMerchant, insertMerchant, listStores, readMerchant, renameStore } from './service.ts';

export interface MerchantParts {
  readonly database: Database;
  readonly now: () => Date;
  /** Whether people may make merchants by themselves. */
  readonly signUp: boolean;
}

/** The merchant itself and its stores. */
export function merchantRoutes({ database, now, signUp }: MerchantParts): readonly ServedRoute[] {
  return implement(MERCHANT_ROUTES, {
    readMerchant: ({ caller }) => readMerchant(database, caller.merchantId),
    editMerchant: (call) => editMerchant(database, call, call.body),
    createMerchant: ({ caller, request, body }) => {
      if (!signUp) throw new Problem('sign-up.closed');
      return database.all.transaction().execute(async (tx) => {
        const made = await insertMerchant(tx, uuidv7, { merchant: body.name, store: body.storeName });
        const { merchantId } = made;
        await addMember(tx, merchantId, caller.id, 'owner');
        await audit(
          tx,
          { caller: { ...caller, merchantId }, request },
          { act: 'merchant.created', subject: merchantId, after: body },
          now(),
        );
        return made;
      });
    },
    listStores: async ({ caller }) => ({ items: await listStores(database, caller.merchantId) }),
    createStore: (call) => createStore(database, call, call.body.name),
    renameStore: (call) => renameStore(database, call, call.params.storeId, call.body.name),
    closeStore: (call) => closeStore(database, call, call.params.storeId, now()),
  });
}
