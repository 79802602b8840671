import { isGiftCardCode } from '../../src-shared/accounts/gift-card-code.ts';
import type { Gs1Facts } from '../../src-shared/barcode/gs1-facts.ts';
import type { LabelReading } from '../../src-shared/barcode/in-store-label.ts';
import { interpretScan, type ScanReading } from '../../src-shared/barcode/resolve.ts';
import type { Product } from '../../src-shared/catalog/product.ts';
import type { Refusal } from '../../src-shared/contract/refusal.ts';
import type { ScanOutcome } from '../../src-shared/contract/terminal-api.ts';
import { minorDigitsOf } from '../../src-shared/money/currency.ts';
import { parseReceiptQr } from '../../src-shared/receipt/receipt-qr.ts';
import { assertNever, ok, type Result } from '../../src-shared/result.ts';
import { type Ringing, ringUp } from './add-product.ts';
import { signedIn, type Till } from './till.ts';

/** A code is kept in the journal as it was scanned, up to here. */
const MAX_KEPT_CODE_LENGTH = 200;

export interface Scan {
  readonly text: string;
  readonly symbology: string | null;
}

type Figures = Pick<Ringing, 'quantityMilli' | 'labelPriceMinor'>;
const NO_FIGURES: Figures = { quantityMilli: null, labelPriceMinor: null };
const OTHER_MEASURE: Figures = { quantityMilli: 'other-measure', labelPriceMinor: null };

/** What a scanner, a camera or the keyboard gave: found in the catalog and rung up, or told why not. */
export function scan(till: Till, input: Scan): Result<ScanOutcome, Refusal> {
  const person = signedIn(till);
  if (!person.ok) return person;
  // What a device sent in halves of characters could not be written to the journal.
  const whole = { ...input, text: input.text.toWellFormed() };
  if (parseReceiptQr(whole.text) !== null) return ok({ kind: 'receipt', text: whole.text });
  if (isGiftCard(till, whole.text)) return ok({ kind: 'gift-card', code: whole.text });
  const reading = readingOf(till, whole);
  const product = productOf(till, reading);
  if (product === null) return ok({ kind: 'not-found', code: reading.text, reason: reasonOf(reading) });
  return ringUp(till, product, {
    ...figuresOf(reading, product),
    code: reading.text.slice(0, MAX_KEPT_CODE_LENGTH).toWellFormed(),
    askedPriceMinor: null,
  });
}

/** Told by its length first: an article pays nothing for the question. */
function isGiftCard(till: Till, text: string): boolean {
  return isGiftCardCode(text, till.settings.accounts.giftCardPrefix) && till.ledger.accounts.giftCard(text) !== null;
}

function readingOf(till: Till, whole: Scan): ScanReading {
  return interpretScan(whole, {
    patterns: till.labelPatterns,
    referenceYear: till.now().getUTCFullYear(),
    currencyDecimals: minorDigitsOf(till.settings.currency) ?? 0,
    receiptPrefix: null,
  });
}

/** The goods a code is on, with nothing rung up; null when the catalog does not know it. */
export function productOfScan(till: Till, input: Scan): Product | null {
  return productOf(till, readingOf(till, { ...input, text: input.text.toWellFormed() }));
}

function productOf(till: Till, reading: ScanReading): Product | null {
  for (const code of reading.lookupCodes) {
    const product = till.catalog.lookup(code);
    if (product !== null) return product;
  }
  if (reading.kind !== 'label') return null;
  for (const plu of reading.pluCodes) {
    const product = till.catalog.byPlu(plu);
    if (product !== null) return product;
  }
  return null;
}

function reasonOf(reading: ScanReading): 'unknown' | 'bad-check-digit' | 'unreadable' {
  if (reading.kind !== 'refused') return 'unknown';
  return reading.reason === 'bad-check-digit' ? 'bad-check-digit' : 'unreadable';
}

function figuresOf(reading: ScanReading, product: Product): Figures {
  switch (reading.kind) {
    case 'label':
      return figuresOfLabel(reading.label, product);
    case 'gs1':
      return figuresOfGs1(reading.facts, product);
    case 'gtin':
    case 'code':
    case 'receipt':
    case 'refused':
      return NO_FIGURES;
    default:
      return assertNever(reading);
  }
}

/** A weight counts for goods sold by the kilogram, a count for pieces; on others the figure is of another measure and is asked for. */
function figuresOfLabel(label: LabelReading, product: Product): Figures {
  switch (label.kind) {
    case 'item':
      return NO_FIGURES;
    case 'weight':
      return product.unit === 'kg' ? { quantityMilli: label.quantityMilli, labelPriceMinor: null } : OTHER_MEASURE;
    case 'count':
      return product.unit === 'piece' ? { quantityMilli: label.quantityMilli, labelPriceMinor: null } : OTHER_MEASURE;
    case 'price':
      return { quantityMilli: null, labelPriceMinor: label.priceMinor };
    default:
      return assertNever(label);
  }
}

/**
 * A quantity in the unit the product is sold in. A net weight printed on goods sold by the piece says what is in the pack, not how many. A
 * price that names its currency (393n) is left out: the number of the shop's own currency is not among its settings.
 */
function figuresOfGs1(facts: Gs1Facts, product: Product): Figures {
  const { price } = facts;
  return {
    quantityMilli: facts.quantityMilli[product.unit] ?? null,
    labelPriceMinor: price?.currencyNumeric === null ? price.amountMinor : null,
  };
}
