import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildReceipt } from '../../../../src-shared/receipt/build-receipt.ts';
import type { ReceiptBlock, ReceiptDocument } from '../../../../src-shared/receipt/document.ts';
import { LANGUAGES, type Language } from '../../../../src-shared/text/localized-text.ts';
import { anyText } from '../../../../tests/fakes/any-text.ts';
import { FONTS_FOLDER, LABELS, shippedProfile } from '../../../../tests/fakes/printing-resources.ts';
import { SAMPLE_LINES, SAMPLE_SETTINGS, sampleLine, sampleSale } from '../../../../tests/fakes/sample-sale.ts';
import type { PrinterProfile } from '../../profiles/printer-profile.ts';
import { createLinePainter } from '../../raster/line-painter.ts';
import { Paper, type PaperPage, textOfPage } from '../../virtual-printer/paper.ts';
import { type EscPosOperation, EscPosReader } from './reader.ts';
import { type EncodedJob, encodeDrawerPulse, encodeJob, encodeJobInTurns } from './writer.ts';

const WIDE = shippedProfile('generic-80mm');
const NARROW = shippedProfile('generic-58mm');
const FACTS = { at: '2026-11-20T09:58:11.000Z', terminal: 'T1', signature: 'kP3x9A', copy: 1, cashierName: 'Amina', training: false };

const painters = new Map([WIDE, NARROW].map((profile) => [profile.widthDots, createLinePainter(FONTS_FOLDER, profile.widthDots)]));

function encode(document: ReceiptDocument, profile: PrinterProfile = WIDE): EncodedJob {
  const painter = painters.get(profile.widthDots);
  if (painter === undefined) throw new Error('no painter of that width');
  return encodeJob(document, profile, painter);
}

function operationsOf(job: EncodedJob, profile: PrinterProfile = WIDE): readonly EscPosOperation[] {
  const reader = new EscPosReader(profile.codePages);
  const operations = reader.push(job.bytes);
  expect(reader.unfinishedBytes).toBe(0);
  return operations;
}

function pagesOf(job: EncodedJob, profile: PrinterProfile = WIDE): readonly PaperPage[] {
  const pages: PaperPage[] = [];
  const paper = new Paper(profile.columns, (page) => pages.push(page));
  for (const operation of operationsOf(job, profile)) paper.apply(operation);
  paper.tearOff();
  return pages;
}

function text(words: string, look: Partial<Extract<ReceiptBlock, { kind: 'text' }>> = {}): ReceiptBlock {
  return { kind: 'text', text: words, align: 'start', emphasis: 'normal', size: 1, ...look };
}

function documentOf(language: Language, ...blocks: readonly ReceiptBlock[]): ReceiptDocument {
  return { language, direction: language === 'ar' ? 'rtl' : 'ltr', title: 't', blocks: [...blocks] };
}

function receipt(language: Language): ReceiptDocument {
  return buildReceipt(sampleSale(language), FACTS, SAMPLE_SETTINGS, LABELS[language]);
}

describe('exact bytes', () => {
  test('a French line between initialising and the question that confirms', () => {
    const job = encode(documentOf('fr', text('Été 5 €', { align: 'center', emphasis: 'strong', size: 2 })));
    expect(Buffer.from(job.bytes).toString('hex')).toBe(
      [
        '1b40', // initialise
        '1c2e', // no Kanji
        '1b5200', // plain ASCII
        '1b7410', // windows-1252
        '1b6101', // centre
        '1b4501', // strong
        '1d2111', // double
        'c974e920352080',
        '0a',
        '1d564200', // cut
        '1d7201', // confirm
      ].join(''),
    );
  });

  test('a command goes out only when it changes something', () => {
    const job = encode(documentOf('fr', text('a'), text('b', { emphasis: 'strong' }), text('c')));
    expect(Buffer.from(job.bytes).toString('hex')).toContain('1b7410610a1b4501620a1b4500630a');
  });

  test('a pair fills its line from edge to edge', () => {
    const job = encode(documentOf('fr', { kind: 'pair', start: 'Total', end: '1\u202F234,50', emphasis: 'normal', size: 1 }));
    expect(textOfPage(pagesOf(job)[0] ?? [])).toEqual([`Total${' '.repeat(35)}1 234,50`]);
  });

  test('the drawer: the pulse with its times, then the question', () => {
    expect(Buffer.from(encodeDrawerPulse(WIDE)?.bytes ?? []).toString('hex')).toBe('1b700019fa1d7201');
    expect(encodeDrawerPulse({ ...WIDE, drawer: null })).toBeNull();
  });

  test('bars: module, height, figures below, then the symbol with its length', () => {
    const ean = encode(documentOf('fr', { kind: 'barcode', symbology: 'ean-13', data: '9501101530003' }));
    expect(Buffer.from(ean.bytes).toString('hex')).toContain('1b61011d77031d68501d48021d6b430d39353031313031353330303033');
    // Set B for the brace, which is doubled; set C for the pairs of digits, and set B again for the odd one at the end.
    const code = encode(documentOf('fr', { kind: 'barcode', symbology: 'code-128', data: 'A{1234567' }));
    expect(Buffer.from(code.bytes).toString('hex')).toContain('1d6b490d7b42417b7b7b430c22387b4237');
  });

  test.each(['A{1}-00123456', '12345', '{{}}', 'a1b22c333d4444', '0'])('the reader reads the Code 128 of %j as it was meant', (data) => {
    for (const barcodes of ['native', 'drawn'] as const) {
      const operations = operationsOf(encode(documentOf('fr', { kind: 'barcode', symbology: 'code-128', data }), { ...WIDE, barcodes }));
      const symbols = operations.flatMap((operation) => (operation.kind === 'barcode' ? [operation.data] : []));
      expect(symbols).toEqual(barcodes === 'native' ? [data] : []);
      expect(operations.some((operation) => operation.kind === 'raster')).toBe(barcodes === 'drawn');
    }
  });

  test('bars too fine for a scanner are typed, wrong ones are refused', () => {
    const long = 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ';
    expect(textOfPage(pagesOf(encode(documentOf('fr', { kind: 'barcode', symbology: 'code-128', data: long })))[0] ?? [])).toEqual([
      expect.stringContaining(long),
    ]);
    expect(() => encode(documentOf('fr', { kind: 'barcode', symbology: 'ean-13', data: '9501101530004' }))).toThrow('ean-13');
  });

  test('a printer without a knife is fed to its tear bar, one that confirms nothing is not asked', () => {
    const profile = { ...WIDE, cutter: 'none' as const, status: { realTime: false, confirms: false, automatic: false } };
    expect(Buffer.from(encode(documentOf('fr', text('a')), profile).bytes).toString('hex')).toMatch(/610a1b6405$/);
  });
});

describe('what goes as text and what is drawn', () => {
  const kinds = (job: EncodedJob): readonly string[] =>
    operationsOf(job)
      .map((operation) => operation.kind)
      .filter((kind) => kind === 'text' || kind === 'raster');

  test('in a French receipt only the line with Arabic in it is drawn', () => {
    expect(kinds(encode(documentOf('fr', text('Café'), text('قهوة'), text('Thé'))))).toEqual(['text', 'raster', 'text']);
  });

  test('an Arabic receipt is drawn throughout, its lines in bands of at most 200 rows', () => {
    const operations = operationsOf(encode(receipt('ar')));
    const bands = operations.filter((operation) => operation.kind === 'raster');
    expect(operations.some((operation) => operation.kind === 'text')).toBe(false);
    expect(bands.length).toBeGreaterThan(5);
    for (const band of bands) {
      expect(band.bitmap.rows).toBeLessThanOrEqual(200);
      expect(band.bitmap.widthDots).toBe(576);
    }
  });

  test('or line by line where the profile spares the wire, which is then a fraction of the bytes', () => {
    const slow = { ...WIDE, latinLinesOfArabic: 'text' as const };
    const document = documentOf('ar', text('Coca-Cola 1 L'), {
      kind: 'pair',
      start: 'Coca-Cola',
      end: '150,00',
      emphasis: 'normal',
      size: 1,
    });
    expect(textOfPage(pagesOf(encode(document, slow), slow)[0] ?? [])).toEqual(['Coca-Cola 1 L', `150,00${' '.repeat(33)}Coca-Cola`]);
    expect(encode(document, slow).bytes.length * 10).toBeLessThan(encode(document).bytes.length);
  });

  test('a printer without a code page gets everything drawn', () => {
    const profile = { ...WIDE, codePages: [] };
    expect(kinds(encode(documentOf('fr', text('Café'), { kind: 'rule', style: 'single' }), profile))).toEqual(['raster']);
  });

  test('the second code page is taken for a line the first lacks', () => {
    const profile = { ...WIDE, codePages: [...WIDE.codePages].reverse() };
    const operations = operationsOf(encode(documentOf('fr', text('║ ½')), profile), profile);
    expect(operations).toContainEqual({ kind: 'setting', bytes: [0x1b, 0x74, 19] });
    expect(textOfPage(pagesOf(encode(documentOf('fr', text('║ ½')), WIDE))[0] ?? [])).toEqual(['║ ½']);
  });

  test('Arabic letters are joined: a word is narrower than its letters set apart', () => {
    const inkWidth = (words: string): number => {
      const [band] = operationsOf(encode(documentOf('ar', text(words)))).filter((operation) => operation.kind === 'raster');
      let left = 576;
      band?.bitmap.bits.forEach((byte, index) => {
        if (byte !== 0) left = Math.min(left, (index % 72) * 8);
      });
      return 576 - left;
    };
    const zeroWidthNonJoiner = '\u200C';
    expect(inkWidth('قهوة')).toBeLessThan(inkWidth(Array.from('قهوة').join(zeroWidthNonJoiner)));
    expect(inkWidth('قهوة')).toBeGreaterThan(20);
  });

  test('a picture that happens to hold a drawer kick does not kick', () => {
    const kick = {
      widthDots: 576,
      rows: 1,
      bits: new Uint8Array(72).fill(0).map((_, index) => [0x10, 0x14, 0x01, 0x00, 0x08][index] ?? 0),
    };
    const labels = { measure: () => 0, paint: () => kick, text: () => null };
    const painter = { text: () => kick, pair: () => kick, rule: () => kick, valueWidth: () => 0, labels };
    const { bytes } = encodeJob(documentOf('ar', text('x')), WIDE, painter);
    expect(Buffer.from(bytes).toString('hex')).toContain('1d763000480001001814010008');
  });

  test('a drawn QR and the printer’s own say the same', () => {
    const document = documentOf('fr', { kind: 'qr', data: 'CONTACTO1:é€' });
    const native = operationsOf(encode(document)).filter((operation) => operation.kind === 'qr');
    expect(native).toEqual([{ kind: 'qr', data: 'CONTACTO1:é€', moduleDots: 6 }]);
    const drawn = operationsOf(encode(document, { ...WIDE, qr: { kind: 'drawn', maxModuleDots: 6 } }));
    expect(drawn.map((operation) => operation.kind)).toContain('raster');
  });

  test('control bytes in QR data are a bug and not a command', () => {
    expect(() => encode(documentOf('fr', { kind: 'qr', data: 'a\u001Bb' }))).toThrow('QR');
  });
});

describe('what the printer reads is what was meant', () => {
  test.each([WIDE, NARROW])('a French receipt on $name: nothing unknown, every line within the width, all figures there', (profile) => {
    const job = encode(receipt('fr'), profile);
    expect(operationsOf(job, profile).filter((operation) => operation.kind === 'unknown')).toEqual([]);
    const pages = pagesOf(job, profile);
    expect(pages).toHaveLength(1);
    const lines = textOfPage(pages[0] ?? []);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(profile.columns);
    expect(lines.join('\n')).toMatch(/Net à payer\s+15 105,00 DA/);
  });

  test('in turns it comes out the same, and others had their turns', async () => {
    let turns = 0;
    const painter = painters.get(576);
    if (painter === undefined) throw new Error('no painter');
    const job = await encodeJobInTurns(receipt('ar'), WIDE, painter, () => {
      turns += 1;
      return Promise.resolve();
    });
    expect(turns).toBeGreaterThan(3);
    expect(Buffer.from(job.bytes).equals(Buffer.from(encode(receipt('ar')).bytes))).toBe(true);
  });

  test('a ticket of 1,114 lines, the longest of the real ones', () => {
    const lines = Array.from({ length: 1_114 }, (_, index) =>
      sampleLine(String(index), { fr: `Article ${String(index + 1)}` }, 100 + index),
    );
    const job = encode(buildReceipt(sampleSale('fr', lines), FACTS, SAMPLE_SETTINGS, LABELS.fr));
    const printed = pagesOf(job)
      .flatMap(textOfPage)
      .filter((line) => line.startsWith('Article '));
    expect(printed).toHaveLength(1_114);
    expect(printed.at(-1)).toMatch(/^Article 1114 +12,13$/);
    // About five metres of paper: the wait for the confirmation is reckoned from it.
    expect(job.paperDots).toBeGreaterThan(1_114 * 30);
  });

  test('an amount wider than the paper is drawn smaller, never cut', () => {
    const pair: ReceiptBlock = {
      kind: 'pair',
      start: 'Net à payer',
      end: '999\u202F999\u202F999\u202F999,99\u00A0DA',
      emphasis: 'strong',
      size: 2,
    };
    expect(operationsOf(encode(documentOf('fr', pair), NARROW), NARROW).filter((operation) => operation.kind === 'raster')).toHaveLength(1);
  });
});

describe('never a question mark on paper', () => {
  const odd = [
    'قهوة',
    'Кофе',
    '咖啡 250 克',
    'コーヒー',
    '커피',
    'קפה',
    'καφές',
    'कॉफ़ी',
    '☕️',
    '👩‍👩‍👧',
    'ő',
    '\uD83D',
    '\uFFFD',
    'e\u0301',
    '∞≤',
    'ⅷ',
  ];

  test.each(odd)('%j as the name of a good, in every language', (name) => {
    for (const language of LANGUAGES) {
      const sale = sampleSale(language, [...SAMPLE_LINES.slice(0, 1), sampleLine('x', { [language]: `Bon ${name}` }, 10_000)]);
      const job = encode(buildReceipt(sale, FACTS, SAMPLE_SETTINGS, LABELS[language]));
      for (const line of pagesOf(job).flatMap(textOfPage)) expect(line).not.toMatch(/[?\uFFFD]/);
    }
  });

  test('any text at all', { timeout: 60_000 }, () => {
    const painter = painters.get(576);
    fc.assert(
      fc.property(
        anyText(1, 40).filter((words) => !words.includes('?')),
        fc.constantFrom(...LANGUAGES),
        (words, language) => {
          const sale = sampleSale(language, [sampleLine('x', { [language]: words }, 10_000)]);
          const job = encodeJob(buildReceipt(sale, FACTS, SAMPLE_SETTINGS, LABELS[language]), WIDE, painter ?? expect.fail());
          expect(operationsOf(job).filter((operation) => operation.kind === 'unknown')).toEqual([]);
          for (const line of pagesOf(job).flatMap(textOfPage)) expect(line).not.toMatch(/[?\uFFFD]/);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('a question mark that is in the name stays', () => {
    expect(textOfPage(pagesOf(encode(documentOf('fr', text('Quoi ?'))))[0] ?? [])).toEqual(['Quoi ?']);
  });
});

test('a French receipt is a few kilobytes of text, an Arabic one a few score of dots', () => {
  expect(encode(receipt('fr')).bytes.length).toBeLessThan(2_500);
  expect(encode(receipt('ar')).bytes.length).toBeLessThan(150_000);
});
