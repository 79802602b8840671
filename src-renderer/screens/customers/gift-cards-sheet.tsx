import { Gift, PlusCircle } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GIFT_CODE_LENGTH, groupedGiftCode } from '../../../src-shared/accounts/gift-card-code.ts';
import type { AccountView } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { useScanEntry } from '../../scanning/use-scan-entry.ts';
import { call } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDayWords } from './account-words.tsx';
import styles from './customers.module.css';
import { askForMoney, setGiftCode, useCustomersView } from './customers-view.ts';
import { StatementPage } from './statement-page.tsx';

const MAX_TYPED_LENGTH = 24;

interface Card {
  readonly code: string;
  readonly account: AccountView;
}

/** The card of a number once it is whole; of a number that was overtaken nothing is shown. */
function useCard(typed: string): Result<Card, Refusal> | null {
  const changes = useCustomersView((view) => view.changes);
  const code = typed.replace(/[\s-]/g, '');
  const [shown, setShown] = useState<{ readonly code: string; readonly answer: Result<Card, Refusal> } | null>(null);
  useEffect(() => {
    let isShown = true;
    if (code.length >= GIFT_CODE_LENGTH) {
      void call('gift-card.find', { code }).then((answer) => {
        if (isShown) setShown({ code, answer });
      });
    }
    return () => {
      isShown = false;
    };
  }, [code, changes]);
  return shown?.code === code ? shown.answer : null;
}

function CardPage({ card: { code, account } }: { readonly card: Card }) {
  const { t } = useTranslation('customers');
  const dayWords = useDayWords();
  return (
    <div className={styles.page}>
      <div className={styles.facts} role="status">
        <span className={styles.detail}>{t('gift.balance')}</span>
        <Amount amountMinor={account.balance} size="title" isStrong withCurrency />
        <bdi dir="ltr">{groupedGiftCode(code)}</bdi>
        {account.expiresOn !== null && (
          <span className={styles.detail}>
            {t('gift.validUntil')} {dayWords(account.expiresOn)}
          </span>
        )}
      </div>
      <Button
        fill
        icon={PlusCircle}
        onPress={() => {
          askForMoney({ for: { purpose: 'gift-card', code, customerId: null }, proposedMinor: null });
        }}
      >
        {t('gift.topUp')}
      </Button>
      <StatementPage accountId={account.accountId} />
    </div>
  );
}

function GiftCards() {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const typed = useCustomersView((view) => view.giftCode);
  const answer = useCard(typed);
  useScanEntry('taker', (scanned) => {
    if (scanned.kind !== 'read') return 'pass';
    setGiftCode(scanned.text);
    return 'mine';
  });
  return (
    <div className={styles.sheet}>
      <Button
        variant="primary"
        size="large"
        fill
        icon={Gift}
        onPress={() => {
          askForMoney({ for: { purpose: 'gift-card', code: null, customerId: null }, proposedMinor: null });
        }}
      >
        {t('gift.sell')}
      </Button>
      <TextField
        label={t('gift.number')}
        description={t('gift.scanHint')}
        value={typed}
        onChange={setGiftCode}
        maxLength={MAX_TYPED_LENGTH}
        isLeftToRight
        autoFocus
      />
      {answer?.ok === true && <CardPage key={answer.value.code} card={answer.value} />}
      {answer?.ok === false && <Notice kind="danger">{words(answer.error)}</Notice>}
    </div>
  );
}

interface GiftCardsSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Gift cards: a new one sold, one looked up by its number, one loaded again. */
export function GiftCardsSheet({ isOpen, onClose }: GiftCardsSheetProps) {
  const { t } = useTranslation('customers');
  useEffect(() => {
    if (!isOpen) setGiftCode('');
  }, [isOpen]);
  return (
    <Sheet title={t('gift.title')} isOpen={isOpen} onClose={onClose} size="wide">
      {isOpen && <GiftCards />}
    </Sheet>
  );
}
