import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { toEasternDigits } from '../../../src-shared/text/digits.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';

/** Says an instant to the second, with its year, by the shop's clock: an auditor compares it with papers of other years. */
export function useFullMoment(): (instantIso: string) => string {
  const timeZone = useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC');
  const { language, digits } = useMoneyFormat();
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return (instantIso) => {
    const text = clock.format(new Date(instantIso)).replace(',', '');
    return isolateLeftToRight(language === 'ar' && digits === 'eastern' ? toEasternDigits(text) : text);
  };
}
