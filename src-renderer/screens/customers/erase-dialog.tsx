import { UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Customer } from '../../../src-shared/customers/customer.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { putOnTicket } from './customer-actions.ts';
import styles from './customers.module.css';
import { noteChange, showPage } from './customers-view.ts';

interface EraseDialogProps {
  readonly customer: Customer;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Erasing cannot be taken back: it asks for the name of whom it erases. */
export function EraseDialog({ customer, isOpen, onClose }: EraseDialogProps) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const isOnTicket = useTerminal((view) => view.terminal?.cart?.customerId === customer.customerId);
  const [typed, setTyped] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isMeant = typed.trim() === customer.name;
  const erase = async () => {
    if (!isMeant) return;
    if (isOnTicket && !(await putOnTicket(null))) return;
    const answer = await call('customer.erase', { customerId: customer.customerId, reason: null });
    if (!answer.ok) {
      playSound('refused');
      setRefusal(answer.error);
      return;
    }
    playSound('taken');
    noteChange();
    onClose();
    showPage({ kind: 'find' });
  };
  return (
    <Dialog
      title={t('erase.title')}
      isOpen={isOpen}
      onClose={onClose}
      isQuestion
      actions={
        <>
          <Button onPress={onClose}>{t('erase.keep')}</Button>
          <Button variant="danger" icon={UserX} isDisabled={!isMeant} onPress={() => void erase()}>
            {t('erase.erase')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{t('erase.hint')}</p>
        <TextField
          label={t('erase.typeName', { name: customer.name })}
          value={typed}
          onChange={setTyped}
          autoFocus
          onEnter={() => void erase()}
        />
        {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      </div>
    </Dialog>
  );
}
