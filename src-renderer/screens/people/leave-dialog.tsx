import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldForSearch } from '../../../src-shared/text/fold.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './people-screen.module.css';

interface LeaveDialogProps {
  readonly name: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

function LeaveForm({ name, onConfirm }: Pick<LeaveDialogProps, 'name' | 'onConfirm'>) {
  const { t } = useTranslation('people');
  const [typed, setTyped] = useState('');
  const isSame = foldForSearch(typed) === foldForSearch(name);
  return (
    <div className={styles.card}>
      <p>{t('leave.what', { name })}</p>
      <TextField
        label={t('leave.type', { name })}
        value={typed}
        onChange={setTyped}
        autoFocus
        onEnter={() => {
          if (isSame) onConfirm();
        }}
      />
      <Button variant="danger" size="large" fill icon={UserMinus} isDisabled={!isSame} onPress={onConfirm}>
        {t('leave.button')}
      </Button>
    </div>
  );
}

/** Letting somebody go takes her PIN and badge: it is asked by her name. */
export function LeaveDialog({ name, isOpen, onClose, onConfirm }: LeaveDialogProps) {
  const { t } = useTranslation('people');
  return (
    <Dialog title={t('leave.title', { name })} isOpen={isOpen} onClose={onClose} isQuestion>
      <LeaveForm name={name} onConfirm={onConfirm} />
    </Dialog>
  );
}
