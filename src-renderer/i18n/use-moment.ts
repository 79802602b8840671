import { isolateLeftToRight } from '../../src-shared/text/bidi.ts';
import { toEasternDigits } from '../../src-shared/text/digits.ts';
import { useTerminal } from '../state/terminal-store.ts';
import { useMoneyFormat } from '../ui/money-format.tsx';

/**
 * Says an instant (ISO 8601) by the shop's clock: `10:58` today, `20/11 10:58` on another day. Day before month, as on the receipts, in every
 * language.
 */
export function useMoment(): (instantIso: string) => string {
  const timeZone = useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC');
  const { language, digits } = useMoneyFormat();
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return (instantIso) => {
    const at = new Date(instantIso);
    const isToday = day.format(at) === day.format(new Date());
    const text = isToday ? time.format(at) : `${day.format(at)} ${time.format(at)}`;
    return isolateLeftToRight(language === 'ar' && digits === 'eastern' ? toEasternDigits(text) : text);
  };
}
