import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerCard } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useAmountShape, useCurrencySign } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { readTyped, writeTyped } from '../../ui/typed-number.ts';
import styles from './customers.module.css';
import { noteChange } from './customers-view.ts';

interface LimitDialogProps {
  readonly card: CustomerCard;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function LimitForm({ card, onClose }: Omit<LimitDialogProps, 'isOpen'>) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const shape = useAmountShape();
  const sign = useCurrencySign();
  const tab = card.accounts.find(({ kind }) => kind === 'on-account');
  const [typed, setTyped] = useState(writeTyped(tab?.limitMinor ?? 0, shape.scale));
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const limitMinor = readTyped(typed, shape);
  const set = async (limit: number | null) => {
    const answer = await call('account.limit', { customerId: card.customer.customerId, limitMinor: limit, reason: null });
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
      <p>{t('limit.hint')}</p>
      <NumberPad
        label={t('limit.amount')}
        value={typed}
        onChange={setTyped}
        decimals={shape.decimals}
        suffix={sign}
        enterLabel={t('limit.set')}
        isEnterDisabled={limitMinor === null}
        onEnter={() => {
          if (limitMinor !== null) void set(limitMinor);
        }}
      />
      {tab?.isOwnLimit === true && (
        <Button fill onPress={() => void set(null)}>
          {t('limit.asShop')}
        </Button>
      )}
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
    </div>
  );
}

/** How far a customer's tab may go: a decision of its own, in the journal. */
export function LimitDialog({ card, isOpen, onClose }: LimitDialogProps) {
  const { t } = useTranslation('customers');
  return (
    <Dialog title={t('card.limit')} isOpen={isOpen} onClose={onClose}>
      {isOpen && <LimitForm card={card} onClose={onClose} />}
    </Dialog>
  );
}
