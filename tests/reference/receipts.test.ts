import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { differences } from './differences.ts';
import { decodeOneBitPng, encodeOneBitPng } from './one-bit-png.ts';
import { LABEL_REFERENCES } from './reference-labels.ts';
import { PAPER_REFERENCES } from './reference-papers.ts';
import { drawReference, REFERENCES, referenceFile } from './reference-receipts.ts';

describe('receipts as the virtual printer puts them out, dot by dot', () => {
  test.each(REFERENCES)('$name', { timeout: 30_000 }, async (reference) => {
    const drawn = await drawReference(reference);
    const kept = decodeOneBitPng(readFileSync(referenceFile(reference.name)));
    expect([drawn.widthDots, drawn.rows]).toEqual([kept.widthDots, kept.rows]);
    expect(differences(drawn, kept)).toEqual([]);
  });
});

test('every picture kept is of a paper there is', () => {
  const kept = readdirSync(dirname(referenceFile('x'))).filter((file) => file.endsWith('.png'));
  expect(kept.sort()).toEqual([...REFERENCES, ...PAPER_REFERENCES, ...LABEL_REFERENCES].map(({ name }) => `${name}.png`).sort());
});

test('a single dot more is seen', () => {
  const kept = decodeOneBitPng(readFileSync(referenceFile('fr-80mm')));
  const touched = { ...kept, bits: kept.bits.slice() };
  touched.bits[4_000] = (touched.bits[4_000] ?? 0) ^ 0x08;
  expect(differences(decodeOneBitPng(encodeOneBitPng(touched)), kept)).toHaveLength(1);
});
