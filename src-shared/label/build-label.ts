import { checkDigitOf, isDigits } from '../barcode/check-digit.ts';
import { buildLabel, type LabelBuildFailure } from '../barcode/in-store-label.ts';
import type { LabelPattern } from '../barcode/label-pattern.ts';
import type { Product, Unit } from '../catalog/product.ts';
import { extendedMinor } from '../money/extend.ts';
import { formatAmount, formatQuantity } from '../money/format.ts';
import { type Direction, directionOf, isolatedFigure, isolatedMeasure, isolatedText } from '../receipt/printable-text.ts';
import { fail, ok, type Result } from '../result.ts';
import { toEasternDigits } from '../text/digits.ts';
import { LANGUAGES, type Language, textIn } from '../text/localized-text.ts';
import type { PackageContent } from './content-of-name.ts';
import type { Label, LabelLine, LabelSize } from './label.ts';
import type { LabelWords } from './label-words.ts';

const MILLI = 1_000;
const EAN_13_DIGITS = 13;
const MAX_CODE_128_CHARACTERS = 24;

/** What labels are written with, whatever they say. */
export interface LabelSetting {
  readonly language: Language;
  readonly currency: string;
  readonly digits: 'western' | 'eastern';
  readonly shownDecimals: number;
  readonly words: LabelWords;
  readonly size: LabelSize;
  /** Day of business, ISO. */
  readonly date: string;
}

export type LabelFailure =
  | { readonly code: 'label.no-price' }
  | { readonly code: 'label.not-weighed' }
  | { readonly code: 'label.no-code' }
  | { readonly code: 'label.not-possible'; readonly pattern: string; readonly reason: LabelBuildFailure['code'] };

/** What a shelf says: the goods in both writings, the price, the price of a kilogram or a litre where that is known, the code. */
export function buildShelfLabel(
  product: Product,
  options: { readonly content: PackageContent | null; readonly withCode: boolean },
  setting: LabelSetting,
): Result<Label, LabelFailure> {
  const { unitPriceMinor } = product;
  if (unitPriceMinor === null) return fail({ code: 'label.no-price' });
  const code = options.withCode ? printableCode(product) : null;
  if (options.withCode && code === null) return fail({ code: 'label.no-code' });
  const write = writer(setting);
  const { words } = setting;
  const per: Readonly<Record<Unit, string | null>> = { piece: null, kg: words.perKilogram, l: words.perLitre, m: words.perMetre };
  const unitWord = per[product.unit];
  const facts: LabelLine[] = [];
  // Sold by measure, the price itself is that of a unit; sold by the piece, it is what a kilogram or a litre of it comes to.
  if (unitWord !== null) facts.push(write.line(unitWord));
  else if (options.content !== null)
    facts.push(write.labelled(per[options.content.unit] ?? '', write.money(perUnit(unitPriceMinor, options.content))));
  facts.push(write.line(write.date(setting.date)));
  return ok({ ...write.frame(product), price: write.line(write.money(unitPriceMinor)), facts, barcode: code });
}

/**
 * What a package of weighed goods says. Its code is the shop's own by `pattern`: the price pattern carries the price paid, the weight pattern
 * the weight, so that the till rings up what the label says.
 */
export function buildWeightLabel(
  product: Product,
  weightMilliKg: number,
  pattern: LabelPattern,
  setting: LabelSetting,
): Result<Label, LabelFailure> {
  const { unitPriceMinor } = product;
  if (unitPriceMinor === null) return fail({ code: 'label.no-price' });
  if (product.unit !== 'kg') return fail({ code: 'label.not-weighed' });
  const reference = itemReferenceOf(product, pattern);
  if (reference === null) return fail({ code: 'label.no-code' });
  const price = extendedMinor(unitPriceMinor, weightMilliKg);
  if (!price.ok) return fail({ code: 'label.not-possible', pattern: pattern.text, reason: 'label.value-too-large' });
  // A label's last digit may be coarser than a gram or a centime: what it carries is rounded, and what it says is what it carries.
  const carried = Math.round((pattern.kind === 'price' ? price.value : weightMilliKg) / pattern.step) * pattern.step;
  const code = buildLabel(pattern, reference, carried);
  if (!code.ok) return fail({ code: 'label.not-possible', pattern: pattern.text, reason: code.error.code });
  const shownPrice = pattern.kind === 'price' ? ok(carried) : extendedMinor(unitPriceMinor, carried);
  if (!shownPrice.ok) return fail({ code: 'label.not-possible', pattern: pattern.text, reason: 'label.value-too-large' });
  const shownWeight = pattern.kind === 'price' ? weightMilliKg : carried;
  const write = writer(setting);
  const { words } = setting;
  return ok({
    ...write.frame(product),
    price: write.line(write.money(shownPrice.value)),
    facts: [
      write.labelled(words.weight, write.weight(shownWeight)),
      write.labelled(words.perKilogram, write.money(unitPriceMinor)),
      write.labelled(words.packed, write.date(setting.date)),
    ],
    barcode: { symbology: 'ean-13', data: code.value },
  });
}

/** Price of one kilogram or litre, half a centime rounded up. */
export function perUnit(priceMinor: number, content: PackageContent): number {
  return Math.round((priceMinor * MILLI) / content.quantityMilli);
}

/** The first code of the product that bars can carry: an EAN, else what else is short enough for Code 128; the SKU where there is none. */
export function printableCode(product: Pick<Product, 'barcodes' | 'sku'>): Label['barcode'] {
  const { barcodes, sku } = product;
  const ean = barcodes.map(asEan).find((code) => code !== null) ?? null;
  if (ean !== null) return ean;
  const other = [...barcodes, sku].find((code) => code.length <= MAX_CODE_128_CHARACTERS && /^[\u0020-\u007E]+$/.test(code));
  return other === undefined ? null : { symbology: 'code-128', data: other };
}

function asEan(code: string): Label['barcode'] {
  if (!isDigits(code)) return null;
  const isRight = (digits: string): boolean => checkDigitOf(digits.slice(0, -1)) === Number(digits.at(-1));
  if (code.length === 8) return isRight(code) ? { symbology: 'ean-8', data: code } : null;
  // UPC-A is an EAN-13 that begins with a zero; a GTIN-14 is a case's and not a unit's.
  if (code.length !== EAN_13_DIGITS && code.length !== EAN_13_DIGITS - 1) return null;
  const digits = code.padStart(EAN_13_DIGITS, '0');
  return isRight(digits) ? { symbology: 'ean-13', data: digits } : null;
}

/** The digits that stand for the goods inside a label: those of a label code the product has already, else its PLU. */
function itemReferenceOf(product: Product, pattern: LabelPattern): string | null {
  const own = product.barcodes.find((code) => code.length === EAN_13_DIGITS && code.startsWith(pattern.prefix));
  if (own !== undefined) return own.slice(pattern.itemStart, pattern.itemStart + pattern.itemLength);
  return product.plu !== null && isDigits(product.plu) ? product.plu : null;
}

interface LabelWriter {
  frame(product: Product): Pick<Label, 'widthMm' | 'heightMm' | 'direction' | 'names'>;
  line(text: string): LabelLine;
  labelled(label: string, value: string): LabelLine;
  money(amountMinor: number): string;
  weight(milliKg: number): string;
  date(isoDate: string): string;
}

function writer(setting: LabelSetting): LabelWriter {
  const { language, size } = setting;
  const direction = directionOf(language);
  const digits = language === 'ar' ? setting.digits : 'western';
  const local = (figure: string): string => (digits === 'eastern' ? toEasternDigits(figure) : figure);
  const line = (text: string): LabelLine => ({ text, direction });
  return {
    frame: (product) => ({ ...size, direction, names: namesOf(product, language) }),
    line,
    labelled: (label, value) => line(`${label} ${value}`),
    money: (amountMinor) => {
      const { currency, shownDecimals } = setting;
      return isolatedMeasure(formatAmount(amountMinor, { currency, language, digits, shownDecimals, withCurrency: true }), direction);
    },
    weight: (milliKg) => isolatedMeasure(formatQuantity(milliKg, 'kg', language, digits), direction),
    date: (isoDate) => isolatedFigure(local(isoDate.split('-').reverse().join('/')), direction),
  };
}

/** The name in the label's language, and in the other writing where the product has one. */
function namesOf(product: Product, language: Language): LabelLine[] {
  const first = nameLine(textIn(product.name, language), directionOf(language));
  const other = LANGUAGES.find(
    (candidate) => candidate !== language && directionOf(candidate) !== directionOf(language) && product.name[candidate] !== undefined,
  );
  const second = other === undefined ? undefined : product.name[other];
  return other === undefined || second === undefined || second === product.name[language]
    ? [first]
    : [first, nameLine(second, directionOf(other))];
}

function nameLine(name: string, direction: Direction): LabelLine {
  return { text: isolatedText(name, direction), direction };
}
