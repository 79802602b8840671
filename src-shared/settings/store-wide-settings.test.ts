import { describe, expect, test } from 'vitest';
import { neutralSettings } from '../../src-main/app/neutral-shop.ts';
import { storeSettingsSchema } from './store-settings.ts';
import { MACHINE_SETTINGS, SETTINGS_PULLED_AS_ROWS, storeWideOf, storeWideSettingsSchema, withStoreWide } from './store-wide-settings.ts';

const NOBODY = { name: null, country: null, timeZone: null, language: null, tillName: null, receiptPrefix: null, personName: null };
const settings = neutralSettings({ ...NOBODY, currency: 'DZD' });

describe('the split of the settings', () => {
  test('puts every field on one side', () => {
    const sides = [...Object.keys(storeWideSettingsSchema.shape), ...MACHINE_SETTINGS, ...SETTINGS_PULLED_AS_ROWS];
    expect([...sides].sort()).toEqual(Object.keys(storeSettingsSchema.shape).sort());
  });

  test('is put together again into the same settings', () => {
    expect(withStoreWide(settings, storeWideOf(settings))).toEqual(settings);
  });

  test('leaves what is the machine’s as it is there', () => {
    const here = { ...settings, tillRules: { ...settings.tillRules, moreTills: [{ tillId: 'till-2', name: 'Second' }] } };
    const storeWide = storeWideOf({ ...settings, timeZone: 'Africa/Algiers', till: { ...settings.till, name: 'Elsewhere' } });
    const pulled = withStoreWide(here, storeWide);
    expect(pulled.timeZone).toBe('Africa/Algiers');
    expect(pulled.till).toEqual(here.till);
    expect(pulled.tillRules.moreTills).toEqual(here.tillRules.moreTills);
  });
});
