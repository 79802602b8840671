import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../src-shared/contract/sync-api.ts';
import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { Notice } from '../../ui/notice.tsx';
import { useDayName } from '../returns/days.ts';

/** More days than these are not named one by one. */
const MAX_DAYS_SHOWN = 5;

/** Whether the days that are over come to the same here and on the server, and what was pulled back of a lost journal. */
export function DaysCompared({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('remote');
  const moment = useMoment();
  const dayName = useDayName();
  const { digest, pulledBack } = state;
  const checkedAt = digest?.checkedAt ?? null;
  return (
    <>
      {checkedAt !== null && digest?.differing.length === 0 && (
        <Notice kind="success">{t('daysAgree', { time: moment(checkedAt) })}</Notice>
      )}
      {digest?.differing.slice(-MAX_DAYS_SHOWN).map(({ day, differs }) => (
        <Notice key={day} kind="danger">
          {t('dayDiffers', {
            day: dayName(day),
            what: differs.map((member) => t(`differs.${member}`)).join(t('listSeparator')),
          })}
        </Notice>
      ))}
      {pulledBack.map(({ path, entries, tickets, unverified }) => (
        <Notice key={path} kind="warning">
          {t('pulledBack', {
            entries: isolateLeftToRight(String(entries)),
            tickets: isolateLeftToRight(String(tickets)),
            path: isolateLeftToRight(path),
          })}
          {unverified > 0 && <> {t('unverified', { entries: isolateLeftToRight(String(unverified)) })}</>}
        </Notice>
      ))}
    </>
  );
}
