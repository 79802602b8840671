import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { Amount } from '../../ui/amount.tsx';
import styles from './pay-screen.module.css';

/** What the ticket comes to, where the sell screen has its total. Money that goes back to the customer is said, not signed. */
export function DueFigure({ cart }: { readonly cart: PricedCart }) {
  const { t } = useTranslation('pay');
  const { payableMinor, totalMinor } = cart.totals;
  return (
    <div className={styles.total}>
      <span className={styles.label}>{t(totalMinor < 0 ? 'toGiveBack' : 'toPay')}</span>
      <Amount amountMinor={Math.abs(payableMinor)} size="total" isStrong />
    </div>
  );
}
