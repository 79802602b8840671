import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { minorDigitsOf } from '../../src-shared/money/currency.ts';
import { type StoreSettings, storeSettingsSchema } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { PROGRAM } from './program-files.ts';

/** What a technician says of a shop; everything else of the neutral settings is left as it is. */
export interface ShopChoice {
  readonly name: string | null;
  readonly country: string | null;
  readonly currency: string;
  readonly timeZone: string | null;
  readonly language: Language | null;
  readonly tillName: string | null;
  readonly receiptPrefix: string | null;
  readonly personName: string | null;
}

/**
 * Settings that assume nothing of a country (`resources/setup/neutral-shop.json`): one tax group without any tax, no stamp duty, no rounding,
 * cash and card, no printer, UTC. A shop in earnest goes through the screen's set-up or edits them.
 */
export function neutralSettings(choice: ShopChoice): StoreSettings {
  const text = readFileSync(join(PROGRAM.resources, 'setup', 'neutral-shop.json'), 'utf8');
  const neutral = storeSettingsSchema.parse(JSON.parse(text));
  const language = choice.language ?? neutral.defaultLanguage;
  return {
    ...neutral,
    shop: { ...neutral.shop, tradeName: choice.name === null ? neutral.shop.tradeName : { [language]: choice.name } },
    country: choice.country ?? neutral.country,
    currency: choice.currency,
    shownDecimals: minorDigitsOf(choice.currency) ?? neutral.shownDecimals,
    timeZone: choice.timeZone ?? neutral.timeZone,
    defaultLanguage: language,
    receiptLanguage: language,
    people: neutral.people.map((person) => ({ ...person, language, name: choice.personName ?? person.name })),
    till: {
      ...neutral.till,
      name: choice.tillName ?? neutral.till.name,
      receiptPrefix: choice.receiptPrefix ?? neutral.till.receiptPrefix,
    },
  };
}

const presetSchema = z.object({ presetId: z.string(), settings: storeSettingsSchema.partial() });

/** What a country's shops have in common (`resources/setup/presets.json`, the same as on the screen's set-up); null: no such preset. */
export function presetSettings(presetId: string): z.infer<typeof presetSchema>['settings'] | null {
  const text = readFileSync(join(PROGRAM.resources, 'setup', 'presets.json'), 'utf8');
  const presets = z.array(presetSchema).parse(JSON.parse(text));
  return presets.find((preset) => preset.presetId === presetId)?.settings ?? null;
}
