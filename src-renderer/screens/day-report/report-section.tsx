import { useTranslation } from 'react-i18next';
import { Amount } from '../../ui/amount.tsx';
import styles from './day-report.module.css';
import { ReportChart } from './report-chart.tsx';
import type { ReportRow } from './report-rows.ts';

interface ReportSectionProps {
  readonly title: string;
  /** Head of the first column, and name of the axis. */
  readonly column: string;
  readonly rows: readonly ReportRow[];
}

/** One side of the sales: the drawing, and behind it the figures it is drawn of. */
export function ReportSection({ title, column, rows }: ReportSectionProps) {
  const { t } = useTranslation('day-report');
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.sectionTitle}>{title}</h2>
      <ReportChart name={title} axis={column} rows={rows} />
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col" className={styles.figure}>
              {t('columns.count')}
            </th>
            <th scope="col" className={styles.figure}>
              {t('columns.amount')}
            </th>
            <th scope="col" className={styles.figure}>
              {t('columns.before')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label, count, nowMinor, beforeMinor }) => (
            <tr key={key}>
              <th scope="row">
                <bdi>{label}</bdi>
              </th>
              <td className={styles.figure}>
                <bdi>{count}</bdi>
              </td>
              <td className={styles.figure}>
                <Amount amountMinor={nowMinor} isStrong />
              </td>
              <td className={styles.figure}>
                <Amount amountMinor={beforeMinor} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
