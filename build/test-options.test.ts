import { expect, test } from 'vitest';
import { parseTestOptions } from './test-options.ts';

test('without options every part runs', () => {
  expect(parseTestOptions([])).toEqual({ ok: true, parts: ['static', 'unit', 'build', 'e2e'], patterns: [] });
});

test('one part runs, with patterns for its files', () => {
  expect(parseTestOptions(['--only', 'unit', 'money', 'tax'])).toEqual({ ok: true, parts: ['unit'], patterns: ['money', 'tax'] });
});

test.each([[['--only', 'units']], [['--only']], [['--onyl=unit']], [['money']], [['--only=static', 'money']]])(
  '%j is refused rather than run as something else',
  (args) => {
    expect(parseTestOptions(args).ok).toBe(false);
  },
);
