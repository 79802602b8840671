/**
 * Shares a total among parts by their weights, by the method of the largest remainder: each part gets the whole units of its exact share,
 * and the units left over go one each to the largest remainders, the earlier part first when they are equal. The parts always add up to the
 * total, each lies within one unit of its exact share, and the shares of −total are the negatives of the shares of total.
 *
 * - A weight counts by its size. Amounts of both signs are to be shared by the caller among one sign at a time: in proportion to signed
 *   weights, a share could be larger than the whole.
 * - A weight of 0 gets nothing, unless all are 0: then all count the same.
 * - No parts at all can only share 0; anything else is a bug and throws.
 */
export function allocate(totalMinor: number, weights: readonly number[]): readonly number[] {
  if (weights.length === 0) {
    if (totalMinor !== 0) throw new RangeError(`No parts to share ${totalMinor} among`);
    return [];
  }
  const sizes = sizesOf(weights);
  const sum = sizes.reduce((a, b) => a + b, 0);
  if (!Number.isSafeInteger(totalMinor) || !Number.isSafeInteger(sum)) throw new RangeError('Allocation beyond the safe integers');
  return shareOut(totalMinor, sizes, sum);
}

function sizesOf(weights: readonly number[]): readonly number[] {
  const sizes = weights.map(Math.abs);
  return sizes.some((size) => size > 0) ? sizes : sizes.map(() => 1);
}

function shareOut(totalMinor: number, sizes: readonly number[], sum: number): number[] {
  const total = Math.abs(totalMinor);
  const remainders = new Float64Array(sizes.length);
  let left = total;
  const shares = sizes.map((size, index) => {
    const [whole, remainder] = divideWithRemainder(total, size, sum);
    remainders[index] = remainder;
    left -= whole;
    return whole;
  });
  if (left > 0) giveLeftOver(shares, remainders, left);
  return totalMinor < 0 ? shares.map((share) => 0 - share) : shares;
}

/** Whole units and remainder of `total × size ÷ sum`. Numbers while the product is safe; both results always are. */
function divideWithRemainder(total: number, size: number, sum: number): readonly [number, number] {
  const product = total * size;
  if (Number.isSafeInteger(product)) {
    const remainder = product % sum;
    return [(product - remainder) / sum, remainder];
  }
  const exact = BigInt(total) * BigInt(size);
  return [Number(exact / BigInt(sum)), Number(exact % BigInt(sum))];
}

/**
 * Adds one to each of the `left` largest remainders. Their sum is `left` times the sum of the weights and each is smaller than that, so more
 * than `left` of them are above 0: a part without weight never gets a unit.
 */
function giveLeftOver(shares: number[], remainders: Float64Array, left: number): void {
  const ascending = remainders.toSorted();
  const threshold = ascending[ascending.length - left] ?? 0;
  let atThreshold = left - remainders.reduce((count, remainder) => count + (remainder > threshold ? 1 : 0), 0);
  for (const [index, remainder] of remainders.entries()) {
    const takes = remainder > threshold || (remainder === threshold && atThreshold-- > 0);
    if (takes) shares[index] = (shares[index] ?? 0) + 1;
  }
}
