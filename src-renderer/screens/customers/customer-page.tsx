import { Banknote, ChevronRight, HandCoins, PackageOpen, Pencil, PiggyBank, ShieldCheck, TicketCheck, TicketX, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, CustomerCard } from '../../../src-shared/contract/customers-api.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { useRefusalWords } from '../../i18n/use-refusal-words.ts';
import { call, useTerminal } from '../../state/terminal-store.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ListBox } from '../../ui/list-box.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useBalanceWords } from './account-words.tsx';
import { putOnTicket } from './customer-actions.ts';
import styles from './customers.module.css';
import { askForMoney, showPage } from './customers-view.ts';
import { EraseDialog } from './erase-dialog.tsx';
import { LayawayItem } from './layaway-item.tsx';
import { LimitDialog } from './limit-dialog.tsx';
import { useCustomerCard } from './use-customer-card.ts';

function Facts({ customer }: Pick<CustomerCard, 'customer'>) {
  const { t } = useTranslation('customers');
  const { name, phone, address, identifiers, note, marketing } = customer;
  return (
    <div className={styles.facts}>
      <h3 className={styles.title}>
        <bdi>{name}</bdi>
      </h3>
      {phone !== '' && <bdi dir="ltr">{phone}</bdi>}
      {address !== '' && <p dir="auto">{address}</p>}
      {identifiers.map(({ label, value }) => (
        <bdi key={label} className={styles.detail} dir="ltr">
          {label} {value}
        </bdi>
      ))}
      {note !== '' && (
        <p className={styles.detail} dir="auto">
          {note}
        </p>
      )}
      {marketing && <p className={styles.detail}>{t('form.marketing')}</p>}
    </div>
  );
}

function AccountRow({ account }: { readonly account: AccountView }) {
  const { t } = useTranslation('customers');
  const balanceWords = useBalanceWords();
  return (
    <span className={styles.row}>
      <span className={styles.what}>
        <span className={styles.name}>{t(`kinds.${account.kind}`)}</span>
        {account.limitMinor !== null && (
          <span className={styles.detail}>
            {t('limit.is')} <Amount amountMinor={account.limitMinor} withCurrency />
          </span>
        )}
      </span>
      <strong>
        <bdi>{balanceWords(account)}</bdi>
      </strong>
      <Icon drawing={ChevronRight} mirrored />
    </span>
  );
}

interface ActionsProps {
  readonly card: CustomerCard;
  readonly onClose: () => void;
}

/** Goods of an open ticket that nobody has begun to pay; what comes back or was put aside already is not put aside. */
function canBePutAside(cart: PricedCart | null): boolean {
  if (cart === null || cart.lines.length === 0 || cart.tenders.length > 0) return false;
  return cart.layawayId === undefined && cart.lines.every(({ quantityMilli }) => quantityMilli > 0);
}

/** The one next step is the ticket; money and changes stand below it. */
function Actions({ card: { customer, accounts }, onClose }: ActionsProps) {
  const { t } = useTranslation('customers');
  const { customerId } = customer;
  const ticketCustomerId = useTerminal((view) => view.terminal?.cart?.customerId ?? null);
  const isOnTicket = ticketCustomerId === customerId;
  const owedMinor = 0 - Math.min(0, accounts.find(({ kind }) => kind === 'on-account')?.balance ?? 0);
  const credit = accounts.find(({ kind }) => kind === 'store-credit');
  const isToBePutAside = useTerminal((view) => isOnTicket && canBePutAside(view.terminal?.cart ?? null));
  const askForDeposit = async () => {
    const terms = await call('layaway.terms', {});
    if (terms.ok) askForMoney({ for: { purpose: 'layaway' }, proposedMinor: terms.value.leastMinor });
  };
  const attach = () => void putOnTicket(isOnTicket ? null : customerId).then((isDone) => isDone && onClose());
  return (
    <div className={styles.actions}>
      <div className={styles.first}>
        <Button
          variant={isOnTicket ? 'secondary' : 'primary'}
          size="large"
          fill
          autoFocus
          icon={isOnTicket ? TicketX : TicketCheck}
          onPress={attach}
        >
          {t(isOnTicket ? 'card.takeOff' : 'card.putOn')}
        </Button>
      </div>
      {owedMinor > 0 && (
        <Button
          fill
          icon={HandCoins}
          onPress={() => {
            askForMoney({ for: { purpose: 'tab-payment', customerId }, proposedMinor: owedMinor });
          }}
        >
          {t('card.payTab')}
        </Button>
      )}
      {isToBePutAside && (
        <Button fill icon={PackageOpen} onPress={() => void askForDeposit()}>
          {t('card.putAside')}
        </Button>
      )}
      {credit !== undefined && (
        <Button
          fill
          icon={PiggyBank}
          onPress={() => {
            askForMoney({ for: { purpose: 'top-up', customerId }, proposedMinor: null });
          }}
        >
          {t('card.topUp')}
        </Button>
      )}
      {credit !== undefined && credit.balance > 0 && (
        <Button
          fill
          icon={Banknote}
          onPress={() => {
            askForMoney({ for: { purpose: 'pay-out', customerId }, proposedMinor: credit.balance });
          }}
        >
          {t('card.payOut')}
        </Button>
      )}
    </div>
  );
}

interface CustomerPageProps {
  readonly customerId: string;
  readonly onClose: () => void;
}

/** One customer: who she is, how her accounts stand, and what can be done about it. A touch on an account shows its statement. */
export function CustomerPage({ customerId, onClose }: CustomerPageProps) {
  const { t } = useTranslation('customers');
  const words = useRefusalWords();
  const answer = useCustomerCard(customerId);
  const [asking, setAsking] = useState<'limit' | 'erase' | null>(null);
  if (answer === null) return null;
  if (!answer.ok) return <Notice kind="danger">{words(answer.error)}</Notice>;
  const card = answer.value;
  const close = () => {
    setAsking(null);
  };
  return (
    <div className={styles.page}>
      <Facts customer={card.customer} />
      <Actions card={card} onClose={onClose} />
      <ListBox
        label={t('card.accounts')}
        entries={card.accounts.map((account) => ({
          id: account.accountId,
          text: t(`kinds.${account.kind}`),
          content: <AccountRow account={account} />,
        }))}
        onChoose={(accountId) => {
          showPage({ kind: 'statement', customerId, accountId });
        }}
      />
      {card.layaways.length > 0 && (
        <ul className={styles.plain} aria-label={t('layaway.title')}>
          {card.layaways.map((layaway) => (
            <LayawayItem key={layaway.layawayId} layaway={layaway} />
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button
          icon={Pencil}
          onPress={() => {
            showPage({ kind: 'form', customer: card.customer, typed: '' });
          }}
        >
          {t('card.edit')}
        </Button>
        <Button
          icon={ShieldCheck}
          onPress={() => {
            setAsking('limit');
          }}
        >
          {t('card.limit')}
        </Button>
        <Button
          variant="danger"
          icon={UserX}
          onPress={() => {
            setAsking('erase');
          }}
        >
          {t('card.erase')}
        </Button>
      </div>
      <LimitDialog card={card} isOpen={asking === 'limit'} onClose={close} />
      <EraseDialog customer={card.customer} isOpen={asking === 'erase'} onClose={close} />
    </div>
  );
}
