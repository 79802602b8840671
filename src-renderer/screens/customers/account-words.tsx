import { useTranslation } from 'react-i18next';
import type { AccountView } from '../../../src-shared/contract/customers-api.ts';
import { formatAmount } from '../../../src-shared/money/format.ts';
import { isolateLeftToRight } from '../../../src-shared/text/bidi.ts';
import { toEasternDigits } from '../../../src-shared/text/digits.ts';
import { useMoneyFormat } from '../../ui/money-format.tsx';

type Balance = Pick<AccountView, 'kind'> & { readonly balance: number };

/** Says a balance: a sum with its currency, or so many points. What is owed on a tab is said as owed, without a sign. */
export function useBalanceWords(): (account: Balance) => string {
  const { t } = useTranslation('customers');
  const format = useMoneyFormat();
  return ({ kind, balance }) => {
    if (kind === 'points') return t('points', { count: balance });
    const isDebt = kind === 'on-account' && balance < 0;
    const amount = formatAmount(isDebt ? 0 - balance : balance, { ...format, withCurrency: true });
    return isDebt ? t('owes', { amount }) : amount;
  };
}

/** `2026-11-20` as `20/11/2026`, the order of all three languages here. */
export function useDayWords(): (day: string) => string {
  const { language, digits } = useMoneyFormat();
  return (day) => {
    const text = day.split('-').reverse().join('/');
    return isolateLeftToRight(language === 'ar' && digits === 'eastern' ? toEasternDigits(text) : text);
  };
}
