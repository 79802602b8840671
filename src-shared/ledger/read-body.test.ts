import { expect, test } from 'vitest';
import { z } from 'zod';
import { ENTRY_BODIES } from './bodies.ts';
import { type BodyVersions, readBody, readVersioned } from './read-body.ts';

const opened = { type: 'drawer.opened', v: 1, body: { tillId: 'till-1', reason: 'change for a note' } };

test('a body of today is read as it is', () => {
  expect(readBody(opened)).toEqual({ ok: true, value: opened });
});

test('an unknown type, an unknown version and a body that does not fit are values, each told apart', () => {
  expect(readBody({ ...opened, type: 'of.the-future' })).toMatchObject({
    ok: false,
    error: { code: 'unknown-type', type: 'of.the-future' },
  });
  expect(readBody({ ...opened, type: 'toString' })).toMatchObject({ ok: false, error: { code: 'unknown-type' } });
  expect(readBody({ ...opened, v: 2 })).toMatchObject({ ok: false, error: { code: 'unknown-version', v: 2 } });
  expect(readBody({ ...opened, body: { tillId: 'till-1' } })).toMatchObject({ ok: false, error: { code: 'bad-body', detail: /reason/ } });
  expect(readBody({ ...opened, body: null })).toMatchObject({ ok: false, error: { code: 'bad-body' } });
});

test('every type has a first version, and its versions are numbered without gaps', () => {
  for (const [type, versions] of Object.entries(ENTRY_BODIES)) {
    const numbers = Object.keys(versions).map(Number);
    expect(numbers, type).toEqual(numbers.map((_, index) => index + 1));
  }
});

const versions: BodyVersions = {
  schemas: {
    1: z.object({ price: z.int() }),
    2: z.object({ priceMinor: z.int() }),
    3: z.object({ priceMinor: z.int(), currency: z.string() }),
  },
  upCasts: {
    1: (body) => ({ priceMinor: (body as { price: number }).price * 100 }),
    2: (body) => ({ ...(body as object), currency: 'DZD' }),
  },
};

test('an old body comes out as the newest version, from whichever version it was written in', () => {
  const newest = { ok: true, value: { v: 3, body: { priceMinor: 500, currency: 'DZD' } } };
  expect(readVersioned({ type: 't', v: 1, body: { price: 5 } }, versions)).toEqual(newest);
  expect(readVersioned({ type: 't', v: 2, body: { priceMinor: 500 } }, versions)).toEqual(newest);
  expect(readVersioned({ type: 't', v: 3, body: { priceMinor: 500, currency: 'DZD' } }, versions)).toEqual(newest);
});

test('a step that was forgotten between two versions is a fault of the program', () => {
  expect(() => readVersioned({ type: 't', v: 2, body: { priceMinor: 1 } }, { ...versions, upCasts: {} })).toThrow(/version 2 to 3/);
});
