import { useTranslation } from 'react-i18next';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { toEasternDigits } from '../../../src-shared/text/digits.ts';
import type { Period } from '../../../src-shared/till/periods.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';

const LENGTHS = { day: 10, month: 7, year: 4 } as const satisfies Record<Period, number>;

/** `vendredi 20 novembre 2026`, `novembre 2026`, `2026`, in the person's language. */
export function usePeriodName(): (period: Period, name: string) => string {
  const { t } = useTranslation('closures');
  const { language, digits } = useMoneyFormat();
  const locale = { fr: 'fr-FR', ar: 'ar-DZ', en: 'en-GB' }[language];
  return (period, name) => {
    const options: Intl.DateTimeFormatOptions = {
      timeZone: 'UTC',
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      ...(period === 'year' ? {} : { month: 'long' }),
      ...(period === 'day' ? { day: 'numeric', weekday: 'long' } : {}),
    };
    const written = new Intl.DateTimeFormat(locale, options).format(new Date(`${`${name}-01-01`.slice(0, LENGTHS.day)}T00:00:00Z`));
    const shown = isolateByContent(language === 'ar' && digits === 'eastern' ? toEasternDigits(written) : written);
    return t(`period.${period}`, { name: shown });
  };
}
