import { Calculator, CalendarCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ClosedReport, ClosedSessionRow, PeriodsView } from '../../../src-shared/contract/till-api.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShortcut } from '../../ui/shortcut.tsx';
import { beginCount } from '../count/count-actions.ts';
import { Room } from '../till/room.tsx';
import styles from './closures.module.css';
import { ReportPaper } from './report-paper.tsx';
import { usePeriodName } from './use-period-name.ts';

const LISTED_SESSIONS = 60;

interface Closures {
  readonly periods: PeriodsView | null;
  /** Null: the person may not read them, or they are not here yet. */
  readonly sessions: readonly ClosedSessionRow[] | null;
  readonly refusal: Refusal | null;
  readonly close: (missing: PeriodsView['missing'][number]) => Promise<void>;
  readonly say: (refusal: Refusal | null) => void;
}

function useClosures(): Closures {
  const [periods, setPeriods] = useState<PeriodsView | null>(null);
  const [sessions, setSessions] = useState<readonly ClosedSessionRow[] | null>(null);
  const [refusal, say] = useState<Refusal | null>(null);
  useEffect(() => {
    void call('period.view', {}).then((answer) => {
      if (answer.ok) setPeriods(answer.value);
      else say(answer.error);
    });
    void call('till.closed', { limit: LISTED_SESSIONS }).then((answer) => {
      if (answer.ok) setSessions(answer.value.sessions);
      else say(answer.error);
    });
  }, []);
  return {
    periods,
    sessions,
    refusal,
    say,
    close: async ({ period, name }) => {
      const answer = await call('period.close', { period, name });
      say(answer.ok ? null : answer.error);
      if (answer.ok) setPeriods(answer.value);
    },
  };
}

/** Days, months and years: what is to be closed, oldest first, and what was. */
export function ClosuresScreen() {
  const { t } = useTranslation('closures');
  const words = useRefusalWords();
  const nameOf = usePeriodName();
  const closures = useClosures();
  const { periods, refusal, close } = closures;
  const [chosen, setChosen] = useState<string | null>(null);
  const next = periods?.missing[0];
  const blocking = next?.period === 'day' ? periods?.openTills.find(({ openedOn }) => openedOn <= next.name) : undefined;
  const closeNext = () => {
    if (next !== undefined && blocking === undefined) void close(next);
  };
  useShortcut('F12', closeNext, { inFields: true });
  return (
    <Room
      title={t('title')}
      foot={
        next === undefined || blocking !== undefined ? null : (
          <Button variant="primary" size="large" icon={CalendarCheck} keyHint="F12" onPress={closeNext}>
            {t('close', { name: nameOf(next.period, next.name) })}
          </Button>
        )
      }
    >
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      <div className={styles.columns}>
        <div className={styles.lists}>
          {periods !== null && <Missing periods={periods} blocking={blocking} say={closures.say} />}
          <ClosedLists closures={closures} chosen={chosen} onChoose={setChosen} />
        </div>
        <div className={styles.shown}>
          {chosen === null ? <p className={styles.quiet}>{t('chooseOne')}</p> : <ReportPaper key={chosen} report={reportOf(chosen)} />}
        </div>
      </div>
    </Room>
  );
}

interface MissingProps {
  readonly periods: PeriodsView;
  readonly blocking: PeriodsView['openTills'][number] | undefined;
  readonly say: (refusal: Refusal | null) => void;
}

function Missing({ periods: { missing }, blocking, say }: MissingProps) {
  const { t } = useTranslation('closures');
  const nameOf = usePeriodName();
  const [next] = missing;
  return (
    <section className={styles.section}>
      <h2 className={styles.sectionTitle}>{t('missing')}</h2>
      {missing.length === 0 && <p className={styles.quiet}>{t('nothingMissing')}</p>}
      <ol className={styles.rows}>
        {missing.map(({ period, name }, index) => (
          <li key={`${period} ${name}`} className={styles.row}>
            <span>{nameOf(period, name)}</span>
            {index === 0 && <span className={styles.quiet}>{t('first')}</span>}
          </li>
        ))}
      </ol>
      {blocking !== undefined && (
        <Notice
          kind="warning"
          actions={
            <Button icon={Calculator} onPress={() => void beginCount(blocking.tillId, false).then(say)}>
              {t('closeTill', { till: blocking.name })}
            </Button>
          }
        >
          {t('tillOpen', { till: blocking.name })}
        </Notice>
      )}
      {blocking === undefined && next?.isCurrent === true && <Notice kind="info">{t('isCurrent')}</Notice>}
    </section>
  );
}

interface ClosedListsProps {
  readonly closures: Closures;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function ClosedLists({ closures: { periods, sessions }, chosen, onChoose }: ClosedListsProps) {
  const { t } = useTranslation('closures');
  const nameOf = usePeriodName();
  const moment = useMoment();
  return (
    <>
      <section className={styles.section}>
        <h2 className={styles.sectionTitle}>{t('closedPeriods')}</h2>
        <ListBox
          label={t('closedPeriods')}
          selectedId={chosen}
          onChoose={onChoose}
          empty={<p className={styles.quiet}>{t('none')}</p>}
          entries={(periods?.closed ?? []).map(({ period, name, at, by, totalMinor }) => ({
            id: idOf({ kind: 'period', period, name }),
            text: nameOf(period, name),
            content: <Row name={nameOf(period, name)} moment={moment(at)} by={by} totalMinor={totalMinor} varianceMinor={0} />,
          }))}
        />
      </section>
      <section className={styles.section}>
        <h2 className={styles.sectionTitle}>{t('closedTills')}</h2>
        <ListBox
          label={t('closedTills')}
          selectedId={chosen}
          onChoose={onChoose}
          empty={<p className={styles.quiet}>{t('none')}</p>}
          entries={(sessions ?? []).map(({ sessionId, zLabel, tillName, at, by, totalMinor, varianceMinor }) => {
            const name = t('zName', { number: zLabel, till: tillName });
            return {
              id: idOf({ kind: 'z', sessionId }),
              text: name,
              content: <Row name={name} moment={moment(at)} by={by} totalMinor={totalMinor} varianceMinor={varianceMinor} />,
            };
          })}
        />
      </section>
    </>
  );
}

interface RowProps {
  readonly name: string;
  readonly moment: string;
  readonly by: string;
  readonly totalMinor: number;
  readonly varianceMinor: number;
}

function Row({ name, moment, by, totalMinor, varianceMinor }: RowProps) {
  const { t } = useTranslation('closures');
  return (
    <span className={styles.entry}>
      <span className={styles.entryWords}>
        <span>{name}</span>
        <span className={styles.quiet}>
          {moment} · <bdi>{by}</bdi>
        </span>
      </span>
      <span className={styles.entryFigures}>
        <Amount amountMinor={totalMinor} isStrong />
        {varianceMinor !== 0 && (
          <span className={styles.variance}>
            {t('variance')} <Amount amountMinor={varianceMinor} />
          </span>
        )}
      </span>
    </span>
  );
}

const idOf = (report: ClosedReport): string => JSON.stringify(report);
/** Made by `idOf`, and nowhere else. */
const reportOf = (id: string): ClosedReport => JSON.parse(id) as ClosedReport;
