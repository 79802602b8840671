import { Plus, UserRound, Users } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestOf, ResponseOf } from '../../../src-shared/contract/terminal-api.ts';
import type { Customer } from '../../../src-shared/customers/customer.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { putOnTicket } from './customer-actions.ts';
import styles from './customers.module.css';
import { setCustomerQuery, showPage, useCustomersView } from './customers-view.ts';

const MAX_SHOWN = 30;
const MAX_QUERY_LENGTH = 200;

type Found = ResponseOf<'customer.search'>;

/** Who is found; of a question that was overtaken nothing is shown. Null until the first answer. */
function useFound(query: string): Found | null {
  const changes = useCustomersView((view) => view.changes);
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let isShown = true;
    const request: RequestOf<'customer.search'> = { query, limit: MAX_SHOWN };
    void call('customer.search', request).then((answer) => {
      if (isShown && answer.ok) setFound(answer.value);
    });
    return () => {
      isShown = false;
    };
  }, [query, changes]);
  return found;
}

export function CustomerRow({ customer }: { readonly customer: Customer }) {
  return (
    <span className={styles.found}>
      <bdi className={styles.name}>{customer.name}</bdi>
      {customer.phone !== '' && (
        <bdi className={styles.detail} dir="ltr">
          {customer.phone}
        </bdi>
      )}
    </span>
  );
}

/** A field and who is found by it: those who came last before anything is typed. Enter takes the first. */
export function CustomerSearch({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('customers');
  const query = useCustomersView((view) => view.query);
  const hasTicket = useTerminal((view) => view.terminal?.cart !== null);
  const found = useFound(query);
  const open = (customerId: string) => {
    showPage({ kind: 'card', customerId });
  };
  const takeFirst = () => {
    const [first] = found?.customers ?? [];
    if (first === undefined || query.trim() === '') return;
    if (hasTicket) void putOnTicket(first.customerId).then((isDone) => isDone && onClose());
    else open(first.customerId);
  };
  return (
    <div className={styles.search}>
      <TextField
        label={t('search.label')}
        description={t('search.hint')}
        value={query}
        onChange={setCustomerQuery}
        maxLength={MAX_QUERY_LENGTH}
        autoFocus
        onEnter={takeFirst}
      />
      <Button
        icon={Plus}
        fill
        onPress={() => {
          showPage({ kind: 'form', customer: null, typed: query.trim() });
        }}
      >
        {t('search.new')}
      </Button>
      {found !== null && found.customers.length === 0 ? (
        <EmptyState icon={query.trim() === '' ? Users : UserRound} title={t(query.trim() === '' ? 'search.none' : 'search.nobody')}>
          <p>{t('search.nobodyHint')}</p>
        </EmptyState>
      ) : (
        <ListBox
          label={t(query.trim() === '' ? 'search.recent' : 'search.found')}
          entries={(found?.customers ?? []).map((customer) => ({
            id: customer.customerId,
            text: customer.name,
            content: <CustomerRow customer={customer} />,
          }))}
          onChoose={open}
        />
      )}
      {found?.more === true && <p className={styles.detail}>{t('search.more')}</p>}
    </div>
  );
}
