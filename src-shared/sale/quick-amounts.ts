import { MAX_AMOUNT_MINOR } from '../money/amount.ts';
import { MAX_QUICK_AMOUNTS } from './priced-cart.ts';

/**
 * What people really hand over for a sum due in cash: the exact sum, then the next ones that notes and coins make, ascending, none twice, at
 * most MAX_QUICK_AMOUNTS. For 1,370 DA: 1,370, 1,400, 1,500, 2,000.
 *
 * Each denomination proposes the sum rounded up to a multiple of it. A proposal counts when nobody would keep one of its notes back: paid
 * with the largest notes, it falls short of the sum without its smallest one. So 1,380 (1,000 + 200 + 100 + 50 + 20 + 10) is not proposed:
 * without the 10 it is still enough.
 *
 * Money to be given back has one quick amount, the exact one; nothing due has none. `denominationsMinor` may stand in any order.
 */
export function quickCashAmounts(dueMinor: number, denominationsMinor: readonly number[]): number[] {
  if (dueMinor === 0) return [];
  if (dueMinor < 0) return [dueMinor];
  const largestFirst = [...new Set(denominationsMinor)].sort((a, b) => b - a);
  const amounts = new Set([dueMinor]);
  for (const denominationMinor of largestFirst) {
    const rest = dueMinor % denominationMinor;
    const proposalMinor = rest === 0 ? dueMinor : dueMinor - rest + denominationMinor;
    if (proposalMinor > MAX_AMOUNT_MINOR) continue;
    if (proposalMinor - smallestNotePaying(proposalMinor, largestFirst, denominationMinor) < dueMinor) amounts.add(proposalMinor);
  }
  return [...amounts].sort((a, b) => a - b).slice(0, MAX_QUICK_AMOUNTS);
}

/** The smallest note in the amount when paid with the largest notes first; `fallback`, of which it is a multiple, when that leaves a rest. */
function smallestNotePaying(amountMinor: number, largestFirst: readonly number[], fallback: number): number {
  let restMinor = amountMinor;
  for (const noteMinor of largestFirst) {
    restMinor %= noteMinor;
    if (restMinor === 0) return noteMinor;
  }
  return fallback;
}
