import { GraduationCap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { closeOverlay } from '../../app/navigation.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';

interface TrainingDialogProps {
  readonly isOpen: boolean;
}

/** Begins and ends practice. */
export function TrainingDialog({ isOpen }: TrainingDialogProps) {
  const { t } = useTranslation('training');
  const words = useRefusalWords();
  const isTraining = useTerminal((view) => view.terminal?.training ?? false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const close = () => {
    setRefusal(null);
    closeOverlay();
  };
  const turn = async () => {
    const switched = await call('training.switch', { on: !isTraining });
    if (switched.ok) close();
    else setRefusal(switched.error);
  };
  return (
    <Dialog
      title={t('title')}
      isOpen={isOpen}
      onClose={close}
      actions={
        <Button variant="primary" icon={GraduationCap} onPress={() => void turn()}>
          {isTraining ? t('leave') : t('start')}
        </Button>
      }
    >
      <p>{t('explain')}</p>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
    </Dialog>
  );
}
