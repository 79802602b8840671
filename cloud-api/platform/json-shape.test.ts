import { expect, test } from 'vitest';
import { jsonFault } from './json-shape.ts';

const faultOf = (text: string) => jsonFault(Buffer.from(text));

test.each(['{"a":1,"a":2}', '{"a":1,"\\u0061":2}', '{"x":{"a":[],"b":0,"a" : 1}}', '[{"a":1},{"b":1,"b":1}]', '{"é":1,"é":2}'])(
  '%s names something twice',
  (text) => {
    expect(faultOf(text)).toBe('duplicate-name');
  },
);

test.each([
  '{"a":{"a":1},"b":"a"}',
  '[{"a":1},{"a":1}]',
  '{"a":"\\"a\\":1,","b":["a","a"]}',
  '{"a":"{{{{","b":"a"}',
  '',
  'null',
  '{',
  '"',
  '{"a',
])('%s is in good shape, or no JSON', (text) => {
  expect(faultOf(text)).toBeNull();
});

test('64 levels are taken, and one more is not', () => {
  const nested = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
  expect(faultOf(nested(64))).toBeNull();
  expect(faultOf(nested(66))).toBe('too-deep');
  expect(faultOf('['.repeat(1_000_000))).toBe('too-deep');
});
