import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './reason-dialog.module.css';
import { voidTicket } from './sell-actions.ts';

const MAX_REASON_LENGTH = 500;

interface VoidTicketDialogProps {
  readonly cart: PricedCart | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** A ticket given up is written in the journal and does not come back, so this is asked first. */
export function VoidTicketDialog({ cart, isOpen, onClose }: VoidTicketDialogProps) {
  const { t } = useTranslation('sell');
  const [reason, setReason] = useState('');
  const close = () => {
    setReason('');
    onClose();
  };
  const confirm = () => {
    close();
    void voidTicket(reason.trim() === '' ? null : reason.trim());
  };
  return (
    <Dialog
      title={t('voidTicket.title')}
      isOpen={isOpen}
      onClose={close}
      isQuestion
      actions={
        <>
          <Button size="large" keyHint="Esc" onPress={close}>
            {t('voidTicket.keep')}
          </Button>
          <Button size="large" variant="danger" icon={Trash2} onPress={confirm}>
            {t('voidTicket.confirm')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>
          {t('voidTicket.what', { count: cart?.lines.length ?? 0 })}{' '}
          <Amount amountMinor={cart?.totals.totalMinor ?? 0} isStrong withCurrency />
        </p>
        <p>{t('voidTicket.hint')}</p>
        <TextField label={t('voidTicket.reason')} value={reason} onChange={setReason} maxLength={MAX_REASON_LENGTH} onEnter={confirm} />
      </div>
    </Dialog>
  );
}
