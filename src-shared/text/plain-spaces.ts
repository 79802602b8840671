/** No-break, figure, thin and narrow no-break spaces: what French puts inside amounts and before `%`, and code pages lack. */
const TYPOGRAPHIC_SPACES = /[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g;

/** Makes every typographic space the plain one, for printers in text mode. The number of characters stays. */
export function plainSpaces(text: string): string {
  return text.replace(TYPOGRAPHIC_SPACES, ' ');
}
