import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../../../src-shared/money/decimal.ts';
import type { SalesReport } from '../../../src-shared/report/sales-report.ts';
import { textIn } from '../../../src-shared/text/localized-text.ts';
import { Amount } from '../../ui/amount.tsx';
import { useMoneyFormat } from '../../ui/money-format.tsx';
import styles from './day-report.module.css';

const MILLI_DIGITS = 3;

/** What brought most, the first first. */
export function TopProducts({ products }: { readonly products: SalesReport['products'] }) {
  const { t } = useTranslation('day-report');
  const { language } = useMoneyFormat();
  return (
    <section className={styles.section} aria-label={t('sections.products')}>
      <h2 className={styles.sectionTitle}>{t('sections.products')}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('columns.product')}</th>
            <th scope="col" className={styles.figure}>
              {t('columns.quantity')}
            </th>
            <th scope="col" className={styles.figure}>
              {t('columns.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {products.map(({ productId, name, sku, unit, quantityMilli, totalMinor }) => (
            <tr key={`${productId ?? ''} ${unit}`}>
              <th scope="row">
                <bdi>{name === null ? (productId === null ? t('groups.typed') : (sku ?? productId)) : textIn(name, language)}</bdi>
              </th>
              <td className={styles.figure}>
                <bdi>{formatDecimal(quantityMilli, MILLI_DIGITS).replace(/\.?0+$/, '')}</bdi>
              </td>
              <td className={styles.figure}>
                <Amount amountMinor={totalMinor} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
