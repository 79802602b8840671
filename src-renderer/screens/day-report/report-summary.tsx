import { useTranslation } from 'react-i18next';
import type { SalesReport } from '../../../src-shared/report/sales-report.ts';
import { Amount } from '../../ui/amount.tsx';
import styles from './day-report.module.css';

interface ReportSummaryProps {
  readonly report: SalesReport;
  readonly compared: SalesReport;
}

/** What the whole span came to, beside what it is compared with. */
export function ReportSummary({ report, compared }: ReportSummaryProps) {
  const { t } = useTranslation('day-report');
  const { totals, counts } = report.figures;
  const tickets = counts.sales + counts.returns;
  const before = compared.figures;
  return (
    <dl className={styles.summary}>
      <div className={styles.tile}>
        <dt>{t('turnover')}</dt>
        <dd>
          <Amount amountMinor={totals.totalMinor} size="title" isStrong withCurrency />
        </dd>
        <dd className={styles.quiet}>
          {t(`compared.${report.span}`)} <Amount amountMinor={before.totals.totalMinor} />
        </dd>
      </div>
      <div className={styles.tile}>
        <dt>{t('tickets')}</dt>
        <dd className={styles.number}>
          <bdi>{tickets}</bdi>
        </dd>
        <dd className={styles.quiet}>
          {t(`compared.${report.span}`)} <bdi>{before.counts.sales + before.counts.returns}</bdi>
        </dd>
      </div>
      <div className={styles.tile}>
        <dt>{t('average')}</dt>
        <dd>
          <Amount amountMinor={tickets === 0 ? 0 : Math.round(totals.totalMinor / tickets)} size="large" />
        </dd>
      </div>
      <div className={styles.tile}>
        <dt>{t('tax')}</dt>
        <dd>
          <Amount amountMinor={totals.taxMinor} size="large" />
        </dd>
      </div>
      <div className={styles.tile}>
        <dt>{t('returns')}</dt>
        <dd>
          <Amount amountMinor={totals.returnsMinor} size="large" />
        </dd>
      </div>
    </dl>
  );
}
