import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differences } from './differences.ts';
import { decodeOneBitPng } from './one-bit-png.ts';
import { drawLabel, LABEL_REFERENCES } from './reference-labels.ts';
import { referenceFile } from './reference-receipts.ts';

describe('labels as they are put on the shelf, dot by dot', () => {
  test.each(LABEL_REFERENCES)('$name', (reference) => {
    const drawn = drawLabel(reference);
    const kept = decodeOneBitPng(readFileSync(referenceFile(reference.name)));
    expect([drawn.widthDots, drawn.rows]).toEqual([kept.widthDots, kept.rows]);
    expect(differences(drawn, kept)).toEqual([]);
  });
});
