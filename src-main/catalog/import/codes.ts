import { normaliseGtin } from '../../../src-shared/barcode/gtin.ts';
import { MAX_BARCODES_PER_PRODUCT, MAX_CODE_LENGTH } from '../../../src-shared/catalog/product.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { toWesternDigits } from '../../../src-shared/text/digits.ts';
import type { ChangeReason, RefusalReason } from './row-reasons.ts';

export type RefusedCell = { readonly reason: RefusalReason; readonly detail: string };
type Note = (reason: ChangeReason, detail: string) => void;

/** A code that needs no second look. */
const PLAIN_CODE = /^[0-9A-Za-z](?:[0-9A-Za-z._/ -]*[0-9A-Za-z])?$/;
/** `="0123"` and `'0123`: how people keep a spreadsheet from making a number of a code. */
const SPREADSHEET_DRESS = /^="(.*)"$|^'(.+)$/;
const INVISIBLE = /[\p{Cf}\u00A0]/gu;
const UNPRINTABLE = /[\p{Cc}\p{Cs}\uFFFD]/u;
/** Not zeros alone, which stand for no barcode. */
const PLAIN_GTIN = /^(?=.*[1-9])[0-9]{8,14}$/;
const ALWAYS_SEPARATES = /[,;|\n]+/;
const MAY_SEPARATE = /[\s/]+/;
/** Below this a run of digits between spaces is a part of one code ("6 130002 000075"). */
const MIN_SEPARATE_DIGITS = /^[0-9]{8,}$/;
const GROUPED_DIGITS = /^[0-9][0-9 -]*[0-9]$/;
const FLOATING_POINT = /^([0-9]+)[.,]0+$/;
const ROUNDED_NUMBER = /^[0-9](?:[.,][0-9]+)?E\+?[0-9]+$/i;
const ONLY_ZEROS = /^0+$/;

/** Reads the cell of an id, an SKU or a PLU; null where it is empty. Leading zeros stay. */
export function readCode(cell: string, note: Note): Result<string | null, RefusedCell> {
  const code = cell.trim();
  if (code === '') return ok(null);
  if (PLAIN_CODE.test(code) && code.length <= MAX_CODE_LENGTH) return ok(code);
  const cleaned = toWesternDigits(code.replace(SPREADSHEET_DRESS, '$1$2').replace(INVISIBLE, '')).trim();
  if (UNPRINTABLE.test(cleaned)) return fail({ reason: 'code.control-characters', detail: printable(cleaned) });
  if (cleaned.length > MAX_CODE_LENGTH) return fail({ reason: 'code.too-long', detail: `${cleaned.length} > ${MAX_CODE_LENGTH}` });
  if (cleaned !== code) note('code.cleaned', cleaned);
  return ok(cleaned === '' ? null : cleaned);
}

/** Reads a cell with barcodes: one, or several parted by commas, semicolons, bars, lines, or by spaces where each is as long as one. */
export function readBarcodes(cell: string, keepBadCheckDigits: boolean, note: Note): Result<readonly string[], RefusedCell> {
  // Nearly every cell holds one trade item number and nothing else.
  const whole = PLAIN_GTIN.test(cell) ? normaliseGtin(cell) : null;
  if (whole?.ok === true) return ok([whole.value]);
  const barcodes: string[] = [];
  for (const part of partsOf(cell)) {
    const read = readBarcode(part, keepBadCheckDigits, note);
    if (!read.ok) return read;
    if (read.value !== null && !barcodes.includes(read.value)) barcodes.push(read.value);
  }
  if (barcodes.length <= MAX_BARCODES_PER_PRODUCT) return ok(barcodes);
  return fail({ reason: 'barcode.too-many', detail: `${barcodes.length} > ${MAX_BARCODES_PER_PRODUCT}` });
}

function partsOf(cell: string): readonly string[] {
  if (MIN_SEPARATE_DIGITS.test(cell)) return [cell];
  // A decimal comma of a number that a spreadsheet made of a code parts nothing.
  if (ROUNDED_NUMBER.test(cell.trim()) || FLOATING_POINT.test(cell.trim())) return [cell];
  return cell.split(ALWAYS_SEPARATES).flatMap((part) => {
    const pieces = part.trim().split(MAY_SEPARATE);
    return pieces.every((piece) => MIN_SEPARATE_DIGITS.test(piece)) ? pieces : [part];
  });
}

function readBarcode(part: string, keepBadCheckDigits: boolean, note: Note): Result<string | null, RefusedCell> {
  const read = readCode(part, note);
  if (!read.ok || read.value === null) return read;
  const digits = digitsOf(read.value, note);
  if (ROUNDED_NUMBER.test(digits)) return fail({ reason: 'barcode.spreadsheet-number', detail: digits });
  if (ONLY_ZEROS.test(digits)) {
    note('barcode.placeholder', digits);
    return ok(null);
  }
  const gtin = normaliseGtin(digits);
  if (gtin.ok) return ok(gtin.value);
  // Anything that is not a trade item number in length or letters is a code of the shop's own, as printed.
  if (gtin.error.code !== 'gtin.check-digit') return ok(digits);
  if (!keepBadCheckDigits) return fail({ reason: 'barcode.check-digit', detail: `${digits}: ${gtin.error.expected} expected` });
  note('barcode.check-digit-kept', digits);
  return ok(digits);
}

/** Takes off what spreadsheets and people put among the digits of a code. */
function digitsOf(code: string, note: Note): string {
  const [, whole] = FLOATING_POINT.exec(code) ?? [];
  const grouped = GROUPED_DIGITS.test(code) ? code.replaceAll(/[ -]/g, '') : code;
  // Not every code with hyphens is a grouped GTIN: 12-34 is one of the shop's own.
  const digits = whole ?? (grouped !== code && normaliseGtin(grouped).ok ? grouped : code);
  if (digits !== code) note('code.cleaned', digits);
  return digits;
}

function printable(code: string): string {
  return JSON.stringify(code.slice(0, MAX_CODE_LENGTH));
}
