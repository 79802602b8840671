import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forgivesTypo, matchWithTypo, type TypoMatch, typoNeighbours } from './one-typo.ts';
import { allWords, packVocabulary, wordAt } from './vocabulary.ts';

/** Few letters, so that words are often near each other; one of them Arabic. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ل'), minLength: 1, maxLength: 7 });

/** Optimal string alignment distance, by its definition. */
function distance(left: string, right: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= left.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= right.length; j += 1) {
      if (i === 0) {
        rows[0]!.push(j);
        continue;
      }
      const replaced = rows[i - 1]![j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      const exchanged =
        i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
          ? rows[i - 2]![j - 2]! + 1
          : Number.POSITIVE_INFINITY;
      rows[i]!.push(Math.min(replaced, exchanged, rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1));
    }
  }
  return rows[left.length]![right.length]!;
}

function matchByDistance(typed: string, candidate: string): TypoMatch | null {
  if (candidate.startsWith(typed)) return null;
  if (distance(typed, candidate) === 1) return 'whole';
  for (let end = 0; end <= candidate.length; end += 1) if (distance(typed, candidate.slice(0, end)) === 1) return 'beginning';
  return null;
}

test.each([
  ['chocolqt', 'chocolat', 'whole'],
  ['chocola', 'chocolat', null],
  ['chocoolat', 'chocolat', 'whole'],
  ['chcolat', 'chocolat', 'whole'],
  ['cohcolat', 'chocolat', 'whole'],
  ['hocolat', 'chocolat', 'whole'],
  ['laitt', 'lait', 'whole'],
  ['fromga', 'fromage', 'beginning'],
  ['nuttela', 'nutella', null],
  ['حلسب', 'حليب', 'whole'],
] as const)('%s for %s: %s', (typed, meant, match) => {
  expect(matchWithTypo(typed, meant)).toBe(match);
});

test('a match with a typo is what the distance says, for any two words', () => {
  fc.assert(
    fc.property(word, word, (typed, candidate) => {
      expect(matchWithTypo(typed, candidate)).toBe(matchByDistance(typed, candidate));
    }),
    { numRuns: 2_000 },
  );
});

test('the neighbours found in a vocabulary are those that looking at every word finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), word, (words, typed) => {
      const sorted = words.toSorted();
      const vocabulary = packVocabulary(sorted);
      const { whole, beginnings } = typoNeighbours(vocabulary, allWords(vocabulary), typed);
      const found = beginnings.flatMap((range) => sorted.slice(range.from, range.to));
      const meant = sorted.filter((candidate) => matchByDistance(typed, candidate) !== null);
      expect(new Set(found).size).toBe(found.length);
      expect(found).toEqual(expect.arrayContaining(meant));
      expect(found.filter((candidate) => !candidate.startsWith(typed)).toSorted()).toEqual(meant);
      const wholeWords = whole.map((number) => wordAt(vocabulary, number)).filter((candidate) => !candidate.startsWith(typed));
      expect(wholeWords.toSorted()).toEqual(sorted.filter((candidate) => matchByDistance(typed, candidate) === 'whole'));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['the', false],
  ['café', true],
  ['شاي', false],
  ['حليب', true],
  ['1000', false],
  ['1.50', false],
])('a typo in %s is forgiven: %s', (typed, forgiven) => {
  expect(forgivesTypo(typed)).toBe(forgiven);
});
