import { type Bars, code128Bars, ean13Bars } from '../../../../src-shared/barcode/bars.ts';

export interface LessonCode {
  readonly text: string;
  readonly bars: Bars;
}

/**
 * What is scanned to learn a scanner: figures as on goods (the numbers from 20 on are every shop's own, so no article is meant), then letters
 * of both cases with signs, then the keys that lie elsewhere on an AZERTY, a QWERTZ or an Arabic keyboard.
 */
const TEXTS: readonly { readonly text: string; readonly barsOf: (text: string) => Bars | null }[] = [
  { text: '2012345678903', barsOf: ean13Bars },
  { text: 'Ab12-CD/34', barsOf: code128Bars },
  { text: 'aQzW.yM$7', barsOf: code128Bars },
];

export const LESSON_CODES: readonly LessonCode[] = TEXTS.map(({ text, barsOf }) => {
  const bars = barsOf(text);
  if (bars === null) throw new Error(`${text} cannot be a barcode`);
  return { text, bars };
});
