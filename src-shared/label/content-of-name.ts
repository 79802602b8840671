import { MAX_QUANTITY_MILLI } from '../money/amount.ts';
import { toWesternDigits } from '../text/digits.ts';

/** How much is in a package: thousandths of a kilogram or of a litre. */
export interface PackageContent {
  readonly quantityMilli: number;
  readonly unit: 'kg' | 'l';
}

/** Each unit in thousandths of its base, as shops write it. Longer ones first: `kg` is not `g`. */
const UNITS: readonly (readonly [pattern: string, unit: PackageContent['unit'], milli: number])[] = [
  ['kgs?|kilos?|كغ|كلغ|كيلو', 'kg', 1_000],
  ['mg|مغ', 'kg', 0.001],
  ['grs?|g|غ|غرام', 'kg', 1],
  ['ml|مل', 'l', 1],
  ['cl|سل', 'l', 10],
  ['dl', 'l', 100],
  ['litres?|liters?|l|ل|لتر', 'l', 1_000],
];
/** `250 g`, `1,5L`, `6 x 33 cl`, `6x1.5 l`: a figure, perhaps a count before it, and a unit after which no letter follows. */
const FIGURE = String.raw`(?:(\d{1,3})\s*[x×*]\s*)?(\d{1,5}(?:[.,]\d{1,3})?)`;

/**
 * The content that a product's name tells, such as 250 g of "Café moulu 250 g", for a person to confirm: names also tell the weight of the
 * child a nappy is for. Null when it tells none or several.
 */
export function contentOfName(name: string): PackageContent | null {
  const plain = toWesternDigits(name).toLowerCase();
  const found = UNITS.flatMap(([pattern, unit, milli]) => {
    const expression = new RegExp(String.raw`(?<![\d.,\-–])${FIGURE}\s*(?:${pattern})(?![\p{L}\d])`, 'gu');
    return Array.from(plain.matchAll(expression), ([, count = '1', figure = '']) => ({
      unit,
      quantityMilli: Number(count) * Number(figure.replace(',', '.')) * milli,
    }));
  });
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const quantityMilli = Math.round(only.quantityMilli);
  return quantityMilli < 1 || quantityMilli > MAX_QUANTITY_MILLI ? null : { unit: only.unit, quantityMilli };
}
