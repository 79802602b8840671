import { foldForSearch, matchRanges } from '../../../src-shared/text/fold.ts';
import { LANGUAGES, type Language, type LocalizedText } from '../../../src-shared/text/localized-text.ts';
import { forgivesTypo, matchWithTypo } from './one-typo.ts';

/** How well a word of the query matches a word of a name, best first. */
const EXACT = 0;
const PREFIX = 1;
const TYPO = 2;
const TYPO_BEGINNING = 3;
const NONE = 4;

type WordMatch = { readonly quality: number; readonly position: number };

const NO_MATCH: WordMatch = { quality: NONE, position: 0 };

/** The bounds of what a score counts; more counts as this much. */
const MAX_WORDS = 15;
const MAX_PLACE = 8_191;
const MAX_LENGTH = 1_023;

/** The name is in the person's language; in another one; the words are spread over several. */
const OWN_LANGUAGE = 0;
const OTHER_LANGUAGE = 1;
const SEVERAL_LANGUAGES = 2;

function qualityOf(typed: string, word: string): number {
  if (word.startsWith(typed)) return word.length === typed.length ? EXACT : PREFIX;
  if (!forgivesTypo(typed)) return NONE;
  const match = matchWithTypo(typed, word);
  if (match === null) return NONE;
  return match === 'whole' ? TYPO : TYPO_BEGINNING;
}

function bestMatch(typed: string, words: readonly string[]): WordMatch {
  let best = NO_MATCH;
  for (const [position, word] of words.entries()) {
    const quality = qualityOf(typed, word);
    if (quality < best.quality) best = { quality, position };
  }
  return best;
}

/**
 * One number for how well a name answers, smaller is better: fewer typos, then fewer words that are only begun, then the person's own
 * language, then matches nearer the beginning of the name (and among equals, in the order typed), then the shorter name.
 */
function score(matches: readonly WordMatch[], language: number, nameLength: number): number {
  const count = (least: number): number => Math.min(matches.filter((match) => match.quality >= least).length, MAX_WORDS);
  const begun = matches.filter((match) => match.quality === PREFIX).length;
  const positions = matches.reduce((sum, match) => sum + match.position, 0);
  const isInOrder = matches.every((match, index) => match.position >= (matches[index - 1]?.position ?? 0));
  const place = Math.min(positions * 2 + (isInOrder ? 0 : 1), MAX_PLACE);
  const words = (count(TYPO) * 16 + count(TYPO_BEGINNING)) * 16 + Math.min(begun, MAX_WORDS);
  return ((words * 4 + language) * (MAX_PLACE + 1) + place) * (MAX_LENGTH + 1) + Math.min(nameLength, MAX_LENGTH);
}

/**
 * How well a product's names answer a query; smaller is better, Infinity where some word of it matches none of theirs.
 *
 * @param typed the words of the query, folded.
 * @param language the person's.
 */
export function relevance(name: LocalizedText, typed: readonly string[], language: Language): number {
  let best = Number.POSITIVE_INFINITY;
  let everywhere = typed.map(() => NO_MATCH);
  let longest = 0;
  for (const nameLanguage of LANGUAGES) {
    const text = name[nameLanguage];
    if (text === undefined) continue;
    const folded = foldForSearch(text);
    const words = folded.split(' ');
    const matches = typed.map((word) => bestMatch(word, words));
    if (matches.every((match) => match.quality < NONE)) {
      best = Math.min(best, score(matches, nameLanguage === language ? OWN_LANGUAGE : OTHER_LANGUAGE, folded.length));
    }
    everywhere = everywhere.map((known, index) => better(known, matches[index] ?? NO_MATCH));
    longest = Math.max(longest, folded.length);
  }
  if (best < Number.POSITIVE_INFINITY || everywhere.some((match) => match.quality === NONE)) return best;
  return score(everywhere, SEVERAL_LANGUAGES, longest);
}

function better(left: WordMatch, right: WordMatch): WordMatch {
  return right.quality < left.quality ? right : left;
}

export type Marks = Partial<Record<Language, [number, number][]>>;

/** What of each name a screen should mark: the beginnings that were typed, and words that were meant by a mistyped one whole. */
export function marksOf(name: LocalizedText, typed: readonly string[]): Marks {
  const words = LANGUAGES.flatMap((language) => foldForSearch(name[language] ?? '').split(' '));
  const tokens = typed.flatMap((word) => {
    if (words.some((candidate) => candidate.startsWith(word))) return [word];
    return words.filter((candidate) => qualityOf(word, candidate) < NONE);
  });
  const marks: Marks = {};
  for (const language of LANGUAGES) {
    const text = name[language];
    const ranges = text === undefined ? [] : matchRanges(text, tokens);
    if (ranges.length > 0) marks[language] = ranges.map((range) => [range.start, range.end]);
  }
  return marks;
}
