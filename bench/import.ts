import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { atMost, type Figure, quantile, shown } from './figure.ts';
import { type ImportSideResult, importSideSchema } from './import-side.ts';
import { productCorpus } from './product-corpus.ts';

/**
 * A whole import (reading the file, every check, the codes, the search index, flushed to the disk) against the bare limit: the same rows in
 * the same order into one table with the columns of a product, found by SKU and by barcode, by prepared upserts in one transaction, parsed
 * beforehand. "Barest" is the same without finding by barcode. They take turns, each in a process of its own.
 *
 *     npm run bench -- import [--products 1000000] [--names FILE.tsv[.xz]] [--rounds 3]
 *
 * A real file of names has no prices, categories and units: they are generated.
 */
const RATIO_BAR = 3;
const SIDES = ['barest', 'bare', 'import'] as const;
type Side = (typeof SIDES)[number];
const UNITS = ['piece', 'piece', 'piece', 'kg', 'l'];
const CATEGORIES = 24;
const OPTIONS = {
  products: { type: 'string', default: '1000000' },
  names: { type: 'string' },
  rounds: { type: 'string', default: '3' },
  folder: { type: 'string' },
} as const;

export async function run(args: readonly string[]): Promise<readonly Figure[]> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const folder = mkdtempSync(join(values.folder ?? tmpdir(), 'contacto-bench-'));
  try {
    const file = join(folder, 'products.tsv');
    await pipeline(Readable.from(fileOf(Number(values.products), values.names ?? null)), createWriteStream(file));
    return await measure(folder, file, Number(values.rounds));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, file: string, rounds: number): Promise<readonly Figure[]> {
  const results: Record<Side, ImportSideResult[]> = { barest: [], bare: [], import: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const side of SIDES) results[side].push(await runSide(side, file, join(folder, `${side}-${round}`)));
  }
  const seconds = (side: Side): number =>
    quantile(
      results[side].map((result) => result.seconds),
      0.5,
    );
  const processor = (side: Side): number =>
    quantile(
      results[side].map((result) => result.processorSeconds),
      0.5,
    );
  const memory = (side: Side): number => Math.round(Math.max(...results[side].map((result) => result.peakRssMb)));
  const rows = results.import[0]?.rows ?? 0;
  return [
    atMost('import against bare upserts', round(seconds('import') / seconds('bare'), 2), 'times as long', RATIO_BAR),
    shown('import against bare upserts, processor time', round(processor('import') / processor('bare'), 2), 'times as long'),
    shown('import against barest upserts', round(seconds('import') / seconds('barest'), 2), 'times as long'),
    shown('rows', rows, 'rows'),
    ...SIDES.map((side) => shown(side, Math.round(rows / seconds(side)), 'rows/s')),
    ...SIDES.map((side) => shown(`${side}, highest memory`, memory(side), 'MB')),
  ];
}

async function runSide(side: Side, file: string, folder: string): Promise<ImportSideResult> {
  mkdirSync(folder);
  const script = fileURLToPath(new URL('./import-side.ts', import.meta.url));
  const child = spawn(process.execPath, [script, side, file, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  rmSync(folder, { recursive: true });
  return importSideSchema.parse(JSON.parse(output));
}

async function* fileOf(count: number, namesFile: string | null): AsyncGenerator<string> {
  yield 'sku\tbarcode\tname fr\tname ar\tname en\tcategory\tunit\tprice\n';
  let index = 0;
  for await (const { code, fr, ar, en } of productCorpus(count, namesFile)) {
    const price = 1_000 + ((index * 37) % 90_000);
    yield `${['P', code, '\t', code, '\t', fr ?? '', '\t', ar ?? '', '\t', en ?? ''].join('')}\tRayon ${index % CATEGORIES}\t${UNITS[index % UNITS.length] ?? 'piece'}\t${price}\n`;
    index += 1;
  }
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
