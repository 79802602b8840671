import type { Unit } from '../catalog/product.ts';
import type { Language } from '../text/localized-text.ts';
import type { CurrencyCode } from './amount.ts';
import { minorDigitsOf } from './currency.ts';
import { formatDecimal } from './decimal.ts';

/** Making an `Intl.NumberFormat` costs a thousand times its use, and a screen needs a handful: they are kept, and never more than this. */
const MAX_KEPT_FORMATTERS = 200;
const MILLI_DIGITS = 3;

export type Digits = 'western' | 'eastern';

export interface AmountFormat {
  readonly currency: CurrencyCode;
  readonly language: Language;
  /** Eastern digits are for Arabic; French and English are always written with Western ones. */
  readonly digits: Digits;
  /** Decimals the store shows. More are shown when the amount has them: figures that hide centimes do not add up on paper. */
  readonly shownDecimals: number;
  /** With the currency's sign (`DA`, `€`) where the language puts it. Without, by default: columns of figures. */
  readonly withCurrency?: boolean;
}

/**
 * An amount as people read it. Separators are those of CLDR: `1 234,50` in French (U+202F between thousands), `1,234.50` in English,
 * `1.234,50` in Arabic with Western digits (the usage of the Maghreb, where they are the usual ones), `١٬٢٣٤٫٥٠` with Eastern ones. A
 * negative amount has a hyphen-minus in front; Arabic puts an invisible direction mark (U+200E or U+061C) before it, so that the sign stays
 * with its figure in a right-to-left line; an encoder for paper drops it.
 */
export function formatAmount(amountMinor: number, format: AmountFormat): string {
  const minorDigits = minorDigitsOf(format.currency);
  if (minorDigits === null) throw new RangeError(`Not an ISO 4217 currency: ${format.currency}`);
  const hidden = 10 ** Math.max(0, minorDigits - format.shownDecimals);
  const decimals = amountMinor % hidden === 0 ? format.shownDecimals : minorDigits;
  const options: Intl.NumberFormatOptions = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  if (format.withCurrency === true)
    Object.assign(options, { style: 'currency', currency: format.currency, currencyDisplay: 'narrowSymbol' });
  return formatNumber(amountMinor, minorDigits, localeTag(format.language, format.digits), options);
}

const UNIT_OPTIONS: Readonly<Record<Unit, Intl.NumberFormatOptions>> = {
  piece: { minimumFractionDigits: 0, maximumFractionDigits: MILLI_DIGITS },
  // A scale shows grams, so a weight is written with all three of its decimals.
  kg: { style: 'unit', unit: 'kilogram', minimumFractionDigits: MILLI_DIGITS, maximumFractionDigits: MILLI_DIGITS },
  m: { style: 'unit', unit: 'meter', minimumFractionDigits: 0, maximumFractionDigits: MILLI_DIGITS },
  l: { style: 'unit', unit: 'liter', minimumFractionDigits: 0, maximumFractionDigits: MILLI_DIGITS },
};

/** A quantity with its unit's short name in the language (`1,250 kg`, `2,5 m`, `2,5 م`); pieces as a bare number. */
export function formatQuantity(quantityMilli: number, unit: Unit, language: Language, digits: Digits): string {
  // In Arabic the short form is a word with its plurals, and −1, 1 and 2 lose their figure (one litre is `لتر`): only the narrow one is safe.
  const unitDisplay = language === 'ar' ? 'narrow' : 'short';
  return formatNumber(quantityMilli, MILLI_DIGITS, localeTag(language, digits), { ...UNIT_OPTIONS[unit], unitDisplay });
}

/** French of Algeria says DA where French of France says DZD, and is the same otherwise. */
function localeTag(language: Language, digits: Digits): string {
  if (language === 'fr') return 'fr-DZ';
  if (language === 'en') return 'en';
  return digits === 'eastern' ? 'ar-EG-u-nu-arab' : 'ar-DZ-u-nu-latn';
}

const keptFormatters = new Map<string, Intl.NumberFormat>();

function formatNumber(scaled: number, scaleDigits: number, tag: string, options: Intl.NumberFormatOptions): string {
  const key = `${tag} ${JSON.stringify(options)}`;
  let formatter = keptFormatters.get(key);
  if (formatter === undefined) {
    if (keptFormatters.size >= MAX_KEPT_FORMATTERS) keptFormatters.clear();
    formatter = new Intl.NumberFormat(tag, options);
    keptFormatters.set(key, formatter);
  }
  // As text, which Intl reads exactly (ECMA-402, Intl.NumberFormat v3): a division would bring the floating point back. formatDecimal
  // writes nothing but a decimal literal.
  return formatter.format(formatDecimal(scaled, scaleDigits) as `${number}`);
}
