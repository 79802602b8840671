import { UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './invoice.module.css';

const MAX_REASON_LENGTH = 500;

interface EraseBuyerProps {
  readonly number: string;
  readonly onErased: () => void;
}

/** What is erased does not come back, so it is asked first, and why. */
export function EraseBuyer({ number, onErased }: EraseBuyerProps) {
  const { t } = useTranslation('invoice');
  const words = useRefusalWords();
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const typed = reason.trim();
  const close = () => {
    setIsAsking(false);
    setReason('');
    setRefusal(null);
  };
  const erase = async () => {
    if (typed === '') return;
    const answer = await call('invoice.erase-buyer', { number, reason: typed });
    playSound(answer.ok ? 'taken' : 'refused');
    if (!answer.ok) {
      setRefusal(answer.error);
      return;
    }
    close();
    onErased();
  };
  return (
    <>
      <Button variant="quiet" icon={UserX} onPress={() => setIsAsking(true)}>
        {t('erase.button')}
      </Button>
      <Dialog
        title={t('erase.title')}
        isOpen={isAsking}
        onClose={close}
        isQuestion
        actions={
          <>
            <Button size="large" keyHint="Esc" onPress={close}>
              {t('erase.keep')}
            </Button>
            <Button size="large" variant="danger" icon={UserX} isDisabled={typed === ''} onPress={() => void erase()}>
              {t('erase.confirm')}
            </Button>
          </>
        }
      >
        <div className={styles.form}>
          <p>{t('erase.hint')}</p>
          {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
          <TextField
            label={t('erase.reason')}
            value={reason}
            onChange={setReason}
            maxLength={MAX_REASON_LENGTH}
            isRequired
            autoFocus
            onEnter={() => void erase()}
          />
        </div>
      </Dialog>
    </>
  );
}
