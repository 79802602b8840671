import { stripBidiControls } from '../text/bidi.ts';
import { toWesternDigits } from '../text/digits.ts';
import { readAim } from './aim.ts';
import { isDigits } from './check-digit.ts';
import { GS, type Gs1Element, type Gs1Failure, parseGs1 } from './gs1.ts';
import { type Gs1Facts, gs1Facts } from './gs1-facts.ts';
import { type Gtin, readGtin } from './gtin.ts';
import { type LabelReading, readLabel } from './in-store-label.ts';
import type { LabelPattern } from './label-pattern.ts';
import { carriesGs1, isRetail, type Symbology, symbologyOfDecoder } from './symbology.ts';

/** What came from a scanner, a camera or the keyboard. */
export type ScanInput = {
  readonly text: string;
  /** An AIM identifier (`]E0`) or a decoder's name (`EAN_13`), where one was given apart from the text. */
  readonly symbology: string | null;
};

/** What reading a scan depends on beside the scan. */
export type ScanRules = {
  readonly patterns: readonly LabelPattern[];
  /** The year that the two-digit years of GS1 dates are placed around. */
  readonly referenceYear: number;
  /** Decimals of the shop's currency by ISO 4217. */
  readonly currencyDecimals: number;
  /** What the QR codes of the shop's own receipts begin with; null when receipts are not looked up by scanning. */
  readonly receiptPrefix: string | null;
};

export type ScanRefusal = 'empty' | 'too-long' | 'control-characters' | 'bad-check-digit';

type ScanSource = {
  /** The code without the scanner's additions, as it may be shown. */
  readonly text: string;
  readonly symbology: Symbology | null;
  /** What to look the product up by, in this order, among barcodes, SKUs and PLUs. The first that is found is meant. */
  readonly lookupCodes: readonly string[];
};

/**
 * What a scan means. Nothing here refuses a sale: `refused` says that the text is not what it seems to be, and where it
 * could still be a code of the shop's own (a wrong check digit) `lookupCodes` holds it as it is.
 */
export type ScanReading =
  | (ScanSource & {
      readonly kind: 'gtin';
      readonly gtin: Gtin /** Two or five digits beside the code: the issue of a magazine. */;
      readonly addOn: string | null;
    })
  /** An in-store label. `pluCodes` are the item reference as printed and without its leading zeros: to be looked up among PLUs only. */
  | (ScanSource & { readonly kind: 'label'; readonly label: LabelReading; readonly pluCodes: readonly string[] })
  /** `failure` is where reading stopped, if it did; what came before it stands. */
  | (ScanSource & {
      readonly kind: 'gs1';
      readonly facts: Gs1Facts;
      readonly elements: readonly Gs1Element[];
      readonly failure: Gs1Failure | null;
    })
  /** Any other text: a SKU, a PLU, a code of the shop's own. */
  | (ScanSource & { readonly kind: 'code' })
  | (ScanSource & { readonly kind: 'receipt'; readonly reference: string })
  | (ScanSource & { readonly kind: 'refused'; readonly reason: ScanRefusal });

/** The longest scan that is read, the same bound as on the wire. */
export const MAX_SCAN_LENGTH = 1_000;
/** As much of an unreadable scan as the screen shows. */
const MAX_SHOWN_LENGTH = 64;

/** Spaces and line ends, and the NUL, STX and ETX that serial scanners frame with. The GS of GS1 is data and stays. */
const FRAMING = /^[\s\u0000\u0002\u0003]+|[\s\u0000\u0002\u0003]+$/gu;
/** Anything that is not printed: control characters but GS, half surrogate pairs, invisible characters. */
const UNPRINTABLE = /(?!\u001D)[\p{Cc}\p{Cs}\p{Cf}]/u;
const UNPRINTABLE_OR_GS = /[\p{Cc}\p{Cs}\p{Cf}]/gu;
const REPLACEMENT_CHARACTER = '\uFFFD';
/** A text that begins like a GS1 element string with a trade item number, from a scanner that does not say what it read. */
const LIKE_GS1 = /^0[12][0-9]{14}/;
/** The form for people: identifiers in brackets, a number of goods or of a logistic unit among them. */
const BRACKETED_GS1 = /^(?=.*\(0[012]\))\([0-9]{2,4}\)/;
/** EAN-13 or UPC-A, and the two or five digits of an add-on. */
const WITH_ADD_ON = /^([0-9]{12,13})([0-9]{5}|[0-9]{2})$/;

function distinct(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)];
}

type Scan = { readonly text: string; readonly symbology: Symbology | null };

function refused(scan: Scan, reason: ScanRefusal): ScanReading {
  if (reason === 'bad-check-digit') return { kind: 'refused', reason, ...scan, lookupCodes: [scan.text] };
  const shown = scan.text.slice(0, MAX_SHOWN_LENGTH).replace(UNPRINTABLE_OR_GS, REPLACEMENT_CHARACTER);
  return { kind: 'refused', reason, symbology: scan.symbology, text: shown, lookupCodes: [] };
}

/**
 * Takes off what the scanner put around the code, and the direction controls that a code copied from a screen brings
 * along. A number keyed in Eastern digits becomes the number it is.
 */
function unwrap(input: ScanInput): Scan {
  const sent = stripBidiControls(input.text).replace(FRAMING, '');
  const aim = readAim(sent);
  const named = input.symbology === null ? null : (readAim(input.symbology)?.symbology ?? symbologyOfDecoder(input.symbology));
  const text = aim === null ? sent : aim.text.replace(FRAMING, '');
  const western = toWesternDigits(text);
  return { text: isDigits(western) ? western : text, symbology: aim?.symbology ?? named };
}

/** How sure it is that the text is a GS1 element string, and whether its separators can be trusted. */
function gs1Evidence({ text, symbology }: Scan): 'certain' | 'likely' | 'none' {
  if (carriesGs1(symbology) || text.includes(GS) || BRACKETED_GS1.test(text)) return 'certain';
  return !isRetail(symbology) && LIKE_GS1.test(text) ? 'likely' : 'none';
}

/**
 * Reads the scan as GS1 data, or gives null when it is none. Where only its look speaks for it, the separators may have
 * been lost, so nothing of varying length is read, and the text as a whole is looked up first.
 */
function readAsGs1(scan: Scan, rules: ScanRules): ScanReading | null {
  const evidence = gs1Evidence(scan);
  if (evidence === 'none') return null;
  const isCertain = evidence === 'certain';
  const parsed = parseGs1(scan.text, { referenceYear: rules.referenceYear, separators: isCertain ? 'kept' : 'lost' });
  const failure = parsed.ok ? null : parsed.error;
  const elements = parsed.ok ? parsed.value : parsed.error.elements;
  if (elements.length === 0) return isCertain && failure?.code === 'gs1.check-digit' ? refused(scan, 'bad-check-digit') : null;
  if (!isCertain && failure !== null && failure.code !== 'gs1.separator-lost') return null;
  const facts = gs1Facts(elements, rules.currencyDecimals);
  const lookupCodes = distinct(isCertain && facts.gtins.length > 0 ? facts.gtins : [scan.text, ...facts.gtins]);
  return { kind: 'gs1', ...scan, facts, elements, failure, lookupCodes };
}

function readAsLabel(scan: Scan, gtin: Gtin, rules: ScanRules): ScanReading | null {
  const isPrintedLength = scan.text.length === 12 || scan.text.length === 13;
  const label = isPrintedLength ? readLabel(gtin, rules.patterns) : null;
  if (label === null) return null;
  if (!label.ok) return refused(scan, 'bad-check-digit');
  const { lookupCode, itemReference } = label.value;
  const pluCodes = distinct([itemReference, itemReference.replace(/^0+(?=.)/, '')]);
  return { kind: 'label', ...scan, label: label.value, pluCodes, lookupCodes: [lookupCode] };
}

/** Digits from a retail code, from an unknown one, or keyed by hand: a trade item number, an in-store label, or a short code of the shop's. */
function readRetailDigits(scan: Scan, rules: ScanRules, addOn: string | null): ScanReading {
  const reading = readGtin(scan.text, scan.symbology);
  if (!reading.ok) {
    return reading.error.code === 'gtin.check-digit'
      ? refused(scan, 'bad-check-digit')
      : { kind: 'code', ...scan, lookupCodes: [scan.text] };
  }
  const { gtin, alternatives } = reading.value;
  const label = readAsLabel(scan, gtin, rules);
  return label ?? { kind: 'gtin', ...scan, gtin, addOn, lookupCodes: distinct([gtin, ...alternatives, scan.text]) };
}

function readWithAddOn(scan: Scan, rules: ScanRules): ScanReading {
  const [, main = scan.text, addOn = null] = WITH_ADD_ON.exec(scan.text) ?? [];
  return readRetailDigits({ ...scan, text: main }, rules, addOn);
}

/** A number in a symbology that is not for retail: a case (ITF-14), or a code of the shop's own that only looks like one. */
function readOtherText(scan: Scan): ScanReading {
  const reading = scan.text.length >= 12 ? readGtin(scan.text, scan.symbology) : null;
  if (reading?.ok !== true) return { kind: 'code', ...scan, lookupCodes: [scan.text] };
  const { gtin, alternatives } = reading.value;
  return { kind: 'gtin', ...scan, gtin, addOn: null, lookupCodes: distinct([scan.text, gtin, ...alternatives]) };
}

/**
 * Says what a scan is and what to look up for it. Pure and total: every text gives a reading, none throws.
 *
 * Order: the shop's own receipts, GS1 data, retail numbers and in-store labels, anything else as a code.
 */
export function interpretScan(input: ScanInput, rules: ScanRules): ScanReading {
  if (input.text.length > MAX_SCAN_LENGTH) return refused({ text: input.text, symbology: null }, 'too-long');
  const scan = unwrap(input);
  if (scan.text === '') return refused(scan, 'empty');
  if (UNPRINTABLE.test(scan.text)) return refused(scan, 'control-characters');
  const { receiptPrefix } = rules;
  if (receiptPrefix !== null && receiptPrefix !== '' && scan.text.startsWith(receiptPrefix)) {
    return { kind: 'receipt', ...scan, reference: scan.text.slice(receiptPrefix.length), lookupCodes: [] };
  }
  const gs1 = readAsGs1(scan, rules);
  if (gs1 !== null) return gs1;
  if (scan.text.includes(GS)) return refused(scan, 'control-characters');
  if (scan.symbology === 'ean-upc-with-add-on') return readWithAddOn(scan, rules);
  const isOtherSymbology = scan.symbology !== null && !isRetail(scan.symbology);
  return isOtherSymbology ? readOtherText(scan) : readRetailDigits(scan, rules, null);
}
