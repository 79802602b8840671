import { ChevronsDown } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalRow } from '../../../src-shared/contract/journal-api.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { EntryDetails } from './entry-details.tsx';
import styles from './journal.module.css';
import { JournalFilters, type KnownPerson } from './journal-filters.tsx';
import { useJournal } from './use-journal.ts';

interface EntriesTabProps {
  readonly people: readonly KnownPerson[];
}

/** The entries that were asked for, and the one that is looked at beside them. */
export function EntriesTab({ people }: EntriesTabProps) {
  const { t } = useTranslation('journal');
  const words = useRefusalWords();
  const { page, refusal, show, more } = useJournal();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = page?.rows.find(({ position }) => String(position) === chosen) ?? null;
  return (
    <div className={styles.entries}>
      <JournalFilters people={people} onShow={show} />
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      <div className={styles.columns}>
        <div className={styles.list}>
          {page === null ? (
            <p className={styles.quiet}>{t('loading')}</p>
          ) : (
            <ListBox
              label={t('list')}
              selectedId={chosen}
              onChoose={setChosen}
              empty={<p className={styles.quiet}>{t('empty')}</p>}
              entries={page.rows.map((row) => ({
                id: String(row.position),
                text: t(`types.${row.type}`),
                content: <Row row={row} />,
              }))}
            />
          )}
          {page !== null && page.next !== null && (
            <Button icon={ChevronsDown} fill onPress={() => void more()}>
              {t('more')}
            </Button>
          )}
        </div>
        <div className={styles.details}>
          {shown === null ? <p className={styles.quiet}>{t('choose')}</p> : <EntryDetails key={shown.position} row={shown} />}
        </div>
      </div>
    </div>
  );
}

/** What an entry is told by in a list: its own number where it has one, and the sum it is about. */
const TELLING = ['receiptNumber', 'trainingNumber', 'name', 'reason'] as const;
const SUMS = ['totalMinor', 'amountMinor', 'floatMinor'] as const;

function Row({ row }: { readonly row: JournalRow }) {
  const { t } = useTranslation('journal');
  const moment = useMoment();
  const told = TELLING.map((key) => row.facts.find((fact) => fact.key === key)).find((fact) => fact?.kind === 'text');
  const sum = SUMS.map((key) => row.facts.find((fact) => fact.key === key)).find((fact) => fact?.kind === 'money');
  return (
    <span className={styles.row}>
      <span className={styles.rowWords}>
        <span className={styles.rowName}>
          {t(`types.${row.type}`)}
          {told?.kind === 'text' && (
            <>
              {' '}
              <bdi className={styles.quiet}>{told.value}</bdi>
            </>
          )}
        </span>
        <span className={styles.quiet}>
          <bdi>{moment(row.at)}</bdi> · <bdi>{row.by}</bdi>
          {row.approvals.length > 0 && ` · ${t('approval')}`}
        </span>
      </span>
      {sum?.kind === 'money' && <Amount amountMinor={sum.value} />}
    </span>
  );
}
