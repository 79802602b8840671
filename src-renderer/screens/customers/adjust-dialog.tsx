import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useAmountShape, useCurrencySign } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readTyped } from '../../ui/typed-number.ts';
import styles from './customers.module.css';
import { noteChange } from './customers-view.ts';

const MAX_REASON_LENGTH = 500;
const WHOLE = { decimals: 0, scale: 0 };

interface AdjustDialogProps {
  readonly account: AccountView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function AdjustForm({ account, onClose }: Omit<AdjustDialogProps, 'isOpen'>) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const money = useAmountShape();
  const sign = useCurrencySign();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isPoints = account.kind === 'points';
  const figure = readTyped(typed, isPoints ? WHOLE : money);
  const isReady = figure !== null && figure !== 0 && reason.trim() !== '';
  const adjust = async (direction: 1 | -1) => {
    if (figure === null || !isReady) return;
    const quote = await call('account.quote', { amountMinor: figure });
    if (!quote.ok) {
      setRefusal(quote.error);
      return;
    }
    const { slipId } = quote.value;
    const answer = await call('account.adjust', {
      slipId,
      accountId: account.accountId,
      amount: direction * figure,
      reason: reason.trim(),
    });
    playSound(answer.ok ? 'taken' : 'refused');
    if (!answer.ok) {
      setRefusal(answer.error);
      return;
    }
    noteChange();
    onClose();
  };
  return (
    <div className={styles.form}>
      <TextField
        label={isPoints ? t('kinds.points') : t('adjust.amount', { sign })}
        value={typed}
        onChange={setTyped}
        isLeftToRight
        autoFocus
      />
      <TextField label={t('adjust.reason')} value={reason} onChange={setReason} maxLength={MAX_REASON_LENGTH} isRequired />
      <div className={styles.actions}>
        <Button size="large" fill icon={Plus} isDisabled={!isReady} onPress={() => void adjust(1)}>
          {t('adjust.add')}
        </Button>
        <Button size="large" fill icon={Minus} isDisabled={!isReady} onPress={() => void adjust(-1)}>
          {t('adjust.takeOff')}
        </Button>
      </div>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
    </div>
  );
}

/** Puts a balance right by hand: somebody's decision, with its reason, on a slip of its own. */
export function AdjustDialog({ account, isOpen, onClose }: AdjustDialogProps) {
  const { t } = useTranslation('customers');
  return (
    <Dialog title={t('adjust.title')} isOpen={isOpen} onClose={onClose} isQuestion>
      {isOpen && <AdjustForm account={account} onClose={onClose} />}
    </Dialog>
  );
}
