import { MAX_QUANTITY_MILLI } from '../../../src-shared/money/amount.ts';
import { parseDecimal } from '../../../src-shared/money/decimal.ts';
import { fail, ok, type Result } from '../../../src-shared/result.ts';
import { sanitiseName } from '../../../src-shared/text/sanitise-name.ts';
import type { SalesRow } from './sales-file.ts';

/** Names of ad-hoc items are at most this long on the wire; a replay keeps to it. */
const MAX_NAME_LENGTH = 200;
const MAX_CODE_LENGTH = 64;
const MILLI_DIGITS = 3;

/** What was done to a row so that it could be rung up, for the report. */
export type RowChange = 'price-rounded' | 'price-sign-moved-to-quantity' | 'description-blank';
export type RowProblem =
  | 'quantity-unreadable'
  | 'quantity-zero'
  | 'quantity-too-large'
  | 'price-unreadable'
  | 'price-too-large'
  | 'invoice-missing'
  | 'date-unreadable';

/** A row as the till rings it up. */
export interface SaleLine {
  readonly invoiceNo: string;
  readonly at: Date;
  readonly code: string;
  readonly name: string;
  /** Negative on goods that come back. */
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly changes: readonly RowChange[];
}

/**
 * Decides how a row is rung up. A price with more decimals than the currency is rounded half away from zero; a negative price cannot be on a
 * label, so its sign goes to the quantity, which leaves the amount as it was; a blank description becomes the code. Each is named in `changes`.
 */
export function saleLineOf(row: SalesRow, minorDigits: number): Result<SaleLine, RowProblem> {
  if (row.InvoiceNo.trim() === '') return fail('invoice-missing');
  const at = new Date(`${row.InvoiceDate.trim().replace(' ', 'T')}Z`);
  if (Number.isNaN(at.getTime())) return fail('date-unreadable');
  const quantity = parseDecimal(row.Quantity, MILLI_DIGITS);
  if (!quantity.ok) return fail(quantity.error === 'too-large' ? 'quantity-too-large' : 'quantity-unreadable');
  if (!quantity.value.exact) return fail('quantity-unreadable');
  const price = parseDecimal(row.UnitPrice, minorDigits);
  if (!price.ok) return fail(price.error === 'too-large' ? 'price-too-large' : 'price-unreadable');
  const quantityMilli = price.value.amountMinor < 0 ? 0 - quantity.value.amountMinor : quantity.value.amountMinor;
  if (quantityMilli === 0) return fail('quantity-zero');
  if (Math.abs(quantityMilli) > MAX_QUANTITY_MILLI) return fail('quantity-too-large');
  const code = row.StockCode.trim().slice(0, MAX_CODE_LENGTH);
  const description = sanitiseName(row.Description).text.slice(0, MAX_NAME_LENGTH);
  const changes: RowChange[] = [];
  if (!price.value.exact) changes.push('price-rounded');
  if (price.value.amountMinor < 0) changes.push('price-sign-moved-to-quantity');
  if (description === '') changes.push('description-blank');
  return ok({
    invoiceNo: row.InvoiceNo.trim(),
    at,
    code,
    name: description === '' ? code || row.InvoiceNo.trim() : description,
    quantityMilli,
    unitPriceMinor: Math.abs(price.value.amountMinor),
    changes,
  });
}
