import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { toEasternDigits } from '../../../src-shared/text/digits.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';

const DAY_MS = 86_400_000;

/** Today by the shop's clock, `YYYY-MM-DD`. */
export function todayIn(timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date());
}

/** So many days after a calendar day; a calendar knows no summer time. */
export function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** `20/11/2026`, the order of day and month being that of the receipts in all three languages. */
export function useDayName(): (date: string) => string {
  const { language, digits } = useMoneyFormat();
  return (date) => {
    const text = date.split('-').reverse().join('/');
    return isolateLeftToRight(language === 'ar' && digits === 'eastern' ? toEasternDigits(text) : text);
  };
}
