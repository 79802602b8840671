import { describe, expect, it } from 'vitest';
import { readAim } from './aim.ts';
import { carriesGs1, isRetail, symbologyOfDecoder } from './symbology.ts';

describe('an AIM identifier', () => {
  it.each([
    [']E04006381333931', 'ean-upc', '4006381333931'],
    [']E496385074', 'ean-8', '96385074'],
    [']E3977123456700303', 'ean-upc-with-add-on', '977123456700303'],
    [']C1010952123454321', 'gs1-128', '010952123454321'],
    [']C0ABC', 'code-128', 'ABC'],
    [']A0ABC', 'code-39', 'ABC'],
    [']e00109521234543213', 'gs1-databar', '0109521234543213'],
    [']d201', 'gs1-data-matrix', '01'],
    [']d1x', 'data-matrix', 'x'],
    [']Q301', 'gs1-qr-code', '01'],
    [']Q1https://example.org', 'qr-code', 'https://example.org'],
    [']I11234567890', 'itf', '1234567890'],
    [']M0123', 'other', '123'],
    [']E0', 'ean-upc', ''],
  ])('%s is taken off', (text, symbology, rest) => {
    expect(readAim(text)).toEqual({ symbology, text: rest });
  });

  it.each(['', ']', ']E', 'E0123', ']]E0', '] 0x', '123]E0'])('is not seen in %j', (text) => {
    expect(readAim(text)).toBeNull();
  });
});

describe('a symbology', () => {
  it('is known by the names of decoders', () => {
    expect(['UPC_A', 'EAN_13', 'upc_e', 'RSS_EXPANDED', 'qr_code', 'pdf417', 'PDF_417'].map(symbologyOfDecoder)).toEqual([
      'upc-a',
      'ean-13',
      'upc-e',
      'gs1-databar',
      'qr-code',
      'other',
      'other',
    ]);
    expect(symbologyOfDecoder('no such code')).toBeNull();
  });

  it('is for retail, for GS1 data, or neither', () => {
    expect([isRetail('upc-e'), isRetail('code-128'), isRetail(null)]).toEqual([true, false, false]);
    expect([carriesGs1('gs1-128'), carriesGs1('code-128'), carriesGs1(null)]).toEqual([true, false, false]);
  });
});
