/**
 * Rounding half away from zero, the rounding of commerce: 0.5 becomes 1 and −0.5 becomes −1, so that a return is the exact negative of its
 * sale. Nothing here returns −0.
 */

/** `numerator ÷ denominator`, rounded half away from zero. Throws a RangeError when the denominator is 0. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const dividend = numerator < 0n ? -numerator : numerator;
  const divisor = denominator < 0n ? -denominator : denominator;
  const size = (2n * dividend + divisor) / (2n * divisor);
  return negative ? -size : size;
}

/**
 * `left × right ÷ divisor` over integers (divisor above 0), rounded half away from zero. Exact while the result is a safe integer; a larger
 * one is only good for being found too large. Numbers are used while the product is safe: prices are worked out after every scan.
 */
export function multiplyDivideRounded(left: number, right: number, divisor: number): number {
  const product = left * right;
  if (!Number.isSafeInteger(product)) return Number(divideRounded(BigInt(left) * BigInt(right), BigInt(divisor)));
  const size = Math.abs(product);
  // The remainder of two safe integers is exact, and so is the division of a multiple: no fraction is ever formed.
  const rest = size % divisor;
  const quotient = (size - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
  return product < 0 ? 0 - quotient : quotient;
}

/** The multiple of `incrementMinor` (above 0) nearest to the amount, half away from zero: 2.50 to a multiple of 5.00 is 5.00. */
export function roundToMultiple(amountMinor: number, incrementMinor: number): number {
  return multiplyDivideRounded(amountMinor, 1, incrementMinor) * incrementMinor;
}
