import type { SaleCompleted } from '../../src-shared/ledger/bodies.ts';
import type { Cart, CartLine, CartTender } from '../../src-shared/sale/cart.ts';
import { buildSaleCompleted } from '../../src-shared/sale/complete-sale.ts';
import { newCart } from '../../src-shared/sale/new-cart.ts';
import { priceCart, pricingRulesOf } from '../../src-shared/sale/price-cart.ts';
import type { PricedCart } from '../../src-shared/sale/priced-cart.ts';
import { type StoreSettings, storeSettingsSchema } from '../../src-shared/settings/store-settings.ts';
import type { Language } from '../../src-shared/text/localized-text.ts';

/** A grocery of Algiers with every mention the law asks for, stamp duty and rounding on. */
export const SAMPLE_SETTINGS: StoreSettings = storeSettingsSchema.parse({
  version: 1,
  shop: {
    tradeName: { fr: 'Épicerie El Baraka', ar: 'بقالة البركة', en: 'El Baraka Grocery' },
    legalForm: 'SARL',
    address: [
      { fr: '12, rue Didouche Mourad', ar: '12، شارع ديدوش مراد', en: '12, rue Didouche Mourad' },
      { fr: '16000 Alger', ar: '16000 الجزائر', en: '16000 Algiers' },
    ],
    phone: '021 23 45 67',
    identifiers: [
      { label: 'RC', value: '16/00-0123456 B 19' },
      { label: 'NIF', value: '001916012345678' },
      { label: 'NIS', value: '001916010012345' },
      { label: 'AI', value: '16012345678' },
    ],
    capitalMinor: 10_000_000,
  },
  country: 'DZ',
  currency: 'DZD',
  shownDecimals: 2,
  timeZone: 'Africa/Algiers',
  digits: 'western',
  defaultLanguage: 'fr',
  receiptLanguage: 'fr',
  taxGroups: [
    taxGroup('normal', 190_000, { fr: 'TVA 19 %', ar: 'رسم 19 %' }),
    taxGroup('reduced', 90_000, { fr: 'TVA 9 %', ar: 'رسم 9 %' }),
    { taxGroupId: 'exempt', name: { fr: 'Exonéré', ar: 'معفى' }, taxes: [] },
  ],
  defaultTaxGroupId: 'normal',
  pricesIncludeTax: true,
  stampDuty: 'dz',
  cashRoundingMinor: 500,
  denominationsMinor: [200_000, 100_000, 50_000],
  tenders: [
    { tenderId: 'cash', kind: 'cash', name: { fr: 'Espèces', ar: 'نقدا', en: 'Cash' }, opensDrawer: true },
    { tenderId: 'card', kind: 'card', name: { fr: 'Carte CIB', ar: 'بطاقة بنكية', en: 'Card' }, opensDrawer: false },
  ],
  labelPatterns: [],
  people: [{ personId: 'amina', name: 'Amina B.', language: 'fr', active: true, roleId: 'manager' }],
  till: { tillId: 'till-1', name: '1', receiptPrefix: 'A1' },
  receipt: {
    header: null,
    footer: {
      fr: 'Merci de votre visite\nÉchange sous 7 jours avec ce ticket',
      ar: 'شكرا لزيارتكم\nالاستبدال خلال 7 أيام مع هذا الوصل',
      en: 'Thank you for your visit\nExchange within 7 days with this receipt',
    },
    copies: 1,
    qrBaseUrl: null,
  },
  printers: [],
  receiptPrinterId: null,
  screen: { kiosk: false, soundVolume: 0 },
  cloudUrl: null,
});

function taxGroup(taxGroupId: string, ratePpm: number, name: Readonly<Record<string, string>>): unknown {
  return {
    taxGroupId,
    name,
    taxes: [{ taxId: 'TVA', name: { fr: 'TVA', ar: 'ر.ق.م', en: 'VAT' }, rates: [{ from: '2017-01-01', ratePpm }] }],
  };
}

const EMPTY = newCart({
  cartId: '0193a5d0-7c1e-7b52-9d2f-3f6d1c2b4a59',
  currency: 'DZD',
  personId: 'amina',
  nowIso: '2026-11-20T09:55:00.000Z',
});

export function sampleLine(lineId: string, name: CartLine['name'], unitPriceMinor: number, changes: Partial<CartLine> = {}): CartLine {
  return {
    lineId,
    productId: lineId,
    code: null,
    sku: null,
    name,
    unit: 'piece',
    quantityMilli: 1_000,
    unitPriceMinor,
    listPriceMinor: unitPriceMinor,
    priceIncludesTax: true,
    taxGroupId: 'normal',
    labelPriceMinor: null,
    discount: null,
    note: null,
    ...changes,
  };
}

/** Six lines: pieces, a weight, a line discount with its reason, a note, an exempt good, a long name; and a discount on the ticket. */
export const SAMPLE_LINES: readonly CartLine[] = [
  sampleLine('1', { fr: 'Café moulu Bonal 250 g', ar: 'قهوة مطحونة بونال 250 غ', en: 'Bonal ground coffee 250 g' }, 45_000, {
    quantityMilli: 2_000,
  }),
  sampleLine('2', { fr: 'Tomates fraîches', ar: 'طماطم طازجة', en: 'Fresh tomatoes' }, 12_000, {
    unit: 'kg',
    quantityMilli: 1_254,
    taxGroupId: 'reduced',
  }),
  sampleLine('3', { fr: 'Huile d’olive vierge extra 1 l', ar: 'زيت زيتون بكر ممتاز 1 ل', en: 'Extra virgin olive oil 1 l' }, 125_000, {
    discount: { kind: 'percent', percentMilli: 10_000, reason: null },
  }),
  sampleLine('4', { fr: 'Baguette', ar: 'خبز باغيت', en: 'Baguette' }, 1_500, { quantityMilli: 3_000, taxGroupId: 'exempt' }),
  sampleLine(
    '5',
    {
      fr: 'Assortiment de gâteaux traditionnels aux amandes, boîte cadeau de 24 pièces',
      ar: 'تشكيلة حلويات تقليدية باللوز، علبة هدية من 24 قطعة Délices de Kabylie',
      en: 'Assorted traditional almond pastries, gift box of 24 pieces',
    },
    1_234_550,
    { note: 'Emballer à part' },
  ),
  sampleLine('6', { fr: 'Œufs frais x30', ar: 'بيض طازج 30 حبة', en: 'Fresh eggs x30' }, 54_000, { taxGroupId: 'reduced' }),
];

export function priceSample(changes: Partial<Cart>, settings: StoreSettings = SAMPLE_SETTINGS): PricedCart {
  const priced = priceCart({ ...EMPTY, ...changes }, pricingRulesOf(settings, '2026-11-20'));
  if (!priced.ok) throw new Error(`the sample cannot be priced: ${JSON.stringify(priced.error)}`);
  return priced.value;
}

export function completeSample(priced: PricedCart, language: Language): SaleCompleted {
  const perpetualBefore = { signedMinor: 0, absoluteMinor: 0, tickets: 0 };
  const facts = { receiptNumber: 'A1-000123', receiptSeq: 123, businessDate: '2026-11-20', tillId: 'till-1', language, perpetualBefore };
  const sale = buildSaleCompleted(priced, facts);
  if (!sale.ok) throw new Error(`the sample cannot be completed: ${JSON.stringify(sale.error)}`);
  return sale.value;
}

const CARD: CartTender = {
  tenderLineId: 't1',
  tenderId: 'card',
  kind: 'card',
  amountMinor: 500_000,
  card: { brand: 'CIB', lastFour: '4321', approvalCode: '081234', terminalId: 'TPE1' },
  reference: null,
};

/** The six lines with a discount on the ticket, part by card and part in cash, with change. Other lines are paid in cash. */
export function sampleSale(language: Language, lines: readonly CartLine[] = SAMPLE_LINES): SaleCompleted {
  const isSample = lines === SAMPLE_LINES;
  const discount = isSample ? ({ kind: 'amount', amountMinor: 10_000, reason: null } as const) : null;
  const cards = isSample ? [CARD] : [];
  const open = priceSample({ lines: [...lines], discount, tenders: cards });
  const cashMinor = Math.ceil(open.remainingCashMinor / 100_000) * 100_000;
  const cash: CartTender = { tenderLineId: 't2', tenderId: 'cash', kind: 'cash', amountMinor: cashMinor, card: null, reference: null };
  return completeSample(priceSample({ lines: [...lines], discount, tenders: [...cards, cash] }), language);
}
