import { z } from 'zod';

/**
 * An amount of money: an integer of minor units (centimes) of the currency of the document it stands in. Negative where money goes back
 * to the customer. The bound leaves room to add a million such amounts without leaving the safe integers.
 */
export const MAX_AMOUNT_MINOR = 1_000_000_000_000;
export const amountMinorSchema = z.int().min(-MAX_AMOUNT_MINOR).max(MAX_AMOUNT_MINOR);
/** An amount that cannot be negative, such as a unit price. */
export const positiveAmountMinorSchema = z.int().min(0).max(MAX_AMOUNT_MINOR);

/** A quantity in thousandths of its unit; negative on a returned line. 1,000,000 units at most, so that a code never passes as one. */
export const MAX_QUANTITY_MILLI = 1_000_000_000;
export const quantityMilliSchema = z.int().min(-MAX_QUANTITY_MILLI).max(MAX_QUANTITY_MILLI);

/** ISO 4217 alphabetic code. */
export const currencyCodeSchema = z.string().regex(/^[A-Z]{3}$/);
export type CurrencyCode = z.infer<typeof currencyCodeSchema>;
