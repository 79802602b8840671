import { UserRound } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useBalanceWords } from './account-words.tsx';
import styles from './customers.module.css';
import { openCustomers } from './customers-view.ts';
import { useCustomerCard } from './use-customer-card.ts';

/** Whose ticket it is, with what is between her and the shop, at the head of the ticket. A touch opens her page; F5 does the same. */
export const TicketCustomer = memo(function TicketCustomer({ customerId }: { readonly customerId: string | null }) {
  const { t } = useTranslation('customers');
  const balanceWords = useBalanceWords();
  const answer = useCustomerCard(customerId);
  if (customerId === null) {
    return (
      <span className={styles.holder}>
        <Button variant="quiet" icon={UserRound} label={t('title')} keyHint="F5" onPress={openCustomers} />
      </span>
    );
  }
  const card = answer?.ok === true ? answer.value : null;
  const standing = card?.accounts.filter(({ balance }) => balance !== 0) ?? [];
  return (
    <span className={styles.whose}>
      <Button variant="quiet" icon={UserRound} onPress={openCustomers}>
        <span className={styles.chip}>
          <bdi className={styles.chipName}>{card?.customer.name ?? t('card.unknown')}</bdi>
          {standing.length > 0 && (
            <span className={styles.chipBalance}>
              {standing.map((account, index) => (
                <span key={account.accountId}>
                  {index > 0 && ' · '}
                  <bdi>{balanceWords(account)}</bdi>
                </span>
              ))}
            </span>
          )}
        </span>
      </Button>
    </span>
  );
});
