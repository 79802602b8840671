import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapMeasured } from './line-wrap.ts';

const LRI = '\u2066';
const RLI = '\u2067';
const FSI = '\u2068';
const PDI = '\u2069';
/** Every sign one wide, marks none. */
const measure = (text: string): number => text.replace(/[\u2066-\u2069]/g, '').length;

test('an isolate that runs over a break is closed and opened again, in the direction it had', () => {
  expect(wrapMeasured(`${FSI}قهوة Bonal 250${PDI} 1`, 10, measure)).toEqual([`${RLI}قهوة Bonal${PDI}`, `${RLI}250${PDI} 1`]);
  expect(wrapMeasured(`${FSI}1 Café قهوة${PDI}`, 6, measure)).toEqual([`${LRI}1 Café${PDI}`, `${LRI}قهوة${PDI}`]);
});

test('a word wider than the line is cut between graphemes, not inside one', () => {
  expect(wrapMeasured('👩‍👩‍👧👩‍👩‍👧', 8, (text) => text.length)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧']);
});

test('an indent begins every line', () => {
  expect(wrapMeasured('\u00A0\u00A0un deux', 6, measure)).toEqual(['\u00A0\u00A0un', '\u00A0\u00A0deux']);
});

test('the direction of a text is that of its first letter, whatever is isolated within it', () => {
  const phone = '\u20660555\u00A012\u2069';
  expect(wrapMeasured(`${FSI}${phone} رقم${PDI}`, 60, measure)).toEqual([`\u2067${phone} رقم${PDI}`]);
  expect(wrapMeasured(`${FSI}${FSI}رقم${PDI} no${PDI}`, 60, measure)).toEqual([`\u2066\u2067رقم${PDI} no${PDI}`]);
});

test('every line fits, isolates stand in pairs, and no letter is lost', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ب', ' ', '1', '\u00A0'), maxLength: 80 });
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), fc.integer({ min: 4, max: 30 }), (parts, width) => {
      const given = parts.map(([outer, inner]) => `${outer.trimStart()}${FSI}${inner}${PDI}`).join('');
      const lines = wrapMeasured(given, width, measure);
      for (const line of lines) {
        expect(measure(line)).toBeLessThanOrEqual(width);
        expect((line.match(/[\u2066-\u2068]/g) ?? []).length).toBe((line.match(/\u2069/g) ?? []).length);
      }
      const letters = (of: string): string => of.replace(/[ \u00A0\u2066-\u2069]/g, '');
      expect(letters(lines.join(''))).toBe(letters(given));
    }),
  );
});
