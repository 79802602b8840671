import { plainSpaces } from '../../../../src-shared/text/plain-spaces.ts';
import type { CodePageName } from '../../profiles/printer-profile.ts';

/** The 128 upper characters of each page, in order; U+FFFD where it has none. ASCII is the lower half of all of them. */
const UPPER_HALVES: Readonly<Record<CodePageName, string>> = {
  // https://encoding.spec.whatwg.org/index-windows-1252.txt, without the C1 controls it puts in the five holes.
  'windows-1252':
    '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ' +
    '\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ',
  // IBM code page 858: 850 with the euro in place of the dotless i.
  cp858:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»' +
    '░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀' +
    'ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0',
};

/** What stands in for a character that a page lacks, where nobody reads it otherwise. Everything else that is missing is drawn instead. */
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ...Array.from('\u2010\u2011\u2012\u2013\u2014\u2015\u2212').map((dash): [string, string] => [dash, '-']),
  ...Array.from('\u2018\u2019\u201A\u201B\u2032\u02BC').map((quote): [string, string] => [quote, "'"]),
  ...Array.from('\u201C\u201D\u201E\u201F\u2033').map((quote): [string, string] => [quote, '"']),
  ['\u2026', '...'],
  ['\u2022', '*'],
  ['\u00D7', 'x'],
  ['\u2044', '/'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
]);

/** Spaces of a fixed width and those that do not break. U+202F and U+00A0 are in every French amount. */
const SPACES = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;
/** Marks that steer layout and show nothing: soft hyphen, joiners, directional marks and isolates, byte order mark, variation selectors. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u061C\u202A-\u202E\u2060\u2066-\u2069\uFEFF]|[\uFE00-\uFE0F]/g;

const BYTES = new Map(
  Object.entries(UPPER_HALVES).map(([name, upper]) => {
    const bytes = new Map<string, number>();
    for (let byte = 0x20; byte < 0x7f; byte++) bytes.set(String.fromCharCode(byte), byte);
    Array.from(upper).forEach((character, index) => {
      if (character !== '\uFFFD') bytes.set(character, 0x80 + index);
    });
    return [name, bytes];
  }),
);

/**
 * The text as that code page can carry it, one character for each column, with its stand-ins, and U+00A0 for every space of another kind
 * than the plain one, so that lines do not break there; null when it cannot, and then the line is to be drawn.
 */
export function fitToCodePage(text: string, page: CodePageName): string | null {
  const bytes = BYTES.get(page);
  if (bytes === undefined) return null;
  let fitted = '';
  for (const character of text.normalize('NFC').replace(SPACES, '\u00A0').replace(INVISIBLE, '')) {
    const carried = bytes.has(character) ? character : STAND_INS.get(character);
    if (carried === undefined) return null;
    fitted += carried;
  }
  return fitted;
}

/** Bytes of a text that `fitToCodePage` gave. */
export function encodeFitted(text: string, page: CodePageName): Uint8Array {
  const bytes = BYTES.get(page);
  return Uint8Array.from(plainSpaces(text), (character) => {
    const byte = bytes?.get(character);
    if (byte === undefined) throw new Error(`U+${character.codePointAt(0)?.toString(16) ?? ''} is not in ${page}`);
    return byte;
  });
}

/** What a printer shows for a byte at or above 0x20; null where the page has nothing. */
export function characterOf(byte: number, page: CodePageName): string | null {
  if (byte < 0x7f) return String.fromCharCode(byte);
  const character = byte === 0x7f ? '\uFFFD' : UPPER_HALVES[page][byte - 0x80];
  return character === undefined || character === '\uFFFD' ? null : character;
}
