import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differences } from './differences.ts';
import { decodeOneBitPng } from './one-bit-png.ts';
import { drawPaper, PAPER_REFERENCES } from './reference-papers.ts';
import { referenceFile } from './reference-receipts.ts';

describe('papers beside receipts as the virtual printer puts them out, dot by dot', () => {
  test.each(PAPER_REFERENCES)('$name', { timeout: 30_000 }, async (reference) => {
    const drawn = await drawPaper(reference);
    const kept = decodeOneBitPng(readFileSync(referenceFile(reference.name)));
    expect([drawn.widthDots, drawn.rows]).toEqual([kept.widthDots, kept.rows]);
    expect(differences(drawn, kept)).toEqual([]);
  });
});
