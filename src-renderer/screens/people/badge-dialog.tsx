import { ScanBarcode } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../../src-shared/people/person.ts';
import { useScanTaker } from '../../app/scanner.ts';
import { changeTerminal } from '../../state/terminal-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ActResult } from './act-result.tsx';
import styles from './people-screen.module.css';
import { usePeopleAct } from './use-people-act.ts';

interface BadgeDialogProps {
  readonly person: Person;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function BadgeForm({ person, onClose }: Omit<BadgeDialogProps, 'isOpen'>) {
  const { t } = useTranslation('people');
  const { refusal, isDone, run } = usePeopleAct();
  useScanTaker(({ text }) => {
    void run(() => changeTerminal('people.badge', { personId: person.personId, code: text })).then((done) => {
      if (done) onClose();
    });
    return true;
  });
  return (
    <div className={styles.card}>
      <p className={styles.scan}>
        <Icon drawing={ScanBarcode} size="large" />
        {t('badge.scan', { name: person.name })}
      </p>
      <ActResult refusal={refusal} isDone={isDone} />
    </div>
  );
}

/** Learns a person's badge: the next code that is scanned is hers. */
export function BadgeDialog({ isOpen, ...form }: BadgeDialogProps) {
  const { t } = useTranslation('people');
  return (
    <Dialog title={t('badge.title', { name: form.person.name })} isOpen={isOpen} onClose={form.onClose}>
      <BadgeForm {...form} />
    </Dialog>
  );
}
