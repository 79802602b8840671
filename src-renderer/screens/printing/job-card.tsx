import { CircleAlert, CircleCheck, CircleHelp, CircleX, Clock, Loader, RotateCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PrintJob } from '../../../src-shared/contract/terminal-state.ts';
import { isolateByContent } from '../../../src-shared/text/bidi.ts';
import { useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon, type IconDrawing } from '../../ui/icon.tsx';
import styles from './job-card.module.css';
import { asksPerson, useJobWords } from './job-words.ts';
import { resolveJob } from './print-actions.ts';

const DRAWINGS: Readonly<Record<PrintJob['state'], IconDrawing>> = {
  queued: Clock,
  sending: Loader,
  unconfirmed: CircleHelp,
  printed: CircleCheck,
  failed: CircleAlert,
};

/** What is printed once more as it is: nobody is deceived by a second one. */
const UNMARKED: ReadonlySet<PrintJob['kind']> = new Set(['self-test', 'label']);

/** What a person can say of a job nobody else can be sure of; one that waits for a printer in trouble can be given up. */
function Words({ job }: { readonly job: PrintJob }) {
  const { t } = useTranslation('printing');
  const say = (word: 'printed' | 'again' | 'give-up') => () => void resolveJob(job.jobId, word);
  return (
    <div className={styles.words}>
      {job.state === 'unconfirmed' && (
        <Button icon={CircleCheck} onPress={say('printed')}>
          {t('words.printed')}
        </Button>
      )}
      {asksPerson(job) && (
        <Button icon={RotateCw} onPress={say('again')}>
          {t(job.state === 'unconfirmed' && !UNMARKED.has(job.kind) ? 'words.againMarked' : 'words.again')}
        </Button>
      )}
      <Button icon={X} variant="quiet" onPress={say('give-up')}>
        {t('words.giveUp')}
      </Button>
    </div>
  );
}

/** What the shop calls a printer, set apart from the words around it; null where there is none. */
function usePrinterName(printerId: string | null): string | null {
  const name = useTerminal(
    ({ terminal }) => terminal?.settings?.printers.find((printer) => printer.printerId === printerId)?.name ?? printerId,
  );
  return name === null ? null : isolateByContent(name);
}

/** One print job: what it is, how it stands, and what to do where somebody must do something. */
export function JobCard({ job }: { readonly job: PrintJob }) {
  const { t } = useTranslation('printing');
  const words = useJobWords();
  const printerFault = useTerminal(({ terminal }) => {
    return terminal?.status?.printers.find(({ printerId }) => printerId === job.printerId)?.fault ?? null;
  });
  const here = usePrinterName(job.printerId);
  const first = usePrinterName(job.insteadOf);
  const { state, hint } = words(job, printerFault);
  const isAsking = asksPerson(job);
  const isGivenUp = job.fault === 'print.given-up';
  const isWell = job.state === 'printed' || isGivenUp;
  return (
    <div className={classNames(styles.card, isAsking || hint !== null ? styles.trouble : isWell ? styles.well : null)}>
      <Icon drawing={isGivenUp ? CircleX : DRAWINGS[job.state]} size="large" />
      <div className={styles.text}>
        <p className={styles.title}>
          {t(`kinds.${job.kind}`)} <bdi>{job.title}</bdi>
          {job.copy > 1 && <span className={styles.copy}>{t('copy', { number: job.copy - 1 })}</span>}
        </p>
        <p role="status">{state}</p>
        {first !== null && <p className={styles.hint}>{t('insteadOf', { here: here ?? job.printerId, first })}</p>}
        {hint !== null && <p className={styles.hint}>{hint}</p>}
      </div>
      {(isAsking || (job.state === 'queued' && hint !== null)) && <Words job={job} />}
    </div>
  );
}
