import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Product } from '../../../src-shared/catalog/product.ts';
import { openCatalog } from '../open-catalog.ts';
import { replaceCatalog } from '../replace-catalog.ts';

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'contacto-killed-'));
  folder = join(root, 'catalog');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const OLD: Product = {
  productId: 'OLD',
  sku: 'OLD',
  plu: null,
  barcodes: ['6130002000075'],
  name: { fr: 'Ancien' },
  categoryId: null,
  taxGroupId: 'standard',
  unit: 'piece',
  weighed: false,
  unitPriceMinor: 100,
  priceIncludesTax: true,
  image: null,
};

/** An import of `ROWS` rows in a process of its own, which says each step of the way on a line. */
const ROWS = 12_000;
const CHILD = `
import { importCatalog } from ${JSON.stringify(new URL('./import-catalog.ts', import.meta.url).href)};
const [folder, reportFile, rows] = process.argv.slice(1);
async function* file() {
  yield Buffer.from('sku,name\\n');
  for (let row = 0; row < Number(rows); row += 1) yield Buffer.from('NEW' + row + ',Produit ' + row + ' neuf\\n');
}
const defaults = { taxGroupId: 't', priceIncludesTax: true, unit: 'piece', language: 'fr', currencyMinorDigits: 2 };
const options = { folder, reportFile, format: 'auto', encoding: 'auto', mapping: {}, mode: 'replace', defaults, keepBadCheckDigits: false,
  knownTaxGroups: [{ taxGroupId: 't', name: { fr: 't' }, taxes: [] }] };
const result = await importCatalog(file(), options, ({ phase, rows }) => console.log(phase + ' ' + rows));
console.log(result.ok ? 'ok' : result.error.code);
`;

/** When to kill: at the first line that has `word` in it, and so many milliseconds later. */
type Kill = { readonly word: string; readonly delayMs: number };

async function runImport(kill: Kill | null): Promise<{ readonly killed: boolean; readonly lastLine: string }> {
  const child = spawn(
    process.execPath,
    ['--input-type=module-typescript', '--eval', CHILD, folder, join(root, 'report.tsv'), String(ROWS)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (kill === null || !said.includes(kill.word)) return;
    setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
  });
  const signal = await new Promise<string | null>((resolve) => {
    child.on('close', (_code, by) => {
      resolve(by);
    });
  });
  return { killed: signal === 'SIGKILL', lastLine: said.trimEnd().split('\n').at(-1) ?? '' };
}

function state(): { readonly old: boolean; readonly count: number } {
  const opened = openCatalog({ folder });
  if (!opened.ok) throw new Error(opened.error.code);
  const found = { old: opened.value.lookup('6130002000075') !== null, count: opened.value.count() };
  opened.value.close();
  return found;
}

test('an import killed at any step leaves the catalog that was there, and the next one goes through', async () => {
  let leftOvers = 0;
  let cutShort = 0;
  for (const kill of [
    { word: 'rows', delayMs: 0 },
    { word: 'rows', delayMs: 60 },
    { word: 'rows 1', delayMs: 0 },
    { word: 'rows 2', delayMs: 20 },
    { word: 'index', delayMs: 0 },
    { word: 'index', delayMs: 30 },
  ]) {
    const replaced = await replaceCatalog({ folder }, { categories: [], products: [OLD], quickKeys: [] });
    expect(replaced.ok).toBe(true);
    await runImport(kill);
    const after = state();
    // On a busy machine the kill may come when the import has ended: the new catalog is then there, and whole.
    expect([
      { old: true, count: 1 },
      { old: false, count: ROWS },
    ]).toContainEqual(after);
    if (after.old) cutShort += 1;
    leftOvers += readdirSync(folder).filter((name) => name.includes('.building')).length;
  }
  expect(leftOvers).toBeGreaterThan(0);
  expect(cutShort).toBeGreaterThan(0);
  expect(await runImport(null)).toEqual({ killed: false, lastLine: 'ok' });
  expect(state()).toEqual({ old: false, count: ROWS });
  expect(readdirSync(folder).filter((name) => name.includes('.building'))).toEqual([]);
}, 180_000);
