import type { Language } from '../text/localized-text.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import type { PaperLabels } from './paper-labels.ts';
import { directionOf, isolatedFigure, isolatedMeasure, isolatedText } from './printable-text.ts';
import { textBlock } from './receipt-words.ts';

export interface SelfTestFacts {
  readonly printerName: string;
  /** The profile's own name. */
  readonly profileName: string;
  /** The present, as it is to be shown. */
  readonly at: string;
  readonly hasDrawer: boolean;
}

const RULE: ReceiptBlock = { kind: 'rule', style: 'single' };
/** GS1's own example numbers (General Specifications, 7.9), which no shop's goods bear. */
const SAMPLE_EAN13 = '9501101530003';
/** A brace has to be doubled, and pairs of digits change the set: the two things that go wrong. */
const SAMPLE_CODE128 = 'A{1}-00123456';
const SAMPLE_QR = 'CONTACTO self-test 0123456789 àéîöû قهوة';

/**
 * Everything a printer can get wrong, on one page, each under a line that says what is right. The Arabic is in it whatever the language: it
 * is the part that most often fails. What depends on the printer comes from its profile when the page is encoded.
 */
export function buildSelfTest(facts: SelfTestFacts, language: Language, labels: PaperLabels): ReceiptDocument {
  const direction = directionOf(language);
  const heading = (text: string): ReceiptBlock[] => [RULE, textBlock(text, { emphasis: 'strong' })];
  const pair = (start: string, end: string): ReceiptBlock => ({ kind: 'pair', start, end, emphasis: 'normal', size: 1 });
  const blocks: ReceiptBlock[] = [
    textBlock(labels.selfTest, { align: 'center', emphasis: 'strong', size: 2 }),
    pair(labels.printer, isolatedText(facts.printerName, direction)),
    pair(labels.profile, isolatedText(facts.profileName, direction)),
    textBlock(isolatedFigure(facts.at, direction), { align: 'end' }),
    ...heading(labels.widths),
    { kind: 'printer-test', part: 'ruler' },
    ...heading(labels.codePages),
    { kind: 'printer-test', part: 'code-pages' },
    textBlock(isolatedText(labels.accents, direction)),
    ...heading(labels.arabic),
    ...arabicBlocks(direction),
    ...heading(labels.mixed),
    pair(isolatedText('Café قهوة Bonal 250 g', direction), isolatedFigure('1\u202F234,50', direction)),
    ...heading(labels.symbols),
    { kind: 'feed', lines: 1 },
    { kind: 'qr', data: SAMPLE_QR },
    { kind: 'feed', lines: 1 },
    { kind: 'barcode', symbology: 'ean-13', data: SAMPLE_EAN13 },
    { kind: 'feed', lines: 1 },
    { kind: 'barcode', symbology: 'code-128', data: SAMPLE_CODE128 },
    ...heading(labels.darkness),
    { kind: 'printer-test', part: 'darkness' },
    ...(facts.hasDrawer ? [RULE, textBlock(labels.drawer)] : []),
    textBlock(labels.cut),
  ];
  return { language, direction, title: facts.printerName, blocks };
}

/** A size that most rolls of labels are no smaller than. Millimetres. */
const TEST_LABEL = { widthMm: 50, heightMm: 30 } as const;

/** The same for a printer of labels, which prints nothing else: both scripts, a price, a fact and bars on one label. */
export function buildLabelTest(facts: SelfTestFacts, language: Language, labels: PaperLabels): ReceiptDocument {
  const direction = directionOf(language);
  const line = (text: string, of: 'ltr' | 'rtl' = direction) => ({ text, direction: of });
  const label = {
    ...TEST_LABEL,
    direction,
    names: [line(`${labels.selfTest} Café Œufs`), line('قهوة مُؤَسَّسَة', 'rtl')],
    price: line(isolatedFigure('1\u00A0234,50', direction)),
    facts: [line(isolatedText(facts.printerName, direction)), line(isolatedFigure(facts.at, direction))],
    barcode: { symbology: 'ean-13' as const, data: SAMPLE_EAN13 },
  };
  return { language, direction, title: facts.printerName, blocks: [{ kind: 'label', label, copies: 1 }] };
}

/** A name with joined letters and marks, a phone number, an amount with its currency and a rate: the four that come out wrong. */
function arabicBlocks(direction: 'ltr' | 'rtl'): readonly ReceiptBlock[] {
  const arabic = (text: string): string => (direction === 'rtl' ? text : `\u2067${text}\u2069`);
  const line = (text: string): ReceiptBlock => textBlock(arabic(text), { align: direction === 'rtl' ? 'start' : 'end' });
  return [
    line('بقالة البركة، لا إله إلا الله، مُؤَسَّسَة'),
    line(`الهاتف ${isolatedFigure('+213 21 23 45 67', 'rtl')}`),
    line(`المبلغ ${isolatedMeasure('1\u00A0234,50 د.ج', 'rtl')} رسم ${isolatedFigure('19\u00A0%', 'rtl')}`),
  ];
}
