import { minorDigitsOf } from '../../../src-shared/money/currency.ts';
import { parseDecimal } from '../../../src-shared/money/decimal.ts';
import type { PrinterSettings, StoreSettings } from '../../../src-shared/settings/store-settings.ts';
import type { Language, LocalizedText } from '../../../src-shared/text/localized-text.ts';
import { NEUTRAL_SHOP, type Preset } from './presets.ts';
import type { ShopDraft, StepName } from './shop-draft.ts';

/** Per cent to parts per million is four places. */
const PPM_DIGITS = 4;
const MAX_RATE_PPM = 1_000_000;
/** The port printers listen on for raw bytes. */
const PRINTER_PORT = 9_100;
const PROFILE_ID = 'generic-80mm';
const RECEIPT_PREFIX = /^[A-Z0-9]{1,8}$/;
const FIRST_DAY = '2000-01-01';

export type DraftField = 'currency' | 'taxPercent' | 'name' | 'tillName' | 'receiptPrefix' | 'printerHost' | 'people';

/** The rate typed, in parts per million; null where nothing was typed, undefined where it is no rate. */
function ratePpmOf(taxPercent: string): number | null | undefined {
  if (taxPercent.trim() === '') return null;
  const parsed = parseDecimal(taxPercent.replace('%', ''), PPM_DIGITS);
  if (!parsed.ok || parsed.value.amountMinor < 0 || parsed.value.amountMinor > MAX_RATE_PPM) return undefined;
  return parsed.value.amountMinor;
}

/** What of a step cannot stand yet. Nothing is asked that a shop cannot open without. */
export function problemsOf(draft: ShopDraft, step: StepName): readonly DraftField[] {
  const problems: Record<StepName, readonly (readonly [DraftField, boolean])[]> = {
    country: [
      ['currency', minorDigitsOf(draft.currency) === null],
      ['taxPercent', ratePpmOf(draft.taxPercent) === undefined],
    ],
    shop: [['name', draft.name.trim() === '']],
    till: [
      ['tillName', draft.tillName.trim() === ''],
      ['receiptPrefix', !RECEIPT_PREFIX.test(draft.receiptPrefix)],
      ['printerHost', draft.printer === 'network' && draft.printerHost.trim() === ''],
    ],
    people: [['people', draft.people.every(({ name }) => name.trim() === '')]],
  };
  return problems[step].filter(([, isWrong]) => isWrong).map(([field]) => field);
}

export interface SetupNames {
  readonly tax: LocalizedText;
  readonly practicePrinter: string;
  readonly networkPrinter: string;
}

function printersOf({ printer, printerHost }: ShopDraft, names: SetupNames): readonly PrinterSettings[] {
  if (printer === 'none') return [];
  if (printer === 'virtual') {
    return [{ printerId: 'printer-1', name: names.practicePrinter, transport: { kind: 'virtual' }, profileId: PROFILE_ID }];
  }
  const transport = { kind: 'tcp', host: printerHost.trim(), port: PRINTER_PORT } as const;
  return [{ printerId: 'printer-1', name: names.networkPrinter, transport, profileId: PROFILE_ID }];
}

/** A typed rate becomes a group of its own before the exempt one, and what is sold without saying bears it. */
function taxesOf(draft: ShopDraft, preset: Preset, names: SetupNames): Pick<StoreSettings, 'taxGroups' | 'defaultTaxGroupId'> {
  const ratePpm = preset.asksTax ? (ratePpmOf(draft.taxPercent) ?? null) : null;
  const { taxGroups } = preset.settings;
  if (ratePpm === null || ratePpm === 0) return { taxGroups, defaultTaxGroupId: draft.defaultTaxGroupId };
  const tax = { taxId: 'TAX', name: names.tax, rates: [{ from: FIRST_DAY, ratePpm }] };
  return { taxGroups: [{ taxGroupId: 'standard', name: names.tax, taxes: [tax] }, ...taxGroups], defaultTaxGroupId: 'standard' };
}

/** The settings of the shop as the person described it: the neutral ones, changed by the country's, changed by hers. */
export function settingsOf(
  draft: ShopDraft,
  preset: Preset,
  facts: { readonly language: Language; readonly machineTimeZone: string; readonly names: SetupNames },
): StoreSettings {
  const { language, machineTimeZone, names } = facts;
  const printers = printersOf(draft, names);
  const people = draft.people.filter(({ name }) => name.trim() !== '');
  const address = draft.address.trim();
  return {
    ...NEUTRAL_SHOP,
    ...preset.settings,
    ...taxesOf(draft, preset, names),
    shop: {
      ...NEUTRAL_SHOP.shop,
      tradeName: { [language]: draft.name.trim() },
      address: address === '' ? [] : address.split('\n', 6).map((line) => ({ [language]: line.trim() || '-' })),
      phone: draft.phone.trim() || null,
      identifiers: preset.identifierLabels
        .map((label) => ({ label, value: draft.identifiers[label]?.trim() ?? '' }))
        .filter(({ value }) => value !== ''),
    },
    currency: draft.currency,
    shownDecimals: preset.settings.currency === draft.currency ? preset.settings.shownDecimals : (minorDigitsOf(draft.currency) ?? 2),
    timeZone: preset.settings.country === NEUTRAL_SHOP.country ? machineTimeZone : preset.settings.timeZone,
    defaultLanguage: language,
    receiptLanguage: language,
    pricesIncludeTax: draft.pricesIncludeTax,
    stampDuty: draft.stampDuty ? preset.settings.stampDuty : 'off',
    cashRoundingMinor: draft.roundsCash ? preset.settings.cashRoundingMinor : null,
    people: people.map((person, index) => ({
      personId: `person-${index + 1}`,
      ...person,
      name: person.name.trim(),
      active: true,
      roleId: index === 0 ? 'manager' : 'cashier',
    })),
    till: { tillId: 'till-1', name: draft.tillName.trim(), receiptPrefix: draft.receiptPrefix },
    printers: [...printers],
    receiptPrinterId: printers[0]?.printerId ?? null,
  };
}
