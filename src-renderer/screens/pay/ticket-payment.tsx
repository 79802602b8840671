import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartTender } from '../../../src-shared/sale/cart.ts';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import type { TenderType } from '../../../src-shared/settings/store-settings.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { leftFor, removeTender } from './pay-actions.ts';
import { TENDER_ICONS } from './tender-icon.ts';
import styles from './ticket-payment.module.css';

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Why the sum to pay is not the goods' total: said only when it is not. */
function Figures({ cart }: { readonly cart: PricedCart }) {
  const { t } = useTranslation('pay');
  const { totalMinor, stampDutyMinor, roundingMinor, taxMinor } = cart.totals;
  return (
    <dl className={styles.figures}>
      <Figure label={t('items', { count: cart.itemCount })}>
        <Amount amountMinor={totalMinor} />
      </Figure>
      <Figure label={t('tax')}>
        <Amount amountMinor={taxMinor} />
      </Figure>
      {stampDutyMinor !== 0 && (
        <Figure label={t('stampDuty')}>
          <Amount amountMinor={stampDutyMinor} />
        </Figure>
      )}
      {roundingMinor !== 0 && (
        <Figure label={t('rounding')}>
          <Amount amountMinor={roundingMinor} />
        </Figure>
      )}
    </dl>
  );
}

function detailOf({ card, reference }: CartTender): string {
  const digits = card?.lastFour ? `•••• ${card.lastFour}` : null;
  return [digits, card?.approvalCode ?? null, reference].filter((part) => part !== null).join(' · ');
}

interface GivenProps {
  readonly tender: CartTender;
  readonly type: TenderType | undefined;
  readonly isLast: boolean;
}

function Given({ tender, type, isLast }: GivenProps) {
  const { t } = useTranslation('pay');
  const { language } = useMoneyFormat();
  const name = type === undefined ? tender.tenderId : textIn(type.name, language);
  const detail = detailOf(tender);
  return (
    <li className={styles.given}>
      <Icon drawing={TENDER_ICONS[tender.kind]} />
      <span className={styles.name}>
        <bdi>{name}</bdi>
        {detail !== '' && (
          <bdi className={styles.detail} dir="ltr">
            {detail}
          </bdi>
        )}
      </span>
      <Amount amountMinor={Math.abs(tender.amountMinor)} size="large" isStrong />
      <Button
        variant="quiet"
        icon={Trash2}
        label={t('remove', { name })}
        {...(isLast ? { keyHint: 'Del' } : {})}
        onPress={() => void removeTender(tender.tenderLineId)}
      />
    </li>
  );
}

interface LeftProps {
  readonly cart: PricedCart;
  readonly tender: TenderType | null;
}

/** What is left in the chosen way; the other way beside it where it would be another sum. */
function Left({ cart, tender }: LeftProps) {
  const { t } = useTranslation('pay');
  const kind = tender?.kind ?? 'cash';
  const isRefund = cart.totals.totalMinor < 0;
  const differs = cart.remainingCashMinor !== cart.remainingOtherMinor;
  const label = isRefund ? 'leftBack' : 'left';
  const otherMinor = kind === 'cash' ? cart.remainingOtherMinor : cart.remainingCashMinor;
  return (
    <div className={styles.left} role="status">
      <span className={styles.leftLabel}>{t(differs ? `${label}${kind === 'cash' ? 'Cash' : 'Other'}` : label)}</span>
      <Amount amountMinor={Math.abs(leftFor(cart, kind))} size="total" isStrong />
      <span className={styles.otherwise}>
        {differs && (
          <>
            {t(kind === 'cash' ? 'otherwise' : 'orCash')} <Amount amountMinor={Math.abs(otherMinor)} />
          </>
        )}
      </span>
    </div>
  );
}

interface TicketPaymentProps extends LeftProps {
  readonly tenders: readonly TenderType[];
}

export function TicketPayment({ cart, tenders, tender }: TicketPaymentProps) {
  const { t } = useTranslation('pay');
  return (
    <div className={styles.payment}>
      <Figures cart={cart} />
      <ul className={styles.list} aria-label={t('given')}>
        {cart.tenders.map((given, index) => (
          <Given
            key={given.tenderLineId}
            tender={given}
            type={tenders.find(({ tenderId }) => tenderId === given.tenderId)}
            isLast={index === cart.tenders.length - 1}
          />
        ))}
        {cart.tenders.length === 0 && (
          <li className={styles.none}>{t(cart.totals.totalMinor < 0 ? 'nothingGivenBack' : 'nothingGiven')}</li>
        )}
      </ul>
      {!cart.settled && <Left cart={cart} tender={tender} />}
    </div>
  );
}
