import { fail, ok, type Result } from '../result.ts';
import { MAX_AMOUNT_MINOR } from './amount.ts';
import { multiplyDivideRounded } from './rounding.ts';

const MILLI = 1_000;

/** Unit price × quantity in minor units, rounded half away from zero. `overflow` when it is beyond MAX_AMOUNT_MINOR either way. */
export function extendedMinor(unitPriceMinor: number, quantityMilli: number): Result<number, 'overflow'> {
  const amountMinor = multiplyDivideRounded(unitPriceMinor, quantityMilli, MILLI);
  return Math.abs(amountMinor) > MAX_AMOUNT_MINOR ? fail('overflow') : ok(amountMinor);
}
