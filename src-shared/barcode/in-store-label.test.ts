import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldCheckDigitOf, hasValidCheckDigit } from './check-digit.ts';
import { gtinOfPayload, normaliseGtin } from './gtin.ts';
import { buildLabel, readLabel } from './in-store-label.ts';
import { type LabelPattern, parseLabelPattern, parseLabelPatterns } from './label-pattern.ts';

/** Any code point, halves of surrogate pairs too, with the planes that matter to a till as likely as all the others together. */
const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x6ff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const DINAR = { currencyDecimals: 2 };

function pattern(text: string, options = DINAR): LabelPattern {
  const parsed = parseLabelPattern(text, options);
  if (!parsed.ok) throw new Error(`${parsed.error.code} in column ${parsed.error.column}`);
  return parsed.value;
}

function refusal(text: string, options = DINAR): string {
  const parsed = parseLabelPattern(text, options);
  return parsed.ok ? 'accepted' : `${parsed.error.code.replace('label-pattern.', '')}@${parsed.error.column}`;
}

function read(text: string, ...patterns: readonly string[]) {
  const gtin = normaliseGtin(text);
  if (!gtin.ok) throw new Error(gtin.error.code);
  const label = readLabel(
    gtin.value,
    patterns.map((each) => pattern(each)),
  );
  return label?.ok === true ? label.value : label?.error;
}

const code = (payload: string): string => gtinOfPayload(payload);

describe('a label', () => {
  it.each([
    ['21PPPPPWWWWWC', '211234501250', { kind: 'weight', quantityMilli: 1_250 }],
    ['21PPPPPWWW.WWC', '211234501250', { kind: 'weight', quantityMilli: 12_500 }],
    ['21PPPPPWWWWW.C', '211234500012', { kind: 'weight', quantityMilli: 12_000 }],
    ['22PPPPPVVVVVC', '221234501250', { kind: 'price', priceMinor: 1_250 }],
    ['22PPPPPVVV.VVC', '221234501250', { kind: 'price', priceMinor: 1_250 }],
    ['22PPPPPVVVV.VC', '221234501250', { kind: 'price', priceMinor: 12_500 }],
    ['22PPPPPVVVVV.C', '221234501250', { kind: 'price', priceMinor: 125_000 }],
    ['23PPPPPNNNNNC', '231234500006', { kind: 'count', quantityMilli: 6_000 }],
    ['24wwwwwPPPPPC', '240125012345', { kind: 'weight', quantityMilli: 1_250 }],
    ['21PPPPPWWWWWC', '211234500000', { kind: 'item' }],
  ])('by %s of %s is read', (text, payload, expected) => {
    expect(read(code(payload), text)).toMatchObject({ ...expected, itemReference: '12345', pattern: text });
  });

  it('is looked up without its value, with the check digit computed anew', () => {
    expect(read('2112345012506', '21PPPPPWWWWWC')).toMatchObject({ lookupCode: '2112345000008' });
    expect(read(code('211234500999'), '21PPPPPWWWWWC')).toMatchObject({ lookupCode: '2112345000008' });
  });

  it('keeps the leading zeros of its item', () => {
    expect(read(code('210004200100'), '21PPPPPWWWWWC')).toMatchObject({ itemReference: '00042' });
  });

  it('of a UPC-A scale is read from twelve digits and from thirteen', () => {
    const expected = { kind: 'price', priceMinor: 1_250, itemReference: '12345', lookupCode: code('021234500000') };
    const upcA = code('021234501250');
    expect(read(upcA, '2IIIIIVVVVVC')).toMatchObject(expected);
    expect(read(upcA.slice(1), '2IIIIIVVVVVC')).toMatchObject(expected);
    expect(read(upcA.slice(1), '02IIIIIVVVVVC')).toMatchObject(expected);
  });

  it('with an inner check digit is refused when the digit does not fit the price', () => {
    const inner = fieldCheckDigitOf('2875');
    expect(read(code(`0212345${inner}2875`), '02IIIIICVVVVC')).toMatchObject({
      kind: 'price',
      priceMinor: 2_875,
      lookupCode: code('021234500000'),
    });
    expect(read(code('021234582875'), '02IIIIICVVVVC')).toEqual({
      code: 'label.inner-check-digit',
      pattern: '02IIIIICVVVVC',
      expected: '9',
      found: '8',
    });
  });

  it('is a plain number where no pattern fits', () => {
    expect(read('4006381333931', '21PPPPPWWWWWC')).toBeUndefined();
    expect(read(code('221234501250'), '21PPPPPWWWWWC')).toBeUndefined();
    expect(read('96385074', '21PPPPPWWWWWC')).toBeUndefined();
  });
});

describe('a pattern', () => {
  it.each([
    ['21PPPPPWWWWC', 'length@12'],
    ['21PPPPPWWWWWWC', 'length@14'],
    ['', 'prefix@1'],
    ['PPPPPPPWWWWWC', 'prefix@1'],
    ['40PPPPPWWWWWC', 'prefix@1'],
    ['04PPPPPWWWWWC', 'prefix@1'],
    ['12PPPPWWWWWC', 'length@12'],
    ['21PPPXPWWWWWC', 'letter@6'],
    ['21PPP-PWWWWWC', 'letter@6'],
    ['21PPPP1WWWWWC', 'prefix@7'],
    ['21PPPWWPPWWWC', 'repeated@8'],
    ['21PPPIIWWWWWC', 'repeated@6'],
    ['21PPPPPWWWVVC', 'repeated@11'],
    ['21PPPPPWWWWWW', 'check-digit@13'],
    ['21CPPPCWWWWWC', 'check-digit@7'],
    ['21WWWWWWWWWWC', 'item-missing@13'],
    ['21PPPPPPPPPPC', 'value-missing@13'],
    ['21PPPPCWWWWWW', 'check-digit@13'],
    ['21PPPPPPCWWWC', 'inner-check-length@9'],
    ['21PPP.PPWWWWWC', 'point@6'],
    ['21PPPPPW.WW.WWC', 'point@12'],
    ['23PPPPPNNNN.NC', 'point@12'],
    ['21PPPPP.WWWWWC', 'point@8'],
    ['21PPPPPW.WWWWC', 'decimals@8'],
    ['22PPPPPVV.VVVC', 'decimals@8'],
    ['21PPPWWWWWWW.C', 'value-too-wide@6'],
    ['23PPPNNNNNNNC', 'value-too-wide@6'],
    ['2'.repeat(40), 'length@32'],
    ['21PPPPPWWWW😀C', 'letter@12'],
  ])('%j is refused with its column: %s', (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  it('takes the decimals of the shop’s currency', () => {
    expect(refusal('22PPPPPVVV.VVC', { currencyDecimals: 0 })).toBe('decimals@8');
    expect(pattern('22PPPPPVV.VVVC', { currencyDecimals: 3 }).step).toBe(1);
    expect(pattern('22PPPPPVVVVV.C', { currencyDecimals: 3 }).step).toBe(1_000);
  });

  it('never throws', () => {
    const letters = fc.array(
      fc.oneof(
        fc.constantFrom('2', '0', '1', 'P', 'I', 'W', 'V', 'N', 'C', '.', 'p'),
        fc.array(anyCharacter, { maxLength: 2 }).map((characters) => characters.join('')),
      ),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(letters, (parts) => {
        const text = parts.join('');
        const parsed = parseLabelPattern(text, DINAR);
        if (!parsed.ok) expect(parsed.error.column).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a shop’s patterns', () => {
  it('are read together', () => {
    const parsed = parseLabelPatterns(['21PPPPPWWWWWC', '22PPPPPVVVVVC', '02IIIIICVVVVC'], DINAR);
    expect(parsed.ok && parsed.value.map(({ prefix }) => prefix)).toEqual(['21', '22', '02']);
  });

  it.each([
    [['21PPPPPWWWWWC', '21PPPPPVVVVVC'], { code: 'label-pattern.overlap', index: 1, otherIndex: 0 }],
    [['2PPPPPPWWWWWC', '22PPPPPVVVVVC'], { code: 'label-pattern.overlap', index: 1, otherIndex: 0 }],
    [['22PPPPPVVVVVC', '211PPPPWWWWWC', '21PPPPPWWWWWC'], { code: 'label-pattern.overlap', index: 2, otherIndex: 1 }],
    // Twelve columns are the thirteen with a zero before them.
    [['2IIIIIVVVVVC', '02PPPPPWWWWWC'], { code: 'label-pattern.overlap', index: 1, otherIndex: 0 }],
    [['21PPPPPWWWWWC', '22PPPPPVVVVV'], { code: 'label-pattern.check-digit', index: 1, column: 12 }],
  ])('%j are refused', (texts, error) => {
    expect(parseLabelPatterns(texts, DINAR)).toEqual({ ok: false, error });
  });
});

describe('making a label', () => {
  const patternText = fc
    .record({
      prefix: fc.constantFrom('02', '2', '20', '21', '29', '215'),
      item: fc.constantFrom('P', 'I'),
      value: fc.constantFrom('W', 'V', 'N'),
      valueLength: fc.integer({ min: 1, max: 5 }),
      inner: fc.boolean(),
      point: fc.boolean(),
      valueFirst: fc.boolean(),
    })
    .map(({ prefix, item, value, valueLength, inner, point, valueFirst }) => {
      const hasInner = inner && valueLength >= 4;
      const itemLength = 13 - prefix.length - valueLength - 1 - (hasInner ? 1 : 0);
      const decimals = point && value !== 'N' ? Math.min(valueLength, 2) : null;
      const plain = value.repeat(valueLength);
      const valueColumns = decimals === null ? plain : `${plain.slice(0, -decimals)}.${plain.slice(valueLength - decimals)}`;
      const isPointFirst = valueColumns.startsWith('.');
      const field = `${hasInner ? 'C' : ''}${isPointFirst ? plain : valueColumns}`;
      const items = item.repeat(itemLength);
      return `${prefix}${valueFirst ? field + items : items + field}C`;
    });

  it('gives a code that reads back as it was made, and is valid as a whole', () => {
    fc.assert(
      fc.property(patternText, fc.nat(), fc.nat(), (text, itemSeed, valueSeed) => {
        const made = pattern(text);
        const item = String(itemSeed % 10 ** made.itemLength);
        const value = (1 + (valueSeed % (10 ** made.valueLength - 1))) * made.step;
        const label = buildLabel(made, item, value);
        if (!label.ok) throw new Error(label.error.code);
        expect(hasValidCheckDigit(label.value)).toBe(true);
        const quantity = made.kind === 'price' ? { priceMinor: value } : { quantityMilli: value };
        const reading = readLabel(label.value, [made]);
        expect(reading).toMatchObject({
          ok: true,
          value: { kind: made.kind, ...quantity, itemReference: item.padStart(made.itemLength, '0') },
        });
        const blank = buildLabel(made, item, 0);
        expect(reading).toMatchObject({ value: { lookupCode: blank.ok ? blank.value : null } });
      }),
    );
  });

  it('finds every wrong digit of a value that has its own check digit, even when the whole code is valid', () => {
    const made = pattern('21PPPPCVVVVVC');
    fc.assert(
      fc.property(fc.nat({ max: 99_999 }), fc.nat({ max: 4 }), fc.integer({ min: 1, max: 9 }), (value, at, change) => {
        const label = buildLabel(made, '1234', value);
        if (!label.ok) throw new Error(label.error.code);
        const column = made.valueStart + at;
        const wrong = String((Number(label.value[column]) + change) % 10);
        const misread = gtinOfPayload(label.value.slice(0, column) + wrong + label.value.slice(column + 1, -1));
        expect(readLabel(misread, [made])).toMatchObject({ ok: false, error: { code: 'label.inner-check-digit' } });
      }),
    );
  });

  it.each([
    ['12a', 100, { code: 'label.item-not-digits' }],
    ['', 100, { code: 'label.item-not-digits' }],
    ['123456', 100, { code: 'label.item-too-long', digits: 5 }],
    ['1', 105, { code: 'label.value-step', step: 10 }],
    ['1', -10, { code: 'label.value-step', step: 10 }],
    ['1', 0.5, { code: 'label.value-step', step: 10 }],
    ['1', Number.NaN, { code: 'label.value-step', step: 10 }],
    ['1', 1_000_000, { code: 'label.value-too-large', most: 999_990 }],
  ])('of item %j and value %d is refused', (item, value, error) => {
    expect(buildLabel(pattern('21PPPPPWWW.WWC'), item, value)).toEqual({ ok: false, error });
  });
});
