import { fail, ok, type Result } from '../result.ts';
import { checkDigitOf, hasValidCheckDigit, isDigits } from './check-digit.ts';
import type { Symbology } from './symbology.ts';

declare const gtinBrand: unique symbol;

/**
 * A trade item number in the one form the catalog holds it in, check digit valid:
 * - 13 digits for EAN-13, UPC-A and UPC-E (a UPC-A is an EAN-13 with a 0 before it; a UPC-E is a UPC-A with zeros left out);
 * - 8 digits for EAN-8. It is not padded to 13: real catalogs hold made-up 13-digit numbers such as 0000000000017, which
 *   would become one with the EAN-8 00000017;
 * - 14 digits for a case or a variable measure (indicator 1 to 9). With indicator 0 it is the 13-digit number, and with
 *   six zeros before it the EAN-8, as GS1 writes them where 14 digits are asked for.
 */
export type Gtin = string & { readonly [gtinBrand]: true };

/** Why a text is not a trade item number. */
export type GtinFailure =
  /** `position` of the first character that is not a digit, from 0. */
  | { readonly code: 'gtin.not-digits'; readonly position: number }
  | { readonly code: 'gtin.length'; readonly length: number }
  | { readonly code: 'gtin.check-digit'; readonly expected: string; readonly found: string };

/** A number, and the other forms under which a catalog may hold the same print, likeliest first. */
export type GtinReading = { readonly gtin: Gtin; readonly alternatives: readonly Gtin[] };

const NOT_A_DIGIT = /[^0-9]/;
const EIGHT_IN_THIRTEEN = /^00000[0-9]{8}$/;

/** Whoever makes a Gtin passes through here. The cast is the only one: the check digit has just been verified or computed. */
function trusted(digits: string): Gtin {
  return digits as Gtin;
}

/** Completes a payload of 7, 12 or 13 digits with its check digit. Any other length is a bug of the caller. */
export function gtinOfPayload(payload: string): Gtin {
  if (![7, 12, 13].includes(payload.length)) throw new Error('A trade item number has 7, 12 or 13 digits before its check digit');
  return trusted(payload + String(checkDigitOf(payload)));
}

/**
 * The UPC-A that a UPC-E stands for (GS1 General Specifications 5.2.2.4.2): the last of its six digits says where the zeros were.
 *
 * @param upcE eight digits: number system, six digits, check digit of the UPC-A.
 * @returns 12 digits, their check digit not yet verified; null for a number system other than 0 and 1, which UPC-E does not have.
 */
function expandUpcE(upcE: string): string | null {
  if (upcE[0] !== '0' && upcE[0] !== '1') return null;
  const numberSystem = upcE.slice(0, 1);
  const digits = upcE.slice(1, 7);
  const last = upcE.slice(6, 7);
  const check = upcE.slice(7);
  if (last <= '2') return `${numberSystem}${digits.slice(0, 2)}${last}0000${digits.slice(2, 5)}${check}`;
  if (last === '3') return `${numberSystem}${digits.slice(0, 3)}00000${digits.slice(3, 5)}${check}`;
  if (last === '4') return `${numberSystem}${digits.slice(0, 4)}00000${digits.slice(4, 5)}${check}`;
  return `${numberSystem}${digits.slice(0, 5)}0000${last}${check}`;
}

/**
 * Every UPC-E that stands for a UPC-A of 12 digits; none where its zeros do not allow one, more than one where the rules
 * for leaving them out overlap. Each rule gives a candidate, and the expansion decides whether it is right.
 */
function suppressZeros(upcA: string): readonly string[] {
  if (!upcA.includes('0000')) return []; // Every rule leaves out four zeros or five; most numbers end here.
  const numberSystem = upcA.slice(0, 1);
  const maker = upcA.slice(1, 6);
  const item = upcA.slice(6, 11);
  const candidates = [
    maker.slice(0, 2) + item.slice(2) + maker.slice(2, 3),
    `${maker.slice(0, 3)}${item.slice(3)}3`,
    `${maker.slice(0, 4)}${item.slice(4)}4`,
    maker + item.slice(4),
  ];
  return candidates.map((six) => numberSystem + six + upcA.slice(11)).filter((upcE) => expandUpcE(upcE) === upcA);
}

function failedCheckDigit(digits: string): GtinFailure {
  return { code: 'gtin.check-digit', expected: String(checkDigitOf(digits.slice(0, -1))), found: digits.slice(-1) };
}

/**
 * Eight digits may be an EAN-8 or a UPC-E, and more than half of the EAN-8 that begin with 0 are valid as both. The
 * symbology settles it; without one an EAN-8 is likelier wherever UPC is not at home, and the other reading is kept as an
 * alternative. AIM gives UPC-E the identifier of EAN-13 and EAN-8 one of its own, so eight digits under `ean-upc` are a UPC-E.
 */
function readEightDigits(digits: string, symbology: Symbology | null): Result<GtinReading, GtinFailure> {
  const ean8 = hasValidCheckDigit(digits) ? [trusted(digits), trusted(`00000${digits}`)] : [];
  const expanded = expandUpcE(digits);
  const upcE = symbology !== 'ean-8' && expanded !== null && hasValidCheckDigit(expanded) ? [trusted(`0${expanded}`)] : [];
  const isUpcFirst = symbology === 'upc-e' || symbology === 'ean-upc';
  const [gtin, ...alternatives] = isUpcFirst ? [...upcE, ...ean8] : [...ean8, ...upcE];
  if (gtin !== undefined) return ok({ gtin, alternatives });
  return fail(failedCheckDigit(symbology === 'upc-e' && expanded !== null ? expanded : digits));
}

/**
 * The eight digits under which a catalog may hold a number of thirteen: the EAN-8 that some scanners pad with five zeros,
 * and a UPC-E that was taken for an EAN-8 when it came into the catalog without a symbology.
 */
function shortFormsOf(thirteen: string): readonly Gtin[] {
  if (!thirteen.startsWith('0')) return [];
  const ean8 = EIGHT_IN_THIRTEEN.test(thirteen) ? [thirteen.slice(-8)] : [];
  return [...new Set([...ean8, ...suppressZeros(thirteen.slice(1))])].filter(hasValidCheckDigit).map(trusted);
}

function readLongDigits(digits: string): GtinReading {
  if (digits.length === 14 && !digits.startsWith('0')) return { gtin: trusted(digits), alternatives: [] };
  const thirteen = trusted(digits.padStart(13, '0').slice(-13));
  const short = shortFormsOf(thirteen);
  const [eight] = short;
  const isEightInFourteen = digits.length === 14 && EIGHT_IN_THIRTEEN.test(thirteen) && eight !== undefined;
  return isEightInFourteen ? { gtin: eight, alternatives: [thirteen] } : { gtin: thirteen, alternatives: short };
}

/**
 * Reads a trade item number of 8, 12, 13 or 14 digits, leading zeros kept.
 *
 * @param text the digits alone: trimming and the scanner's identifier are the caller's part.
 * @param symbology what the scanner says it read, or null when nobody said.
 */
export function readGtin(text: string, symbology: Symbology | null): Result<GtinReading, GtinFailure> {
  if (text !== '' && !isDigits(text)) return fail({ code: 'gtin.not-digits', position: text.search(NOT_A_DIGIT) });
  if (text.length === 8) return readEightDigits(text, symbology);
  if (text.length < 12 || text.length > 14) return fail({ code: 'gtin.length', length: text.length });
  return hasValidCheckDigit(text) ? ok(readLongDigits(text)) : fail(failedCheckDigit(text));
}

/** The catalog's form of a trade item number; see `readGtin`. */
export function normaliseGtin(text: string, symbology: Symbology | null = null): Result<Gtin, GtinFailure> {
  const reading = readGtin(text, symbology);
  return reading.ok ? ok(reading.value.gtin) : reading;
}
