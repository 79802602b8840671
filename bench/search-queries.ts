import { tokenise } from '../src-shared/text/fold.ts';
import type { Language } from '../src-shared/text/localized-text.ts';
import type { CorpusProduct } from './product-corpus.ts';
import { seededRandom } from './seeded-random.ts';

export type Query = { readonly kind: QueryKind; readonly language: Language; readonly text: string };
export const QUERY_KINDS = [
  'each key of a word',
  'common beginning',
  'several words',
  'typo',
  'several words, one typo',
  'Arabic',
  'English',
  'nothing',
] as const;
export type QueryKind = (typeof QUERY_KINDS)[number];

const SEED = 7;
/** Beginnings that hundreds of thousands of names share: where an index that reads everything is slow. */
const COMMON = [
  'l',
  'd',
  'de',
  'c',
  'a',
  's',
  'p',
  'cho',
  'la',
  'd l',
  'de la',
  'l d c',
  'p a',
  'ch no',
  'ح',
  'ال',
  'ب',
  'ش ك',
  'c b',
  '1',
  '5 g',
];

/**
 * Queries as they are typed at a till, made from the names of the catalog itself: every key of a word as it is typed, several words in any
 * order with the last one begun, words mistyped once, in each language, and some that nothing answers.
 *
 * @param names a sample of the catalog.
 * @param each how many of each kind.
 */
export function makeQueries(names: readonly CorpusProduct[], each: number): readonly Query[] {
  const random = seededRandom(SEED);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('Nothing to pick from');
    return item;
  };
  const latin = names.flatMap(({ fr }) => (fr === null ? [] : [tokenise(fr)])).filter((words) => words.length > 1);
  const arabic = names.flatMap(({ ar }) => (ar === null ? [] : [tokenise(ar)])).filter((words) => words.length > 1);
  const english = names.flatMap(({ en }) => (en === null ? [] : [tokenise(en)])).filter((words) => words.length > 1);
  const begun = (word: string): string => word.slice(0, 1 + Math.floor(random() * word.length));
  const several = (words: readonly string[]): readonly string[] => {
    const chosen = [...new Set(Array.from({ length: 2 + Math.floor(random() * 2) }, () => pick(words)))];
    return chosen.map((word, index) => (index === chosen.length - 1 ? begun(word) : word));
  };
  const mistyped = (word: string): string => {
    const at = Math.floor(random() * word.length);
    const letter = String.fromCharCode((word.charCodeAt(0) > 0x7f ? 0x628 : 0x61) + Math.floor(random() * 20));
    const ends = [
      word.slice(at + 1),
      letter + word.slice(at + 1),
      letter + word.slice(at),
      word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2),
    ];
    return word.slice(0, at) + pick(ends);
  };
  const long = (words: readonly string[]): string => words.find((word) => word.length >= 5 && !/^\d/.test(word)) ?? 'chocolat';
  const makers: Readonly<Record<QueryKind, () => { readonly language: Language; readonly text: string }>> = {
    'each key of a word': () => ({ language: 'fr', text: begun(pick(pick(latin))) }),
    'common beginning': () => ({ language: pick(['fr', 'ar', 'en']), text: pick(COMMON) }),
    'several words': () => ({ language: 'fr', text: several(pick(latin)).join(' ') }),
    typo: () => ({ language: 'fr', text: mistyped(long(pick(latin))) }),
    'several words, one typo': () => {
      const words = pick(latin);
      return { language: 'fr', text: `${mistyped(long(words))} ${begun(pick(words))}` };
    },
    Arabic: () => {
      const words = pick(arabic.length > 0 ? arabic : latin);
      return { language: 'ar', text: random() < 0.3 ? mistyped(long(words)) : several(words).join(' ') };
    },
    English: () => ({ language: 'en', text: several(pick(english.length > 0 ? english : latin)).join(' ') }),
    nothing: () => ({ language: 'fr', text: `${mistyped(mistyped(mistyped(long(pick(latin)))))}${pick(['qz', 'xw', 'zzk'])}` }),
  };
  return QUERY_KINDS.flatMap((kind) => Array.from({ length: each }, () => ({ kind, ...makers[kind]() })));
}
