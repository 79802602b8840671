import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountInWords, MAX_IN_WORDS } from './words.ts';
import { arabicCounted } from './words-arabic.ts';
import { englishNumber } from './words-english.ts';
import { frenchNumber } from './words-french.ts';

const anyCount = fc.oneof(
  fc.integer({ min: 0, max: 1_200 }),
  fc.integer({ min: 0, max: MAX_IN_WORDS }),
  // Whole groups, where the forms of the nouns change.
  fc.tuple(fc.nat(999), fc.constantFrom(1, 1e3, 1e6, 1e9)).map(([times, scale]) => times * scale),
);

/** Adds up the words of a number, knowing their values and nothing of how they are put together. */
function sum(words: readonly string[], values: ReadonlyMap<string, number>, hundred: string, scales: ReadonlyMap<string, number>): number {
  let total = 0;
  let group = 0;
  for (const word of words) {
    const scale = scales.get(word);
    const value = values.get(word);
    if (scale !== undefined) {
      total += Math.max(1, group) * scale;
      group = 0;
    } else if (word === hundred) group = Math.max(1, group) * 100;
    else if (value === undefined) throw new Error(`no word of a number: ${word}`);
    else group += value;
  }
  return total + group;
}

describe('French', () => {
  test.each([
    [0, 'zéro'],
    [16, 'seize'],
    [17, 'dix-sept'],
    [21, 'vingt et un'],
    [22, 'vingt-deux'],
    [61, 'soixante et un'],
    [70, 'soixante-dix'],
    [71, 'soixante et onze'],
    [72, 'soixante-douze'],
    [77, 'soixante-dix-sept'],
    [80, 'quatre-vingts'],
    [81, 'quatre-vingt-un'],
    [91, 'quatre-vingt-onze'],
    [99, 'quatre-vingt-dix-neuf'],
    [100, 'cent'],
    [101, 'cent un'],
    [200, 'deux cents'],
    [201, 'deux cent un'],
    [280, 'deux cent quatre-vingts'],
    [1_000, 'mille'],
    [1_001, 'mille un'],
    [2_000, 'deux mille'],
    [80_000, 'quatre-vingt mille'],
    [200_000, 'deux cent mille'],
    [1_000_000, 'un million'],
    [80_000_000, 'quatre-vingts millions'],
    [200_000_000, 'deux cents millions'],
    [1_000_000_000, 'un milliard'],
    [
      999_999_999_999,
      'neuf cent quatre-vingt-dix-neuf milliards neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf',
    ],
  ])('%i: %s', (count, words) => {
    expect(frenchNumber(count)).toBe(words);
  });

  const NAMES = 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'.split(' ');
  const values = new Map([
    ...NAMES.map((name, value): [string, number] => [name, value]),
    ...['vingt', 'trente', 'quarante', 'cinquante', 'soixante'].map((name, index): [string, number] => [name, (index + 2) * 10]),
    ['quatrevingt', 80],
  ]);
  const scales = new Map([
    ['mille', 1e3],
    ['million', 1e6],
    ['milliard', 1e9],
  ]);

  test('every number adds up to itself', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const plain = frenchNumber(count)
          .replaceAll('quatre-vingt', 'quatrevingt')
          .replace(/(cent|vingt|million|milliard)s/g, '$1')
          .replaceAll(' et ', ' ');
        expect(sum(plain.split(/[ -]/), values, 'cent', scales)).toBe(count);
      }),
    );
  });

  test('never "un mille", never "un cent", an s only before a noun or at the end', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const words = frenchNumber(count);
        expect(words).not.toMatch(/(^|(illion|illiard)s? |mille )un (mille|cent)( |$)/);
        expect(words).not.toMatch(/(cents|vingts)(?! milli(on|ard)|$)/);
      }),
    );
  });
});

describe('English', () => {
  test.each([
    [0, 'zero'],
    [21, 'twenty-one'],
    [100, 'one hundred'],
    [121, 'one hundred and twenty-one'],
    [1_001, 'one thousand and one'],
    [1_100, 'one thousand one hundred'],
    [15_105, 'fifteen thousand one hundred and five'],
    [1_000_000, 'one million'],
    [2_000_040, 'two million and forty'],
    [1_000_000_000, 'one billion'],
  ])('%i: %s', (count, words) => {
    expect(englishNumber(count)).toBe(words);
  });

  const SMALL =
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
      ' ',
    );
  const BIG = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
  const values = new Map([
    ...SMALL.map((name, value): [string, number] => [name, value]),
    ...BIG.map((name, index): [string, number] => [name, (index + 2) * 10]),
  ]);
  const scales = new Map([
    ['thousand', 1e3],
    ['million', 1e6],
    ['billion', 1e9],
  ]);

  test('every number adds up to itself', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const plain = englishNumber(count).replaceAll(' and ', ' ');
        expect(sum(plain.split(/[ -]/), values, 'hundred', scales)).toBe(count);
      }),
    );
  });
});

describe('Arabic', () => {
  const dinar = { one: 'دينار واحد', two: 'ديناران', few: 'دنانير', many: 'دينارا', hundred: 'دينار' };

  test.each([
    [0, 'صفر دينار'],
    [1, 'دينار واحد'],
    [2, 'ديناران'],
    [3, 'ثلاثة دنانير'],
    [10, 'عشرة دنانير'],
    [11, 'أحد عشر دينارا'],
    [12, 'اثنا عشر دينارا'],
    [13, 'ثلاثة عشر دينارا'],
    [20, 'عشرون دينارا'],
    [21, 'واحد وعشرون دينارا'],
    [99, 'تسعة وتسعون دينارا'],
    [100, 'مائة دينار'],
    [101, 'مائة دينار ودينار واحد'],
    [102, 'مائة دينار وديناران'],
    [103, 'مائة وثلاثة دنانير'],
    [111, 'مائة وأحد عشر دينارا'],
    [200, 'مائتا دينار'],
    [203, 'مائتان وثلاثة دنانير'],
    [300, 'ثلاثمائة دينار'],
    [1_000, 'ألف دينار'],
    [1_001, 'ألف دينار ودينار واحد'],
    [2_000, 'ألفا دينار'],
    [2_003, 'ألفان وثلاثة دنانير'],
    [3_000, 'ثلاثة آلاف دينار'],
    [11_000, 'أحد عشر ألف دينار'],
    [11_011, 'أحد عشر ألفا وأحد عشر دينارا'],
    [100_000, 'مائة ألف دينار'],
    [200_000, 'مائتا ألف دينار'],
    [1_000_000, 'مليون دينار'],
    [2_000_000, 'مليونا دينار'],
    [15_000_000, 'خمسة عشر مليون دينار'],
    [3_000_000_000, 'ثلاثة مليارات دينار'],
    [15_105, 'خمسة عشر ألفا ومائة وخمسة دنانير'],
  ])('%i: %s', (count, words) => {
    expect(arabicCounted(count, dinar)).toBe(words);
  });

  /** A thing whose forms show which was taken; nothing in the words of numbers looks like them. */
  const thing = { one: 'ش1', two: 'ش2', few: 'ش3', many: 'ش11', hundred: 'ش100' };
  const UNITS = ['ثلاثة', 'أربعة', 'خمسة', 'ستة', 'سبعة', 'ثمانية', 'تسعة', 'عشرة'];
  const TENS = ['عشرون', 'ثلاثون', 'أربعون', 'خمسون', 'ستون', 'سبعون', 'ثمانون', 'تسعون'];
  const HUNDREDS = ['ثلاثمائة', 'أربعمائة', 'خمسمائة', 'ستمائة', 'سبعمائة', 'ثمانمائة', 'تسعمائة'];
  const values = new Map([
    ['صفر', 0],
    ['واحد', 1],
    ['اثنان', 2],
    ...UNITS.map((name, index): [string, number] => [name, index + 3]),
    ['أحد', 1],
    ['اثنا', 2],
    ['عشر', 10],
    ...TENS.map((name, index): [string, number] => [name, (index + 2) * 10]),
    ['مائة', 100],
    ['مائتان', 200],
    ['مائتا', 200],
    ...HUNDREDS.map((name, index): [string, number] => [name, (index + 3) * 100]),
    ['ش1', 1],
    ['ش2', 2],
    ['ش3', 0],
    ['ش11', 0],
    ['ش100', 0],
  ]);
  const NOUNS = [
    [1e3, 'ألف', 'ألفان', 'ألفا', 'آلاف'],
    [1e6, 'مليون', 'مليونان', 'مليونا', 'ملايين'],
    [1e9, 'مليار', 'ملياران', 'مليارا', 'مليارات'],
  ] as const;

  /** The dual counts two by itself, unless a number stands before it: then its form is the accusative of eleven to ninety-nine. */
  function evaluate(words: readonly string[]): number {
    let total = 0;
    let group = 0;
    let previous = 0;
    for (const word of words) {
      const noun = NOUNS.find((forms) => forms.includes(word as never));
      if (noun === undefined) {
        const value = values.get(word);
        if (value === undefined) throw new Error(`no word of a number: ${word}`);
        group += value;
        continue;
      }
      const [scale, , dual, accusative] = noun;
      const isDual = word === dual || (word === accusative && group % 100 < 3);
      // After a hundred of them, one or two more are the noun once more: مائة ألف وألفان.
      const more = group === 0 ? (isDual ? 2 : 1) : group;
      if (group === 0 && previous === scale) total += more * scale;
      else total += (group === 0 ? more : group) * scale;
      previous = scale;
      group = 0;
    }
    return total + group;
  }

  test('every number adds up to itself', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        expect(evaluate(arabicCounted(count, thing).split(/ و| /))).toBe(count);
      }),
    );
  });

  test('the noun has the form that the last part of the number asks for', () => {
    fc.assert(
      fc.property(anyCount, (count) => {
        const last = count % 100;
        const form = last === 1 ? 'ش1' : last === 2 ? 'ش2' : last >= 3 && last <= 10 ? 'ش3' : last > 10 ? 'ش11' : 'ش100';
        expect(arabicCounted(count, thing).split(' ').at(-1)?.replace(/^و/, '')).toBe(form);
      }),
    );
  });
});

describe('amounts', () => {
  test.each([
    [1_510_520, 'DZD', 'fr', 'quinze mille cent cinq dinars algériens et vingt centimes'],
    [1_510_520, 'DZD', 'en', 'fifteen thousand one hundred and five Algerian dinars and twenty centimes'],
    [1_510_520, 'DZD', 'ar', 'خمسة عشر ألفا ومائة وخمسة دنانير جزائرية وعشرون سنتيما'],
    [100, 'DZD', 'fr', 'un dinar algérien'],
    [0, 'DZD', 'fr', 'zéro dinar algérien'],
    [150, 'DZD', 'en', 'one Algerian dinar and fifty centimes'],
    [201, 'DZD', 'ar', 'ديناران جزائريان وسنتيم واحد'],
    [200_000_000, 'DZD', 'fr', 'deux millions de dinars algériens'],
    [200_000_100, 'DZD', 'fr', 'deux millions un dinars algériens'],
    [-500, 'DZD', 'fr', 'moins cinq dinars algériens'],
    [12_345, 'TND', 'fr', 'douze dinars tunisiens et trois cent quarante-cinq millimes'],
    [1_205, 'EUR', 'fr', 'douze EUR et 05/100'],
    [200, 'EUR', 'ar', 'اثنان EUR'],
    [12, 'JPY', 'en', 'twelve JPY'],
  ] as const)('%i %s in %s', (amountMinor, currency, language, words) => {
    expect(amountInWords(amountMinor, currency, language)).toBe(words);
  });

  test('more than is ever invoiced is not put into words', () => {
    expect(amountInWords((MAX_IN_WORDS + 1) * 100, 'DZD', 'fr')).toBeNull();
    expect(amountInWords(MAX_IN_WORDS * 100, 'DZD', 'fr')).toMatch(/^neuf cent/);
  });

  test('a currency that is none is a bug', () => {
    expect(() => amountInWords(1, 'ABC', 'fr')).toThrow('ISO 4217');
  });
});
