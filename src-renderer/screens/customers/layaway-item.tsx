import { HandCoins, PackageCheck, PackageX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayawayView } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { closeOverlay, showScreen } from '../../app/navigation.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, inOrder } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useDayWords } from './account-words.tsx';
import { CancelLayawayDialog } from './cancel-layaway-dialog.tsx';
import styles from './customers.module.css';
import { askForMoney } from './customers-view.ts';

/** Goods put aside: what is paid and what is left, until when they are kept, and what can be done. */
export function LayawayItem({ layaway }: { readonly layaway: LayawayView }) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const dayWords = useDayWords();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isCancelling, setIsCancelling] = useState(false);
  const { layawayId, number, customerName, dueOn, isOverdue, paidMinor, totalMinor, leftMinor } = layaway;
  const collect = async () => {
    const answer = await inOrder(() => call('layaway.collect', { layawayId }));
    playSound(answer.ok ? 'taken' : 'refused');
    if (!answer.ok) {
      setRefusal(answer.error);
      return;
    }
    closeOverlay();
    showScreen('sell');
  };
  return (
    <li className={styles.layaway}>
      <div className={styles.row}>
        <span className={styles.what}>
          <span className={styles.name}>
            <bdi>{customerName ?? t('card.unknown')}</bdi> · <bdi dir="ltr">{number}</bdi>
          </span>
          <span className={isOverdue ? styles.late : styles.detail}>
            {t(isOverdue ? 'layaway.overdue' : 'layaway.due')} {dayWords(dueOn)}
          </span>
          <span className={styles.detail}>
            {t('layaway.paid')} <Amount amountMinor={paidMinor} /> / <Amount amountMinor={totalMinor} withCurrency />
          </span>
        </span>
        <span className={styles.figure}>
          <span className={styles.detail}>{t('layaway.left')}</span> <Amount amountMinor={leftMinor} size="large" isStrong />
        </span>
      </div>
      <div className={styles.buttons}>
        <Button icon={PackageCheck} onPress={() => void collect()}>
          {t('layaway.collect')}
        </Button>
        {leftMinor > 0 && (
          <Button
            icon={HandCoins}
            onPress={() => {
              askForMoney({ for: { purpose: 'deposit', layawayId }, proposedMinor: leftMinor });
            }}
          >
            {t('layaway.pay')}
          </Button>
        )}
        <Button
          variant="danger"
          icon={PackageX}
          onPress={() => {
            setIsCancelling(true);
          }}
        >
          {t('layaway.cancel')}
        </Button>
      </div>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
      <CancelLayawayDialog
        layaway={layaway}
        isOpen={isCancelling}
        onClose={() => {
          setIsCancelling(false);
        }}
      />
    </li>
  );
}
