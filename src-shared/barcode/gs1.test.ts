import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf } from './check-digit.ts';
import { GS, type Gs1Options, parseGs1 } from './gs1.ts';
import { identifierAt } from './gs1-identifiers.ts';
import { amountMinorOf } from './gs1-values.ts';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const KEPT: Gs1Options = { referenceYear: 2026, separators: 'kept' };
const LOST: Gs1Options = { referenceYear: 2026, separators: 'lost' };

function fields(text: string, options: Gs1Options = KEPT): readonly string[] | string {
  const parsed = parseGs1(text, options);
  return parsed.ok ? parsed.value.map(({ ai, raw }) => `${ai}=${raw}`) : `${parsed.error.code}@${parsed.error.position}`;
}

function dateIn(yymmdd: string, referenceYear: number): string {
  const parsed = parseGs1(`17${yymmdd}`, { ...KEPT, referenceYear });
  if (!parsed.ok) return parsed.error.code;
  const value = parsed.value[0]?.value;
  return value?.kind === 'date' ? value.date : '';
}

describe('a transmitted element string', () => {
  it.each([
    ['0109521234543213', ['01=09521234543213']],
    [`0109521234543213172602281012AB${GS}21S-7`, ['01=09521234543213', '17=260228', '10=12AB', '21=S-7']],
    [`${GS}010952123454321310A${GS}`, ['01=09521234543213', '10=A']],
    [`10A${GS}${GS}21B`, ['10=A', '21=B']],
    [`0109521234543213${GS}3103001250${GS}392212345`, ['01=09521234543213', '3103=001250', '3922=12345']],
    [`4109521234543213${GS}420160${GS}422012`, ['410=9521234543213', '420=160', '422=012']],
    ['0295212345678903', 'gs1.check-digit@15'],
    [`00${'0'.repeat(17)}0`, ['00=000000000000000000']],
    ['8005001299', ['8005=001299']],
    // 8005 and 422 have one length but are not among those that may leave out the separator: read all the same.
    ['800500129910A', ['8005=001299', '10=A']],
    ['8200https', ['8200=https']],
  ])('%j is cut into its fields', (text, expected) => {
    expect(fields(text)).toEqual(expected);
  });

  it.each([
    ['', 'gs1.empty@0'],
    [GS, 'gs1.empty@0'],
    ['0409521234543213', 'gs1.unknown-identifier@0'],
    ['3106001250', 'gs1.unknown-identifier@0'],
    ['0', 'gs1.unknown-identifier@0'],
    ['01095212345432', 'gs1.too-short@14'],
    [`01095212${GS}3454321`, 'gs1.too-short@8'],
    ['10', 'gs1.too-short@2'],
    [`10A${'B'.repeat(20)}`, 'gs1.too-long@22'],
    ['0109521234543214', 'gs1.check-digit@15'],
    ['010952123454321X', 'gs1.character@15'],
    ['10AB~C', 'gs1.character@4'],
    ['10AB C', 'gs1.character@4'],
    ['17261301', 'gs1.date@2'],
    ['17260230', 'gs1.date@2'],
    [`10A${GS}10B`, 'gs1.repeated@4'],
    ['x'.repeat(5_000), 'gs1.text-too-long@4296'],
  ])('%j is refused, and the place named', (text, expected) => {
    expect(fields(text)).toBe(expected);
  });

  it('keeps what was read before the fault', () => {
    const parsed = parseGs1('0109521234543213172699', KEPT);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'gs1.too-short', ai: '17', elements: [{ ai: '01' }] } });
  });

  it('may say the same thing twice', () => {
    expect(fields(`10A${GS}10A`)).toEqual(['10=A', '10=A']);
  });
});

describe('a decoder that loses separators', () => {
  it('gives fields of one length', () => {
    expect(fields('01095212345432133103001250', LOST)).toEqual(['01=09521234543213', '3103=001250']);
  });

  it('is not believed about a field of varying length, which would swallow what follows', () => {
    const parsed = parseGs1('010952123454321310AB3103001250', LOST);
    expect(parsed).toMatchObject({ ok: false, error: { code: 'gs1.separator-lost', position: 16, ai: '10', elements: [{ ai: '01' }] } });
  });
});

describe('the form for people', () => {
  it.each([
    ['(01)09521234543213(3103)001250(10)AB', ['01=09521234543213', '3103=001250', '10=AB']],
    ['(01) 09521234543213 (10) AB', ['01=09521234543213', '10=AB']],
    ['(10)A(B)C(21)7', ['10=A(B)C', '21=7']],
    ['(10)A(99999)(04)(21)7', ['10=A(99999)(04)', '21=7']],
    ['(01)09521234543213x', 'gs1.too-long@18'],
    ['(04)1', 'gs1.unknown-identifier@0'],
    ['(', 'gs1.unknown-identifier@0'],
    ['(10)', 'gs1.too-short@4'],
  ])('%j is read', (text, expected) => {
    expect(fields(text)).toEqual(expected);
  });
});

describe('a date', () => {
  it.each([
    ['260228', 2026, '2026-02-28'],
    ['260200', 2026, '2026-02-28'],
    ['280200', 2026, '2028-02-29'],
    ['000200', 2026, '2000-02-29'],
    ['260400', 2026, '2026-04-30'],
    ['261200', 2026, '2026-12-31'],
    ['260431', 2026, 'gs1.date'],
    ['270229', 2026, 'gs1.date'],
    ['260001', 2026, 'gs1.date'],
    // 49 years before the reference year to 50 after it.
    ['770101', 2026, '1977-01-01'],
    ['760101', 2026, '2076-01-01'],
    ['990101', 2026, '1999-01-01'],
    ['000101', 2099, '2100-01-01'],
    ['490101', 2099, '2149-01-01'],
    ['500101', 2099, '2050-01-01'],
    ['510101', 2000, '1951-01-01'],
    ['500101', 2000, '2050-01-01'],
  ])('%s read in %i is %s', (yymmdd, referenceYear, expected) => {
    expect(dateIn(yymmdd, referenceYear)).toBe(expected);
  });

  it('is never further than 49 years back or 50 ahead, and keeps its last two digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1950, max: 2150 }), fc.integer({ min: 0, max: 99 }), (referenceYear, twoDigits) => {
        const year = Number(dateIn(`${String(twoDigits).padStart(2, '0')}0615`, referenceYear).slice(0, 4));
        expect(year % 100).toBe(twoDigits);
        expect(year - referenceYear).toBeGreaterThanOrEqual(-49);
        expect(year - referenceYear).toBeLessThanOrEqual(50);
      }),
    );
  });
});

type Field = { readonly ai: string; readonly raw: string };
const digit = fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
const digits = (minLength: number, maxLength = minLength): fc.Arbitrary<string> => fc.string({ unit: digit, minLength, maxLength });
const text20 = fc.string({
  unit: fc.constantFrom('A', 'z', '0', '9', '-', '/', '_', '%', '!', '"', '+', '.'),
  minLength: 1,
  maxLength: 20,
});
const field: fc.Arbitrary<Field> = fc.oneof(
  digits(13).map((payload) => ({ ai: '01', raw: payload + String(checkDigitOf(payload)) })),
  digits(6).map((raw) => ({ ai: '3103', raw })),
  digits(6).map((raw) => ({ ai: '8005', raw })),
  digits(1, 8).map((raw) => ({ ai: '30', raw })),
  digits(4, 18).map((raw) => ({ ai: '3932', raw })),
  text20.map((raw) => ({ ai: '10', raw })),
  text20.map((raw) => ({ ai: '21', raw })),
  text20.map((raw) => ({ ai: '97', raw })),
);

describe('building and reading', () => {
  const message = fc.uniqueArray(field, { selector: ({ ai }) => ai, minLength: 1, maxLength: 8 });
  const predefined = ['01', '3103'];

  it('give back the fields, as transmitted', () => {
    fc.assert(
      fc.property(message, (list) => {
        const text = list.map(({ ai, raw }, index) => ai + raw + (predefined.includes(ai) || index === list.length - 1 ? '' : GS)).join('');
        expect(fields(text)).toEqual(list.map(({ ai, raw }) => `${ai}=${raw}`));
      }),
    );
  });

  it('give back the fields, in the form for people', () => {
    fc.assert(
      fc.property(message, (list) => {
        expect(fields(list.map(({ ai, raw }) => `(${ai})${raw}`).join(''))).toEqual(list.map(({ ai, raw }) => `${ai}=${raw}`));
      }),
    );
  });
});

describe('any text', () => {
  it('is answered, with the fault inside the text and no field invented', () => {
    const fragment = fc.oneof(
      fc.constantFrom('01', '10', '(01)', '(10)', GS, '3103', '(', ')', '17', '00', '3922', ' ', '09521234543213'),
      fc.array(anyCharacter, { maxLength: 6 }).map((characters) => characters.join('')),
      digits(1, 20),
    );
    const anyText = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(anyText, fc.constantFrom(KEPT, LOST), (text, options) => {
        const parsed = parseGs1(text, options);
        const elements = parsed.ok ? parsed.value : parsed.error.elements;
        for (const { ai, raw, position } of elements) {
          expect(text.slice(position)).toContain(ai);
          expect(text.slice(position)).toContain(raw);
        }
        if (!parsed.ok) {
          expect(parsed.error.position).toBeGreaterThanOrEqual(0);
          expect(parsed.error.position).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the identifiers', () => {
  it('are never the beginning of one another, so that the first found is the one meant', () => {
    const all = Array.from({ length: 10_000 }, (_, n) => [
      String(n).padStart(2, '0'),
      String(n).padStart(3, '0'),
      String(n).padStart(4, '0'),
    ])
      .flat()
      .filter((ai) => identifierAt(ai, 0)?.ai === ai);
    const known = new Set(all);
    expect(known.size).toBeGreaterThan(400);
    for (const ai of known) for (const length of [2, 3]) if (length < ai.length) expect(known.has(ai.slice(0, length))).toBe(false);
  });

  it('are fixed in length where a separator may be missing (GS1 General Specifications, figure 7.8.5-2)', () => {
    for (const start of [
      '00',
      '01',
      '02',
      '11',
      '12',
      '13',
      '15',
      '16',
      '17',
      '20',
      '3103',
      '3215',
      '3302',
      '3490',
      '3560',
      '3695',
      '410',
      '417',
    ]) {
      const identifier = identifierAt(start, 0);
      expect(identifier?.minLength).toBe(identifier?.maxLength);
    }
  });
});

describe('an amount', () => {
  it.each([
    [{ digits: 12_345, decimals: 2 }, 2, 12_345],
    [{ digits: 12_345, decimals: 0 }, 2, 1_234_500],
    [{ digits: 12_345, decimals: 3 }, 2, null],
    [{ digits: 12_340, decimals: 3 }, 2, 1_234],
    [{ digits: 12_345, decimals: 2 }, 3, 123_450],
    [{ digits: 999_999_999_999_999, decimals: 0 }, 2, null],
    [{ digits: 0, decimals: 9 }, 2, 0],
  ])('%j in a currency of %i decimals is %s minor units', (amount, currencyDecimals, expected) => {
    expect(amountMinorOf({ ...amount, currencyNumeric: null }, currencyDecimals)).toBe(expected);
  });
});
