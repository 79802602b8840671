import { DISPLAY_COLUMNS, type DisplayCodePage } from '../../../../src-shared/settings/serial-devices.ts';
import { LANGUAGES, type Language, type LocalizedText } from '../../../../src-shared/text/localized-text.ts';
import { characterOf, encodeFitted, fitToCodePage } from '../escpos/code-page.ts';

/**
 * Text for displays of two lines of twenty Latin characters. They have no Arabic letters and none could be shaped on them: of a name, the
 * Latin form the shop has given is shown, and where there is none, none. Nothing is transliterated, and nothing becomes a question mark.
 */

/** The 128 upper characters of IBM code page 437, the power-on table of most displays. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»' +
  '░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0';
const MARKS = /\p{M}/gu;
const OTHER_SCRIPT = /[\p{L}--\p{Script=Latin}]/v;
const LATIN_LETTER_OR_DIGIT = /[\p{Script=Latin}0-9]/u;

/** Whether a text can be read when only its Latin characters are shown. A name half in Arabic cannot. */
export function isLatin(text: string): boolean {
  return LATIN_LETTER_OR_DIGIT.test(text) && !OTHER_SCRIPT.test(text);
}

/** The name in the wanted language, else in another one that Latin letters write; null when the shop has given none. */
export function latinName(name: LocalizedText, wanted: Language): string | null {
  return [wanted, ...LANGUAGES].map((language) => name[language]).find((text) => text !== undefined && isLatin(text)) ?? null;
}

/** One line: the left text cut so that the right one stands whole at the end. Both as the display can show them. */
export function displayLine(left: string, right: string, page: DisplayCodePage): string {
  const end = fitted(right, page).slice(0, DISPLAY_COLUMNS);
  const room = Math.max(0, DISPLAY_COLUMNS - end.length - (end === '' ? 0 : 1));
  const start = fitted(left, page).slice(0, room).trimEnd();
  return start + end.padStart(DISPLAY_COLUMNS - start.length);
}

/** One line with its text in the middle. */
export function centredLine(text: string, page: DisplayCodePage): string {
  const shown = fitted(text, page).trim().slice(0, DISPLAY_COLUMNS).trimEnd();
  return shown.padStart(Math.floor((DISPLAY_COLUMNS + shown.length) / 2)).padEnd(DISPLAY_COLUMNS);
}

/** The text in characters of the page, one for each column: without its accents where the page has them not, and without what is left. */
function fitted(text: string, page: DisplayCodePage): string {
  // The Windows page stands in for spaces, quotes and dashes as on receipts; its letters are then looked up in the page itself.
  return Array.from(text.normalize('NFC'), (character) => {
    const shown = fitToCodePage(character, 'windows-1252');
    if (shown === null) return withoutAccents(character, page);
    return Array.from(shown, (part) => (byteOf(part, page) === null ? withoutAccents(part, page) : part)).join('');
  }).join('');
}

function withoutAccents(character: string, page: DisplayCodePage): string {
  if (byteOf(character, page) !== null) return character;
  return Array.from(LIGATURES.get(character) ?? character.normalize('NFD').replace(MARKS, ''))
    .filter((part) => byteOf(part, page) !== null)
    .join('');
}

const LIGATURES: ReadonlyMap<string, string> = new Map([
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['ß', 'ss'],
  ['€', 'EUR'],
  ['\u00A0', ' '],
  ['’', "'"],
  ['‘', "'"],
  ['“', '"'],
  ['”', '"'],
  ['«', '"'],
  ['»', '"'],
  ['–', '-'],
  ['—', '-'],
  ['…', '...'],
  ['×', 'x'],
]);

function byteOf(character: string, page: DisplayCodePage): number | null {
  const code = character.charCodeAt(0);
  if (character.length !== 1) return null;
  if (code < 0x80) return code >= 0x20 && code < 0x7f ? code : null;
  switch (page) {
    case 'ascii':
      return null;
    case 'cp437': {
      const at = CP437.indexOf(character);
      return at === -1 || character === '\u00A0' ? null : 0x80 + at;
    }
    case 'cp858':
    case 'windows-1252':
      return fitToCodePage(character, page) === character ? (encodeFitted(character, page)[0] ?? null) : null;
  }
}

/** Bytes of a line that `displayLine` or `centredLine` gave. */
export function encodeLine(line: string, page: DisplayCodePage): Uint8Array {
  return Uint8Array.from(line, (character) => {
    const byte = byteOf(character, page);
    if (byte === null) throw new Error(`U+${character.charCodeAt(0).toString(16)} is not in ${page}`);
    return byte;
  });
}

/** What a display shows for a byte; a space where its table has nothing. */
export function displayCharacter(byte: number, page: DisplayCodePage): string {
  if (byte < 0x7f) return byte < 0x20 ? ' ' : String.fromCharCode(byte);
  switch (page) {
    case 'ascii':
      return ' ';
    case 'cp437':
      return CP437[byte - 0x80] ?? ' ';
    case 'cp858':
    case 'windows-1252':
      return characterOf(byte, page) ?? ' ';
  }
}
