import { Printer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { TillReport } from '../../../src-shared/contract/till-api.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Paper } from '../receipt/paper.tsx';
import styles from './till.module.css';

function XReading({ tillId }: { readonly tillId: string }) {
  const { t } = useTranslation('till');
  const words = useRefusalWords();
  const [answer, setAnswer] = useState<Result<TillReport, Refusal> | null>(null);
  const [isPrinted, setIsPrinted] = useState(false);
  useEffect(() => {
    let isShown = true;
    void call('till.x', { tillId, print: false }).then((read) => {
      if (isShown) setAnswer(read);
    });
    return () => {
      isShown = false;
    };
  }, [tillId]);
  if (answer === null) return null;
  if (!answer.ok) return <Notice kind="danger">{words(answer.error)}</Notice>;
  return (
    <div className={styles.aside}>
      <Button
        icon={Printer}
        fill
        isDisabled={isPrinted}
        onPress={() => {
          setIsPrinted(true);
          void call('till.x', { tillId, print: true }).then(setAnswer);
        }}
      >
        {t(isPrinted ? 'x.printed' : 'x.print')}
      </Button>
      <Paper document={answer.value.document} />
    </div>
  );
}

interface XSheetProps {
  readonly tillId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The figures of the session as they stand. Nothing is reset; that they were looked at is in the journal. */
export function XSheet({ tillId, isOpen, onClose }: XSheetProps) {
  const { t } = useTranslation('till');
  return (
    <Sheet title={t('x.title')} isOpen={isOpen} onClose={onClose}>
      {isOpen && <XReading tillId={tillId} />}
    </Sheet>
  );
}
