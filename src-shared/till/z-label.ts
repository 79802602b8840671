import type { TillClosed } from '../ledger/till-bodies.ts';

/**
 * The number of a Z as it is shown and printed: in a later epoch with the epoch before it. After a loss of the journal's end the sequence goes
 * on from what is left of it, and a number that is on paper somewhere would else come again.
 */
export function zLabel(zNumber: number, epoch: number): string {
  return epoch === 1 ? `${zNumber}` : `${epoch}-${zNumber}`;
}

export function labelOfZ({ zNumber, lastEntry }: Pick<TillClosed, 'zNumber' | 'lastEntry'>): string {
  return zLabel(zNumber, lastEntry.epoch);
}
