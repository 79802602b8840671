import { CloudDownload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { pulledKindSchema } from '../../../src-shared/contract/pull-api.ts';
import type { PullView, PutAside, SyncState } from '../../../src-shared/contract/sync-api.ts';
import { formatQuantity } from '../../../src-shared/money/format.ts';
import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { useMoment } from '../../i18n/use-moment.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import styles from './sync-sheet.module.css';

/** Thousandths in a piece. */
const MILLI = 1_000;

const TROUBLES = {
  unreachable: 'unreachable',
  busy: 'busy',
  cut: 'cut',
  garbled: 'cut',
  'import.disk-full': 'disk',
  SQLITE_FULL: 'disk',
} as const;
type Trouble = keyof typeof TROUBLES;
const REASONS = ['kind-unknown', 'row-unreadable', 'id-mismatch', 'code-taken', 'people.last-manager'] as const;

/** The words for a trouble that a person can do something about; the code for another. */
function useTroubleWords(): (code: string) => string {
  const { t } = useTranslation('sync');
  const isKnown = (code: string): code is Trouble => Object.hasOwn(TROUBLES, code);
  return (code) =>
    isKnown(code) ? t(`received.troubles.${TROUBLES[code]}`) : t('received.troubles.other', { code: isolateLeftToRight(code) });
}

function Download({ progress }: { readonly progress: NonNullable<PullView['progress']> }) {
  const { t } = useTranslation('sync');
  const { language, digits } = useMoneyFormat();
  const count = (pieces: number) => isolateLeftToRight(formatQuantity(pieces * MILLI, 'piece', language, digits));
  const { rows, of } = progress;
  const label = of === null ? t('received.asking') : t('received.progress', { rows: count(rows), of: count(of) });
  return <ProgressBar label={label} percent={of === null ? null : of === 0 ? 100 : Math.floor((rows / of) * 100)} />;
}

function Standing({ pull }: { readonly pull: PullView }) {
  const { t } = useTranslation('sync');
  const moment = useMoment();
  const troubleWords = useTroubleWords();
  const { state, progress, trouble, retryAt } = pull;
  if (progress !== null) return <Download progress={progress} />;
  if (state !== 'waiting' && state !== 'halted') return null;
  return (
    <Notice kind={state === 'halted' ? 'danger' : 'warning'}>
      {trouble !== null && troubleWords(trouble)} {retryAt !== null && t('received.retryAt', { time: moment(retryAt) })}
    </Notice>
  );
}

function Aside({ aside: { kind, id, reason, detail } }: { readonly aside: PutAside }) {
  const { t } = useTranslation('sync');
  const known = REASONS.find((each) => each === reason);
  const why = known === undefined ? t('received.reasons.other', { code: isolateLeftToRight(reason) }) : t(`received.reasons.${known}`);
  const knownKind = pulledKindSchema.safeParse(kind);
  const what = `${t(`received.kinds.${knownKind.success ? knownKind.data : 'other'}`)} ${isolateLeftToRight(id)}`;
  return (
    <li>
      {t('received.aside', { what, why })} {detail !== '' && isolateLeftToRight(`(${detail})`)}
    </li>
  );
}

/** What this till has received from the server, what it could not use and why, and the way to have everything again. */
export function ReceivedPart({ pull, onState }: { readonly pull: PullView; readonly onState: (state: SyncState) => void }) {
  const { t } = useTranslation('sync');
  const moment = useMoment();
  const download = async () => {
    const answer = await call('sync.download', {});
    if (answer.ok) onState(answer.value);
  };
  return (
    <section className={styles.form} aria-label={t('received.title')}>
      <h3 className={styles.heading}>{t('received.title')}</h3>
      <Standing pull={pull} />
      <p>{t('received.products', { count: pull.products })}</p>
      <p>{t('received.lastSuccess', { time: pull.lastSuccessAt === null ? t('never') : moment(pull.lastSuccessAt) })}</p>
      {pull.keptOwnProducts && <Notice kind="info">{t('received.keptOwn')}</Notice>}
      {pull.putAside > 0 && (
        <Notice kind="warning">
          {t('received.putAside', { count: pull.putAside })}
          <ul className={styles.asides}>
            {pull.asides.map((aside) => (
              <Aside key={`${aside.kind} ${aside.id}`} aside={aside} />
            ))}
          </ul>
        </Notice>
      )}
      <Button icon={CloudDownload} isDisabled={pull.state === 'snapshot'} onPress={() => void download()}>
        {t('received.download')}
      </Button>
    </section>
  );
}
