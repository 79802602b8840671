import { describe, expect, test } from 'vitest';
import type { TaxGroup } from '../../../src-shared/tax/tax-table.ts';
import { taxGroupFinder, unitOf, yesNoOf } from './cell-words.ts';
import { readBarcodes, readCode } from './codes.ts';
import { readPrice } from './price.ts';
import type { ChangeReason } from './row-reasons.ts';

describe('a price', () => {
  test.each<[string, number | null]>([
    ['120', 12_000],
    ['1 234,50', 123_450],
    ['1.234,50', 123_450],
    ['1,234.50', 123_450],
    ['1\u202F234,5 DA', 123_450],
    ['DZD 99.90', 9_990],
    ['١٢٠٫٥٠ دج', 12_050],
    ['12.5000', 1_250],
    ['0', 0],
    ['', null],
    ['variable', null],
  ])('%j is %j', (cell, amountMinor) => {
    expect(readPrice(cell, 2)).toEqual({ ok: true, value: amountMinor });
  });

  test.each([
    ['12.345', 'price.too-many-decimals'],
    ['12,3456', 'price.too-many-decimals'],
    ['12.500', 'price.ambiguous'],
    ['1,000', 'price.ambiguous'],
    ['-5', 'price.negative'],
    ['6130002000075', 'price.absurd'],
    ['99999999999999999999', 'price.absurd'],
    ['douze', 'price.unreadable'],
    ['12€50', 'price.unreadable'],
    ['1e5', 'price.unreadable'],
  ])('%j is refused: %s', (cell, reason) => {
    expect(readPrice(cell, 2)).toEqual({ ok: false, error: reason });
  });

  test('three decimals are right where the currency has three, and none where it has none', () => {
    expect(readPrice('12.500', 3)).toEqual({ ok: true, value: 12_500 });
    expect(readPrice('12.50', 0)).toEqual({ ok: false, error: 'price.too-many-decimals' });
  });
});

describe('barcodes', () => {
  function read(cell: string, keep = false): { readonly barcodes: readonly string[] | string; readonly notes: readonly ChangeReason[] } {
    const notes: ChangeReason[] = [];
    const result = readBarcodes(cell, keep, (reason) => notes.push(reason));
    return { barcodes: result.ok ? result.value : result.error.reason, notes };
  }

  test.each([
    ['3017620422003', ['3017620422003']],
    ['036000291452', ['0036000291452']],
    ['0036000291452', ['0036000291452']],
    ['00036000291452', ['0036000291452']],
    ['96385074', ['96385074']],
    ['3017620422003;6130002000075', ['3017620422003', '6130002000075']],
    ['3017620422003, 6130002000075', ['3017620422003', '6130002000075']],
    ['3017620422003 6130002000075', ['3017620422003', '6130002000075']],
    ['3017620422003|3017620422003', ['3017620422003']],
    ['A-12/7', ['A-12/7']],
    ['LOT 7 B', ['LOT 7 B']],
    ['00123', ['00123']],
    ['', []],
  ])('%j: %j', (cell, barcodes) => {
    expect(read(cell)).toEqual({ barcodes, notes: [] });
  });

  test.each<[string, readonly string[], readonly ChangeReason[]]>([
    ['="0036000291452"', ['0036000291452'], ['code.cleaned']],
    ["'0036000291452", ['0036000291452'], ['code.cleaned']],
    ['6 130002 000075', ['6130002000075'], ['code.cleaned']],
    ['6130002000075.0', ['6130002000075'], ['code.cleaned']],
    ['\u200F6130002000075\u200B', ['6130002000075'], ['code.cleaned']],
    ['٦١٣٠٠٠٢٠٠٠٠٧٥', ['6130002000075'], ['code.cleaned']],
    ['0000000000000', [], ['barcode.placeholder']],
  ])('%j is put right, and that is said', (cell, barcodes, notes) => {
    expect(read(cell)).toEqual({ barcodes, notes });
  });

  test.each([
    ['3017620422004', 'barcode.check-digit'],
    ['12345678', 'barcode.check-digit'],
    ['3017620422003;3017620422004', 'barcode.check-digit'],
    ['6.13E+12', 'barcode.spreadsheet-number'],
    ['6,13E+12', 'barcode.spreadsheet-number'],
    ['301762\u0000422003', 'code.control-characters'],
    ['x'.repeat(65), 'code.too-long'],
    [Array.from({ length: 51 }, (_, index) => `A${index}`).join(';'), 'barcode.too-many'],
  ])('%j is refused: %s', (cell, reason) => {
    expect(read(cell).barcodes).toBe(reason);
  });

  test('a wrong check digit can be kept, as a code of the shop’s own', () => {
    expect(read('3017620422004', true)).toEqual({ barcodes: ['3017620422004'], notes: ['barcode.check-digit-kept'] });
  });

  test('an SKU keeps its leading zeros, its case and its spaces within', () => {
    for (const sku of ['000123', 'aB 12', '0']) expect(readCode(` ${sku} `, () => undefined)).toEqual({ ok: true, value: sku });
  });
});

describe('words', () => {
  test.each([
    ['Pièce', 'piece'],
    ['U', 'piece'],
    ['KG', 'kg'],
    ['كغ', 'kg'],
    ['قطعة', 'piece'],
    ['Litre', 'l'],
    ['caisse', null],
  ])('the unit %s is %s', (cell, unit) => {
    expect(unitOf(cell)).toBe(unit);
  });

  test.each([
    ['Oui', true],
    ['نعم', true],
    ['N', false],
    ['0', false],
    ['peut-être', null],
  ])('%s is %s', (cell, meaning) => {
    expect(yesNoOf(cell)).toBe(meaning);
  });

  test.each([
    ['standard', 'standard'],
    ['TVA 19 %', 'standard'],
    ['19', 'standard'],
    ['19,00%', 'standard'],
    ['réduit', 'reduced'],
    ['9', 'reduced'],
    ['0%', 'none'],
    ['17', null],
    ['TVA', null],
  ])('the tax %s is the group %s', (cell, taxGroupId) => {
    const rate = (ratePpm: number): TaxGroup['taxes'] => [{ taxId: 'TVA', name: { fr: 'TVA' }, rates: [{ from: '2017-01-01', ratePpm }] }];
    const former = { from: '2000-01-01', ratePpm: 170_000 };
    const standard = rate(190_000).map((tax) => ({ ...tax, rates: [...tax.rates, former] }));
    const find = taxGroupFinder([
      { taxGroupId: 'standard', name: { fr: 'Taux normal' }, taxes: standard },
      { taxGroupId: 'reduced', name: { fr: 'Réduit' }, taxes: rate(90_000) },
      { taxGroupId: 'none', name: { fr: 'Exonéré' }, taxes: [] },
    ]);
    expect(find(cell)).toBe(taxGroupId);
  });
});
