import { FileLock, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Verification } from '../../../src-shared/contract/journal-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { faultGroup } from '../../../src-shared/report/fault-groups.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { usePeriodName } from '../closures/use-period-name.ts';
import { Choice } from './choice.tsx';
import styles from './journal.module.css';

/** How often the screen asks how far the check is. */
const LOOK_EVERY_MS = 400;

/** Whether the whole journal holds, and what is taken away of it. */
export function CheckTab({ months }: { readonly months: readonly string[] }) {
  return (
    <div className={styles.check}>
      <Check />
      <Archive months={months} />
    </div>
  );
}

function Check() {
  const { t } = useTranslation('journal');
  const words = useRefusalWords();
  const [verification, setVerification] = useState<Verification | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isRunning = verification?.state === 'running';
  const take = (answer: Result<Verification, Refusal>) => {
    setRefusal(answer.ok ? null : answer.error);
    if (answer.ok) setVerification(answer.value);
  };
  useEffect(() => {
    const look = () => void call('journal.verification', {}).then(take);
    look();
    if (!isRunning) return undefined;
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [isRunning]);
  return (
    <section className={styles.card}>
      <h2>{t('check.title')}</h2>
      <p className={styles.quiet}>{t('check.explain')}</p>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {verification !== null && <Verdict verification={verification} />}
      <Button variant="primary" icon={ShieldCheck} isDisabled={isRunning} onPress={() => void call('journal.verify', {}).then(take)}>
        {t('check.start')}
      </Button>
    </section>
  );
}

function Verdict({ verification: { state, checked, entries, fault } }: { readonly verification: Verification }) {
  const { t } = useTranslation('journal');
  const moment = useMoment();
  if (state === 'idle') return null;
  if (state === 'running') {
    return <ProgressBar label={t('check.running')} percent={entries === 0 ? null : Math.min(100, Math.round((checked * 100) / entries))} />;
  }
  if (state === 'whole') return <Notice kind="success">{t('check.whole', { count: checked })}</Notice>;
  if (state === 'not-done' || fault === null) return <Notice kind="warning">{t('check.notDone')}</Notice>;
  const said = t(`faults.${faultGroup(fault.code)}`);
  return (
    <Notice kind="danger">
      <p>{fault.seq === 0 ? t('check.brokenFile', { words: said }) : t('check.broken', { number: fault.seq, words: said })}</p>
      {fault.at !== null && <p>{t('check.brokenAt', { moment: moment(fault.at) })}</p>}
      <p>{t('check.next')}</p>
      <p className={styles.code} dir="ltr">
        {fault.code} {fault.detail}
      </p>
    </Notice>
  );
}

function Archive({ months }: { readonly months: readonly string[] }) {
  const { t } = useTranslation('journal');
  const words = useRefusalWords();
  const nameOf = usePeriodName();
  const [month, setMonth] = useState(months[0] ?? '');
  const [said, setSaid] = useState<{ readonly kind: 'success' | 'danger'; readonly text: string } | null>(null);
  const [isWriting, setWriting] = useState(false);
  const write = async () => {
    setWriting(true);
    const written = await call('journal.archive', { month: month === '' ? null : month });
    setWriting(false);
    if (!written.ok) setSaid({ kind: 'danger', text: words(written.error) });
    else setSaid({ kind: 'success', text: t('archive.done', { count: written.value.entries, path: written.value.path }) });
  };
  return (
    <section className={styles.card}>
      <h2>{t('archive.title')}</h2>
      <p className={styles.quiet}>{t('archive.explain')}</p>
      <Choice
        label={t('archive.month')}
        value={month}
        options={[...months.map((name) => ({ id: name, text: nameOf('month', name) })), { id: '', text: t('archive.whole') }]}
        onChoose={setMonth}
      />
      {said !== null && <Notice kind={said.kind}>{said.text}</Notice>}
      <Button variant="primary" icon={FileLock} isDisabled={isWriting} onPress={() => void write()}>
        {t('archive.write')}
      </Button>
    </section>
  );
}
