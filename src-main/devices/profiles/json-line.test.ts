import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOfJsonPath } from './json-line.ts';

const TEXT = `{
  "a": "x\\"y{",
  "b": {
    "c": [1,
      { "d": null }
    ]
  },
  "e": true
}`;

test.each([
  [['a'], 2],
  [['b'], 3],
  [['b', 'c'], 4],
  [['b', 'c', 0], 4],
  [['b', 'c', 1], 5],
  [['b', 'c', 1, 'd'], 5],
  [['e'], 8],
  [[], 1],
  [['nothing'], 1],
  [['b', 'nothing', 'more'], 3],
] as const)('%j is on line %i', (path, line) => {
  expect(lineOfJsonPath(TEXT, path)).toBe(line);
});

test('in any JSON, with each field on a line of its own, every field of the top is found', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8 }), (object) => {
      const keys = Object.keys(object);
      const text = `{\n${keys.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(object[key])}`).join(',\n')}\n}`;
      keys.forEach((key, index) => {
        expect(lineOfJsonPath(text, [key])).toBe(index + 2);
      });
    }),
  );
});
