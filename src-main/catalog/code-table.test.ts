import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CodeTable, hashOfCode } from './code-table.ts';

test('names every product that has a code, through every growth', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 14 }), { maxLength: 200 }), (codes) => {
      const table = new CodeTable();
      for (const [productNo, code] of codes.entries()) table.add(hashOfCode(code), productNo);
      for (const [productNo, code] of codes.entries()) expect(table.candidates(hashOfCode(code))).toContain(productNo);
    }),
    { numRuns: 30 },
  );
}, 60_000);

test('holds half a million codes and names hardly any product for one that nobody has', () => {
  const table = new CodeTable();
  const codeOf = (number: number): string => String(6_130_000_000_000 + number);
  const count = 500_000;
  for (let number = 0; number < count; number += 1) table.add(hashOfCode(codeOf(number)), number);
  let wrong = 0;
  for (let number = 0; number < count; number += 7) {
    if (!table.candidates(hashOfCode(codeOf(number))).includes(number)) expect.fail(codeOf(number));
    wrong += table.candidates(hashOfCode(codeOf(count + number))).length;
  }
  expect(wrong).toBeLessThan(100);
}, 60_000);
