/**
 * Folding of Arabic and French for search: two spellings that a person takes for the same word become the same string.
 *
 * Folding works code point by code point, never looking at the neighbours, and only then cuts the result into words. That
 * keeps it fast (a table answers for every code point seen before) and lets `matchRanges` say which part of the original
 * a folded match came from. Both the indexed names and what the cashier types go through here, so a folding that is too
 * generous costs one more result, while one that is too strict hides a product.
 *
 * Arabic follows Lucene's ArabicNormalizer (alef variants, ة → ه, ى → ي, no tatweel, no harakat) and goes further:
 * - ؤ → و and ئ → ي, because their Unicode decompositions are the bare letter and a hamza mark, as with أ and إ, and
 *   because the hamza is what people leave out when they type in a hurry. The letter ء on its own stays: without it
 *   ماء (water) would be found by every word that begins with ما.
 * - Persian and Urdu ک ی ہ ە → ك ي ه: the same letters to a reader, sent by other keyboards.
 * - پ چ ژ ڤ ڥ ڨ گ → ب ج ز ف ف ق ك: loan-word letters of the Maghreb (ڨازوز) that the usual Arabic keyboards lack.
 */

/** What each letter without a useful Unicode decomposition becomes. The trademark signs would decompose into letters. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ß', 'ss'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ħ', 'h'],
  ['ŧ', 't'],
  ['ŋ', 'n'],
  ['ı', 'i'],
  ['ȷ', 'j'],
  ['ς', 'σ'],
  ['™', ' '],
  ['℠', ' '],
  ['\u02B9', ' '],
  ['\u02BB', ' '],
  ['\u02BC', ' '],
  ['ٱ', 'ا'],
  ['ة', 'ه'],
  ['ۃ', 'ه'],
  ['ہ', 'ه'],
  ['ە', 'ه'],
  ['ھ', 'ه'],
  ['ى', 'ي'],
  ['ی', 'ي'],
  ['ک', 'ك'],
  ['گ', 'ك'],
  ['پ', 'ب'],
  ['چ', 'ج'],
  ['ژ', 'ز'],
  ['ڤ', 'ف'],
  ['ڥ', 'ف'],
  ['ڨ', 'ق'],
  ['ـ', ''],
]);

/**
 * Marks that come off: Latin diacritics, Arabic harakat and Quranic signs, Hebrew points, variation selectors. The marks
 * of other scripts (Devanagari vowels, Japanese voicing) are part of the spelling and stay.
 */
const DROPPED_MARK = /[[\p{M}&&[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Cyrillic}]]--[\u3099\u309A]]/v;
/** Bidi controls, zero-width characters, soft hyphens, control characters and lone halves of surrogate pairs. */
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Cs}]/u;
const SPACE = /\s/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
/** The point, the comma, the Arabic decimal separator and the Arabic comma all stand between the digits of "1,5 l". */
const DECIMAL_SEPARATOR = /[.,\u066B\u060C]/u;
const ANY_MARK = /\p{M}/u;

const CODE_ZERO = 0x30;
const CODE_NINE = 0x39;
const CODE_SPACE = 0x20;
const CODE_POINT = 0x2e;
const ARABIC_INDIC_ZERO = 0x0660;
const EXTENDED_ARABIC_INDIC_ZERO = 0x06f0;
const ARABIC_PRESENTATION_FIRST = 0xfb50;
const ARABIC_PRESENTATION_LAST = 0xfeff;

/** The table of folded code points covers the Basic Multilingual Plane and no more, so that its memory has a bound. */
const TABLE_SIZE = 0x10000;
const table: (string | undefined)[] = new Array<string | undefined>(TABLE_SIZE);

function foldElement(element: string): string {
  const letter = LETTERS.get(element);
  if (letter !== undefined) return letter;
  if (SPACE.test(element)) return ' ';
  if (DROPPED_MARK.test(element) || INVISIBLE.test(element)) return '';
  if (DECIMAL_SEPARATOR.test(element)) return '.';
  return WORD_CHARACTER.test(element) ? element : ' ';
}

/** Folds one code point into letters and digits, a point for a decimal separator, a space for a gap, or nothing. */
function computeFold(codePoint: number): string {
  for (const zero of [ARABIC_INDIC_ZERO, EXTENDED_ARABIC_INDIC_ZERO]) {
    if (codePoint >= zero && codePoint <= zero + 9) return String(codePoint - zero);
  }
  const original = String.fromCodePoint(codePoint);
  const known = LETTERS.get(original);
  if (known !== undefined) return known;
  let folded = '';
  for (const element of original.normalize('NFKD').toLowerCase()) folded += foldElement(element);
  // The isolated vowel signs of the Arabic presentation forms decompose to a space and a mark; the word around them is one word.
  const isPresentationForm = codePoint >= ARABIC_PRESENTATION_FIRST && codePoint <= ARABIC_PRESENTATION_LAST;
  return isPresentationForm && folded.trim() === '' ? '' : folded;
}

function foldCodePoint(codePoint: number): string {
  if (codePoint >= TABLE_SIZE) return computeFold(codePoint);
  let folded = table[codePoint];
  if (folded === undefined) {
    folded = computeFold(codePoint);
    table[codePoint] = folded;
  }
  return folded;
}

/** Folds letter by letter; the result still holds runs of spaces and points, which `cutWords` turns into words. */
function foldLetters(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) {
    const codePoint = text.codePointAt(index) ?? 0;
    if (codePoint >= TABLE_SIZE) index += 1;
    folded += foldCodePoint(codePoint);
  }
  return folded;
}

function isDigit(code: number): boolean {
  return code >= CODE_ZERO && code <= CODE_NINE;
}

function endOfDigits(letters: string, from: number): number {
  let end = from;
  while (end < letters.length && isDigit(letters.charCodeAt(end))) end += 1;
  return end;
}

function endOfLetters(letters: string, from: number): number {
  let end = from;
  while (end < letters.length) {
    const code = letters.charCodeAt(end);
    if (code === CODE_SPACE || code === CODE_POINT || isDigit(code)) break;
    end += 1;
  }
  return end;
}

function continuesNumber(letters: string, end: number): boolean {
  return letters.charCodeAt(end) === CODE_POINT && isDigit(letters.charCodeAt(end + 1));
}

/**
 * Where the number that begins at `from` ends. One separator between digits is a decimal ("1.5"); with two or more it is
 * a date, a list or an address ("12.05.2026"), of which every part is a word of its own.
 */
function endOfNumber(letters: string, from: number): number {
  const whole = endOfDigits(letters, from);
  if (!continuesNumber(letters, whole)) return whole;
  const decimal = endOfDigits(letters, whole + 1);
  const isPartOfChain =
    continuesNumber(letters, decimal) || (letters.charCodeAt(from - 1) === CODE_POINT && isDigit(letters.charCodeAt(from - 2)));
  return isPartOfChain ? whole : decimal;
}

type Span = { readonly start: number; readonly end: number };

/** Cuts folded letters into runs of letters and numbers; nothing else of the text is kept. */
function cutWords(letters: string): readonly Span[] {
  const spans: Span[] = [];
  let position = 0;
  while (position < letters.length) {
    const code = letters.charCodeAt(position);
    if (code === CODE_SPACE || code === CODE_POINT) {
      position += 1;
      continue;
    }
    const end = isDigit(code) ? endOfNumber(letters, position) : endOfLetters(letters, position);
    spans.push({ start: position, end });
    position = end;
  }
  return spans;
}

/**
 * The words of a text, folded, in order, repeats kept. Takes the original text or an already folded one (folding twice
 * changes nothing).
 *
 * Letters and digits are cut apart, so that "33cl" and "33 cl", "omega3" and "omega 3" are the same words; a number keeps
 * its decimals as one word with a point, so that "1.5l", "1,5 l" and "١٫٥ ل" begin alike. An apostrophe or a hyphen cuts
 * ("l'huile" is found by "huile", "coca-cola" by "cola").
 */
export function tokenise(text: string): readonly string[] {
  const letters = foldLetters(text);
  return cutWords(letters).map((span) => letters.slice(span.start, span.end));
}

/** Folded text that needs no cutting: lower-case ASCII words with one space between them. Most names are nearly this. */
const ALREADY_FOLDED = /^(?:[a-z]+(?: [a-z]+)*)?$/;

/**
 * The words of a text, folded, with one space between them: `tokenise(text).join(' ')`. Splitting the result at spaces
 * gives the words back. Linear in the length of the text; never throws.
 */
export function foldForSearch(text: string): string {
  const lower = text.toLowerCase();
  if (ALREADY_FOLDED.test(lower)) return lower;
  return tokenise(text).join(' ');
}

/** A part of a text, in UTF-16 units, `end` not included. */
export type TextRange = { readonly start: number; readonly end: number };

/** Folded letters, and for each of their UTF-16 units the range of the original text that it came from. */
type MappedFold = { readonly letters: string; readonly origins: readonly TextRange[] };

function foldLettersWithOrigins(text: string): MappedFold {
  let letters = '';
  const origins: TextRange[] = [];
  for (let index = 0; index < text.length; ) {
    const codePoint = text.codePointAt(index) ?? 0;
    const width = codePoint >= TABLE_SIZE ? 2 : 1;
    const folded = foldCodePoint(codePoint);
    letters += folded;
    for (let unit = 0; unit < folded.length; unit += 1) origins.push({ start: index, end: index + width });
    index += width;
  }
  return { letters, origins };
}

/** A mark belongs to the letter before it: a highlight that ended between the two would draw the mark on nothing. */
function includeFollowingMarks(text: string, end: number): number {
  let extended = end;
  while (extended < text.length && ANY_MARK.test(text.charAt(extended))) extended += 1;
  return extended;
}

function joinTouching(ranges: readonly TextRange[]): readonly TextRange[] {
  const joined: TextRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && range.start <= last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else joined.push(range);
  }
  return joined;
}

/**
 * Where the words of a query occur at the beginning of words of a text, so that a screen can mark them.
 *
 * @param text the text as it is shown.
 * @param queryTokens folded words, from `tokenise`.
 * @returns ranges of the original text in UTF-16 units, in order, neither overlapping nor touching. A letter that folds
 *   to two (œ, a lam-alef ligature) is marked whole, and marks stay with their letter.
 */
export function matchRanges(text: string, queryTokens: readonly string[]): readonly TextRange[] {
  const { letters, origins } = foldLettersWithOrigins(text);
  const ranges: TextRange[] = [];
  for (const word of cutWords(letters)) {
    let matchedLength = 0;
    for (const token of queryTokens) {
      const fits = token.length > matchedLength && word.start + token.length <= word.end;
      if (fits && letters.startsWith(token, word.start)) matchedLength = token.length;
    }
    const first = origins[word.start];
    const last = origins[word.start + matchedLength - 1];
    if (matchedLength > 0 && first !== undefined && last !== undefined) {
      ranges.push({ start: first.start, end: includeFollowingMarks(text, last.end) });
    }
  }
  return joinTouching(ranges);
}
