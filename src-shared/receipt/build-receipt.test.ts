import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABELS } from '../../tests/fakes/printing-resources.ts';
import { completeSample, priceSample, SAMPLE_LINES, SAMPLE_SETTINGS, sampleLine, sampleSale } from '../../tests/fakes/sample-sale.ts';
import type { SaleCompleted } from '../ledger/bodies.ts';
import { formatAmount } from '../money/format.ts';
import type { CartTender } from '../sale/cart.ts';
import type { StoreSettings } from '../settings/store-settings.ts';
import { LANGUAGES, type Language } from '../text/localized-text.ts';
import { buildReceipt, previewReceipt, type ReceiptFacts } from './build-receipt.ts';
import { type ReceiptDocument, receiptDocumentSchema } from './document.ts';
import { parseReceiptQr } from './receipt-qr.ts';

const FACTS: ReceiptFacts = {
  at: '2026-11-20T09:58:11.000Z',
  terminal: 'T-7KQ2',
  signature: 'kP3x9A',
  copy: 1,
  cashierName: 'Amina B.',
  training: false,
};

function receiptOf(sale: SaleCompleted, facts: Partial<ReceiptFacts> = {}, settings: StoreSettings = SAMPLE_SETTINGS): ReceiptDocument {
  const document = buildReceipt(sale, { ...FACTS, ...facts }, settings, LABELS[sale.language]);
  return receiptDocumentSchema.parse(document);
}

/** Every text of the document, one line each, without direction marks and with plain spaces. */
function linesOf(document: ReceiptDocument): readonly string[] {
  return document.blocks.flatMap((block) => {
    if (block.kind === 'text') return [plain(block.text)];
    return block.kind === 'pair' ? [`${plain(block.start)} | ${plain(block.end)}`] : [];
  });
}

function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '').replace(/[\u00A0\u202F]/g, ' ');
}

test('a French receipt says everything that has to be said, in this order', () => {
  expect(linesOf(receiptOf(sampleSale('fr')))).toEqual([
    'Épicerie El Baraka',
    'SARL',
    '12, rue Didouche Mourad',
    '16000 Alger',
    'Tél. 021 23 45 67',
    'RC 16/00-0123456 B 19',
    'NIF 001916012345678',
    'NIS 001916010012345',
    'AI 16012345678',
    'Capital social 100 000,00 DA',
    'Ticket n° A1-000123 | 20/11/2026 10:58',
    'Caisse 1 | Caissier Amina B.',
    'Café moulu Bonal 250 g | 900,00',
    '  2 × 450,00',
    'Tomates fraîches | 150,48',
    '  1,254 kg × 120,00',
    'Huile d’olive vierge extra 1 l | 1 250,00',
    '  Remise 10 % | -125,00',
    'Baguette | 45,00',
    '  3 × 15,00',
    'Assortiment de gâteaux traditionnels aux amandes, boîte cadeau de 24 pièces | 12 345,50',
    '  Emballer à part',
    'Œufs frais x30 | 540,00',
    'Sous-total | 15 230,98',
    'Total des remises | -225,00',
    'Total HT | 12 670,09',
    'TVA 19 % sur 11 996,11 | 2 279,26',
    'TVA 9 % sur 629,28 | 56,63',
    'Exonéré sur 44,70 | 0,00',
    'Total TTC | 15 005,98',
    'Droit de timbre | 101,00',
    'Arrondi | -1,98',
    'Net à payer | 15 105,00 DA',
    'Carte CIB | 5 000,00',
    '  CIB ****4321 Autorisation 081234',
    'Espèces | 11 000,00',
    'Monnaie rendue | 895,00',
    "Nombre d'articles | 9",
    'Signature kP3x9A',
    'Merci de votre visite',
    'Échange sous 7 jours avec ce ticket',
  ]);
});

test('the QR holds the identity of the sale, and the base address where the shop has one', () => {
  const sale = sampleSale('fr');
  const identity = {
    terminal: 'T-7KQ2',
    receiptNumber: 'A1-000123',
    saleId: sale.saleId,
    totalMinor: sale.totals.payableMinor,
    signature: 'kP3x9A',
  };
  const withAddress = { ...SAMPLE_SETTINGS, receipt: { ...SAMPLE_SETTINGS.receipt, qrBaseUrl: 'https://shop.example/r' } };
  for (const settings of [SAMPLE_SETTINGS, withAddress]) {
    const qr = receiptOf(sale, {}, settings).blocks.at(-1);
    expect(qr?.kind === 'qr' && parseReceiptQr(qr.data)).toEqual(identity);
  }
});

describe('a copy is marked, an original is not', () => {
  const marks = (document: ReceiptDocument): readonly string[] => linesOf(document).filter((line) => /DUPLICATA|FORMATION/.test(line));

  test('original', () => {
    expect(marks(receiptOf(sampleSale('fr')))).toEqual([]);
  });

  test('second duplicate, at its head and at its foot', () => {
    expect(marks(receiptOf(sampleSale('fr'), { copy: 3 }))).toEqual(['DUPLICATA 2', 'DUPLICATA 2']);
  });

  test('training', () => {
    expect(marks(receiptOf(sampleSale('fr'), { training: true }))).toHaveLength(2);
  });
});

test('in Arabic every figure, code and name is isolated, so that nothing is turned round', () => {
  const document = receiptOf(sampleSale('ar'));
  expect(document.direction).toBe('rtl');
  for (const block of document.blocks) {
    for (const text of block.kind === 'text' ? [block.text] : block.kind === 'pair' ? [block.start, block.end] : []) {
      const outside = text.replace(/[\u2066-\u2068][^\u2066-\u2069]*\u2069/g, '');
      expect(outside).not.toMatch(/[\p{Nd}\u2066-\u2069]|\p{Script=Latin}/u);
    }
  }
});

test('an amount never breaks: it holds no plain space', () => {
  for (const language of LANGUAGES) {
    for (const block of receiptOf(sampleSale(language)).blocks) {
      if (block.kind === 'pair' && block.start !== '' && /\d,\d|\d\.\d/.test(block.end)) expect(block.end).not.toContain(' ');
    }
  }
});

test('Eastern digits where the shop wants them, and never in codes', () => {
  const lines = linesOf(receiptOf(sampleSale('ar'), {}, { ...SAMPLE_SETTINGS, digits: 'eastern' }));
  expect(lines).toContain('وصل رقم A1-000123 | ٢٠/١١/٢٠٢٦ ١٠:٥٨');
  expect(lines).toContain('الهاتف 021 23 45 67');
  expect(lines.some((line) => line.includes('١٥٬١٠٥٫٠٠'))).toBe(true);
  expect(linesOf(receiptOf(sampleSale('fr'), {}, { ...SAMPLE_SETTINGS, digits: 'eastern' }))).toContain('Total HT | 12 670,09');
});

test('a name that tries to turn the line round, or to command the printer, is inert', () => {
  const evil = 'Lait\u202E 00,1 \u2067\u001B@\u001Dd\u0000';
  const sale = sampleSale('fr', [sampleLine('1', { fr: evil }, 10_000)]);
  const document = receiptOf(sale, { cashierName: evil });
  for (const block of document.blocks) {
    const text = block.kind === 'text' ? block.text : block.kind === 'pair' ? block.start + block.end : '';
    expect(text).not.toMatch(/[\u0000-\u001F\u202A-\u202E\u2067]/);
  }
});

test('the preview of an open cart has neither number nor QR, and says what it is', () => {
  const cart = priceSample({ lines: [...SAMPLE_LINES] });
  const preview = previewReceipt(cart, FACTS, 'fr', SAMPLE_SETTINGS, LABELS.fr);
  expect(preview.blocks.some((block) => block.kind === 'qr')).toBe(false);
  expect(linesOf(preview)).toContain('Aperçu | 20/11/2026 10:58');
  expect(linesOf(preview)).toContain(`Nombre d'articles | ${String(cart.itemCount)}`);
});

test('a return says that money goes back', () => {
  const lines = [sampleLine('1', { fr: 'Café' }, 45_000, { quantityMilli: -1_000 })];
  const cash: CartTender = { tenderLineId: 't', tenderId: 'cash', kind: 'cash', amountMinor: -45_000, card: null, reference: null };
  const sale = completeSample(priceSample({ lines, tenders: [cash] }), 'fr');
  expect(linesOf(receiptOf(sale))).toContain('À rembourser | 450,00 DA');
});

test('the longest ticket a cart can hold still is a document', () => {
  const lines = Array.from({ length: 2_000 }, (_, index) =>
    sampleLine(String(index), { fr: `Article ${String(index)}` }, 100, {
      quantityMilli: 2_000,
      note: 'n',
      discount: { kind: 'percent', percentMilli: 10_000, reason: null },
    }),
  );
  expect(receiptOf(sampleSale('fr', lines)).blocks.length).toBeGreaterThan(8_000);
});

describe('every amount on paper is a figure of the sale', () => {
  const line = fc.record({
    unitPriceMinor: fc.integer({ min: 1, max: 3_000_000 }),
    pieces: fc.integer({ min: 1, max: 40 }),
    taxGroupId: fc.constantFrom('normal', 'reduced', 'exempt'),
    percentMilli: fc.option(fc.integer({ min: 1, max: 99_999 })),
    priceIncludesTax: fc.boolean(),
  });
  const ticket = fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 8 }),
    discountMilli: fc.option(fc.integer({ min: 1, max: 50_000 })),
    cardShare: fc.integer({ min: 0, max: 100 }),
    language: fc.constantFrom(...LANGUAGES),
  });

  test('and the receipt shows each of the totals', () => {
    fc.assert(
      fc.property(ticket, (given) => {
        const sale = saleOf(given);
        const shown = amountsOn(receiptOf(sale));
        const figures = figuresOf(sale);
        for (const amount of shown) expect(figures).toContain(amount);
        const { totals } = sale;
        const format = { currency: 'DZD', language: sale.language, digits: 'western', shownDecimals: 2 } as const;
        for (const minor of [
          totals.exclusiveMinor,
          totals.totalMinor,
          totals.payableMinor,
          ...sale.tenders.map((each) => each.amountMinor),
        ]) {
          expect(shown).toContain(plain(formatAmount(minor, format)).replace(/[\u200E\u200F]/g, ''));
        }
      }),
      { numRuns: 150 },
    );
  });

  interface GivenTicket {
    readonly lines: readonly {
      readonly unitPriceMinor: number;
      readonly pieces: number;
      readonly taxGroupId: string;
      readonly percentMilli: number | null;
      readonly priceIncludesTax: boolean;
    }[];
    readonly discountMilli: number | null;
    readonly cardShare: number;
    readonly language: Language;
  }

  function saleOf(given: GivenTicket): SaleCompleted {
    const lines = given.lines.map(({ unitPriceMinor, pieces, taxGroupId, percentMilli, priceIncludesTax }, index) =>
      sampleLine(String(index), { fr: 'Article', ar: 'سلعة' }, unitPriceMinor, {
        quantityMilli: pieces * 1_000,
        taxGroupId,
        priceIncludesTax,
        discount: percentMilli === null ? null : { kind: 'percent', percentMilli, reason: null },
      }),
    );
    const discount = given.discountMilli === null ? null : ({ kind: 'percent', percentMilli: given.discountMilli, reason: null } as const);
    const tenders: CartTender[] = [];
    const open = priceSample({ lines, discount });
    const cardMinor = Math.floor((open.remainingOtherMinor * given.cardShare) / 100);
    if (cardMinor > 0)
      tenders.push({ tenderLineId: 'a', tenderId: 'card', kind: 'card', amountMinor: cardMinor, card: null, reference: null });
    const left = priceSample({ lines, discount, tenders }).remainingCashMinor;
    if (left > 0)
      tenders.push({ tenderLineId: 'b', tenderId: 'cash', kind: 'cash', amountMinor: left + 1_000, card: null, reference: null });
    return completeSample(priceSample({ lines, discount, tenders }), given.language);
  }

  /** Amounts with two decimals, in the lines below the shop's own mentions. */
  function amountsOn(document: ReceiptDocument): readonly string[] {
    const lines = linesOf(document);
    const own = lines.slice(lines.findIndex((line) => line.includes('A1-000123')) + 2);
    return own.flatMap((line) => line.match(/-?\d[\d ., ]*[.,]\d{2}(?!\d| %)/g) ?? []);
  }

  function figuresOf(sale: SaleCompleted): readonly string[] {
    const format = { currency: 'DZD', language: sale.language, digits: 'western', shownDecimals: 2 } as const;
    const byRate = new Map<string, { base: number; tax: number }>();
    for (const tax of sale.taxes) {
      const key = `${tax.taxId ?? '-'} ${String(tax.ratePpm)}`;
      const sum = byRate.get(key) ?? { base: 0, tax: 0 };
      byRate.set(key, { base: sum.base + tax.baseMinor, tax: sum.tax + tax.taxMinor });
    }
    const minors = [
      ...sale.lines.flatMap((each) => [each.grossMinor, each.unitPriceMinor, -each.lineDiscountMinor]),
      ...Object.values(sale.totals),
      -sale.totals.discountMinor,
      ...sale.tenders.map((each) => each.amountMinor),
      ...[...byRate.values()].flatMap(({ base, tax }) => [base, tax]),
    ];
    return minors.map((minor) => plain(formatAmount(minor, format)).replace(/[\u200E\u200F]/g, ''));
  }
});
