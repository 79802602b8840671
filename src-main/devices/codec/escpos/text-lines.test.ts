import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairLines, wrapColumns } from './text-lines.ts';

describe('wrapping', () => {
  test('at spaces, never at one that does not break', () => {
    expect(wrapColumns('Net à payer 1\u00A0234,50', 14)).toEqual(['Net à payer', '1\u00A0234,50']);
  });

  test('an indent holds for every line', () => {
    expect(wrapColumns('\u00A0\u00A0un deux trois', 9)).toEqual(['\u00A0\u00A0un deux', '\u00A0\u00A0trois']);
  });

  test('no line is too long and no letter is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\u00A0'), maxLength: 200 }),
        fc.integer({ min: 2, max: 48 }),
        (text, columns) => {
          const lines = wrapColumns(text, columns);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
          const letters = (of: string): string => of.replace(/[ \u00A0]/g, '');
          expect(letters(lines.join(''))).toBe(letters(text));
        },
      ),
    );
  });
});

describe('a label and its value', () => {
  test('on one line, at both edges', () => {
    expect(pairLines('Total', '12,50', 14)).toEqual(['Total    12,50']);
  });

  test('the label wraps beside the value, which stands whole on the last line', () => {
    expect(pairLines('Café moulu de Sidi Bel Abbès', '1\u00A0234,50', 24)).toEqual(['Café moulu de', 'Sidi Bel Abbès  1\u00A0234,50']);
  });

  test('a label with a word too long for that goes above its value', () => {
    expect(pairLines('Anticonstitutionnellement', '12,50', 28)).toEqual(['Anticonstitutionnellement', '                       12,50']);
  });

  test('a value wider than the line is not for this', () => {
    expect(pairLines('x', '1234567890', 8)).toBeNull();
  });

  test('the value always ends at the right edge, and no line is longer', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 60 });
    fc.assert(
      fc.property(
        word,
        fc.string({ unit: fc.constantFrom('1', ','), minLength: 1, maxLength: 20 }),
        fc.integer({ min: 16, max: 48 }),
        (label, value, columns) => {
          const lines = pairLines(label, value, columns);
          if (value.length > columns) expect(lines).toBeNull();
          else {
            expect(lines?.at(-1)?.endsWith(value)).toBe(true);
            expect(lines?.at(-1)).toHaveLength(columns);
            for (const line of lines ?? []) expect(line.length).toBeLessThanOrEqual(columns);
          }
        },
      ),
    );
  });
});
