import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasValidCheckDigit } from '../barcode/check-digit.ts';
import type { Gtin } from '../barcode/gtin.ts';
import { readLabel } from '../barcode/in-store-label.ts';
import { type LabelPattern, parseLabelPattern } from '../barcode/label-pattern.ts';
import type { Product } from '../catalog/product.ts';
import { buildShelfLabel, buildWeightLabel, type LabelSetting, perUnit, printableCode } from './build-label.ts';
import { contentOfName } from './content-of-name.ts';
import { layoutLabel, type MeasureText } from './layout-label.ts';

const SETTING: LabelSetting = {
  language: 'fr',
  currency: 'DZD',
  digits: 'western',
  shownDecimals: 2,
  words: { perKilogram: 'le kg', perLitre: 'le litre', perMetre: 'le mètre', weight: 'Poids', packed: 'Emballé le' },
  size: { widthMm: 57, heightMm: 32 },
  date: '2026-11-20',
};
const OIL: Product = {
  productId: 'p1',
  sku: 'HUILE-1',
  plu: '12345',
  barcodes: ['6130000000015'],
  name: { fr: 'Huile d’olive 75 cl', ar: 'زيت زيتون 75 سل' },
  categoryId: null,
  taxGroupId: 'normal',
  unit: 'piece',
  weighed: false,
  unitPriceMinor: 90_000,
  priceIncludesTax: true,
  image: null,
};
const TOMATOES: Product = { ...OIL, name: { fr: 'Tomates' }, unit: 'kg', weighed: true, unitPriceMinor: 12_000, barcodes: [] };
const SHELF = { content: null, withCode: true };
const text = (line: { readonly text: string } | undefined): string =>
  (line?.text ?? '').replace(/[\u00A0\u202F]/g, ' ').replace(/[\u2066-\u2069]/g, '');

function pattern(written: string): LabelPattern {
  const parsed = parseLabelPattern(written, { currencyDecimals: 2 });
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
}

describe('what a name tells of its package', () => {
  test.each([
    ['Café moulu Bonal 250 g', 'kg', 250],
    ['Huile d’olive 1,5L', 'l', 1_500],
    ['Limonade 6x33cl', 'l', 1_980],
    ['Eau 6 x 1.5 l', 'l', 9_000],
    ['Semoule 10kg', 'kg', 10_000],
    ['Levure 11 gr', 'kg', 11],
    ['قهوة مطحونة 250 غ', 'kg', 250],
    ['زيت ٢ ل', 'l', 2_000],
    ['حليب 1 لتر', 'l', 1_000],
  ] as const)('%s', (name, unit, quantityMilli) => {
    expect(contentOfName(name)).toEqual({ unit, quantityMilli });
  });

  test.each(['Œufs frais x30', 'Couches 3-6 kg', 'Lot 250 g + 100 g', 'Câble 5 m', 'Galaxy 4 Go', 'Vitamine B12', 'Sac 0 kg', ''])(
    '%s tells none',
    (name) => {
      expect(contentOfName(name)).toBeNull();
    },
  );
});

describe('a shelf label', () => {
  test('says both names, the price, the price of a litre and the date', () => {
    const built = buildShelfLabel(OIL, { content: contentOfName('75 cl'), withCode: true }, SETTING);
    if (!built.ok) throw new Error(built.error.code);
    const { names, price, facts, barcode } = built.value;
    expect(names.map(({ direction }) => direction)).toEqual(['ltr', 'rtl']);
    expect(text(price)).toBe('900,00 DA');
    expect(facts.map(text)).toEqual(['le litre 1 200,00 DA', '20/11/2026']);
    expect(barcode).toEqual({ symbology: 'ean-13', data: '6130000000015' });
  });

  test('of goods sold by weight says so beside the price', () => {
    const built = buildShelfLabel(TOMATOES, { content: null, withCode: false }, SETTING);
    expect(built.ok && built.value.facts.map(text)).toEqual(['le kg', '20/11/2026']);
  });

  test('without a price, or without a code where one is wanted, is refused', () => {
    expect(buildShelfLabel({ ...OIL, unitPriceMinor: null }, SHELF, SETTING)).toEqual({ ok: false, error: { code: 'label.no-price' } });
    expect(buildShelfLabel({ ...OIL, barcodes: [], sku: 'é' }, SHELF, SETTING)).toEqual({ ok: false, error: { code: 'label.no-code' } });
  });

  test('a price of a kilogram is rounded to the centime', () => {
    expect(perUnit(45_000, { unit: 'kg', quantityMilli: 250 })).toBe(180_000);
    expect(perUnit(100, { unit: 'kg', quantityMilli: 300 })).toBe(333);
  });
});

describe('the code that bars carry', () => {
  test.each([
    [['614141000036'], { symbology: 'ean-13', data: '0614141000036' }],
    [['96385074'], { symbology: 'ean-8', data: '96385074' }],
    // A check digit that is not right, and a code with odd digits: never an EAN.
    [['6130000000016'], { symbology: 'code-128', data: '6130000000016' }],
    [['12345'], { symbology: 'code-128', data: '12345' }],
    [['AB-12'], { symbology: 'code-128', data: 'AB-12' }],
    [['AB-12', '6130000000015'], { symbology: 'ean-13', data: '6130000000015' }],
    [[], { symbology: 'code-128', data: 'HUILE-1' }],
  ] as const)('%j', (barcodes, code) => {
    expect(printableCode({ barcodes: [...barcodes], sku: 'HUILE-1' })).toEqual(code);
  });
});

describe('a weight label', () => {
  test('carries the weight, says what it costs and when it was packed', () => {
    const built = buildWeightLabel(TOMATOES, 1_254, pattern('21PPPPPWWWWWC'), SETTING);
    if (!built.ok) throw new Error(built.error.code);
    expect(built.value.barcode).toEqual({ symbology: 'ean-13', data: '2112345012544' });
    expect(text(built.value.price)).toBe('150,48 DA');
    expect(built.value.facts.map(text)).toEqual(['Poids 1,254 kg', 'le kg 120,00 DA', 'Emballé le 20/11/2026']);
  });

  test('what the till reads from it is what it says, whatever the pattern', () => {
    const patterns = ['21PPPPPWWWWWC', '22PPPPPVVVVVC', '23PPPPPVVVVV.C', '2IIIIICVVVVC'].map(pattern);
    fc.assert(
      fc.property(
        fc.constantFrom(...patterns),
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 100, max: 99_999 }),
        (used, weight, price) => {
          const built = buildWeightLabel({ ...TOMATOES, unitPriceMinor: price }, weight, used, SETTING);
          if (!built.ok) {
            expect(built.error).toMatchObject({ code: 'label.not-possible', reason: 'label.value-too-large' });
            return;
          }
          const data = built.value.barcode?.data ?? '';
          expect(hasValidCheckDigit(data)).toBe(true);
          // The label's own code, whose check digit was just looked at.
          const read = readLabel(data as Gtin, patterns);
          if (read?.ok !== true) throw new Error('not read back');
          if (read.value.kind === 'weight') expect(read.value.quantityMilli).toBe(weight);
          if (read.value.kind === 'price') {
            const said = Math.round((price * weight) / 1_000);
            expect(Math.abs(read.value.priceMinor - said)).toBeLessThanOrEqual(used.step / 2);
          }
        },
      ),
    );
  });

  test('goods that are not weighed, or have no number for the code, or weigh too much, are refused', () => {
    const used = pattern('21PPPPPWWWWWC');
    expect(buildWeightLabel(OIL, 500, used, SETTING)).toMatchObject({ error: { code: 'label.not-weighed' } });
    expect(buildWeightLabel({ ...TOMATOES, plu: 'A1' }, 500, used, SETTING)).toMatchObject({ error: { code: 'label.no-code' } });
    expect(buildWeightLabel({ ...TOMATOES, plu: '123456' }, 500, used, SETTING)).toMatchObject({
      error: { reason: 'label.item-too-long' },
    });
    expect(buildWeightLabel(TOMATOES, 100_000, used, SETTING)).toMatchObject({ error: { reason: 'label.value-too-large' } });
  });
});

describe('where things stand', () => {
  /** Every letter six tenths of its size wide. */
  const measure: MeasureText = (line, pixels) => line.replace(/[\u2066-\u2069]/g, '').length * pixels * 0.6;

  test('nothing leaves the label or covers something else, however long the name and large the price', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'é', ' ', 'ق', '8'), minLength: 1, maxLength: 120 });
    const size = fc.record({ widthMm: fc.integer({ min: 38, max: 100 }), heightMm: fc.integer({ min: 25, max: 60 }) });
    fc.assert(
      fc.property(name, fc.integer({ min: 0, max: 99_999_999 }), size, fc.constantFrom(8, 11.8), (fr, unitPriceMinor, given, dots) => {
        const built = buildShelfLabel({ ...OIL, name: { fr, ar: 'زيت زيتون' }, unitPriceMinor }, SHELF, { ...SETTING, size: given });
        if (!built.ok) throw new Error(built.error.code);
        const marks = layoutLabel(built.value, dots, measure);
        expect(marks).not.toBeNull();
        const bars = marks?.find((mark) => mark.kind === 'bars');
        for (const mark of marks ?? []) {
          if (mark.kind !== 'text') continue;
          expect(mark.left).toBeGreaterThanOrEqual(0);
          expect(mark.left + mark.width).toBeLessThanOrEqual(given.widthMm * dots);
          expect(measure(mark.text, mark.pixels, mark.strong)).toBeLessThanOrEqual(mark.width + 1);
          expect(mark.baseline).toBeLessThanOrEqual(given.heightMm * dots);
          const isAbove = bars !== undefined && mark.baseline <= bars.top + 1;
          const isBeside = bars !== undefined && mark.left >= bars.left + bars.modules.length * bars.moduleDots;
          expect(isAbove || isBeside).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('bars that a scanner could not read on so narrow a label are not drawn narrower', () => {
    const built = buildShelfLabel(OIL, SHELF, { ...SETTING, size: { widthMm: 25, heightMm: 30 } });
    expect(built.ok && layoutLabel(built.value, 8, measure)).toBeNull();
  });
});
