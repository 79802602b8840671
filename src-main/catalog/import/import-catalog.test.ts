// Long because it is one list: every kind of bad file an import may be given, on the same few fixtures.
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Product, productSchema } from '../../../src-shared/catalog/product.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { TaxGroup } from '../../../src-shared/tax/tax-table.ts';
import type { Catalog } from '../catalog.ts';
import { openCatalog } from '../open-catalog.ts';
import { replaceCatalog } from '../replace-catalog.ts';
import { importCatalog } from './import-catalog.ts';
import type { ImportFailure, ImportOptions, ImportProgress, ImportReport } from './import-options.ts';

// Files are written and random cases are many: on a busy machine that takes longer than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let reportFile: string;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'contacto-import-'));
  folder = join(root, 'catalog');
  reportFile = join(root, 'report.tsv');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true, force: true });
});

const TVA_19: TaxGroup = {
  taxGroupId: 'standard',
  name: { fr: 'Taux normal' },
  taxes: [{ taxId: 'TVA', name: { fr: 'TVA' }, rates: [{ from: '2017-01-01', ratePpm: 190_000 }] }],
};
const EXEMPT: TaxGroup = { taxGroupId: 'exempt', name: { fr: 'Exonéré' }, taxes: [] };

function options(changes: Partial<ImportOptions> = {}): ImportOptions {
  return {
    folder,
    reportFile,
    format: 'auto',
    encoding: 'auto',
    mapping: {},
    mode: 'replace',
    defaults: { taxGroupId: 'standard', priceIncludesTax: true, unit: 'piece', language: 'fr', currencyMinorDigits: 2 },
    knownTaxGroups: [TVA_19, EXEMPT],
    keepBadCheckDigits: false,
    ...changes,
  };
}

async function* pieces(bytes: Buffer, size = 1_000): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function tryImport(content: string | Buffer, changes: Partial<ImportOptions> = {}): Promise<Result<ImportReport, ImportFailure>> {
  return importCatalog(pieces(typeof content === 'string' ? Buffer.from(content) : content), options(changes));
}

async function imported(content: string | Buffer, changes: Partial<ImportOptions> = {}): Promise<ImportReport> {
  const result = await tryImport(content, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const { rows, imported: taken, merged, refused, added, updated } = result.value;
  expect(taken + merged + refused).toBe(rows);
  expect(added + updated).toBe(taken);
  return result.value;
}

function withCatalog<T>(look: (catalog: Catalog) => T): T {
  const opened = openCatalog({ folder });
  if (!opened.ok) throw new Error(opened.error.code);
  try {
    return look(opened.value);
  } finally {
    opened.value.close();
  }
}

const lookup = (code: string): Product | null => withCatalog((catalog) => catalog.lookup(code));

/** The lines of the report, without its head: row, outcome, reason, detail, raw. */
function reportLines(): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(reportFile, 'utf8').trimEnd().split('\n');
  return lines
    .map((line) => line.split('\t'))
    .map(([row = '', outcome = '', reason = '', , detail = '', raw = '']) => [row, outcome, reason, detail, raw]);
}

const refusals = (): readonly unknown[] =>
  reportLines()
    .filter(([, outcome]) => outcome === 'refused')
    .map(([row, , reason]) => [Number(row), reason]);

describe('a file of products', () => {
  test('comes in whole, with everything a product has', async () => {
    const header = 'Référence;PLU;Code-barres;Nom FR;Nom AR;Famille;TVA;Unité;Prix de vente TTC;Image';
    const report = await imported(
      `${header}\nT-1;12;;Tomates;طماطم;Légumes;exempt;kg;80,00;tomates.png\nL-1;;6130002000075;Lait;;Crèmerie;19%;;120;\n`,
    );
    expect(report).toMatchObject({ rows: 2, added: 2, products: 2, delimiter: ';', ignoredColumns: [], generation: 1 });
    expect(withCatalog((catalog) => catalog.byPlu('12'))).toEqual({
      productId: 'T-1',
      sku: 'T-1',
      plu: '12',
      barcodes: [],
      name: { fr: 'Tomates', ar: 'طماطم' },
      categoryId: 'legumes',
      taxGroupId: 'exempt',
      unit: 'kg',
      weighed: true,
      unitPriceMinor: 8_000,
      priceIncludesTax: true,
      image: 'tomates.png',
    });
    expect(lookup('6130002000075')).toMatchObject({
      sku: 'L-1',
      taxGroupId: 'standard',
      unit: 'piece',
      weighed: false,
      unitPriceMinor: 12_000,
    });
    expect(withCatalog((catalog) => catalog.categories().map(({ categoryId, name }) => [categoryId, name]))).toEqual([
      ['legumes', { fr: 'Légumes' }],
      ['cremerie', { fr: 'Crèmerie' }],
    ]);
  });

  test('without prices: the cashier is asked', async () => {
    await imported('code\tname\n6130002000075\tJus\n');
    expect(lookup('6130002000075')).toMatchObject({ unitPriceMinor: null, name: { fr: 'Jus' }, sku: '6130002000075' });
  });

  test('finds an Arabic name however it is typed', async () => {
    await imported('الباركود,الاسم,السعر\n6130002000075,قهوة مطحونة,350\n', { defaults: { ...options().defaults, language: 'ar' } });
    const hits = withCatalog((catalog) => catalog.search('قهوه مطحون', { language: 'ar', limit: 5 }).hits);
    expect(hits.map((hit) => hit.product.name)).toEqual([{ ar: 'قهوة مطحونة' }]);
  });

  test('whose price column says that tax is not in it', async () => {
    await imported('nom,ean,prix ht\nJus,6130002000075,100\n');
    expect(lookup('6130002000075')?.priceIncludesTax).toBe(false);
  });

  test('with names alone goes by codes made of them, the same each time', async () => {
    await imported('nom,prix\nPain,20\nCafé,50\n');
    const ids = withCatalog((catalog) => catalog.search('cafe', { language: 'fr', limit: 5 }).hits.map((hit) => hit.product.productId));
    await imported('nom,prix\nThé,40\nCafé,55\n');
    expect(withCatalog((catalog) => catalog.productById(ids[0]!))).toMatchObject({ name: { fr: 'Café' }, unitPriceMinor: 5_500 });
    expect(reportLines().map(([, outcome, reason]) => [outcome, reason])).toEqual([
      ['changed', 'code.from-name'],
      ['changed', 'code.from-name'],
    ]);
  });

  test.each([
    ['gzip', (text: string) => gzipSync(text), {}],
    ['UTF-16 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'), { encoding: 'utf-16le' }],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`), { encoding: 'utf-8', encodingGuessed: false }],
    ['the code page of Windows', (text: string) => Buffer.from(text, 'latin1'), { encoding: 'windows-1252', encodingGuessed: true }],
    ['Windows line ends', (text: string) => Buffer.from(text.replaceAll('\n', '\r\n')), {}],
    ['line ends of old Macs', (text: string) => Buffer.from(text.replaceAll('\n', '\r')), {}],
  ])('in %s', async (_case, encode, expected) => {
    const report = await imported(encode('ean;désignation;prix\n6130002000075;Crème brûlée;99,90\n3017620422003;Pâte à tartiner;450\n'));
    expect(report).toMatchObject({ added: 2, ...expected });
    expect(lookup('6130002000075')).toMatchObject({ name: { fr: 'Crème brûlée' }, unitPriceMinor: 9_990 });
  });

  test('tells how far it is', async () => {
    const told: ImportProgress[] = [];
    const rows = Array.from({ length: 3_000 }, (_, index) => `S${index},Produit ${index}`).join('\n');
    await importCatalog(pieces(Buffer.from(`sku,name\n${rows}\n`)), options(), (progress) => told.push(progress));
    expect(told.at(-1)).toEqual({ phase: 'done', rows: 3_000, bytes: Buffer.byteLength(`sku,name\n${rows}\n`) });
    expect(told.filter((each) => each.phase === 'rows').length).toBeGreaterThan(1);
    expect(told.map((each) => each.rows)).toEqual(told.map((each) => each.rows).toSorted((left, right) => left - right));
  });

  test('gives products that the product’s schema accepts, for any cells', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('6130002000075', '036000291452', '12,50', 'kg', 'oui', 'Lait', '\u202Eabc', '19', ''),
    );
    const row = fc.array(cell, { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const quoted = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(','));
        const report = await tryImport(['sku,plu,ean,nom,famille,unité,prix,nom ar', ...quoted, 'last,,,Lait,,,,'].join('\n'));
        if (!report.ok) {
          expect(report.error.code).toBe('import.nothing-usable');
          return;
        }
        const { products, rows: count, imported: taken, merged, refused } = report.value;
        expect(taken + merged + refused).toBe(count);
        withCatalog((catalog) => {
          expect(catalog.count()).toBe(products);
          const all = ['last', ...rows.map((cells) => cells[0]!.trim())]
            .map((sku) => catalog.bySku(sku))
            .filter((product) => product !== null);
          for (const product of all) expect(productSchema.safeParse(product).error).toBeUndefined();
        });
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('codes', () => {
  test('keep their leading zeros', async () => {
    await imported('sku,plu,ean,name\n007,0042,00123,Vis\n7,42,123,Clou\n');
    expect(['007', '0042', '00123'].map((code) => lookup(code)?.name.fr)).toEqual(['Vis', 'Vis', 'Vis']);
    expect(['7', '42', '123'].map((code) => lookup(code)?.name.fr)).toEqual(['Clou', 'Clou', 'Clou']);
    expect(['07', '042', '0123'].map((code) => lookup(code))).toEqual([null, null, null]);
  });

  test('of a UPC-A are one with 12 digits and with 13', async () => {
    await imported('ean,name\n036000291452,Mouchoirs\n');
    expect(lookup('0036000291452')?.name.fr).toBe('Mouchoirs');
    expect(lookup('036000291452')?.barcodes).toEqual(['0036000291452']);
    await imported('ean,name\n0036000291452,Mouchoirs\n');
    expect(lookup('036000291452')?.name.fr).toBe('Mouchoirs');
  });

  test('a barcode stands before an SKU and an SKU before a PLU', async () => {
    await imported('sku,plu,ean,name\nA,55,,PLU\n55,,,SKU\n');
    expect(lookup('55')?.name.fr).toBe('SKU');
    await imported('sku,plu,ean,name\nA,55,,PLU\n55,,,SKU\nB,,55,Barcode\n');
    expect(lookup('55')?.name.fr).toBe('Barcode');
  });

  test('several in one cell, and in several rows of one product', async () => {
    const report = await imported('sku,ean,name\nL,"3017620422003;6130002000075",Lait\nL,96385074,Lait\n');
    expect(report).toMatchObject({ rows: 2, added: 1, merged: 1, reasons: { 'merged.barcode': 1 } });
    expect(lookup('96385074')?.barcodes).toEqual(['3017620422003', '6130002000075', '96385074']);
  });
});

describe('rows that cannot be taken are refused, each with its reason, and the others come in', () => {
  const HEADER = 'sku,ean,name,price,unit,tax';
  test.each([
    ['a quote left open', 'B,,"Lait,10,,', 'quote.unclosed'],
    ['a quote broken', 'B,,"La"it,10,,', 'quote.broken'],
    ['too few cells', 'B,,Lait', 'columns.count'],
    ['too many cells', 'B,,Lait,10,,,x', 'columns.count'],
    ['empty cells only', ',,,,,', 'row.empty'],
    ['no name', 'B,,,10,,', 'name.missing'],
    ['a name of nothing visible', 'B,,\u200B\u202E,10,,', 'name.missing'],
    ['a name too long', `B,,${'x'.repeat(501)},10,,`, 'name.too-long'],
    ['a wrong check digit', 'B,3017620422004,Lait,10,,', 'barcode.check-digit'],
    ['a barcode rounded by a spreadsheet', 'B,6.13E+12,Lait,10,,', 'barcode.spreadsheet-number'],
    ['control characters in a code', 'B\u0007x,,Lait,10,,', 'code.control-characters'],
    ['a code too long', `${'B'.repeat(65)},,Lait,10,,`, 'code.too-long'],
    ['a price with three decimals', 'B,,Lait,"10,125",,', 'price.too-many-decimals'],
    ['a price that may be thousands', 'B,,Lait,1.500,,', 'price.ambiguous'],
    ['a negative price', 'B,,Lait,-10,,', 'price.negative'],
    ['an absurd price', 'B,,Lait,6130002000075,,', 'price.absurd'],
    ['a price that is no number', 'B,,Lait,dix,,', 'price.unreadable'],
    ['an unknown unit', 'B,,Lait,10,palette,', 'unit.unknown'],
    ['an unknown tax', 'B,,Lait,10,,33%', 'tax.unknown'],
    ['bytes damaged before', 'B,,La\uFFFDit,10,,', 'encoding.invalid'],
    ['the SKU of another product', 'A,,Lait,10,,', 'duplicate.sku'],
    ['the barcode of another product', 'B,6130002000075,Lait,10,,', 'duplicate.barcode'],
  ])('%s', async (_case, row, reason) => {
    const report = await imported(`${HEADER}\nA,6130002000075,Jus,100,,\n${row}\nC,96385074,Savon,60,,\n`);
    expect(report).toMatchObject({ rows: 3, added: 2, refused: 1, reasons: { [reason]: 1 } });
    expect(refusals()).toEqual([[3, reason]]);
    expect(reportLines()[0]?.[4]).toBe(row);
    expect([lookup('A')?.name.fr, lookup('C')?.name.fr]).toEqual(['Jus', 'Savon']);
  });

  test('bytes that are not UTF-8 in a file that is', async () => {
    const good = Array.from({ length: 50 }, (_, index) => `S${index},Crème ${index}\n`).join('');
    const report = await imported(Buffer.concat([Buffer.from(`sku,name\n${good}`), Buffer.from('B,Cr\xe9me\n', 'latin1')]));
    expect(report).toMatchObject({ encoding: 'utf-8', encodingGuessed: false, added: 50, refused: 1, reasons: { 'encoding.invalid': 1 } });
  });

  test('two products of the same name and no code', async () => {
    await imported('name,price\nPain,20\nPain,25\nPain,20\n');
    expect(reportLines().map(([row, outcome, reason]) => [row, outcome, reason])).toEqual([
      ['2', 'changed', 'code.from-name'],
      ['3', 'refused', 'duplicate.name'],
      ['4', 'merged', 'merged.same'],
    ]);
  });

  test('a PLU that is taken', async () => {
    await imported('sku,plu,name\nA,5,Pommes\nB,5,Poires\n');
    expect(refusals()).toEqual([[3, 'duplicate.plu']]);
  });

  test('a line of the report holds the row as it was, and stays one line', async () => {
    await imported('sku,name,price\nA,"Lait\tfrais\nentier",-1\nB,Pain,1\n');
    expect(reportLines()).toEqual([['2', 'refused', 'price.negative', '-1', 'A,"Lait\\tfrais\\nentier",-1']]);
  });
});

describe('rows that come in otherwise than written say so', () => {
  test.each([
    ['a bidi override in a name', 'B,,Prix\u202E00.1', 'name.bidi-controls', 'Prix00.1'],
    ['a control character in a name', 'B,,La\u0007it', 'name.control-characters', 'Lait'],
    ['an invisible character in a name', 'B,,La\u200Bit', 'name.invisible-characters', 'Lait'],
    ['needless spaces', 'B,,Lait   entier', 'name.spaces', 'Lait entier'],
    ['a barcode of zeros', 'B,0000000000000,Lait', 'barcode.placeholder', 'Lait'],
  ])('%s', async (_case, row, reason, name) => {
    const report = await imported(`sku,ean,name\n${row}\n`);
    expect(report).toMatchObject({ added: 1, refused: 0, reasons: { [reason]: 1 } });
    expect(reportLines()).toMatchObject([['2', 'changed', reason, {}, row]]);
    expect(lookup('B')?.name.fr).toBe(name);
  });

  test('a wrong check digit that is kept, and a picture that is a path', async () => {
    const report = await imported('sku,ean,name,image\nB,3017620422004,Lait,../../etc/passwd\n', { keepBadCheckDigits: true });
    expect(report.reasons).toEqual({ 'barcode.check-digit-kept': 1, 'image.left-out': 1 });
    expect(lookup('3017620422004')).toMatchObject({ sku: 'B', image: null });
  });

  test('a category too many', async () => {
    const rows = Array.from({ length: 2_001 }, (_, index) => `S${index},Produit,Rayon ${index}`);
    const report = await imported(`sku,name,category\n${rows.join('\n')}\n`);
    expect(report).toMatchObject({ added: 2_001, reasons: { 'category.left-out': 1 } });
    expect(lookup('S2000')?.categoryId).toBeNull();
  });
});

describe('an import that fails leaves the catalog that was there', () => {
  beforeEach(async () => {
    await imported('sku,name\nOLD,Ancien\n');
  });
  afterEach(() => {
    expect(lookup('OLD')?.name.fr).toBe('Ancien');
    expect(withCatalog((catalog) => catalog.version().generation)).toBe(1);
    expect(readdirSync(folder).toSorted()).toEqual(['catalog-1.db', 'import.lock']);
  });

  test.each<[string, string | Buffer, Partial<ImportOptions>, string]>([
    ['an empty file', '', {}, 'import.empty'],
    ['blank lines only', '\n\n\r\n', {}, 'import.empty'],
    ['a header alone', 'sku,name\n', {}, 'import.nothing-usable'],
    ['no header', '6130002000075,Jus\n', {}, 'import.header-missing'],
    ['a header with an open quote', '"sku,name\nA,B\n', {}, 'import.header-missing'],
    ['a picture instead of a text', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), {}, 'import.header-missing'],
    ['all rows refused', 'sku,name,price\nA,Lait,-1\n', {}, 'import.nothing-usable'],
    ['a mapping to nothing', 'sku,name\nA,Lait\n', { mapping: { unitPrice: 'tarif 3' } }, 'import.mapping-unknown'],
    ['a gzip cut short', gzipSync(`sku,name\n${'A,Lait\n'.repeat(9_000)}`).subarray(0, 60), {}, 'import.gzip-damaged'],
    ['a damaged gzip', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from('no gzip at all')]), {}, 'import.gzip-damaged'],
    ['a full disk', bulk(20_000), { maxCatalogBytes: 300_000 }, 'import.disk-full'],
    ['a default tax group that is not', 'sku,name\nA,Lait\n', { knownTaxGroups: [EXEMPT] }, 'import.tax-group-unknown'],
  ])('%s', async (_case, content, changes, code) => {
    expect(await tryImport(content, changes)).toMatchObject({ ok: false, error: { code } });
  });

  test('a report that cannot be written', async () => {
    const result = await tryImport('sku,name\nA,Lait\n', { reportFile: join(folder, 'no', 'such', 'folder') });
    expect(result).toMatchObject({ ok: false, error: { code: 'import.not-writable' } });
  });

  test('an input that breaks off with an error', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield* pieces(Buffer.from(bulk(5_000)));
      throw new Error('connection reset');
    }
    const result = await importCatalog(breaking(), options());
    expect(result).toEqual({ ok: false, error: { code: 'import.input-unreadable', detail: 'connection reset' } });
  });

  test('another import into the same folder', async () => {
    let second: Promise<Result<ImportReport, ImportFailure>> | null = null;
    async function* slow(): AsyncGenerator<Buffer> {
      // More than is looked at before the folder is taken.
      yield* pieces(Buffer.from(bulk(60_000)), 100_000);
      second = tryImport('sku,name\nX,Autre\n', { reportFile: `${reportFile}.2` });
      expect(await second).toMatchObject({ ok: false, error: { code: 'import.busy' } });
      throw new Error('enough');
    }
    expect((await importCatalog(slow(), options())).ok).toBe(false);
    expect(second).not.toBeNull();
  });
});

function bulk(rows: number): string {
  return `sku,name\n${Array.from({ length: rows }, (_, index) => `S${index},Produit numéro ${index}`).join('\n')}\n`;
}

test('a folder that cannot be made', async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'file'), '');
  const result = await tryImport('sku,name\nA,Lait\n', { folder: join(folder, 'file', 'catalog') });
  expect(result).toMatchObject({ ok: false, error: { code: 'import.not-writable' } });
});

test.skipIf(process.getuid?.() === 0)('a folder that is read-only', async () => {
  await imported('sku,name\nOLD,Ancien\n');
  chmodSync(folder, 0o555);
  const result = await tryImport('sku,name\nA,Lait\n');
  chmodSync(folder, 0o755);
  expect(result).toMatchObject({ ok: false, error: { code: 'import.not-writable' } });
});

describe('what is carried over', () => {
  const base: Product = {
    productId: 'T',
    sku: 'T',
    plu: '12',
    barcodes: ['6130002000075'],
    name: { fr: 'Thé', ar: 'شاي' },
    categoryId: 'drinks',
    taxGroupId: 'standard',
    unit: 'piece',
    weighed: false,
    unitPriceMinor: 5_000,
    priceIncludesTax: true,
    image: 'the.png',
  };
  const gone: Product = { ...base, productId: 'G', sku: 'G', plu: null, barcodes: [], name: { fr: 'Gone' } };

  beforeEach(async () => {
    const replaced = await replaceCatalog(
      { folder },
      {
        categories: [
          { categoryId: 'drinks', name: { fr: 'Boissons', ar: 'مشروبات' }, colour: 'teal', position: 4 },
          { categoryId: 'empty', name: { fr: 'Vide' }, colour: 'red', position: 5 },
        ],
        products: [base, gone],
        quickKeys: [
          { categoryId: 'drinks', productId: 'T', position: 0 },
          { categoryId: 'drinks', productId: 'G', position: 1 },
        ],
      },
    );
    if (!replaced.ok) throw new Error(replaced.error.code);
  });

  test('by a new catalog: quick keys of products that are still there, and categories as they were', async () => {
    const report = await imported('sku,name,category\nT,Thé vert,boissons\nC,Café,مشروبات\nX,Autre,Divers\n');
    expect(report).toMatchObject({ quickKeysKept: 1, quickKeysLost: 1, products: 3 });
    withCatalog((catalog) => {
      expect(catalog.quickKeys('drinks').map((product) => product.productId)).toEqual(['T']);
      expect(catalog.categories()).toEqual([
        { categoryId: 'drinks', name: { fr: 'Boissons', ar: 'مشروبات' }, colour: 'teal', position: 4 },
        { categoryId: 'divers', name: { fr: 'Divers' }, colour: expect.any(String) as unknown, position: 6 },
      ]);
      expect(catalog.lookup('C')?.categoryId).toBe('drinks');
    });
  });

  test('by a new catalog without categories: quick keys, and the categories they are on', async () => {
    await imported('sku,name\nT,Thé vert\n');
    withCatalog((catalog) => {
      expect(catalog.quickKeys('drinks').map((product) => product.productId)).toEqual(['T']);
      expect(catalog.categories().map((category) => category.categoryId)).toEqual(['drinks']);
    });
  });

  test('by an update: everything that the file does not say', async () => {
    const report = await imported('ean,prix\n6130002000075,65\n', { mode: 'merge' });
    expect(report).toMatchObject({ rows: 1, updated: 1, added: 0, products: 2, quickKeysKept: 2 });
    expect(lookup('6130002000075')).toEqual({ ...base, unitPriceMinor: 6_500 });
    expect(withCatalog((catalog) => catalog.categories().length)).toBe(2);
  });

  test('by an update that names, adds barcodes and adds products', async () => {
    await imported('sku,ean,name,name en\nT,96385074,Thé noir,Black tea\nN,,Neuf,\n', { mode: 'merge' });
    expect(lookup('96385074')).toEqual({
      ...base,
      barcodes: ['6130002000075', '96385074'],
      name: { fr: 'Thé noir', ar: 'شاي', en: 'Black tea' },
    });
    withCatalog((catalog) => {
      const names = (query: string): readonly string[] =>
        catalog.search(query, { language: 'fr', limit: 5 }).hits.map((hit) => hit.product.productId);
      expect([names('black'), names('شاي'), names('neuf'), names('gone')]).toEqual([['T'], ['T'], ['N'], ['G']]);
    });
  });

  test('an update that would take another product’s code is refused', async () => {
    await imported('sku,ean,name\nG,6130002000075,Gone\nN,,Neuf\n', { mode: 'merge' });
    expect(refusals()).toEqual([[2, 'duplicate.barcode']]);
    expect(lookup('6130002000075')).toEqual(base);
  });

  test('a catalog that cannot be read: a new one takes its place, an update is refused', async () => {
    for (const name of readdirSync(folder))
      if (name.startsWith('catalog-')) writeFileSync(join(folder, name), 'not a database, and never was one');
    expect(await tryImport('sku,name\nA,Lait\n', { mode: 'merge' })).toMatchObject({
      ok: false,
      error: { code: 'import.previous-unreadable' },
    });
    expect(await imported('sku,name\nA,Lait\n')).toMatchObject({ previousUnreadable: 'catalog.damaged', products: 1 });
    expect(lookup('A')?.name.fr).toBe('Lait');
  });
});
