import { useTranslation } from 'react-i18next';
import type { SyncState } from '../../../src-shared/contract/sync-api.ts';
import { isolateByContent, isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';

/** A clock that is off by less is the ordinary work of a time server. */
const CLOCK_TOLERANCE_MS = 120_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What the back office itself has decided has words of its own. */
function wordsOf({ reason, code }: NonNullable<SyncState['halt']>): string {
  if (code === 'terminal.suspended') return 'suspended';
  return code === 'terminal.revoked' ? 'revoked' : reason;
}

const KINDS = { starting: 'info', sending: 'info', idle: 'success', waiting: 'warning', halted: 'danger' } as const;

/** So many minutes or, from two hours on, hours, in words of the language. */
function useSpan(): (spanMs: number) => string {
  const { language, digits } = useMoneyFormat();
  const numberingSystem = language === 'ar' && digits === 'eastern' ? 'arab' : 'latn';
  return (spanMs) => {
    const isLong = spanMs >= 2 * HOUR_MS;
    const unit = isLong ? 'hour' : 'minute';
    const words = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', numberingSystem, maximumFractionDigits: 0 });
    return isolateByContent(words.format(spanMs / (isLong ? HOUR_MS : MINUTE_MS)));
  };
}

/** How sending stands, what to do where it has stopped, and a clock that is off. */
export function SendingStanding({ state }: { readonly state: SyncState }) {
  const { t } = useTranslation('sync');
  const moment = useMoment();
  const span = useSpan();
  const { halt, retryAt, clockOffsetMs } = state;
  if (state.state === 'not-enrolled') return <Notice kind="info">{t('notEnrolled')}</Notice>;
  const isClockOff = clockOffsetMs !== null && Math.abs(clockOffsetMs) > CLOCK_TOLERANCE_MS;
  return (
    <>
      <Notice kind={KINDS[state.state]}>
        {t(`states.${state.state}`, { time: retryAt === null ? '' : moment(retryAt) })}
        {halt !== null && <> {t(`halts.${wordsOf(halt)}`, { code: isolateLeftToRight(halt.code ?? '') })}</>}
      </Notice>
      {isClockOff && (
        <Notice kind="warning">{t(clockOffsetMs > 0 ? 'clockBehind' : 'clockAhead', { by: span(Math.abs(clockOffsetMs)) })}</Notice>
      )}
    </>
  );
}
