/**
 * Whether every text in the value can be kept: PostgreSQL has no NUL character in a text, and half of a surrogate pair has no UTF-8. What
 * holds either is refused at the door, and not by the database.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => isStorable(name) && isStorable(member));
}
