import { useState } from 'react';
import { Group } from 'react-aria-components/Group';
import { useTranslation } from 'react-i18next';
import { isAccountKind } from '../../../src-shared/accounts/account.ts';
import type { LayawayView } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { playSound } from '../../app/sounds.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TENDER_ICONS } from '../pay/tender-icon.ts';
import styles from './customers.module.css';
import { noteChange } from './customers-view.ts';

const NO_TENDERS: readonly TenderType[] = [];
const MILLI_PER_PERCENT = 1_000;

interface CancelLayawayDialogProps {
  readonly layaway: LayawayView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function CancelForm({ layaway, onClose }: Omit<CancelLayawayDialogProps, 'isOpen'>) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const { language } = useMoneyFormat();
  const tenders = useTerminal((view) => view.terminal?.settings?.tenders ?? NO_TENDERS);
  const kept = useTerminal((view) => view.terminal?.settings?.accounts.layaway.forfeitPercentMilli ?? 0);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isAsked, setIsAsked] = useState(false);
  const cancel = async ({ tenderId }: TenderType) => {
    if (isAsked) return;
    setIsAsked(true);
    const quote = await call('account.quote', { amountMinor: layaway.paidMinor });
    const { layawayId } = layaway;
    const answer = quote.ok ? await call('layaway.cancel', { layawayId, slipId: quote.value.slipId, tenderId, reason: null }) : quote;
    setIsAsked(false);
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
      <p>{t('layaway.cancelHint')}</p>
      {kept > 0 && layaway.paidMinor > 0 && <p>{t('layaway.kept', { percent: String(kept / MILLI_PER_PERCENT) })}</p>}
      <Group className={styles.tiles ?? ''} aria-label={t('layaway.refundBy')}>
        <span className={styles.detail}>{t('layaway.refundBy')}</span>
        {tenders
          .filter(({ kind }) => !isAccountKind(kind) || kind === 'store-credit')
          .map((tender) => (
            <Button key={tender.tenderId} size="large" fill icon={TENDER_ICONS[tender.kind]} onPress={() => void cancel(tender)}>
              <bdi>{textIn(tender.name, language)}</bdi>
            </Button>
          ))}
      </Group>
      {refusal !== null && <Notice kind="danger">{words(refusal)}</Notice>}
    </div>
  );
}

/** Gives up goods put aside: how the customer gets back what is hers is what does it. */
export function CancelLayawayDialog({ layaway, isOpen, onClose }: CancelLayawayDialogProps) {
  const { t } = useTranslation('customers');
  return (
    <Dialog title={t('layaway.cancelTitle')} isOpen={isOpen} onClose={onClose} isQuestion>
      {isOpen && <CancelForm layaway={layaway} onClose={onClose} />}
    </Dialog>
  );
}
