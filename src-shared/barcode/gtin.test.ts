import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf } from './check-digit.ts';
import { gtinOfPayload, normaliseGtin, readGtin } from './gtin.ts';
import type { Symbology } from './symbology.ts';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const digit = fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
const digits = (length: number): fc.Arbitrary<string> => fc.string({ unit: digit, minLength: length, maxLength: length });
const completed = (payload: string): string => payload + String(checkDigitOf(payload));

function canonical(text: string, symbology: Symbology | null = null): string {
  const reading = normaliseGtin(text, symbology);
  return reading.ok ? reading.value : reading.error.code;
}

describe('the canonical form', () => {
  it.each([
    ['4006381333931', '4006381333931', 'an EAN-13 is as it is'],
    ['036000241457', '0036000241457', 'a UPC-A gets the zero of its EAN-13'],
    ['0036000241457', '0036000241457', 'an EAN-13 with a leading zero keeps it'],
    ['96385074', '96385074', 'an EAN-8 stays at eight digits'],
    ['00000017', '00000017', 'an EAN-8 of zeros keeps them'],
    ['0000000000017', '0000000000017', 'a short number padded to thirteen is not an EAN-8'],
    ['10614141000415', '10614141000415', 'a case keeps fourteen digits'],
    ['00614141000418', '0614141000418', 'fourteen digits with indicator 0 are the thirteen'],
    ['00000096385074', '96385074', 'fourteen digits with six zeros are the EAN-8'],
  ])('%s becomes %s: %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it('is the same for a UPC-A, its EAN-13 and its GTIN-14', () => {
    fc.assert(
      fc.property(digits(11), (payload) => {
        fc.pre(!payload.startsWith('0000'));
        const upcA = completed(payload);
        expect([canonical(`0${upcA}`), canonical(`00${upcA}`)]).toEqual([canonical(upcA), canonical(upcA)]);
      }),
    );
  });

  it('does not change when taken again, and never loses a digit', () => {
    fc.assert(
      fc.property(fc.constantFrom(7, 11, 12, 13).chain(digits), (payload) => {
        const text = completed(payload);
        const once = canonical(text);
        expect(canonical(once)).toBe(once);
        expect(once.padStart(14, '0')).toBe(text.padStart(14, '0'));
        expect([8, 13, 14]).toContain(once.length);
      }),
    );
  });

  it('completes a payload of each length', () => {
    expect(gtinOfPayload('9638507')).toBe('96385074');
    expect(gtinOfPayload('400638133393')).toBe('4006381333931');
    expect(gtinOfPayload('1061414100041')).toBe('10614141000415');
  });
});

describe('a UPC-E', () => {
  // One for each rule of expansion, from GS1 General Specifications 5.2.2.4.
  it.each([
    ['04252614', '0042100005264'],
    ['01234505', '0012000003455'],
    ['01234531', '0012300000451'],
    ['01234543', '0012340000053'],
    ['01234558', '0012345000058'],
    ['01234565', '0012345000065'],
    ['06543217', '0065100004327'],
  ])('%s is %s', (upcE, expected) => {
    expect(canonical(upcE, 'upc-e')).toBe(expected);
    expect(canonical(upcE, 'ean-upc')).toBe(expected);
  });

  it('is found under the eight digits that an import without symbology took for an EAN-8', () => {
    expect(readGtin('012345000065', null)).toEqual({ ok: true, value: { gtin: '0012345000065', alternatives: ['01234565'] } });
    // This one is no EAN-8, so no import can have taken it for one.
    expect(readGtin('042100005264', null)).toEqual({ ok: true, value: { gtin: '0042100005264', alternatives: [] } });
    expect(readGtin('036000241457', null)).toMatchObject({ value: { alternatives: [] } });
  });

  it('and its UPC-A are found by each other, for every number that has both', () => {
    const six = fc.tuple(fc.constantFrom('0', '1'), digits(6));
    fc.assert(
      fc.property(six, ([numberSystem, body]) => {
        const upcE = completed(numberSystem + body);
        const expanded = canonical(upcE, 'upc-e');
        fc.pre(expanded.length === 13);
        const back = readGtin(expanded, null);
        expect(back).toMatchObject({ ok: true, value: { gtin: expanded } });
        expect(back.ok && back.value.alternatives).toContain(upcE);
      }),
    );
  });

  it('has no number system but 0 and 1', () => {
    expect(canonical('24252614', 'upc-e')).toBe('24252614');
    expect(readGtin('24252614', 'upc-e')).toMatchObject({ value: { alternatives: ['0000024252614'] } });
  });
});

describe('eight digits that are valid as EAN-8 and as UPC-E', () => {
  it('are an EAN-8 when nobody says what was scanned, with the other forms behind it', () => {
    const reading = { gtin: '01234565', alternatives: ['0000001234565', '0012345000065'] };
    expect(readGtin('01234565', null)).toEqual({ ok: true, value: reading });
  });

  it('are what the scanner says they are', () => {
    expect(canonical('01234565', 'ean-8')).toBe('01234565');
    expect(canonical('01234565', 'upc-e')).toBe('0012345000065');
  });

  it('are a UPC-E alone when only that is valid', () => {
    expect(canonical('04252614')).toBe('0042100005264');
    expect(canonical('04252614', 'ean-8')).toBe('gtin.check-digit');
  });
});

describe('thirteen digits that begin with five zeros', () => {
  it('offer the EAN-8 that some scanners pad to them', () => {
    expect(readGtin('0000096385074', null)).toEqual({ ok: true, value: { gtin: '0000096385074', alternatives: ['96385074'] } });
  });
});

describe('a refusal', () => {
  it.each([
    ['', { code: 'gtin.length', length: 0 }],
    ['4006381333930', { code: 'gtin.check-digit', expected: '1', found: '0' }],
    ['96385075', { code: 'gtin.check-digit', expected: '4', found: '5' }],
    ['40063813339', { code: 'gtin.length', length: 11 }],
    ['123456789012345', { code: 'gtin.length', length: 15 }],
    ['40063813x3931', { code: 'gtin.not-digits', position: 8 }],
    ['٤٠٠٦٣٨١٣٣٣٩٣١', { code: 'gtin.not-digits', position: 0 }],
    [' 4006381333931', { code: 'gtin.not-digits', position: 0 }],
  ])('of %j says why', (text, error) => {
    expect(normaliseGtin(text)).toEqual({ ok: false, error });
  });

  it('names a digit that would have been right', () => {
    fc.assert(
      fc.property(fc.constantFrom(8, 12, 13, 14).chain(digits), (text) => {
        const reading = normaliseGtin(text);
        if (reading.ok || reading.error.code !== 'gtin.check-digit') return;
        expect(normaliseGtin(text.slice(0, -1) + reading.error.expected).ok).toBe(true);
      }),
    );
  });

  it('is all that any other text gets: nothing throws', () => {
    fc.assert(
      fc.property(
        fc.array(anyCharacter, { maxLength: 20 }).map((characters) => characters.join('')),
        (text) => {
          expect(typeof readGtin(text, null).ok).toBe('boolean');
        },
      ),
    );
  });
});
