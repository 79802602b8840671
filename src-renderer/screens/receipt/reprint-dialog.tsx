import { Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { SaleReceipt } from '../../../src-shared/contract/terminal-state.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './reprint-dialog.module.css';

const USUAL_REASONS = ['asked', 'illegible', 'lost'] as const;
const MAX_REASON_LENGTH = 500;

interface ReprintFormProps {
  readonly sale: SaleReceipt;
  readonly onDone: () => void;
}

function ReprintForm({ sale, onDone }: ReprintFormProps) {
  const { t } = useTranslation('receipts');
  const words = useRefusalWords();
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const print = async (why: string) => {
    setIsAsked(true);
    const answer = await call('receipt.reprint', { saleId: sale.saleId, reason: why });
    setIsAsked(false);
    playSound(answer.ok ? 'taken' : 'refused');
    if (answer.ok) onDone();
    else setRefusal(answer.error);
  };
  const typed = reason.trim();
  return (
    <div className={styles.form}>
      <p>
        {t('reprint.hint')} <bdi>{sale.receiptNumber}</bdi>
      </p>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      {USUAL_REASONS.map((usual) => (
        <Button key={usual} size="large" fill isDisabled={isAsked} onPress={() => void print(t(`reprint.reasons.${usual}`))}>
          {t(`reprint.reasons.${usual}`)}
        </Button>
      ))}
      <TextField
        label={t('reprint.other')}
        value={reason}
        onChange={setReason}
        maxLength={MAX_REASON_LENGTH}
        onEnter={() => {
          if (typed !== '' && !isAsked) void print(typed);
        }}
      />
      <Button variant="primary" size="large" fill icon={Printer} isDisabled={typed === '' || isAsked} onPress={() => void print(typed)}>
        {t('reprint.print')}
      </Button>
    </div>
  );
}

interface ReprintDialogProps {
  /** Null: closed. */
  readonly sale: SaleReceipt | null;
  readonly onClose: () => void;
}

/** A second paper of a sale is an event of its own, so it takes a reason; the paper says that it is a duplicate. */
export function ReprintDialog({ sale, onClose }: ReprintDialogProps) {
  const { t } = useTranslation('receipts');
  return (
    <Dialog title={t('reprint.title')} isOpen={sale !== null} onClose={onClose}>
      {sale !== null && <ReprintForm sale={sale} onDone={onClose} />}
    </Dialog>
  );
}
