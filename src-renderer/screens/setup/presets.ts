import { z } from 'zod';
import { storeSettingsSchema } from '../../../src-shared/settings/store-settings.ts';
import { localizedTextSchema } from '../../../src-shared/text/localized-text.ts';

/** `resources/setup/`: data, in the bundle, parsed once. */
const files = import.meta.glob('../../../resources/setup/*.json', { eager: true, import: 'default' });

/**
 * What a country brings to a shop: its money, its taxes, its ways of paying, and the numbers its authorities give. `stampDuty` and
 * `cashRoundingMinor` are what the country knows; whether the shop applies them is asked.
 */
const presetSchema = z.object({
  presetId: z.string().min(1),
  name: localizedTextSchema,
  identifierLabels: z.array(z.string().min(1).max(16)),
  /** No tax is known for this country: one rate may be typed. */
  asksTax: z.boolean(),
  settings: storeSettingsSchema.pick({
    country: true,
    currency: true,
    shownDecimals: true,
    timeZone: true,
    taxGroups: true,
    defaultTaxGroupId: true,
    pricesIncludeTax: true,
    stampDuty: true,
    cashRoundingMinor: true,
    denominationsMinor: true,
    tenders: true,
    tillRules: true,
  }),
});
export type Preset = z.infer<typeof presetSchema>;

export const PRESETS: readonly Preset[] = z.array(presetSchema).min(1).parse(files['../../../resources/setup/presets.json']);

/** A shop of which nothing has been said: what a preset and a person do not change stays as it is here. */
export const NEUTRAL_SHOP = storeSettingsSchema.parse(files['../../../resources/setup/neutral-shop.json']);

export function presetOf(presetId: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.presetId === presetId) ?? PRESETS[0];
  if (preset === undefined) throw new Error('resources/setup/presets.json holds no preset');
  return preset;
}
