import { type InvoiceDocument, invoiceDocumentSchema } from '../../src-shared/documents/invoice-document.ts';
import { amountInWords } from '../../src-shared/money/words.ts';
import { type Language, type LocalizedText, textIn } from '../../src-shared/text/localized-text.ts';
import { SAMPLE_SETTINGS } from './sample-sale.ts';

const NAMES: Readonly<Record<Language, readonly string[]>> = {
  fr: ['Café moulu Bonal 250 g', 'Tomates fraîches', 'Huile d’olive vierge extra 1 l, première pression à froid, bouteille en verre'],
  ar: ['قهوة مطحونة بونال 250 غ', 'طماطم طازجة', 'زيت زيتون بكر ممتاز 1 ل Extra Virgin من عصير أول، قارورة زجاجية'],
  en: ['Bonal ground coffee 250 g', 'Fresh tomatoes', 'Extra virgin olive oil 1 l'],
};
const BUYER_NAMES: Readonly<Record<Language, string>> = {
  fr: 'EURL Ennour Construction',
  ar: 'مؤسسة النور للبناء',
  en: 'Ennour Construction Ltd',
};
const RATE_PPM = 190_000;
const STAMP_DUTY_MINOR = 20_100;
const ROUNDING_MINOR = -198;

/** An invoice of the sample grocery with that many lines: pieces and weights, every second one with its code, one discount. */
export function sampleInvoice(language: Language, lineCount: number): InvoiceDocument {
  const say = (text: LocalizedText): string => textIn(text, language);
  const { shop, tenders } = SAMPLE_SETTINGS;
  const lines = Array.from({ length: lineCount }, (_, index) => sampleInvoiceLine(index, NAMES[language][index % 3] ?? ''));
  const sum = (key: 'exclusiveMinor' | 'taxMinor' | 'totalMinor'): number => lines.reduce((all, line) => all + line[key], 0);
  const payableMinor = sum('totalMinor') + STAMP_DUTY_MINOR + ROUNDING_MINOR;
  return invoiceDocumentSchema.parse({
    kind: 'invoice',
    number: 'FA1-2026-000042',
    date: '2026-11-20',
    copy: 1,
    training: false,
    language,
    currency: 'DZD',
    shownDecimals: 2,
    digits: 'western',
    shop: { ...shop, tradeName: say(shop.tradeName), address: shop.address.map(say) },
    buyer: {
      name: BUYER_NAMES[language],
      address: ['45, rue Larbi Ben M’hidi', '31000 Oran'],
      phone: '041 33 22 11',
      identifiers: [
        { label: 'RC', value: '31/00-7654321 B 12' },
        { label: 'NIF', value: '001231076543210' },
      ],
    },
    receipt: { number: 'A1-000123', date: '2026-11-20', sellerName: 'Amina B.' },
    corrects: null,
    lines,
    taxes: [{ name: 'TVA', ratePpm: RATE_PPM, baseMinor: sum('exclusiveMinor'), taxMinor: sum('taxMinor') }],
    totals: {
      discountMinor: lineCount > 2 ? 12_500 : 0,
      exclusiveMinor: sum('exclusiveMinor'),
      taxMinor: sum('taxMinor'),
      totalMinor: sum('totalMinor'),
      stampDutyMinor: STAMP_DUTY_MINOR,
      roundingMinor: ROUNDING_MINOR,
      payableMinor,
    },
    inWords: amountInWords(payableMinor, 'DZD', language),
    payments: tenders.map(({ name }, index) => ({
      name: say(name),
      amountMinor: index === 0 ? payableMinor : 0,
      detail: index === 0 ? null : 'CIB ****4321 081234',
    })),
    signature: '3q2-7wAB',
  });
}

function sampleInvoiceLine(index: number, name: string): InvoiceDocument['lines'][number] {
  const isWeighed = index % 3 === 1;
  const unitPriceMinor = 45_000 + index * 1_000;
  const quantityMilli = isWeighed ? 1_254 : 2_000;
  const totalMinor = Math.round((unitPriceMinor * quantityMilli) / 1_000);
  const exclusiveMinor = Math.round(totalMinor / 1.19);
  return {
    lineNo: index + 1,
    name,
    sku: index % 2 === 0 ? `SKU-${1_000 + index}` : null,
    unit: isWeighed ? 'kg' : 'piece',
    quantityMilli,
    unitPriceMinor,
    priceIncludesTax: true,
    discountMinor: index === 2 ? 12_500 : 0,
    ratePpm: RATE_PPM,
    exclusiveMinor,
    taxMinor: totalMinor - exclusiveMinor,
    totalMinor,
  };
}
