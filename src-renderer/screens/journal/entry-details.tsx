import { FileJson } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalFact, JournalRow } from '../../../src-shared/contract/journal-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './journal.module.css';
import { useFullMoment } from './use-full-moment.ts';

/** As many characters of a signature as stand on the paper. */
const ON_PAPER = 8;

function Value({ fact }: { readonly fact: JournalFact }) {
  const { t } = useTranslation('journal');
  const moment = useFullMoment();
  if (fact.kind === 'money') return <Amount amountMinor={fact.value} />;
  if (fact.kind === 'moment') return <bdi>{moment(fact.value)}</bdi>;
  if (fact.kind === 'switch') return t(fact.value ? 'yes' : 'no');
  return <bdi>{String(fact.value)}</bdi>;
}

/** One entry whole: who, when, what, who allowed it and why, and on request as it was signed. */
export function EntryDetails({ row }: { readonly row: JournalRow }) {
  const { t } = useTranslation('journal');
  const moment = useFullMoment();
  return (
    <article className={styles.entry} aria-label={t('entryNumber', { number: row.seq })}>
      <h2 className={styles.entryTitle}>{t(`types.${row.type}`)}</h2>
      <p className={styles.quiet}>
        {t('entryNumber', { number: row.seq })}
        {row.epoch > 1 && ` · ${t('epoch', { number: row.epoch })}`}
      </p>
      <dl className={styles.facts}>
        <dt>{t('at')}</dt>
        <dd>
          <bdi>{moment(row.at)}</bdi>
        </dd>
        <dt>{t('by')}</dt>
        <dd>
          <bdi>{row.by}</bdi>
        </dd>
        {row.facts.map((fact) => [
          <dt key={`${fact.key} name`}>{t(`facts.${fact.key}`)}</dt>,
          <dd key={fact.key}>
            <Value fact={fact} />
          </dd>,
        ])}
      </dl>
      {row.approvals.map(({ permission, requestedBy, approvedBy, reason }) => (
        <section key={`${permission} ${reason}`} className={styles.approval}>
          <h3>
            {t('approval')} · {t(`people:permissions.${permission}`)}
          </h3>
          <p>{t('approvalWho', { asker: requestedBy, giver: approvedBy })}</p>
          <p>{t('approvalWhy', { reason })}</p>
        </section>
      ))}
      <Signed position={row.position} />
    </article>
  );
}

function Signed({ position }: { readonly position: number }) {
  const { t } = useTranslation('journal');
  const words = useRefusalWords();
  const [signed, setSigned] = useState<ResponseOf<'journal.entry'> | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const show = async () => {
    const answer = await call('journal.entry', { position });
    if (answer.ok) setSigned(answer.value);
    else setRefusal(answer.error);
  };
  if (refusal !== null) return <Notice kind="danger">{words(refusal)}</Notice>;
  if (signed === null) {
    return (
      <Button icon={FileJson} onPress={() => void show()}>
        {t('asRecorded')}
      </Button>
    );
  }
  return (
    <section>
      <h3>{t('signature')}</h3>
      <p className={styles.seal} dir="ltr">
        <strong>{signed.signature.slice(0, ON_PAPER)}</strong>
        {signed.signature.slice(ON_PAPER)}
      </p>
      <p className={styles.quiet}>{t('signatureHint')}</p>
      <h3>{t('hash')}</h3>
      <p className={styles.seal} dir="ltr">
        {signed.hash}
      </p>
      <h3>{t('asRecorded')}</h3>
      <pre className={styles.json} dir="ltr">
        {signed.json}
      </pre>
    </section>
  );
}
