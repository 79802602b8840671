import { useTranslation } from 'react-i18next';
import type { PricedCart } from '../../../src-shared/sale/priced-cart.ts';
import { Amount } from '../../ui/amount.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePayView } from './pay-view.ts';
import styles from './settled-panel.module.css';

/** Nothing is left to pay: the change, and what is to be done now. Nothing here can be touched, so a second tap on a note hits nothing. */
export function SettledPanel({ cart }: { readonly cart: PricedCart }) {
  const { t } = useTranslation('pay');
  const completing = usePayView((view) => view.completing);
  const { changeMinor } = cart.totals;
  return (
    <div className={styles.panel} role="status">
      <p className={styles.label}>{t(changeMinor === 0 ? 'settled' : 'change')}</p>
      {changeMinor !== 0 && (
        <p className={styles.change}>
          <Amount amountMinor={changeMinor} isStrong />
        </p>
      )}
      {completing === 'uncertain' ? (
        <Notice kind="warning">
          <p className={styles.strong}>{t('uncertain.title')}</p>
          <p>{t('uncertain.hint')}</p>
        </Notice>
      ) : (
        <p className={styles.hint}>{t('settledHint')}</p>
      )}
    </div>
  );
}
