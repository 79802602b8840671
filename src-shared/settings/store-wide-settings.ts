import type { z } from 'zod';
import { type StoreSettings, storeSettingsSchema } from './store-settings.ts';
import { tillRulesSchema } from './till-rules.ts';

/** What is decided once for a store and holds on every till of it. With the cloud, it is edited there and pulled. */
const STORE_WIDE = {
  version: true,
  shop: true,
  country: true,
  currency: true,
  shownDecimals: true,
  timeZone: true,
  digits: true,
  defaultLanguage: true,
  receiptLanguage: true,
  taxGroups: true,
  defaultTaxGroupId: true,
  pricesIncludeTax: true,
  stampDuty: true,
  cashRoundingMinor: true,
  denominationsMinor: true,
  tenders: true,
  labelPatterns: true,
  receipt: true,
  returns: true,
  weighing: true,
  accounts: true,
  access: true,
} as const satisfies Partial<Record<keyof StoreSettings, true>>;

/** What is so of one machine: its name, what is plugged into it, its screens. It stays there and is set up there. */
export const MACHINE_SETTINGS = [
  'till',
  'printers',
  'receiptPrinterId',
  'printing',
  'scale',
  'customerDisplay',
  'serialScanners',
  'hidScanners',
  'wedgeScanners',
  'customerWindow',
  'lan',
  'screen',
  'cloudUrl',
] as const satisfies readonly (keyof StoreSettings)[];

/** People and roles are rows of their own on the way to the tills. */
export const SETTINGS_PULLED_AS_ROWS = ['people', 'roles'] as const satisfies readonly (keyof StoreSettings)[];

/**
 * The part of the settings that a store decides for all its tills. Of the rules of tills, the further drawers used on one machine are that
 * machine's.
 */
export const storeWideSettingsSchema = storeSettingsSchema
  .pick(STORE_WIDE)
  .extend({ tillRules: tillRulesSchema.omit({ moreTills: true }).prefault({}) });
export type StoreWideSettings = z.infer<typeof storeWideSettingsSchema>;

/** The store's part of what a machine has. */
export function storeWideOf(settings: StoreSettings): StoreWideSettings {
  return storeWideSettingsSchema.parse(settings);
}

/** A machine's settings with the store's part put in place of its own. */
export function withStoreWide(settings: StoreSettings, storeWide: StoreWideSettings): StoreSettings {
  return { ...settings, ...storeWide, tillRules: { ...storeWide.tillRules, moreTills: settings.tillRules.moreTills } };
}
