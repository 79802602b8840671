/** A place in the journal: entries of a later epoch come after all of an earlier one. `seq` 0 is before the first. */
export interface Position {
  readonly epoch: number;
  readonly seq: number;
}

/**
 * An entry's place as one integer, the row id of its table: entries lie on the disk in the order of the chain, no two can have one place,
 * and no further index is written with every sale. 2^32 entries an epoch and 2^21 epochs stay within the exact integers.
 */
const SEQS_PER_EPOCH = 2 ** 32;

export function positionOf(place: Position): number {
  return place.epoch * SEQS_PER_EPOCH + place.seq;
}

export function placeOf(position: number): Position {
  return { epoch: Math.floor(position / SEQS_PER_EPOCH), seq: position % SEQS_PER_EPOCH };
}

/** Negative when `a` comes before `b`. */
export function comparePlaces(a: Position, b: Position): number {
  return positionOf(a) - positionOf(b);
}
