import { Ban } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { ReturnableReceipt } from '../../../src-shared/contract/returns-api.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { voidSale } from './return-actions.ts';
import styles from './returns.module.css';

const MAX_REASON_LENGTH = 500;

interface VoidSaleDialogProps {
  /** Null: closed. */
  readonly receipt: ReturnableReceipt | null;
  readonly onClose: () => void;
}

/** A ticket taken back whole stays in the journal twice, and cannot be had back: so this is asked, and why. */
export function VoidSaleDialog({ receipt, onClose }: VoidSaleDialogProps) {
  const { t } = useTranslation('returns');
  const words = useRefusalWords();
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const close = () => {
    setReason('');
    setRefusal(null);
    onClose();
  };
  const typed = reason.trim();
  const confirm = async () => {
    if (receipt === null || typed === '' || isAsked) return;
    setIsAsked(true);
    const refused = await voidSale(receipt.saleId, receipt.receiptNumber, typed);
    setIsAsked(false);
    if (refused === null) close();
    else setRefusal(refused);
  };
  return (
    <Dialog
      title={t('void.title')}
      isOpen={receipt !== null}
      onClose={close}
      isQuestion
      actions={
        <>
          <Button size="large" keyHint="Esc" onPress={close}>
            {t('void.keep')}
          </Button>
          <Button size="large" variant="danger" icon={Ban} isDisabled={typed === '' || isAsked} onPress={() => void confirm()}>
            {t('void.confirm')}
          </Button>
        </>
      }
    >
      {receipt !== null && (
        <div className={styles.form}>
          <p>
            {t('void.what')} <bdi>{receipt.receiptNumber}</bdi>: <Amount amountMinor={receipt.payableMinor} isStrong withCurrency />
          </p>
          <p>{t('void.hint')}</p>
          {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
          <TextField
            label={t('void.reason')}
            value={reason}
            onChange={setReason}
            maxLength={MAX_REASON_LENGTH}
            autoFocus
            isRequired
            onEnter={() => void confirm()}
          />
        </div>
      )}
    </Dialog>
  );
}
