import { FileX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTerminal } from '../../state/terminal-store.ts';
import { Sheet } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { JobCard } from './job-card.tsx';
import { asksPerson } from './job-words.ts';
import { PrinterList } from './printer-list.tsx';
import styles from './printing-sheet.module.css';
import { VirtualPrinter } from './virtual-printer.tsx';

/** Enough to see today's last papers; older ones are found among the receipts. */
const MAX_SHOWN_JOBS = 30;

function Jobs() {
  const { t } = useTranslation('printing');
  const jobs = useTerminal((view) => view.printJobs);
  // What waits for a person's word first, then the newest.
  const shown = jobs
    .toSorted((a, b) => Number(asksPerson(b)) - Number(asksPerson(a)) || b.createdAt.localeCompare(a.createdAt))
    .slice(0, MAX_SHOWN_JOBS);
  if (shown.length === 0) return <EmptyState icon={FileX} title={t('noJobs')} />;
  return (
    <ul className={styles.jobs}>
      {shown.map((job) => (
        <li key={job.jobId}>
          <JobCard job={job} />
        </li>
      ))}
    </ul>
  );
}

interface PrintingSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** How printing stands, what asks for a person's word, and, on a till that practises, the paper itself. */
export function PrintingSheet({ isOpen, onClose }: PrintingSheetProps) {
  const { t } = useTranslation('printing');
  const isVirtual = useTerminal(
    ({ terminal }) => terminal?.settings?.printers.some(({ transport }) => transport.kind === 'virtual') ?? false,
  );
  return (
    <Sheet title={t('title')} isOpen={isOpen} onClose={onClose} size="wide">
      {isOpen && (
        <div className={styles.sheet}>
          <PrinterList />
          <section aria-label={t('jobs')}>
            <h3 className={styles.heading}>{t('jobs')}</h3>
            <Jobs />
          </section>
          {isVirtual && <VirtualPrinter />}
        </div>
      )}
    </Sheet>
  );
}
