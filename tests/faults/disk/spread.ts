/** So many of the items, spread evenly over all of them, the first and the last among them; all when there are not more. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (count >= items.length || items.length < 2) return items;
  const step = (items.length - 1) / Math.max(1, count - 1);
  const chosen = new Set(Array.from({ length: count }, (_, index) => Math.round(index * step)));
  return items.filter((_, index) => chosen.has(index));
}
