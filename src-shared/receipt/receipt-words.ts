import { type Digits, formatAmount, formatQuantity } from '../money/format.ts';
import type { PricedLine } from '../sale/priced-cart.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { toEasternDigits } from '../text/digits.ts';
import { type Language, type LocalizedText, textIn } from '../text/localized-text.ts';
import type { ReceiptBlock } from './document.ts';
import type { ReceiptLabels } from './labels.ts';
import { type Direction, directionOf, isolatedFigure, isolatedMeasure, isolatedText, isRightToLeft } from './printable-text.ts';

const PPM_PER_PERCENT = 10_000;
const MILLI_PER_PERCENT = 1_000;

/** How one receipt writes things: its language, its labels, its figures. Nothing here knows what a receipt contains. */
export interface ReceiptWords {
  readonly labels: ReceiptLabels;
  readonly language: Language;
  readonly direction: Direction;
  amount(amountMinor: number): string;
  amountWithCurrency(amountMinor: number): string;
  quantity(line: PricedLine): string;
  count(count: number): string;
  /** `19 %`, `8,875 %` from parts per million. */
  rate(ratePpm: number): string;
  /** `12,5 %` from thousandths of a per cent. */
  percent(percentMilli: number): string;
  dateTime(at: string): string;
  code(code: string): string;
  text(text: LocalizedText | string): string;
  /** A code with the name it goes by, such as `RC 16/00-0123456`: read as one when the name is not Arabic. */
  labelled(label: string, code: string): string;
}

export function receiptWords(currency: string, language: Language, settings: StoreSettings, labels: ReceiptLabels): ReceiptWords {
  const direction = directionOf(language);
  const digits: Digits = language === 'ar' ? settings.digits : 'western';
  const format = { currency, language, digits, shownDecimals: settings.shownDecimals };
  const localDigits = (text: string): string => (digits === 'eastern' ? toEasternDigits(text) : text);
  const percentOf = (value: number, perPercent: number): string => {
    const decimals = String(perPercent + (value % perPercent))
      .slice(1)
      .replace(/0+$/, '');
    const point = language === 'en' ? '.' : digits === 'eastern' ? '\u066B' : ',';
    const figure = localDigits(`${Math.trunc(value / perPercent)}${decimals === '' ? '' : point + decimals}`);
    return isolatedFigure(`${figure}\u00A0%`, direction);
  };
  return {
    labels,
    language,
    direction,
    amount: (amountMinor) => isolatedFigure(formatAmount(amountMinor, format), direction),
    amountWithCurrency: (amountMinor) => isolatedMeasure(formatAmount(amountMinor, { ...format, withCurrency: true }), direction),
    quantity: (line) => isolatedMeasure(formatQuantity(line.quantityMilli, line.unit, language, digits), direction),
    count: (count) => isolatedFigure(localDigits(String(count)), direction),
    rate: (ratePpm) => percentOf(ratePpm, PPM_PER_PERCENT),
    percent: (percentMilli) => percentOf(percentMilli, MILLI_PER_PERCENT),
    dateTime: (at) => isolatedFigure(localDigits(dateTimeIn(settings.timeZone, at)), direction),
    code: (code) => isolatedFigure(code, direction),
    labelled: (label, code) =>
      isRightToLeft(label)
        ? `${isolatedText(label, direction)} ${isolatedFigure(code, direction)}`
        : isolatedFigure(`${label} ${code}`, direction),
    text: (text) => isolatedText(typeof text === 'string' ? text : textIn(text, language), direction),
  };
}

let keptClock: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | null = null;

/** `20/11/2026 10:58`, the order of day and month being that of Algeria and France in all three languages. */
function dateTimeIn(timeZone: string, at: string): string {
  // Making a formatter takes longer than building the receipt, and a shop has one zone.
  if (keptClock?.timeZone !== timeZone) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
      hourCycle: 'h23',
      calendar: 'gregory',
    });
    keptClock = { timeZone, format };
  }
  return keptClock.format.format(new Date(at)).replace(', ', ' ');
}

export function textBlock(
  text: string,
  look: Partial<Pick<Extract<ReceiptBlock, { kind: 'text' }>, 'align' | 'emphasis' | 'size'>> = {},
): ReceiptBlock {
  return { kind: 'text', text, align: look.align ?? 'start', emphasis: look.emphasis ?? 'normal', size: look.size ?? 1 };
}

export function pairBlock(
  start: string,
  end: string,
  look: { readonly emphasis?: 'normal' | 'strong'; readonly size?: 1 | 2 } = {},
): ReceiptBlock {
  return { kind: 'pair', start, end, emphasis: look.emphasis ?? 'normal', size: look.size ?? 1 };
}
