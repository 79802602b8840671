import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { GIFT_CODE_LENGTH, groupedGiftCode, isGiftCardCode } from '../../../src-shared/accounts/gift-card-code.ts';
import type { AccountTender, AccountView } from '../../../src-shared/contract/customers-api.ts';
import type { Refusal } from '../../../src-shared/contract/refusal.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Notice } from '../../ui/notice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useBalanceWords } from '../customers/account-words.tsx';
import { changeDraft, usePayView } from './pay-view.ts';
import styles from './tender-entry.module.css';

/** More than a number with its spaces. */
const MAX_TYPED_LENGTH = 24;

type Look = { readonly code: string } & (
  | { readonly kind: 'card'; readonly account: AccountView }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
);

/** The card whose number is there, once it is whole. */
function useGiftCard(typed: string): Look | null {
  const [look, setLook] = useState<Look | null>(null);
  const digits = typed.replace(/[\s-]/g, '');
  useEffect(() => {
    let isShown = true;
    if (digits.length >= GIFT_CODE_LENGTH) {
      void call('gift-card.find', { code: digits }).then((answer) => {
        if (!isShown) return;
        if (answer.ok) {
          setLook({ kind: 'card', code: digits, account: answer.value.account });
          changeDraft({ accountId: answer.value.account.accountId, mostMinor: answer.value.account.availableMinor });
        } else setLook({ kind: 'refused', code: digits, refusal: answer.error });
      });
    } else changeDraft({ accountId: null, mostMinor: null });
    return () => {
      isShown = false;
    };
  }, [digits]);
  return look?.code === digits ? look : null;
}

/** The card is named by its number: scanned, or typed as it stands on the paper. */
export function GiftCardField({ onEnter }: { readonly onEnter: () => void }) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const typed = usePayView((view) => view.draft.giftCode);
  const look = useGiftCard(typed);
  return (
    <>
      <TextField
        label={t('gift.number')}
        description={t('gift.scanHint')}
        value={typed}
        onChange={(value) => {
          changeDraft({ giftCode: value });
        }}
        maxLength={MAX_TYPED_LENGTH}
        isLeftToRight
        autoFocus={typed === ''}
        onEnter={onEnter}
      />
      {look?.kind === 'card' && (
        <p role="status">
          {t('gift.balance')} <Amount amountMinor={look.account.balance} withCurrency isStrong />
        </p>
      )}
      {look?.kind === 'refused' && <Notice kind="danger">{words(look.refusal)}</Notice>}
    </>
  );
}

/** Whose account it is that pays, and what is on it. */
export function AccountStanding({ account, kind }: { readonly account: AccountTender; readonly kind: AccountView['kind'] }) {
  const { t } = useTranslation('customers');
  const balanceWords = useBalanceWords();
  const { balance, mostMinor } = account;
  return (
    <p className={styles.hint}>
      {t('pay.standing')} {balance !== null && <bdi>{balanceWords({ kind, balance })}</bdi>}
      {mostMinor !== null && (
        <>
          <br />
          {t('pay.most')} <Amount amountMinor={mostMinor} withCurrency />
        </>
      )}
    </p>
  );
}

/** Reads a scanned text as a card of this shop: its number, or null. */
export function useGiftCodeReader(): (text: string) => string | null {
  const prefix = useTerminal((view) => view.terminal?.settings?.accounts.giftCardPrefix ?? '');
  return (text) => (prefix !== '' && isGiftCardCode(text, prefix) ? groupedGiftCode(text) : null);
}
