/** More distinct cells than a column of units, taxes or categories has; past it, remembering begins anew. */
const MAX_REMEMBERED = 5_000;

/** A function of a cell that keeps what it answered: columns of words repeat a few of them over a million rows. */
export function remember<T>(answer: (cell: string) => T): (cell: string) => T {
  const known = new Map<string, T>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const now = answer(cell);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(cell, now);
    return now;
  };
}
