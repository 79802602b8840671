import { expect, test } from 'vitest';
import { dayOfText, textOfDay } from './day-text.ts';

test.each([
  ['20/11/2026', '2026-11-20'],
  ['20112026', '2026-11-20'],
  [' 1.2.2026 ', '2026-02-01'],
  ['٢٠/١١/٢٠٢٦', '2026-11-20'],
  ['29/02/2028', '2028-02-29'],
])('%s is a day', (text, day) => {
  expect(dayOfText(text)).toBe(day);
});

test.each(['', '31/02/2026', '29/02/2026', '00/01/2026', '20/13/2026', '2026-11-20', 'hier', '20/11/26'])('%s is none', (text) => {
  expect(dayOfText(text)).toBeNull();
});

test('a day is shown as it is typed', () => {
  expect(dayOfText(textOfDay('2026-11-20'))).toBe('2026-11-20');
});
