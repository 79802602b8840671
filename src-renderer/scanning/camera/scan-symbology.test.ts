import { expect, test } from 'vitest';
import { interpretScan } from '../../../src-shared/barcode/resolve.ts';
import type { Symbology } from '../../../src-shared/barcode/symbology.ts';
import { symbologyOnWire } from './scan-symbology.ts';

const RULES = { patterns: [], referenceYear: 2026, currencyDecimals: 2, receiptPrefix: null };

test.each<[Symbology, string]>([
  ['ean-13', '6139990015542'],
  ['ean-8', '96385074'],
  ['upc-a', '036000291452'],
  ['upc-e', '04252614'],
  ['code-128', 'LOT-42'],
  ['gs1-128', '010952123454321310AB'],
  ['code-39', 'BIN-07'],
  ['itf', '10012345678902'],
  ['qr-code', 'hello'],
  ['gs1-qr-code', '0109521234543213'],
  ['data-matrix', 'A1B2'],
  ['gs1-data-matrix', '0109521234543213'],
])('what the camera reads as %s is read as that by the terminal', (symbology, text) => {
  expect(interpretScan({ text, symbology: symbologyOnWire(symbology) }, RULES).symbology).toBe(symbology);
});

test('an eight-digit UPC-E is looked up as the UPC-A it stands for, not as an EAN-8', () => {
  expect(interpretScan({ text: '04252614', symbology: symbologyOnWire('upc-e') }, RULES).lookupCodes[0]).toBe('0042100005264');
});

test('a batch behind the number of a GS1-128 is read, since its separators are kept', () => {
  const reading = interpretScan({ text: '010952123454321310AB-12\u001d17261231', symbology: symbologyOnWire('gs1-128') }, RULES);
  expect(reading).toMatchObject({ kind: 'gs1', failure: null, lookupCodes: ['9521234543213'] });
});
