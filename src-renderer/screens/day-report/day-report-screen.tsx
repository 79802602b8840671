import { ChevronLeft, ChevronRight, FileSpreadsheet } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { addDays, comparedDay, daysOfSpan, SPANS, type Span } from '../../../src-shared/report/sales-report.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceButton } from '../../ui/choice-button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { handOverText } from '../closures/hand-over-text.ts';
import { usePeriodName } from '../closures/use-period-name.ts';
import { todayIn, useDayName } from '../returns/days.ts';
import { Room } from '../till/room.tsx';
import styles from './day-report.module.css';
import { categoryRows, dayRows, hourRows, personRows, tenderRows } from './report-rows.ts';
import { ReportSection } from './report-section.tsx';
import { ReportSummary } from './report-summary.tsx';
import { TopProducts } from './top-products.tsx';

type Shown = ResponseOf<'sales-report.show'>;

/** The report of a span around a day; null while it is read. An answer to what is no longer asked is let go. */
function useSalesReport(span: Span, day: string): { readonly shown: Shown | null; readonly refusal: Refusal | null } {
  const asked = `${span} ${day}`;
  const [answer, setAnswer] = useState<{ readonly asked: string; readonly shown: Shown | null; readonly refusal: Refusal | null } | null>(
    null,
  );
  useEffect(() => {
    let isAsked = true;
    void call('sales-report.show', { span, day }).then((read) => {
      if (isAsked) setAnswer({ asked: `${span} ${day}`, shown: read.ok ? read.value : null, refusal: read.ok ? null : read.error });
    });
    return () => {
      isAsked = false;
    };
  }, [span, day]);
  return answer?.asked === asked ? answer : { shown: null, refusal: null };
}

function nextDay(span: Span, day: string): string {
  return addDays(daysOfSpan(span, day).to, span === 'week' ? 7 : 1);
}

/** The manager's look at the sales: of a day, of seven, of a month, beside those before. */
export function DayReportScreen() {
  const { t } = useTranslation('day-report');
  const words = useRefusalWords();
  const today = todayIn(useTerminal((view) => view.terminal?.settings?.timeZone ?? 'UTC'));
  const [span, setSpan] = useState<Span>('day');
  const [day, setDay] = useState(today);
  const [said, setSaid] = useState<{ readonly kind: 'success' | 'danger'; readonly text: string } | null>(null);
  const { shown, refusal } = useSalesReport(span, day);
  const save = async () => {
    const file = await call('sales-report.csv', { span, day });
    if (file.ok) handOverText(file.value.fileName, file.value.csv, 'text/csv');
    setSaid(file.ok ? { kind: 'success', text: t('saved') } : { kind: 'danger', text: words(file.error) });
  };
  return (
    <Room
      title={t('title')}
      detail={<SpanName span={span} day={day} />}
      foot={
        <Button variant="primary" size="large" icon={FileSpreadsheet} onPress={() => void save()}>
          {t('csv')}
        </Button>
      }
    >
      <div className={styles.choices}>
        <fieldset className={styles.spans} aria-label={t('spanLabel')}>
          {SPANS.map((each) => (
            <ChoiceButton key={each} size="regular" isChosen={span === each} onPress={() => setSpan(each)}>
              {t(`span.${each}`)}
            </ChoiceButton>
          ))}
        </fieldset>
        <div className={styles.spans}>
          <Button icon={ChevronLeft} iconMirrored onPress={() => setDay(span === 'day' ? addDays(day, -1) : comparedDay(span, day))}>
            {t('before')}
          </Button>
          <Button isDisabled={day === today} onPress={() => setDay(today)}>
            {t('today')}
          </Button>
          <Button
            icon={ChevronRight}
            iconMirrored
            isDisabled={daysOfSpan(span, day).to >= today}
            onPress={() => setDay(nextDay(span, day))}
          >
            {t('after')}
          </Button>
        </div>
      </div>
      {said !== null && <Notice kind={said.kind}>{said.text}</Notice>}
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {shown === null && refusal === null && <p className={styles.quiet}>{t('loading')}</p>}
      {shown !== null && <Sides shown={shown} />}
    </Room>
  );
}

function SpanName({ span, day }: { readonly span: Span; readonly day: string }) {
  const nameOf = usePeriodName();
  const dayName = useDayName();
  if (span === 'month') return nameOf('month', day.slice(0, 7));
  if (span === 'day') return nameOf('day', day);
  const { from, to } = daysOfSpan(span, day);
  return `${dayName(from)} – ${dayName(to)}`;
}

function Sides({ shown: { report, compared } }: { readonly shown: Shown }) {
  const { t } = useTranslation('day-report');
  const { language } = useMoneyFormat();
  const tenders = useTerminal((view) => view.terminal?.settings?.tenders);
  const tenderName = (tenderId: string): string => {
    const name = tenders?.find((tender) => tender.tenderId === tenderId)?.name;
    return name === undefined ? tenderId : textIn(name, language);
  };
  const isEmpty = report.figures.counts.sales + report.figures.counts.returns === 0;
  return (
    <>
      <ReportSummary report={report} compared={compared} />
      {isEmpty && <Notice kind="info">{t('empty')}</Notice>}
      <div className={styles.sides}>
        {report.span !== 'day' && (
          <ReportSection
            title={t('sections.days')}
            column={t('columns.day')}
            rows={dayRows(report, compared, (day) => day.slice(8) + (report.span === 'week' ? `/${day.slice(5, 7)}` : ''))}
          />
        )}
        <ReportSection
          title={t('sections.hours')}
          column={t('columns.hour')}
          rows={hourRows(report, compared, (hour) => String(hour).padStart(2, '0'))}
        />
        <ReportSection
          title={t('sections.categories')}
          column={t('columns.category')}
          rows={categoryRows(report, compared, ({ kind, name }) =>
            name === null ? t(`groups.${kind === 'category' ? 'unknown' : kind}`) : textIn(name, language),
          )}
        />
        <ReportSection title={t('sections.people')} column={t('columns.person')} rows={personRows(report, compared)} />
        <ReportSection title={t('sections.tenders')} column={t('columns.tender')} rows={tenderRows(report, compared, tenderName)} />
        <TopProducts products={report.products} />
      </div>
    </>
  );
}
