import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { TextItem } from 'pdfjs-dist/types/src/display/api';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { buildReceipt } from '../../src-shared/receipt/build-receipt.ts';
import type { ReceiptDocument } from '../../src-shared/receipt/document.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';
import { FONTS_FOLDER, LABELS } from '../../tests/fakes/printing-resources.ts';
import { sampleInvoice } from '../../tests/fakes/sample-invoice.ts';
import { SAMPLE_SETTINGS, sampleSale } from '../../tests/fakes/sample-sale.ts';
import { logoPicture } from '../devices/raster/logo.ts';
import { createDocuments } from './documents.ts';
import { fileNameOf } from './save-document.ts';

/** A busy machine takes its time; what never comes is still found. */
vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'contacto-documents-'));
const documents = createDocuments({
  folder: join(folder, 'documents'),
  fontsFolder: FONTS_FOLDER,
  localesFolder: join(FONTS_FOLDER, '..', 'locales'),
  now: () => new Date('2026-11-20T10:00:00Z'),
});
afterAll(async () => {
  await documents.stop();
  rmSync(folder, { recursive: true });
});

interface ReadPage {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** What a reader copies out of the file, page by page, its spaces plain. */
async function readPdf(
  bytes: Uint8Array,
): Promise<{ readonly pages: readonly ReadPage[]; readonly lang: string | null; readonly title: string }> {
  const task = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  const pdf = await task.promise;
  const pages: ReadPage[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    const text = items.filter((item): item is TextItem => 'str' in item).map(({ str, hasEOL }) => str + (hasEOL ? '\n' : ' '));
    pages.push({ text: text.join('').replace(/[\u00A0 ]+/g, ' '), width, height });
  }
  const { info } = await pdf.getMetadata();
  const { Language: lang = null, Title: title = '' } = info as { Language?: string; Title?: string };
  await task.destroy();
  return { pages, lang, title };
}

function receipt(language: Language): ReceiptDocument {
  const facts = { at: '2026-11-20T09:58:11.000Z', terminal: 't', signature: '3q2-7wAB', copy: 2, cashierName: 'Amina', training: false };
  return buildReceipt(sampleSale(language), facts, SAMPLE_SETTINGS, LABELS[language]);
}

describe('a receipt', () => {
  test.each([
    [
      'fr',
      ['Épicerie El Baraka', 'Huile d’olive vierge extra 1 l', 'Droit de timbre', '15 105,00 DA', 'DUPLICATA 1', 'NIF 001916012345678'],
    ],
    ['en', ['El Baraka Grocery', 'Assorted traditional almond pastries', '15,105.00', 'Fresh eggs x30']],
    // Words with the ligatures that a reader turns round when they are noted the wrong way: lam-alef, and Cairo's own of fa, qaf and lam with ya.
    [
      'ar',
      [
        'بقالة البركة',
        'الصافي للدفع',
        'الباقي للزبون',
        'المجموع الفرعي',
        'شكرا لزيارتكم',
        'الاستبدال خلال 7 أيام مع هذا الوصل',
        '15.105,00',
      ],
    ],
  ] as const)('in %s is found by its words, as they are written', async (language, words) => {
    const { pages, lang, title } = await readPdf(await documents.report(receipt(language), { paper: 'roll' }));
    expect(pages).toHaveLength(1);
    for (const word of words) expect(pages[0]?.text).toContain(word);
    expect(lang).toBe(language);
    expect(title).toBe('A1-000123');
  });

  test('is as wide as its roll and as long as what it says, and on A4 a page of A4 with its number', async () => {
    const roll = await readPdf(await documents.report(receipt('fr'), { paper: 'roll' }));
    expect(Math.round(roll.pages[0]?.width ?? 0)).toBe(227);
    const a4 = await readPdf(await documents.report(receipt('fr'), { paper: 'a4' }));
    expect(a4.pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(a4.pages.map(() => [595, 842]));
    expect(a4.pages[0]?.text).toContain(`1 / ${String(a4.pages.length)}`);
  });

  test('made twice at one time is the same file', async () => {
    const [one, two] = await Promise.all([
      documents.report(receipt('ar'), { paper: 'a4' }),
      documents.report(receipt('ar'), { paper: 'a4' }),
    ]);
    expect(Buffer.from(one).equals(two)).toBe(true);
  });

  test('keeps every script, and an empty box stands for what no font has', async () => {
    const document: ReceiptDocument = {
      language: 'fr',
      direction: 'ltr',
      title: 'x',
      blocks: [{ kind: 'text', text: 'ⵜⵉⴼ 咖啡 Кофе ɣɛḍ 👍', align: 'start', emphasis: 'normal', size: 1 }],
    };
    const { pages } = await readPdf(await documents.report(document, { paper: 'roll' }));
    for (const word of ['ⵜⵉⴼ', '咖啡', 'Кофе', '□']) expect(pages[0]?.text).toContain(word);
  });

  test.each(['fr', 'ar'] as const)('in %s has the shop’s picture in the middle of the page, and is longer by it', async (language) => {
    const settings = { ...SAMPLE_SETTINGS, printing: { ...SAMPLE_SETTINGS.printing, logo: { file: 'l.png', widthPercent: 50 } } };
    const facts = { at: '2026-11-20T09:58:11.000Z', terminal: 't', signature: '3q2-7wAB', copy: 1, cashierName: 'Amina', training: false };
    const withLogo = buildReceipt(sampleSale(language), facts, settings, LABELS[language]);
    expect(withLogo.blocks.some(({ kind }) => kind === 'logo')).toBe(true);
    const canvas = createCanvas(200, 100);
    canvas.getContext('2d').fillRect(20, 20, 60, 60);
    const picture = await logoPicture(await canvas.encode('png'));
    if (!picture.ok) throw new Error(picture.error);
    const options = { folder, fontsFolder: FONTS_FOLDER, localesFolder: join(FONTS_FOLDER, '..', 'locales'), now: () => new Date(0) };
    const pictured = createDocuments({ ...options, logo: () => Promise.resolve({ ...picture.value, widthPercent: 50 }) });
    const plain = await readPdf(await documents.report(withLogo, { paper: 'roll' }));
    const bytes = await pictured.report(withLogo, { paper: 'roll' });
    await pictured.stop();
    const { pages } = await readPdf(bytes);
    // Half of the column of 72 mm, half as high, and the gap below.
    expect((pages[0]!.height - plain.pages[0]!.height) * (25.4 / 72)).toBeCloseTo(18 + 2, 1);
    expect(Buffer.from(bytes).toString('latin1')).toContain('/Subtype /Image');
    expect(pages[0]!.text).toBe(plain.pages[0]!.text);
  });

  test('no direction control comes through as a sign', async () => {
    const { pages } = await readPdf(await documents.report(receipt('ar'), { paper: 'roll' }));
    expect(pages[0]?.text).not.toMatch(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/);
  });
});

describe('an invoice', () => {
  test.each([
    [
      'fr',
      [
        'Facture',
        'EURL Ennour Construction',
        'NIF 001231076543210',
        'Capital social',
        'Droit de timbre',
        'Arrêtée la présente facture',
        'cinq mille cent quatre-vingt-dix dinars',
      ],
    ],
    ['en', ['Invoice', 'Billed to', 'Stamp duty', 'five thousand one hundred']],
    [
      'ar',
      ['فاتورة', 'مؤسسة النور للبناء', 'حق الطابع', 'الصافي للدفع', 'أوقفت هذه الفاتورة عند مبلغ', 'خمسة آلاف ومائة وتسعون دينارا جزائريا'],
    ],
  ] as const)('in %s says what the law asks for', async (language, words) => {
    const { pages } = await readPdf(await documents.invoice(sampleInvoice(language, 6)));
    expect(pages).toHaveLength(1);
    for (const word of words) expect(pages[0]?.text).toContain(word);
  });

  test('a credit note names what it corrects, a copy and practice say so', async () => {
    const note = { kind: 'credit-note', copy: 2, training: true, corrects: { number: 'FA1-2026-000040', date: '2026-11-18' } } as const;
    const { pages } = await readPdf(await documents.invoice({ ...sampleInvoice('fr', 2), ...note }));
    for (const word of ['Facture d’avoir', 'Duplicata 1', 'Exercice : sans valeur', 'FA1-2026-000040 du 18/11/2026', 'Net à créditer'])
      expect(pages[0]?.text).toContain(word);
  });

  test('whose buyer was erased says that', async () => {
    const { pages } = await readPdf(await documents.invoice({ ...sampleInvoice('fr', 1), buyer: null }));
    expect(pages[0]?.text).toContain('effacées');
    expect(pages[0]?.text).not.toContain('Ennour');
  });

  test('over several pages repeats its head and carries its sums', async () => {
    const invoice = sampleInvoice('fr', 60);
    const { pages } = await readPdf(await documents.invoice(invoice));
    expect(pages.length).toBeGreaterThan(2);
    for (const { text } of pages) expect(text).toContain('Désignation');
    const sumAt = (text: string, label: string): string | undefined =>
      new RegExp(`${label} ([\\d ]+,\\d\\d) ([\\d ]+,\\d\\d)`).exec(text)?.[0].slice(label.length);
    for (const [index, { text }] of pages.slice(0, -1).entries()) {
      const carried = sumAt(text, 'À reporter');
      expect(carried).toBeDefined();
      expect(sumAt(pages[index + 1]?.text ?? '', 'Report')).toBe(carried);
    }
    expect(pages.at(-1)?.text).toContain('Net à payer');
  });

  test('of the longest ticket there is keeps every line', async () => {
    const { pages } = await readPdf(await documents.invoice(sampleInvoice('ar', 1_114)));
    const text = pages.map((page) => page.text).join('\n');
    expect(text).toContain('1114');
    expect(text.match(/SKU-\d+/g)).toHaveLength(557);
  });

  // Whatever the number of lines, the totals stay together and nothing is drawn below the page.
  test.each([9, 17, 24, 25, 26, 27, 28, 29, 30])('of %i lines keeps its totals on one page', async (lines) => {
    const { pages } = await readPdf(await documents.invoice(sampleInvoice('fr', lines)));
    const last = pages.at(-1)?.text ?? '';
    for (const word of ['Total HT', 'Net à payer', 'Arrêtée la présente', 'Signature']) expect(last).toContain(word);
  });
});

/** What people, files from elsewhere and malice put into a name. */
const HOSTILE_NAMES: readonly (readonly [string, string])[] = [
  ['without a space and without an end', 'W'.repeat(2_000)],
  ['emoji in families and flags', '👩‍👩‍👧‍👦🇩🇿🏴󠁧󠁢󠁥󠁮󠁧󠁿👍🏽 ok'],
  ['overrides and isolates that nobody closes', '\u202Eevil\u2067\u2066\u202D ok'],
  ['a hundred marks on one letter', `z${'\u0301'.repeat(100)} ok`],
  ['Arabic and Latin and figures in turns', 'قهوة 250 غ (Bonal) 12,50 ok'],
  ['joiners alone', '\u200D\u200C\uFEFF ok'],
  ['what PDF takes for syntax', ') Tj ET (\\ <</JS (app.alert(1))>> ok'],
];

describe('a hostile name', () => {
  test.each(HOSTILE_NAMES)('%s: the paper is made, readable, and has everything else on it', async (_what, name) => {
    const line = { kind: 'pair', start: name, end: '12,00', emphasis: 'normal', size: 1 } as const;
    const text = { kind: 'text', text: name, align: 'center', emphasis: 'strong', size: 2 } as const;
    for (const language of ['fr', 'ar'] as const) {
      const direction = language === 'ar' ? 'rtl' : 'ltr';
      const document: ReceiptDocument = { language, direction, title: name.slice(0, 64).toWellFormed(), blocks: [text, line, line] };
      for (const paper of ['roll', 'a4'] as const) {
        const { pages } = await readPdf(await documents.report(document, { paper }));
        const all = pages.map((page) => page.text).join('');
        expect(all.match(/12,00/g)).toHaveLength(name.includes('12,00') ? 4 : 2);
        expect(all).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
      }
    }
    const invoice = sampleInvoice('fr', 2);
    const [first, second] = invoice.lines;
    const hostile = { ...invoice, lines: [{ ...first!, name: name.slice(0, 200).toWellFormed() }, second!] };
    const { pages } = await readPdf(await documents.invoice(hostile));
    expect(pages.at(-1)?.text).toContain('Net à payer');
  });

  test('half of a surrogate pair is refused in words or drawn as a box, and the next document is made', async () => {
    const document: ReceiptDocument = {
      language: 'fr',
      direction: 'ltr',
      title: 'x',
      blocks: [{ kind: 'text', text: 'a\uD83D b', align: 'start', emphasis: 'normal', size: 1 }],
    };
    const made = await documents.report(document, { paper: 'roll' }).then(
      (bytes) => readPdf(bytes).then(({ pages }) => pages[0]?.text ?? ''),
      (error: unknown) => String(error),
    );
    expect(made).toMatch(/b|surrogate|well/i);
    await expect(documents.report(receipt('fr'), { paper: 'roll' })).resolves.toBeInstanceOf(Uint8Array);
  });
});

test('a document that breaks its schema is refused, and the next one is made', async () => {
  const broken = { ...receipt('fr'), blocks: [{ kind: 'barcode', symbology: 'ean-13', data: '123' }] } as ReceiptDocument;
  await expect(documents.report(broken, { paper: 'roll' })).rejects.toThrow('not the data of an ean-13');
  await expect(documents.report(receipt('fr'), { paper: 'roll' })).resolves.toBeInstanceOf(Uint8Array);
});

test('a file is saved whole under a name every system takes, and a folder that cannot be made is told', async () => {
  const name = fileNameOf('FA/1: "2026" *42*', 'pdf');
  expect(name).toBe('FA-1-2026-42.pdf');
  const path = await documents.save(name, Uint8Array.of(1, 2, 3));
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  expect(readdirSync(join(folder, 'documents'))).toEqual([name]);
  writeFileSync(join(folder, 'in-the-way'), '');
  const blocked = createDocuments({
    folder: join(folder, 'in-the-way'),
    fontsFolder: FONTS_FOLDER,
    localesFolder: join(FONTS_FOLDER, '..', 'locales'),
    now: () => new Date(0),
  });
  await expect(blocked.save('x.pdf', Uint8Array.of(1))).rejects.toThrow(/EEXIST|ENOTDIR/);
});
