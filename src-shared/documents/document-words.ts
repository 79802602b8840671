import { formatDecimal } from '../money/decimal.ts';
import { formatAmount, formatQuantity } from '../money/format.ts';
import { type Direction, directionOf, isolatedFigure, isolatedMeasure, isolatedText, isRightToLeft } from '../receipt/printable-text.ts';
import { toEasternDigits } from '../text/digits.ts';
import type { InvoiceDocument, InvoiceLine } from './invoice-document.ts';

/** Decimals of a rate in parts per million, said in per cent. */
const PPM_PERCENT_DECIMALS = 4;

/** How an A4 document writes its figures and texts: each set apart from a line that runs the other way. */
export interface DocumentWords {
  readonly direction: Direction;
  amount(amountMinor: number): string;
  amountWithCurrency(amountMinor: number): string;
  quantity(line: Pick<InvoiceLine, 'quantityMilli' | 'unit'>): string;
  count(count: number): string;
  /** `19 %` from parts per million. */
  rate(ratePpm: number): string;
  /** `20/11/2026` from an ISO date, the order being that of Algeria and France in all three languages. */
  date(isoDate: string): string;
  code(code: string): string;
  text(text: string): string;
  /** A code with the name it goes by, such as `RC 16/00-0123456`. */
  labelled(label: string, code: string): string;
}

export function documentWords(document: Pick<InvoiceDocument, 'language' | 'currency' | 'shownDecimals' | 'digits'>): DocumentWords {
  const { language, currency, shownDecimals } = document;
  const direction = directionOf(language);
  const digits = language === 'ar' ? document.digits : 'western';
  const local = (figure: string): string => (digits === 'eastern' ? toEasternDigits(figure) : figure);
  const format = { currency, language, digits, shownDecimals };
  const point = language === 'en' ? '.' : digits === 'eastern' ? '\u066B' : ',';
  return {
    direction,
    amount: (amountMinor) => isolatedFigure(formatAmount(amountMinor, format), direction),
    amountWithCurrency: (amountMinor) => isolatedMeasure(formatAmount(amountMinor, { ...format, withCurrency: true }), direction),
    quantity: ({ quantityMilli, unit }) => isolatedMeasure(formatQuantity(quantityMilli, unit, language, digits), direction),
    count: (count) => isolatedFigure(local(String(count)), direction),
    rate: (ratePpm) => {
      const figure = formatDecimal(ratePpm, PPM_PERCENT_DECIMALS).replace(/\.?0+$/, '');
      return isolatedFigure(`${local(figure).replace('.', point)}\u00A0%`, direction);
    },
    date: (isoDate) => isolatedFigure(local(isoDate.split('-').reverse().join('/')), direction),
    code: (code) => isolatedFigure(code, direction),
    text: (text) => isolatedText(text, direction),
    labelled: (label, code) =>
      isRightToLeft(label)
        ? `${isolatedText(label, direction)} ${isolatedFigure(code, direction)}`
        : isolatedFigure(`${label} ${code}`, direction),
  };
}
