const TYPED = /^(\d{1,2})[/.\- ]?(\d{1,2})[/.\- ]?(\d{4})$/;
const EASTERN_ZERO = 0x0660;

/** A typed day (`20/11/2026`, `20112026`, also in Eastern digits) as `2026-11-20`; null for what is no day of the calendar. */
export function dayOfText(text: string): string | null {
  const western = text.trim().replaceAll(/[٠-٩]/g, (digit) => String((digit.codePointAt(0) ?? 0) - EASTERN_ZERO));
  const [, day = '', month = '', year = ''] = TYPED.exec(western) ?? [];
  if (year === '') return null;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = Date.parse(`${iso}T00:00:00Z`);
  // The 31st of February is parsed as one of March, or not at all.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== iso ? null : iso;
}

export function textOfDay(day: string): string {
  return day.split('-').reverse().join('/');
}
