import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerScreen } from '../../../src-shared/contract/customer-screen.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import { QrDrawing } from '../receipt/qr-drawing.tsx';
import styles from './paid.module.css';

interface PaidProps {
  readonly view: Extract<CustomerScreen['view'], { readonly kind: 'paid' }>;
  readonly shop: CustomerScreen['shop'];
}

/** Paid: what is given back, the shop's thanks, and the receipt for a telephone. */
export function Paid({ view, shop }: PaidProps) {
  const { t } = useTranslation('customer-window');
  const { language } = useMoneyFormat();
  const { payableMinor, changeMinor, receiptQr } = view;
  const isRefund = payableMinor < 0;
  return (
    <div className={styles.paid}>
      <div className={styles.words}>
        <CircleCheck className={styles.sign} aria-hidden="true" />
        <p className={styles.row}>
          {t(isRefund ? 'refund' : 'paid')} <Amount amountMinor={Math.abs(payableMinor)} withCurrency />
        </p>
        {changeMinor > 0 && (
          <p className={styles.change}>
            <span>{t('change')}</span>
            <strong data-testid="customer-change">
              <Amount amountMinor={changeMinor} isStrong withCurrency />
            </strong>
          </p>
        )}
        <p className={styles.thanks}>{t('thanks')}</p>
        <p>
          <bdi>{textIn(shop.name, language)}</bdi>
        </p>
      </div>
      {receiptQr !== null && (
        <div className={styles.receipt}>
          <QrDrawing data={receiptQr} label={t('receipt')} />
          <p>{t('receipt')}</p>
        </div>
      )}
    </div>
  );
}
