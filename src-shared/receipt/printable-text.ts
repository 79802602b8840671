import { isolateByContent, isolateLeftToRight, stripBidiControls } from '../text/bidi.ts';
import type { Language } from '../text/localized-text.ts';

const RIGHT_TO_LEFT_ISOLATE = '\u2067';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

/** Line ends, tabs and every other control character: none may reach a printer, where they would be commands. */
const CONTROLS = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g;
/** The replacement character, which shows as a question mark, and signs that nothing can show. An empty box is honest. */
const UNPRINTABLE = /[\uFFF9-\uFFFD]|[\u{E0000}-\u{E007F}]/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]|[\u{10800}-\u{10FFF}]|[\u{1E800}-\u{1EFFF}]/u;
const EMPTY_BOX = '\u25A1';
/** Figures in groups with spaces between them: a phone, an amount, a range. */
const FIGURE_GROUPS = /\+?[\d\u0660-\u0669][\d\u0660-\u0669.,/-]*(?:[ \u00A0][\d\u0660-\u0669][\d\u0660-\u0669.,/-]*)+/g;

export type Direction = 'ltr' | 'rtl';

export function directionOf(language: Language): Direction {
  return language === 'ar' ? 'rtl' : 'ltr';
}

export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(text);
}

/**
 * A text that somebody typed or a file brought, as it may stand on paper: one line, without controls of any kind. Direction controls go
 * too: a name that carries them could turn round the figures beside it.
 */
export function printableText(text: string): string {
  return stripBidiControls(text.toWellFormed().replace(CONTROLS, ' ')).replace(UNPRINTABLE, EMPTY_BOX).replace(/ {2,}/g, ' ').trim();
}

/**
 * Such a text in a line of other texts: its own direction, and none of it spills out. Groups of figures in right-to-left words are kept in
 * their order: a phone would be read from its end. Plain Latin in a Latin line needs nothing.
 */
export function isolatedText(text: string, direction: Direction): string {
  const printable = printableText(text);
  if (!isRightToLeft(printable)) return direction === 'rtl' ? isolateByContent(printable) : printable;
  return isolateByContent(printable.replace(FIGURE_GROUPS, (figure) => isolateLeftToRight(figure.replaceAll(' ', '\u00A0'))));
}

/**
 * A number, phone, code or date in a line: read from left to right whatever stands around it, its spaces not breaking. `format.ts` puts
 * direction marks of its own into Arabic figures; the isolate does their work.
 */
export function isolatedFigure(figure: string, direction: Direction): string {
  const whole = unbreakable(figure);
  return direction === 'rtl' ? isolateLeftToRight(whole) : whole;
}

/** A figure followed by a word of the line's own language, such as a quantity with its unit or an amount with its currency. */
export function isolatedMeasure(measure: string, direction: Direction): string {
  const whole = unbreakable(measure);
  return direction === 'rtl' ? RIGHT_TO_LEFT_ISOLATE + whole + POP_DIRECTIONAL_ISOLATE : whole;
}

function unbreakable(text: string): string {
  return printableText(text).replaceAll(' ', '\u00A0');
}
