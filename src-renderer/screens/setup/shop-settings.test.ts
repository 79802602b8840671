import { describe, expect, test } from 'vitest';
import { settingsProblem } from '../../../src-shared/settings/check-settings.ts';
import { storeSettingsSchema } from '../../../src-shared/settings/store-settings.ts';
import { PRESETS, presetOf } from './presets.ts';
import { newDraft, presetPart, type ShopDraft, STEPS } from './shop-draft.ts';
import { problemsOf, settingsOf } from './shop-settings.ts';

const FACTS = {
  language: 'ar',
  machineTimeZone: 'Europe/Paris',
  names: { tax: { fr: 'Taxe', ar: 'الرسم', en: 'Tax' }, practicePrinter: 'Practice', networkPrinter: 'Printer' },
} as const;

function draftOf(presetId: string, change: Partial<ShopDraft> = {}): ShopDraft {
  const draft = {
    ...newDraft(presetId, { till: 'Caisse 1' }, 'ar'),
    name: ' البركة ',
    people: [{ name: 'Amina', language: 'fr' as const }],
  };
  return { ...draft, ...(draft.currency === '' ? { currency: 'EUR' } : {}), ...change };
}

describe('a shop set up on the screen', () => {
  test.each(PRESETS.map(({ presetId }) => presetId))('is one the terminal can work with: %s', (presetId) => {
    const draft = draftOf(presetId, { taxPercent: '20', printer: 'network', printerHost: '192.168.1.50' });
    for (const step of STEPS) expect(problemsOf(draft, step)).toEqual([]);
    const settings = storeSettingsSchema.parse(settingsOf(draft, presetOf(presetId), FACTS));
    expect(settingsProblem(settings)).toBeNull();
    expect(settings.shop.tradeName).toEqual({ ar: 'البركة' });
    expect(settings.receiptPrinterId).toBe('printer-1');
  });

  test('stamp duty stays off until the shop turns it on, and a country without one has none to turn on', () => {
    const algeria = presetOf('algeria');
    expect(settingsOf(draftOf('algeria'), algeria, FACTS).stampDuty).toBe('off');
    expect(settingsOf(draftOf('algeria', { stampDuty: true }), algeria, FACTS).stampDuty).toBe('dz');
    expect(settingsOf(draftOf('neutral', { stampDuty: true, roundsCash: true }), presetOf('neutral'), FACTS)).toMatchObject({
      stampDuty: 'off',
      cashRoundingMinor: null,
    });
  });

  test('a typed rate is kept to the last of its places, with a comma as with a point', () => {
    const rateOf = (taxPercent: string) => {
      const { taxGroups, defaultTaxGroupId } = settingsOf(draftOf('neutral', { taxPercent }), presetOf('neutral'), FACTS);
      return taxGroups.find(({ taxGroupId }) => taxGroupId === defaultTaxGroupId)?.taxes[0]?.rates[0]?.ratePpm ?? null;
    };
    expect(rateOf('20')).toBe(200_000);
    expect(rateOf('5,5')).toBe(55_000);
    expect(rateOf('8.875 %')).toBe(88_750);
    expect(rateOf('')).toBeNull();
  });

  test('what is typed of another country does not follow into this one', () => {
    const moved = { ...draftOf('neutral', { taxPercent: '20' }), ...presetPart(presetOf('algeria')) };
    const settings = settingsOf(moved, presetOf('algeria'), FACTS);
    expect(settings).toMatchObject({ country: 'DZ', currency: 'DZD', defaultTaxGroupId: 'tva-19', timeZone: 'Africa/Algiers' });
    expect(settings.taxGroups.map(({ taxGroupId }) => taxGroupId)).toEqual(['tva-19', 'tva-9', 'exempt']);
  });

  test.each([
    ['country', { currency: 'DIN' }, 'currency'],
    ['country', { taxPercent: '101' }, 'taxPercent'],
    ['country', { taxPercent: 'vingt' }, 'taxPercent'],
    ['shop', { name: '  ' }, 'name'],
    ['till', { receiptPrefix: 'c-1' }, 'receiptPrefix'],
    ['till', { printer: 'network', printerHost: ' ' }, 'printerHost'],
    ['people', { people: [{ name: ' ', language: 'fr' }] }, 'people'],
  ] as const)('%s does not go on with %j', (step, change, field) => {
    expect(problemsOf(draftOf('neutral', change as unknown as Partial<ShopDraft>), step)).toEqual([field]);
  });
});
