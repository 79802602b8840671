import { z } from 'zod';
import { storeWideSettingsSchema } from '../settings/store-wide-settings.ts';
import type { Routes } from './route.ts';
import { putRoute, readRoute } from './row-routes.ts';

const params = z.object({ storeId: z.uuid() });

export const SETTINGS_OFFICE_ROUTES = {
  readSettings: readRoute('/v1/stores/:storeId/settings', 'settings.read', 'What a store decides for all its tills.', {
    row: storeWideSettingsSchema,
    params,
  }),
  putSettings: putRoute('/v1/stores/:storeId/settings', 'settings.edit', 'Changes what a store decides for all its tills.', {
    row: storeWideSettingsSchema,
    params,
  }),
} as const satisfies Routes;
