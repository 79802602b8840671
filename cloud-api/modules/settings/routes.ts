import { SETTINGS_OFFICE_ROUTES } from '../../../src-shared/contract/settings-office-routes.ts';
import type { Database } from '../../platform/database.ts';
import { implement, type ServedRoute } from '../../platform/routes.ts';
import { putSettings, readSettings } from './service.ts';

/** What a store decides for all its tills, for the back office. */
export function settingsRoutes({ database }: { readonly database: Database }): readonly ServedRoute[] {
  return implement(SETTINGS_OFFICE_ROUTES, {
    readSettings: ({ caller, params }) => readSettings(database, caller.merchantId, params.storeId),
    putSettings: (call) => putSettings(database, call, call.params.storeId, call.body),
  });
}
