import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { serialScannerSettingsSchema, USUAL_SCALE_FORMATS } from './serial-devices.ts';
import { storeSettingsSchema } from './store-settings.ts';

const before: Record<string, unknown> = JSON.parse(readFileSync('resources/setup/neutral-shop.json', 'utf8')) as Record<string, unknown>;
const SCANNER = serialScannerSettingsSchema.parse({
  scannerId: 's1',
  name: 'Pistol',
  path: 'COM3',
  format: null,
  suffix: 'any',
  prefix: '',
});

describe('serial devices in the settings', () => {
  test('settings from before they existed have none, and are otherwise as they were', () => {
    const { scale, customerDisplay, serialScanners, ...rest } = storeSettingsSchema.parse(before);
    expect({ scale, customerDisplay, serialScanners }).toEqual({ scale: null, customerDisplay: null, serialScanners: [] });
    expect(rest).toMatchObject(before);
  });

  test('two scanners of one id are refused, two of one model are not', () => {
    const other = { ...SCANNER, scannerId: 's2', path: 'COM4' };
    expect(storeSettingsSchema.safeParse({ ...before, serialScanners: [SCANNER, other] }).success).toBe(true);
    expect(storeSettingsSchema.safeParse({ ...before, serialScanners: [SCANNER, SCANNER] }).success).toBe(false);
  });

  test('each scale protocol has the line its makers ship it with', () => {
    expect(USUAL_SCALE_FORMATS['toledo-8217']).toMatchObject({ baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 });
    expect(USUAL_SCALE_FORMATS.cas).toMatchObject({ baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 });
    expect(USUAL_SCALE_FORMATS['dialog-06']).toMatchObject({ baudRate: 9_600, dataBits: 7, parity: 'odd', stopBits: 1 });
  });
});
