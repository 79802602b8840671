import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WordTable } from './word-table.ts';

test('gives each distinct word one number, in the order of coming up, and the word back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }), { maxLength: 60 }), (words) => {
      const table = new WordTable();
      const text = words.join(' ');
      let from = 0;
      const numbers = words.map((word) => {
        const number = table.numberOf(text, from, from + word.length);
        from += word.length + 1;
        return number;
      });
      const distinct = [...new Set(words)];
      expect(numbers).toEqual(words.map((word) => distinct.indexOf(word)));
      expect(distinct.map((_, number) => table.word(number))).toEqual(distinct);
      expect(table.size).toBe(distinct.length);
    }),
    { numRuns: 50 },
  );
}, 60_000);

test('keeps apart a hundred thousand words', () => {
  const table = new WordTable();
  const word = (number: number): string => `mot${number}`;
  const count = 100_000;
  for (let number = 0; number < count; number += 1) expect(table.numberOf(word(number), 0, word(number).length)).toBe(number);
  for (let number = 0; number < count; number += 11) {
    expect(table.numberOf(`x${word(number)}`, 1, word(number).length + 1)).toBe(number);
    expect(table.word(number)).toBe(word(number));
  }
}, 60_000);
