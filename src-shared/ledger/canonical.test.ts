import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, MAX_CANONICAL_DEPTH, NotCanonicalError } from './canonical.ts';

describe('the vectors of RFC 8785', () => {
  test('3.2.2: literals, numbers and strings', () => {
    const input = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
        "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ) as unknown;
    expect(canonicalJson(input)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('3.2.3: members sort by UTF-16 code units, not by code points', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    const names = [...canonicalJson(input).matchAll(/"([^"]*)":/g)].map((match) => match[1]);
    expect(names).toEqual(['\\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('appendix B: the double %s', (hex, text) => {
    expect(canonicalJson(doubleOf(hex))).toBe(text);
  });

  test.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])('appendix B: %s is an error', (hex) => {
    expect(() => canonicalJson(doubleOf(hex))).toThrow(NotCanonicalError);
  });
});

/** JSON with names and texts of every kind, numbers included that only just differ; −0 is left out, since it is written as 0. */
const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

test('what is written reads back as it was', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(value);
    }),
    { numRuns: 500 },
  );
});

test('one value has one form, however its members were put in and however it was written before', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test('it has no white space outside strings, and its members are sorted', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()), (value) => {
      const names = Object.keys(JSON.parse(canonicalJson(value)) as object);
      const text = `{${[...Object.keys(value)]
        .sort()
        .map((name) => `${JSON.stringify(name)}:${value[name]}`)
        .join(',')}}`;
      expect(canonicalJson(value)).toBe(text);
      expect(names.length).toBe(Object.keys(value).length);
    }),
  );
});

test('more kinds of objects than are remembered are written alike', () => {
  for (let index = 0; index < 2_000; index += 1) {
    const value = { [`z${index}`]: 1, [`a${index}`]: { [`y${index}`]: true, [`b${index}`]: null } };
    expect(canonicalJson(value)).toBe(`{"a${index}":{"b${index}":null,"y${index}":true},"z${index}":1}`);
  }
});

test.each([
  ['undefined', { a: undefined }],
  ['NaN', { a: Number.NaN }],
  ['Infinity', [Number.POSITIVE_INFINITY]],
  ['a lone surrogate', { a: 'x\ud800y' }],
  ['a lone surrogate in a name', { 'x\udc00': 1 }],
  ['a function', { a: () => 1 }],
  ['a bigint', { a: 1n }],
  ['a symbol', { a: Symbol('s') }],
  ['a date', { a: new Date(0) }],
  ['a map', { a: new Map() }],
  ['a hole', new Array(2)],
])('%s is refused, not skipped', (_name, value) => {
  expect(() => canonicalJson(value)).toThrow(NotCanonicalError);
});

test('the refusal names the member', () => {
  expect(() => canonicalJson({ sale: { lines: [{ taxMinor: Number.NaN }] } })).toThrow(/taxMinor/);
});

test('nesting has a limit, and just within it all is well', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  expect(canonicalJson(nested(MAX_CANONICAL_DEPTH))).toHaveLength(2 * MAX_CANONICAL_DEPTH + 1);
  expect(() => canonicalJson(nested(MAX_CANONICAL_DEPTH + 1))).toThrow(NotCanonicalError);
});

function doubleOf(hex: string): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
}

/** The same value with every object's members put in the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, member]) => [name, reversed(member)]));
}
