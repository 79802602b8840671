import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinOfPayload } from './gtin.ts';
import { parseLabelPatterns } from './label-pattern.ts';
import { interpretScan, MAX_SCAN_LENGTH, type ScanReading, type ScanRules } from './resolve.ts';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const patterns = parseLabelPatterns(['21PPPPPWWWWWC', '22PPPPPVVVVVC', '02IIIIICVVVVC'], { currencyDecimals: 2 });
if (!patterns.ok) throw new Error(patterns.error.code);
const RULES: ScanRules = { patterns: patterns.value, referenceYear: 2026, currencyDecimals: 2, receiptPrefix: 'CTO:' };

const scan = (text: string, symbology: string | null = null): ScanReading => interpretScan({ text, symbology }, RULES);
const GS = '\u001D';

describe('a retail code', () => {
  it.each([
    ['4006381333931', null, ['4006381333931']],
    ['036000241457', 'UPC_A', ['0036000241457', '036000241457']],
    [']E00036000241457', null, ['0036000241457']],
    ['96385074', 'EAN_8', ['96385074', '0000096385074']],
    ['04252614', 'UPC_E', ['0042100005264', '04252614']],
    [']E004252614', null, ['0042100005264', '04252614']],
    ['01234565', null, ['01234565', '0000001234565', '0012345000065']],
    ['0000096385074', null, ['0000096385074', '96385074']],
    ['4006381333931', ']E0', ['4006381333931']],
    ['2512345012504', null, ['2512345012504']],
  ])('%j as %s is looked up by %j', (text, symbology, lookupCodes) => {
    expect(scan(text, symbology)).toMatchObject({ kind: 'gtin', gtin: lookupCodes[0], lookupCodes });
  });

  it('is read through what scanners put around it', () => {
    for (const text of [
      '4006381333931\r\n',
      '\t4006381333931\t',
      '\u00024006381333931\u0003',
      ' ]E04006381333931\r',
      '\u20664006381333931\u2069',
    ]) {
      expect(scan(text)).toMatchObject({ kind: 'gtin', text: '4006381333931' });
    }
  });

  it('is read when it is keyed in Eastern digits', () => {
    expect(scan('٤٠٠٦٣٨١٣٣٣٩٣١')).toMatchObject({ kind: 'gtin', gtin: '4006381333931' });
    expect(scan('۴۰۰۶۳۸۱۳۳۳۹۳۱')).toMatchObject({ kind: 'gtin', gtin: '4006381333931' });
  });

  it('keeps the issue of a magazine apart', () => {
    const issn = gtinOfPayload('977123456700');
    expect(scan(`]E3${issn}03`)).toMatchObject({ kind: 'gtin', gtin: issn, addOn: '03', text: issn });
    expect(scan(`]E3${issn}12345`)).toMatchObject({ gtin: issn, addOn: '12345' });
    expect(scan(`]E3${issn}`)).toMatchObject({ gtin: issn, addOn: null });
  });
});

describe('a wrong check digit', () => {
  it.each(['4006381333930', '96385075', '036000241458', '10614141000416'])(
    'of %s is told, and the code can still be the shop’s own',
    (text) => {
      expect(scan(text)).toMatchObject({ kind: 'refused', reason: 'bad-check-digit', text, lookupCodes: [text] });
    },
  );

  it('inside a price label is told as well: no price is taken from a misread', () => {
    const text = gtinOfPayload('021234582875');
    expect(scan(text)).toMatchObject({ kind: 'refused', reason: 'bad-check-digit', lookupCodes: [text] });
  });

  it('inside a GS1 code is told as well', () => {
    expect(scan(']C10109521234543214')).toMatchObject({ kind: 'refused', reason: 'bad-check-digit', text: '0109521234543214' });
  });

  it('is no fault in a code that is not for retail', () => {
    expect(scan('4006381333930', 'CODE_128')).toMatchObject({ kind: 'code', lookupCodes: ['4006381333930'] });
  });
});

describe('an in-store label', () => {
  it('is looked up without its weight, or by its item among the PLUs', () => {
    expect(scan(gtinOfPayload('210004201250'))).toMatchObject({
      kind: 'label',
      label: { kind: 'weight', quantityMilli: 1_250 },
      lookupCodes: [gtinOfPayload('210004200000')],
      pluCodes: ['00042', '42'],
    });
  });

  it('gives its price', () => {
    expect(scan(gtinOfPayload('221234501250'))).toMatchObject({
      kind: 'label',
      label: { kind: 'price', priceMinor: 1_250 },
      pluCodes: ['12345'],
    });
  });

  it('is not seen in a code that is not a retail one', () => {
    const text = gtinOfPayload('210004201250');
    expect(scan(text, 'CODE_39')).toMatchObject({ kind: 'gtin', lookupCodes: [text] });
    expect(scan(`0${text}`)).toMatchObject({ kind: 'gtin', gtin: text });
  });

  it('of item zero leaves a PLU of one zero', () => {
    expect(scan(gtinOfPayload('210000001250'))).toMatchObject({ pluCodes: ['00000', '0'] });
  });
});

describe('a GS1 code', () => {
  const text = `0199521234543216310300125010L1${GS}21S`;

  it('is read by its identifier, its separators or its brackets', () => {
    for (const each of [`]C1${text}`, `]d2${text}`, `]Q3${text}`, text, `${GS}${text}`, '(01)99521234543216(3103)001250(10)L1(21)S']) {
      expect(scan(each)).toMatchObject({
        kind: 'gs1',
        failure: null,
        facts: { quantityMilli: { kg: 1_250 }, lot: 'L1', serial: 'S', isVariableMeasure: true },
        lookupCodes: ['99521234543216'],
      });
    }
  });

  it('is found under the canonical number', () => {
    expect(scan(']C10109521234543213')).toMatchObject({ kind: 'gs1', lookupCodes: ['9521234543213'] });
  });

  it('is sold by its number even when what follows cannot be read', () => {
    expect(scan(']C1010952123454321317269901')).toMatchObject({
      kind: 'gs1',
      failure: { code: 'gs1.date', ai: '17' },
      lookupCodes: ['9521234543213'],
      facts: { expiryDate: null },
    });
  });

  it('is trusted for fixed lengths only when nothing says that it is GS1, and looked up as a whole first', () => {
    const fixed = '01995212345432163103001250';
    expect(scan(fixed, 'CODE_128')).toMatchObject({
      kind: 'gs1',
      facts: { quantityMilli: { kg: 1_250 } },
      lookupCodes: [fixed, '99521234543216'],
    });
    expect(scan(`${fixed}10L117251231`, 'CODE_128')).toMatchObject({
      kind: 'gs1',
      failure: { code: 'gs1.separator-lost' },
      facts: { lot: null, expiryDate: null, quantityMilli: { kg: 1_250 } },
    });
  });

  it('is not seen where only the beginning looks like one', () => {
    expect(scan('0109521234543213-A')).toMatchObject({ kind: 'code', lookupCodes: ['0109521234543213-A'] });
    expect(scan('0109521234543214')).toMatchObject({ kind: 'code' });
    expect(scan('(10) nails')).toMatchObject({ kind: 'code', lookupCodes: ['(10) nails'] });
  });

  it('without a trade item number is looked up as it is', () => {
    expect(scan(']C1400ORDER1')).toMatchObject({ kind: 'gs1', facts: { gtins: [] }, lookupCodes: ['400ORDER1'] });
  });

  it('of DataBar may come as its fourteen digits alone', () => {
    expect(scan('10614141000415', 'RSS_14')).toMatchObject({ kind: 'gtin', gtin: '10614141000415' });
  });
});

describe('any other text', () => {
  it.each(['42', 'ABC-123', '20240001x', '123456789', 'مفتاح', 'https://example.org/x'])('%j is a code of the shop’s', (text) => {
    expect(scan(text)).toMatchObject({ kind: 'code', text, lookupCodes: [text] });
  });

  it('may be one of our receipts', () => {
    expect(scan('CTO:abc')).toMatchObject({ kind: 'receipt', reference: 'abc', lookupCodes: [] });
    expect(interpretScan({ text: 'CTO:abc', symbology: null }, { ...RULES, receiptPrefix: null })).toMatchObject({ kind: 'code' });
  });

  it('of a case is read, and its print looked up first', () => {
    expect(scan('10614141000415', 'ITF')).toMatchObject({ kind: 'gtin', lookupCodes: ['10614141000415'] });
    expect(scan('036000241457', 'CODE_39')).toMatchObject({ lookupCodes: ['036000241457', '0036000241457'] });
  });
});

describe('an unreadable scan', () => {
  it.each([
    ['', 'empty', ''],
    [' \r\n\t', 'empty', ''],
    [']E0', 'empty', ''],
    ['40063\u000081333931', 'control-characters', '40063\uFFFD81333931'],
    ['AB\u200BC', 'control-characters', 'AB\uFFFDC'],
    ['AB\uD800', 'control-characters', 'AB\uFFFD'],
    [`AB${GS}C`, 'control-characters', 'AB\uFFFDC'],
    ['9'.repeat(MAX_SCAN_LENGTH + 1), 'too-long', '9'.repeat(64)],
  ])('%j is refused as %s, and can be shown', (text, reason, shown) => {
    expect(scan(text)).toMatchObject({ kind: 'refused', reason, text: shown, lookupCodes: [] });
  });
});

describe('every scan', () => {
  it('gives a reading that can be shown and looked up', () => {
    const fragment = fc.oneof(
      fc.constantFrom(']E0', ']C1', ']E3', '01', '(01)', '09521234543213', GS, '\r\n', '21', '\u202E', '4006381333931', '310', 'CTO:', '٤'),
      fc.array(anyCharacter, { maxLength: 4 }).map((characters) => characters.join('')),
      fc.string({ unit: fc.constantFrom('0', '1', '2', '9'), maxLength: 14 }),
    );
    const symbology = fc.constantFrom(null, ']C1', ']E0', ']E3', 'UPC_E', 'CODE_128', 'RSS_EXPANDED', 'nonsense');
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), symbology, (parts, named) => {
        const reading = scan(parts.join(''), named);
        expect(reading.text).not.toMatch(/(?!\u001D)[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u);
        expect(new Set(reading.lookupCodes).size).toBe(reading.lookupCodes.length);
        const isForLookup = reading.kind !== 'receipt' && (reading.kind !== 'refused' || reading.reason === 'bad-check-digit');
        expect(reading.lookupCodes.length > 0).toBe(isForLookup);
      }),
      { numRuns: 1_000 },
    );
  });
});
