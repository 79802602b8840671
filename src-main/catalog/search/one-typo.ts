import { branches, isEmpty, narrow, narrowBy, type Vocabulary, type WordRange, wholeWord } from './vocabulary.ts';

/**
 * One typo: a letter replaced, missing, too many, or two neighbours exchanged (the edits of optimal string alignment, once). Letters are
 * UTF-16 units, which is what a letter is in every script a till meets.
 */

/** A shorter word is one typo from too many others. */
const MIN_FORGIVING_LENGTH = 4;
const DIGIT = /^[0-9]/;

/** Whether a typo in this word of a query is forgiven. Never in a number: 33 cl and 35 cl are different things. */
export function forgivesTypo(word: string): boolean {
  return word.length >= MIN_FORGIVING_LENGTH && !DIGIT.test(word);
}

/** `whole`: one typo away from the word. `beginning`: one typo away from how the word begins. */
export type TypoMatch = 'whole' | 'beginning';

/**
 * Whether `typed`, with one typo put right, is a word or its beginning. Looking at the first letter that differs is enough: an edit further
 * left within a run of the same letter gives the same text, and anywhere else leaves that difference.
 *
 * @returns null where it is not; and where `word` begins with `typed` as it is, which is no typo.
 */
export function matchWithTypo(typed: string, word: string): TypoMatch | null {
  let at = 0;
  while (at < typed.length && at < word.length && typed.charCodeAt(at) === word.charCodeAt(at)) at += 1;
  if (at === typed.length) return null;
  const [replaced, missing, extra] = [typed.slice(at + 1), typed.slice(at), typed.slice(at + 1)];
  const exchanged =
    at + 1 < typed.length && typed.charCodeAt(at) === word.charCodeAt(at + 1) && typed.charCodeAt(at + 1) === word.charCodeAt(at);
  const corrected = [
    at < word.length && word.startsWith(replaced, at + 1) ? typed.length : null,
    at < word.length && word.startsWith(missing, at + 1) ? typed.length + 1 : null,
    word.startsWith(extra, at) ? typed.length - 1 : null,
    exchanged && word.startsWith(typed.slice(at + 2), at + 2) ? typed.length : null,
  ].filter((length) => length !== null);
  if (corrected.length === 0) return null;
  return corrected.includes(word.length) ? 'whole' : 'beginning';
}

/** `whole`: numbers of the words one typo away. `beginnings`: ranges of words that begin one typo away; none lies within another. */
export type TypoNeighbours = { readonly whole: readonly number[]; readonly beginnings: readonly WordRange[] };

/**
 * All of the vocabulary that `matchWithTypo` accepts for `typed` (and what begins with `typed` itself, where an edit leads back to it).
 * Walks along `typed` and at each letter tries every edit, following only letters that occur there: some thousand binary searches.
 */
export function typoNeighbours(vocabulary: Vocabulary, root: WordRange, typed: string): TypoNeighbours {
  const found: WordRange[] = [];
  const keep = (range: WordRange): void => {
    if (!isEmpty(range)) found.push(range);
  };
  let along = root;
  for (let at = 0; at < typed.length && !isEmpty(along); at += 1) {
    const unit = typed.charCodeAt(at);
    const next = typed.charCodeAt(at + 1);
    keep(narrowBy(vocabulary, along, typed, at + 1));
    if (at + 1 < typed.length) keep(narrowBy(vocabulary, narrow(vocabulary, narrow(vocabulary, along, next), unit), typed, at + 2));
    for (const branch of branches(vocabulary, along)) {
      keep(narrowBy(vocabulary, branch, typed, at + 1));
      keep(narrowBy(vocabulary, branch, typed, at));
    }
    along = narrow(vocabulary, along, unit);
  }
  const whole = new Set(found.map((range) => wholeWord(vocabulary, range)).filter((word) => word !== null));
  return { whole: [...whole], beginnings: withoutNested(found) };
}

/** Ranges of prefixes are nested or apart, so that sorted by their beginning, the longest first, each nested one follows one around it. */
function withoutNested(ranges: readonly WordRange[]): readonly WordRange[] {
  const sorted = ranges.toSorted((left, right) => left.from - right.from || right.to - left.to || left.depth - right.depth);
  const outer: WordRange[] = [];
  for (const range of sorted) if (range.to > (outer.at(-1)?.to ?? 0)) outer.push(range);
  return outer;
}
