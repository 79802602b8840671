import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src-shared/text/localized-text.ts';
import { LABELS } from '../../tests/fakes/printing-resources.ts';
import { loadReceiptLabels } from './load-labels.ts';

test('every language has its words, in its own script', () => {
  for (const label of Object.values(LABELS.ar)) expect(label).toMatch(/\p{Script=Arabic}/u);
  for (const language of ['fr', 'en'] as const) {
    for (const label of Object.values(LABELS[language])) expect(label).not.toMatch(/\p{Script=Arabic}/u);
  }
});

test('a label too many or too few stops the program with the file’s name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contacto-labels-'));
  for (const language of LANGUAGES) {
    mkdirSync(join(folder, language));
    writeFileSync(join(folder, language, 'receipt.json'), JSON.stringify(LABELS[language]));
  }
  expect(loadReceiptLabels(folder)).toEqual(LABELS);
  const { total: _, ...without } = LABELS.ar;
  writeFileSync(join(folder, 'ar', 'receipt.json'), JSON.stringify({ ...without, totall: 'x' }));
  expect(() => loadReceiptLabels(folder)).toThrow(/ar.receipt\.json: .*total/s);
  rmSync(folder, { recursive: true });
});
